"""The note of a day: one page, the same bytes for ever."""

import io
from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from pypdf import PdfReader

from teriya.contribution.boards import actions
from teriya.contribution.boards.models import Note
from teriya.foundation.core.refusals import Refusal
from tests.contribution.boards.conftest import ON, PUPILS
from tests.factories.collection import corrected

TODAY = date(2024, 9, 5)


def printed(client, user, note):
    client.force_login(user)
    return client.get(reverse("boards:note", args=[note.pk])).content


def test_the_same_past_day_prints_the_same_bytes_whatever_came_later(cast, told, client, monitoring):
    note = actions.make_note(as_of=ON, by=cast.ama, on=TODAY)
    first = printed(client, cast.ama, note)
    report = told[0].indicator_reports.get(month=date(2024, 7, 1))
    corrected(cast, report, {"hours_taught": 10, "pupils": PUPILS, "classes_covered": 2}, on=TODAY)
    again = actions.make_note(as_of=ON, by=monitoring, on=date(2024, 10, 1))
    assert again == note and printed(client, monitoring, again) == first
    assert actions.make_note(as_of=TODAY, by=cast.ama, on=TODAY) != note


def test_the_note_is_one_page_that_says_who_made_it_and_of_what_day(cast, told, client):
    note = actions.make_note(as_of=ON, by=cast.ama, on=TODAY)
    [page] = PdfReader(io.BytesIO(printed(client, cast.ama, note))).pages
    text = " ".join(page.extract_text().split())
    for said in (
        "Connu le 15 août 2024",
        "Volontaires en service",
        "Heures de cours données",
        "Plateaux",
        "par Ama",
        note.digest[:16],
        "contribuent à des cibles",
    ):
        assert said in text


def test_a_note_is_made_in_one_action_from_the_board(cast, told, client, send):
    assert send(cast.ama, "make_note", au="2024-08-15") == 302
    [note] = Note.objects.all()
    assert note.as_of == ON and note.by_id == cast.ama.pk
    client.force_login(cast.issa)
    assert "Note au 15 août 2024" in client.get(reverse("boards:notes")).content.decode()
    assert client.get(reverse("boards:note", args=[note.pk])).status_code == 200


def test_who_may_make_a_note_and_of_which_day(cast, told, client, send):
    with pytest.raises(Refusal) as no:
        actions.make_note(as_of=date(2024, 9, 6), by=cast.ama, on=TODAY)
    assert no.value.code == "day_to_come"
    assert send(cast.issa, "make_note", au="2024-08-15") == 403
    assert send(cast.ama, "make_note", au="2999-01-01") == send(cast.ama, "make_note", au="hier") == 422
    note = actions.make_note(as_of=ON, by=cast.ama, on=TODAY)
    client.force_login(cast.mazalo)
    assert client.get(reverse("boards:note", args=[note.pk])).status_code == 403


def test_nobody_changes_a_note(cast, told):
    note = actions.make_note(as_of=ON, by=cast.ama, on=TODAY)
    for change in (lambda: Note.objects.filter(pk=note.pk).update(as_of=TODAY), note.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
