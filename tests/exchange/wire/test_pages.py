"""An agency is met, written to, and seen on its pages."""

import html
import json
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from teriya.exchange.wire import actions, files, own
from teriya.exchange.wire.engine.keys import drawn
from teriya.exchange.wire.models import Agency, OwnKey, TransferAuthorisation
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.engine import tokens
from tests.exchange.conftest import authorise, dumped, outbox


def card_of(code: str = "bf", **changes) -> str:
    """The card of another agency, signed by its key unless told otherwise."""
    pair = drawn(f"secret of {code}", 1)
    content = {
        "teriya": "card", "agency": code, "name": f"Agence {code}", "country": "BF", "address": f"http://{code}.localhost:8001",
        "x": pair.public.x, "seals": pair.public.seals, "versions": [1], "iat": 1,
    } | changes  # fmt: skip
    return tokens.sign(content, key=pair.signs, kid=pair.public.kid, typ=own.CARD)


def test_two_agencies_meet_by_card_and_fingerprint_and_two_persons(moussa, cast, send, browse):
    assert send(moussa, "pair", card=card_of()) == 302
    row = Agency.objects.get()
    wrong, right = drawn("another", 1).public.fingerprint, drawn("secret of bf", 1).public.fingerprint
    assert send(moussa, "agency", row.pk, fingerprint=right) == 422  # he brought the card
    assert send(cast.ama, "agency", row.pk, fingerprint=wrong) == 422
    row.refresh_from_db()
    assert row.state == "introduced"
    assert send(cast.ama, "agency", row.pk, fingerprint=right.lower().replace("-", " ")) == 302
    assert "connue" in browse(moussa, "agency", row.pk)


@pytest.mark.parametrize(
    "card", ["", "x.y.z", card_of()[:-5] + "AAAAA", card_of(x="short"), card_of(versions="1"), card_of("no code!")]
)
def test_a_card_that_its_own_key_did_not_sign_whole_is_refused(moussa, card):
    with pytest.raises(Refusal) as no:
        actions.introduce_agency(card=card, by=moussa, on=timezone.localdate())
    assert (no.value.code, no.value.field) == ("card_unreadable", "card")


def test_our_own_card_and_a_known_agency_are_refused(moussa, burkina):
    for card, code in ((own.signed_card(), "own_card"), (card_of(), "agency_exists")):
        with pytest.raises(Refusal) as no:
            actions.introduce_agency(card=card, by=moussa, on=timezone.localdate())
        assert no.value.code == code


def test_lost_keys_are_replaced_by_a_new_card_once_the_link_is_suspended(burkina, moussa, cast):
    today, new = timezone.localdate(), drawn("secret of bf", 2)
    card = tokens.sign(json.loads(tokens.decoded(card_of().split(".")[1])) | {"x": new.public.x, "seals": new.public.seals},
                       key=new.signs, kid=new.public.kid, typ=own.CARD)  # fmt: skip
    with pytest.raises(Refusal) as no:
        actions.introduce_agency(card=card, by=moussa, on=today)
    assert no.value.code == "agency_exists"
    actions.decide_agency(agency=burkina.row, step="suspend", reason="Clés volées.", by=cast.ama, on=today)
    row = actions.introduce_agency(card=card, by=moussa, on=today)
    actions.confirm_agency(agency=row, fingerprint=new.public.fingerprint, by=cast.ama, on=today)
    with pytest.raises(Refusal) as no:  # the thief still has the former ones
        actions.receive(row, [burkina.wrapped("wire.void", uuid4(), {})])
    assert no.value.code == "token_key_unknown"
    burkina.keys = new
    assert len(actions.receive(row, [burkina.wrapped("wire.void", uuid4(), {}, rank=1)])) == 1


def test_an_agency_without_the_system_is_named_then_confirmed(moussa, cast, client, send, browse):
    client.force_login(moussa)
    typed = {"receipt": uuid4(), "name": "Centre national de promotion du volontariat", "code": "ml", "country": "ml"}
    assert client.post("/echanges/agences/nouvelle/?sans=1", typed).status_code == 302
    row = Agency.objects.get(code="ml")
    assert send(cast.ama, "agency", row.pk, fingerprint="") == 302
    page = browse(moussa, "agency", row.pk)
    assert "faits déclarés" in page and "connue" in page


def test_a_suspended_agency_gets_nothing_and_loses_nothing(burkina, cast, send):
    actions.rotate_keys(by=cast.ama, on=timezone.localdate())  # a message for it
    assert send(cast.ama, "agency", burkina.row.pk, step="suspend", reason="") == 422
    assert send(cast.ama, "agency", burkina.row.pk, step="suspend", reason="Convention en revue.") == 302
    assert actions.prepare(burkina.row) == []
    assert send(cast.ama, "agency", burkina.row.pk, step="resume", reason="Revue finie.") == 302
    assert len(actions.prepare(burkina.row)) == 1


