"""Contracts that live on, on their pages: one is renewed, one goes to another host, one sees its director leave before signing."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from teriya.foundation.accounts.models import Appointment
from teriya.foundation.messages.models import Message
from teriya.mobilisation.hosts.models import Need
from teriya.service.followup import actions as followup
from teriya.service.missions import jobs
from teriya.service.missions.models import Contract, Mission
from teriya.service.missions.queries import last_day
from teriya.service.missions.states import CHECKLIST
from tests.cast import appoint
from tests.factories.followup import give
from tests.factories.missions import give_account, make_missions, make_need
from tests.journeys.walk import Clock, Person
from tests.scenes import scene


@pytest.fixture
def people(cast, client):
    return lambda role: Person(type(client)(), cast[role])


@pytest.fixture
@scene
def mission(cast):
    [found] = make_missions(cast)
    Need.objects.update(is_renewable=True)
    return give_account(found, cast.kossi)


def page(name: str, mission: Mission) -> str:
    return reverse(f"missions:{name}", args=[mission.pk])


def step(name: str, mission: Mission) -> str:
    return reverse(f"missions:{name}") + f"?vague={mission.wave.code}"


def again(mission: Mission) -> Mission:
    return Mission.objects.get(pk=mission.pk)


def signs_from_the_sms(mission: Mission) -> None:
    """The volunteer opens the link of the last SMS, asks for the code, types it."""
    phone, to = Client(), mission.person.phone
    texts = Message.objects.filter(to=to).order_by("pk")
    link = re.search(
        r"/signer/\S+", texts.filter(template__in=["contract_to_sign", "contract_changed"]).last().text
    ).group()
    code_page = phone.post(link, {"receipt": uuid4()}).url
    code = re.search(r"\d{6}", texts.filter(template="signing_code").last().text).group()
    assert phone.post(code_page, {"receipt": uuid4(), "code": code}).status_code == 302


def all_sign(people, mission: Mission) -> None:
    """The volunteer by SMS, the host in ink before the agent, the director on the account."""
    signs_from_the_sms(mission)
    people("regional_agent").sends(step("record_ink", mission), party="host", is_kept="on")
    people("director").sends(step("sign_agency", mission), is_read="on")


def ends(people, mission: Mission) -> None:
    """At its term, closed and certified."""
    supervisor = people("regional_supervisor")
    supervisor.sends(step("end_term", mission))
    supervisor.sends(step("check", mission), ticks_done=list(CHECKLIST))
    supervisor.sends(step("close", mission))
    people("director").sends(step("certify", mission))


def test_renewed(people, cast, monkeypatch, mission):
    clock = Clock(monkeypatch, date(2025, 1, 13))
    operations = people("operations")
    operations.reads(step("renew", mission), "aucune évaluation de performance")
    appraisal = give(cast, mission, on=date(2025, 1, 13))
    followup.sign(appraisal=appraisal, agrees=True, comment="", by=cast.kossi, on=date(2025, 1, 13))
    followup.review(appraisal=appraisal, is_favourable=True, by=cast.mazalo, on=date(2025, 1, 13))
    people("operations").sends(step("renew", mission), months=12)
    people("volunteer").reads(reverse("missions:mine"), "attend votre signature")
    assert last_day(again(mission)) == date(2025, 2, 28)
    all_sign(people, mission)
    people("operations").reads(page("mission", mission), "Renouvellement", "28 février 2026")
    clock.on(date(2026, 3, 2))
    ends(people, mission)
    assert again(mission).closing.certificate.data["days_served"] == 730


def test_transferred(people, cast, monkeypatch, mission):
    clock, former = Clock(monkeypatch, date(2024, 9, 16)), mission.host
    seat = make_need(cast, tutor="Sena").seats.get()
    people("operations").sends(page("transfer", mission), seat=seat.pk, from_on="01/10/2024", why="La structure ferme")
    all_sign(people, mission)
    people("volunteer").reads(reverse("missions:mine"), former.name)
    clock.on(date(2024, 10, 1))
    jobs.apply_terms(0)
    people("volunteer").reads(reverse("missions:mine"), seat.need.host.name, "Transfert")
    assert (again(mission).host, last_day(again(mission))) == (seat.need.host, date(2025, 2, 28))
    clock.on(date(2025, 3, 3))
    ends(people, mission)
    assert again(mission).closing.certificate.data["host"]["name"] == f"{former.name} puis {seat.need.host.name}"


def test_a_new_director_in_mid_signature(people, cast, client, monkeypatch):
    [mission] = make_missions(cast, until="issued")
    Clock(monkeypatch, date(2024, 2, 26))
    signs_from_the_sms(mission)
    Appointment.objects.filter(role="director").update(until=date(2024, 2, 25))
    cast.komlan.appointment_set.all().delete()
    appoint(cast.komlan, "director")
    people("regional_agent").reads(step("record_ink", mission), str(mission.person))
    new = Person(type(client)(), cast.komlan)
    new.reads(step("sign_agency", mission), "nomme un signataire qui n’est plus en fonction")
    operations = people("operations")
    operations.reads(step("reissue", mission), "signatures qui tomberont : 1")
    operations.sends(step("reissue", mission), why="Nouveau directeur général")
    assert Message.objects.get(template="contract_changed").to == mission.person.phone
    signs_from_the_sms(mission)
    people("regional_agent").sends(step("record_ink", mission), party="host", is_kept="on")
    new.sends(step("sign_agency", mission), is_read="on")
    contract = Contract.objects.in_force().get()
    assert contract.version == 2 and contract.document.data["represented_by"]["name"] == "Komlan"
    assert [one["how"].partition(" ")[0] for one in contract.signed_copy.data["proofs"]["signatures"]] == [
        "sur",
        "à",
        "par",
    ]


def test_resigned_with_a_transfer_in_hand(people, cast, monkeypatch, mission):
    Clock(monkeypatch, date(2024, 9, 16))
    seat = make_need(cast, tutor="Sena").seats.get()
    people("operations").sends(page("transfer", mission), seat=seat.pk, from_on="01/10/2024", why="La structure ferme")
    people("regional_supervisor").sends(
        page("end", mission), reason="resignation", last_day="13/09/2024", why="Lettre du 12"
    )
    seat.refresh_from_db()
    assert (seat.state, again(mission).state, Contract.objects.waiting().count()) == ("open", "ended", 0)
