"""The volunteer's card: made for a wave, verified by anybody, void with the mission."""

import io
import struct
import zlib
from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents import actions as documents
from teriya.foundation.documents.models import Document
from teriya.service.missions import actions
from teriya.service.missions.models import Mission
from teriya.service.missions.steps import STEPS
from tests.factories.files import photo
from tests.factories.missions import make_missions
from tests.journeys.walk import Clock

ON = date(2024, 4, 2)


def face() -> SimpleUploadedFile:
    """A small photo that can be drawn: two pixels by two, green."""

    def block(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    pixels = zlib.compress((b"\0" + b"\x0b\x5d\x4b" * 2) * 2)
    png = (
        b"\x89PNG\r\n\x1a\n"
        + block(b"IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0))
        + block(b"IDAT", pixels)
        + block(b"IEND", b"")
    )
    return SimpleUploadedFile("face.png", png)


def made(cast, missions):
    return actions.issue_cards(missions=missions, by=cast.kodjo, on=ON)


def verified(client, card, monkeypatch, day=ON) -> str:
    Clock(monkeypatch, day)
    client.logout()
    return " ".join(client.get(reverse("documents:verify", args=[card.code])).content.decode().split())


def test_a_card_says_who_serves_where_and_until_when(cast):
    [mission] = make_missions(cast)
    [card] = made(cast, [mission])
    page = PdfReader(io.BytesIO(documents.pdf(card))).pages
    text = " ".join(page[0].extract_text().split())
    assert len(page) == 1 and round(float(page[0].mediabox.width) / 72 * 25.4, 1) == 85.6
    for words in (str(mission.person), mission.person.matricule, "Volontaire national de compétences", "01/03/2024", "28/02/2025"):  # fmt: skip
        assert words in text
    assert card.data["verification"]["code"] in text.replace(" ", "")


def test_twelve_stand_on_two_sheets(client, cast):
    missions = make_missions(cast, 12)
    cards = made(cast, missions)
    client.force_login(cast.kodjo)
    answer = client.get(reverse("missions:wave_cards", args=[missions[0].wave.code]))
    pages = PdfReader(io.BytesIO(answer.content)).pages
    assert [page.extract_text().count("CARTE DE VOLONTAIRE") for page in pages] == [10, 2]
    text = "".join("".join(page.extract_text().split()) for page in pages)
    assert [card.number for card in cards if card.data["verification"]["code"] not in text] == []


def test_the_photo_is_on_the_next_card(client, cast):
    [mission] = make_missions(cast)
    [first] = made(cast, [mission])
    client.force_login(cast.yao)
    url = reverse("missions:portrait", args=[mission.pk])
    assert client.post(url, {"receipt": uuid4(), "on": "02/04/2024", "file": face()}).status_code == 302
    [line] = STEPS["card"].lines(cast.kodjo, mission.wave)
    assert line.note == "remplace une carte qui dit autre chose"
    [card] = made(cast, [mission])
    pictures = [len(PdfReader(io.BytesIO(documents.pdf(one))).pages[0].images) for one in (first, card)]
    assert pictures == [1, 2]  # its code, then the photo too
    assert documents.pdf(card) == documents.pdf(Document.objects.get(pk=card.pk))


def test_anybody_reads_whether_the_service_goes_on_and_nothing_more(client, cast, monkeypatch):
    [mission] = make_missions(cast)
    [card] = made(cast, [mission])
    shown = verified(client, card, monkeypatch)
    assert "En service." in shown
    assert not [word for word in (mission.person.family, mission.person.matricule, mission.host.name) if word in shown]
    assert "Terminé." in verified(client, card, monkeypatch, date(2025, 3, 1))


def test_a_mission_that_ends_takes_its_card(client, cast, monkeypatch):
    [mission] = make_missions(cast)
    [card] = made(cast, [mission])
    actions.end(missions=[mission], reason="resignation", last_day=ON, why="Lettre", by=cast.mazalo, on=ON)
    assert "Terminé." in verified(client, card, monkeypatch)
    assert Document.objects.get(pk=card.pk).revoked_because == "démission"


def test_one_card_at_a_time_and_only_in_service(cast):
    [mission] = make_missions(cast)
    first = made(cast, [mission])[0]
    with pytest.raises(Refusal, match="card_known"):
        made(cast, [mission])
    assert STEPS["card"].lines(cast.kodjo, mission.wave) == []
    Mission.objects.update(period=(date(2024, 3, 1), date(2025, 5, 1)))
    made(cast, [mission])
    assert Document.objects.get(pk=first.pk).revoked_on == ON
    [prepared] = make_missions(cast, until="prepared")
    with pytest.raises(Refusal, match="not_in_service"):
        made(cast, [prepared])


def test_a_photo_too_heavy_or_broken_is_refused(cast):
    [mission] = make_missions(cast)
    heavy = face()
    heavy.size = 300 * 1024
    for file, code in ((heavy, "portrait_too_heavy"), (photo(), "file_unreadable")):
        with pytest.raises(Refusal, match=code):
            actions.keep_portrait(mission=mission, file=file, by=cast.yao, on=ON)
