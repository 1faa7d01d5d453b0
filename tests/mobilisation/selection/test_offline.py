"""A sheet typed without network: written once, never over another, read by its author only."""

from datetime import timedelta

import pytest
from django.urls import reverse

from teriya.foundation.offline import actions as offline
from teriya.foundation.offline import kinds
from teriya.mobilisation.calls.models import Application
from teriya.mobilisation.selection import door, planning
from teriya.mobilisation.selection.models import Hearing, Sheet
from teriya.mobilisation.selection.sealing import unseal
from tests.factories.calls import BORN, TODAY, make_applications, make_wave, officer
from tests.factories.selection import make_jurors, make_sealing_jury, make_venue, marks, plan, seal
from tests.foundation.offline.forms import bring, deposit, device_of, states, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def juror(cast):
    return cast["jury_member"]


@pytest.fixture
def one(cast, juror) -> Application:
    wave = make_wave(cast)
    make_applications(cast, wave, BORN, BORN)
    Application.objects.update(state="eligible")
    make_sealing_jury(cast, wave, make_jurors(cast), make_venue(cast, wave, juries=0), name="Jury")
    plan(cast, wave, first=TODAY + timedelta(1))
    return Hearing.objects.order_by("at").first().application


def sheet(client, one: Application, juror, points: int = 60) -> dict:
    """What the kept page of this candidate would send."""
    client.force_login(juror)
    path = reverse("selection:sheet", args=[one.wave.code, one.pk])
    form = client.get(path).context["form"]
    hidden = [[field.name, str(field.value())] for field in form.hidden_fields() if field.name != "receipt"]
    return typed([*hidden, *([code, str(given)] for code, given in marks(points).items()), ["remark", ""]], path)


def test_the_list_and_the_sheets_are_kept(one, juror, client):
    names = [address for _name, address in kinds.pages_for(juror)]
    assert names[0] == reverse("selection:scores", args=[one.wave.code]) and len(names) == 3
    assert reverse("selection:sheet", args=[one.wave.code, one.pk]) in names


def test_a_sheet_is_sealed_once(one, juror, client):
    device_of(juror)
    sent = sheet(client, one, juror)
    assert states(bring(client, sent)) == states(bring(client, sent)) == ["accepted"]
    assert unseal(Sheet.objects.get().sealed)["marks"] == marks(60)


def test_a_sheet_sealed_meanwhile_is_a_conflict_that_cannot_be_forced(one, juror, client):
    device_of(juror)
    sent = sheet(client, one, juror)
    held = seal(one, juror, 80)
    assert states(bring(client, sent)) == ["conflict"]
    row, address = deposit(sent), reverse("offline:deposit", args=[sent["id"]])
    html = client.get(address)
    assert held.digest in html.content.decode()
    form = dict(sent["fields"])
    decision = {"decision-receipt": html.context["decision"]["receipt"].value(), "decision-reason": "je maintiens"}
    answer = client.post(address, form | decision)
    assert answer.status_code == 422 and "déjà scellée" in answer.content.decode()
    assert Sheet.objects.get().digest == held.digest and deposit(sent).state == "conflict"
    offline.give_up(deposit=row, reason="scellée", by=juror, on=TODAY)
    assert deposit(sent).content == {}


def test_a_candidate_moved_meanwhile_is_decided_then_sealed(one, juror, client, cast):
    device_of(juror)
    sent = sheet(client, one, juror)
    found = Hearing.objects.get(application=one)
    slot, jury = planning.free_slots(one.wave, one, on=TODAY)[-1]
    door.move_hearing(hearing=found, jury=jury, day=slot.on, at=slot.at, reason="malade", by=officer(cast), on=TODAY)
    assert states(bring(client, sent)) == ["conflict"] and not Sheet.objects.exists()
    address = reverse("offline:deposit", args=[sent["id"]])
    decision = {
        "decision-receipt": client.get(address).context["decision"]["receipt"].value(),
        "decision-reason": "entendu",
    }
    client.post(address, dict(sent["fields"]) | decision)
    assert deposit(sent).state == "applied" and Sheet.objects.count() == 1


def test_who_decides_does_not_read_the_marks(one, juror, client, cast):
    device = device_of(juror)
    sent = sheet(client, one, juror)
    offline.revoke(device=device, reason="perdu", by=juror, on=TODAY)
    assert states(bring(client, sent)) == ["held"]
    assert list(deposit(sent).content) == ["sealed"] and deposit(sent).opened["fields"] == sent["fields"]
    client.force_login(officer(cast))
    page = client.get(reverse("offline:deposit", args=[sent["id"]]))
    assert page.status_code == 200 and page.context["typed"] == [] and page.context["form"] is None