def test_a_message_shows_its_whole_way(burkina, moussa, cast, browse, send):
    assert send(cast.ama, "rotate", step="rotate") == 302
    assert OwnKey.objects.count() == 2
    (row,) = outbox(burkina.row)
    assert "Ce qui partira, rien de plus" in browse(moussa, "fact", row.fact_id)
    receipts = burkina.acknowledge(actions.prepare(burkina.row))
    actions.settle(burkina.row, receipts)
    page = browse(moussa, "fact", row.fact_id)
    assert "porté une fois, au rang 1" in page and "accusé signé par l’autre agence : applied" in page
    assert "wire.keys" in browse(moussa, "path", burkina.row.pk)


def test_what_waits_may_be_given_up_only_before_it_leaves(burkina, moussa, cast, send):
    actions.rotate_keys(by=cast.ama, on=timezone.localdate())
    (row,) = outbox(burkina.row)
    actions.prepare(burkina.row)
    assert send(moussa, "fact", row.fact_id, step="cancel") == 422
    actions.settle(burkina.row, burkina.acknowledge(actions.prepare(burkina.row)))
    actions.rotate_keys(by=cast.ama, on=timezone.localdate())
    assert send(moussa, "fact", outbox(burkina.row)[1].fact_id, step="cancel") == 302
    assert outbox(burkina.row)[1].state == "voided"


def test_the_officer_carries_files_both_ways(burkina, moussa, cast, client):
    actions.rotate_keys(by=cast.ama, on=timezone.localdate())
    client.force_login(moussa)
    written = client.post(f"/echanges/agences/{burkina.row.pk}/fichier/")
    assert "attachment" in written["Content-Disposition"] and written.content == files.written(burkina.row)
    back = {
        "teriya": 1,
        "from": "bf",
        "to": "tg",
        "messages": [],
        "receipts": burkina.acknowledge(actions.prepare(burkina.row)),
    }
    answer = client.post(
        "/echanges/agences/fichier/",
        {"receipt": uuid4(), "file": SimpleUploadedFile("bf.json", dumped(back))},
        follow=True,
    )
    assert "Accusés reçus : 1" in html.unescape(answer.content.decode())


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"PK\x03\x04", dumped({"from": "bf", "to": "ml", "messages": [], "receipts": []})]
)
def test_a_file_that_is_not_for_us_is_refused_with_its_reason(burkina, moussa, client, content):
    client.force_login(moussa)
    answer = client.post(
        "/echanges/agences/fichier/", {"receipt": uuid4(), "file": SimpleUploadedFile("bf.json", content)}
    )
    assert answer.status_code == 409


def test_a_transfer_authorisation_is_of_no_effect_until_another_person_confirms_it(
    burkina, moussa, enyonam, send, browse
):
    typed = {
        "direction": "out",
        "authority": "IPDCP",
        "number": "2026-14",
        "categories": ["identity"],
        "since": "2026-01-01",
        "until": "2027-01-01",
    }
    assert send(moussa, "authorise", burkina.row.pk, **typed) == 302
    row = TransferAuthorisation.objects.get()
    in_force = TransferAuthorisation.objects.in_force(agency=burkina.row.pk, direction="out", on=row.since)
    assert not in_force.exists()
    assert send(enyonam, "authorisation", row.pk, step="confirm") == 302 and in_force.exists()
    assert send(enyonam, "authorisation", row.pk, step="revoke", reason="") == 422
    assert send(enyonam, "authorisation", row.pk, step="revoke", reason="Fin de la convention.") == 302
    assert not in_force.exists() and "IPDCP" in browse(enyonam, "authorisations")


def test_the_list_of_agencies_asks_a_constant_number_of_questions(
    burkina, mali, moussa, client, django_assert_max_num_queries
):
    authorise(burkina.row, "out")
    client.force_login(moussa)
    client.get("/echanges/agences/")
    with django_assert_max_num_queries(12):
        assert client.get("/echanges/agences/").status_code == 200


def test_what_waits_between_agencies_is_on_the_home_page_of_who_can_act(burkina, moussa, enyonam, cast, client):
    actions.name_agency(code="ml", name="CNPV", country="ML", by=moussa, on=timezone.localdate())
    authorise(burkina.row, "out")
    TransferAuthorisation.objects.update(state="recorded", confirmed_by_id=None)
    Agency.objects.filter(code="bf").update(tries=9)

    def home(user) -> str:
        client.force_login(user)
        return html.unescape(client.get("/", follow=True).content.decode())

    assert "Agences à confirmer" in home(cast.ama) and "Autorisations de transfert à confirmer" in home(enyonam)
    seen = home(moussa)
    assert "Agences injoignables" in seen and "Agences à confirmer" not in seen
