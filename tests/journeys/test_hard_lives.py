"""What is hard to live, on its pages: a volunteer dies; a host closes with twelve volunteers."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from teriya.foundation.core.periods import Month
from teriya.foundation.messages.actions import queue
from teriya.foundation.messages.models import Message
from teriya.mobilisation.hosts import actions as hosts
from teriya.people.models import Person as Record
from teriya.people.models import ServicePeriod, Suspicion
from teriya.portals.waiting import tasks_of
from teriya.service.cover import actions as cover
from teriya.service.missions.actions import suspend
from teriya.service.missions.closures import proposals
from teriya.service.missions.models import Contract, Mission
from tests.factories.missions import make_missions, make_need
from tests.journeys.walk import Clock, Person


@pytest.fixture
def people(cast, client):
    return lambda role: Person(type(client)(), cast[role])


def page(name: str, mission: Mission) -> str:
    return reverse(f"missions:{name}", args=[mission.pk])


def step(name: str, mission: Mission) -> str:
    return reverse(f"missions:{name}") + f"?vague={mission.wave.code}"


def again(mission: Mission) -> Mission:
    return Mission.objects.get(pk=mission.pk)


def labels(cast, role: str, clock: Clock) -> set[str]:
    return {task.label for task in tasks_of(cast[role], clock.day)}


def test_a_volunteer_dies(people, cast, monkeypatch):
    mission, colleague = make_missions(cast, 2)
    clock, phone = Clock(monkeypatch, date(2024, 4, 2)), mission.person.phone
    cover.declare(scheme="health", month=Month(2024, 3), payer="agency", by=cast.awa, on=clock.day)
    child = cover.add_dependant(person=mission.person, kin="child", family="AMA", given="Edem", birth_on=date(2020, 1, 1),
                                paper="Acte 12", by=cast.yao, on=clock.day)  # fmt: skip
    queue(channel="sms", to=phone, template="start_confirmed", context={}, key="waits")
    clock.on(date(2024, 6, 17))
    told = Message.objects.filter(to=phone, state="sent").count()
    _the_centre_ends_the_mission_that_day(people, mission)
    _nothing_is_written_to_the_dead(phone, told)
    _the_schemes_and_the_family_are_to_be_told(people, cast, clock, mission, child)
    _it_is_closed_without_the_volunteer(people, mission)
    _the_family_gets_the_certificate(people, mission, phone)
    assert again(colleague).state == "in_service"


def _the_centre_ends_the_mission_that_day(people, mission) -> None:
    supervisor = people("regional_supervisor")
    supervisor.sends(page("end", mission), reason="death", last_day="14/06/2024", why="Acte de décès n° 31")
    supervisor.reads(page("mission", mission), "décès", "rien ne se paie après le")
    row = again(mission)
    assert (row.is_unpayable, row.ended_on, row.person.died_on) == (True, date(2024, 6, 14), date(2024, 6, 14))
    assert ServicePeriod.objects.get(source="mission", source_id=mission.pk).last_day == date(2024, 6, 14)


def _nothing_is_written_to_the_dead(phone, told) -> None:
    assert not Message.objects.filter(to=phone, state="queued").exists()
    assert Message.objects.filter(to=phone, state="sent").count() == told


def _the_schemes_and_the_family_are_to_be_told(people, cast, clock, mission, child) -> None:
    task = "Décès à annoncer aux régimes et à la famille"
    assert task in labels(cast, "regional_agent", clock) and task in labels(cast, "finance_officer", clock)
    people("regional_agent").reads(reverse("cover:gaps"), "Décès à annoncer", str(mission.person), "AMA Edem (enfant)")
    cover.declare(scheme="health", month=Month(2024, 6), payer="agency", by=cast.awa, on=clock.day)
    cover.end_dependant(
        dependant=child, until=date(2024, 6, 30), reason="Décès de l’assuré", by=cast.yao, on=clock.day
    )
    assert task not in labels(cast, "regional_agent", clock)


def _it_is_closed_without_the_volunteer(people, mission) -> None:
    """Nobody asks the dead for a report, nor for an evaluation."""
    supervisor = people("regional_supervisor")
    supervisor.reads(step("check", mission), "reste : biens et matériel rendus, dettes et avances réglées, évaluation faite par la structure")  # fmt: skip
    supervisor.sends(step("check", mission), ticks_done=["goods_returned", "debts_settled", "host_evaluation"])
    supervisor.sends(step("close", mission))


def _the_family_gets_the_certificate(people, mission, phone) -> None:
    director = people("director")
    director.reads(step("certify", mission), "décès : à remettre à la famille")
    director.sends(step("certify", mission))
    assert again(mission).closing.certificate.data["days_served"] == 106
    assert not Message.objects.filter(to=phone, template="certificate_ready").exists()


def test_a_host_closes_with_twelve_volunteers(people, cast, monkeypatch):
    missions = make_missions(cast, 12)
    host, clock = missions[0].host, Clock(monkeypatch, date(2024, 6, 17))
    new = make_need(cast, 5, tutor="Sena").host
    suspend(mission=missions[0], kind="maternity", first_day=clock.day, last_day=date(2024, 9, 22), why="Certificat", by=cast.mazalo, on=clock.day)  # fmt: skip
    hosts.decide(host=host, step="remove", reason="La structure ferme", by=cast.kodjo, on=clock.day)
    clock.on(date(2024, 6, 24))
    _nobody_is_forgotten(people, cast, clock, host, 11)
    _each_has_a_proposal(people, host, new)
    ended, left = [one.mission for one in proposals(host, clock.day) if one.choice == "suspend"][:2]
    _some_go_some_wait_some_end(people, host, missions, ended, left)
    _nobody_is_forgotten(people, cast, clock, host, 1)
    people("operations").sends(
        reverse("missions:closure", args=[host.pk]), why="La structure ferme", **{f"m{left.pk}": "end"}
    )
    _the_mother_is_decided_at_her_return(people, cast, clock, missions[0])


CLOSED = "Structures fermées, volontaires à décider"


def _nobody_is_forgotten(people, cast, clock, host, count) -> None:
    [task] = [task for task in tasks_of(cast["operations"], clock.day) if task.label == CLOSED]
    assert (task.count, task.since) == (count, date(2024, 6, 17))
    people("regional_supervisor").reads(reverse("missions:late", args=["structures-fermees"]), host.name, "7")


def _each_has_a_proposal(people, host, new) -> None:
    page = people("operations").reads(
        reverse("missions:closure", args=[host.pk]), "Volontaires : 12", "suspendue : décidez à la reprise"
    )
    chosen = [option.get("value") for option in page.xpath("//main//select/option[@selected]")]
    assert sorted(chosen) == ["later"] + ["suspend"] * 6 + ["transfer"] * 5
    assert page.xpath("//main")[0].text_content().count(new.name) == 5


def _some_go_some_wait_some_end(people, host, missions, ended, left) -> None:
    """One is left for later, one ends; the others do what is proposed."""
    operations, url = people("operations"), reverse("missions:closure", args=[host.pk])
    operations.sends(url, why="La structure ferme", **{f"m{ended.pk}": "end", f"m{left.pk}": "later"})
    states = [again(row).state for row in missions]
    assert (states.count("suspended"), states.count("ended"), states.count("in_service")) == (1 + 4, 1, 6)
    assert Contract.objects.waiting().filter(kind="transfer").count() == 5
    assert again(ended).end_reason == "need_withdrawn"


def _the_mother_is_decided_at_her_return(people, cast, clock, mother) -> None:
    assert CLOSED not in labels(cast, "operations", clock)
    clock.on(date(2024, 9, 23))
    people("regional_supervisor").sends(page("resume", mother), back_on="23/09/2024")
    assert CLOSED in labels(cast, "operations", clock)


def test_two_centres_entered_the_same_person(people, cast, monkeypatch):
    """One record serves, the other is being prepared for the same months: somebody decides, then they are one, both kept."""
    [serving] = make_missions(cast)
    [twin] = make_missions(cast, until="prepared")
    Clock(monkeypatch, date(2024, 4, 2))
    pair = Suspicion.objects.create(first=serving.person, second=twin.person, score=900, reasons=[["x", "y"]], is_held=False,
                                    found_on=date(2024, 4, 2))  # fmt: skip
    agent, url = people("regional_agent"), reverse("people:suspicion", args=[pair.pk])
    typed = {"decision": serving.person_id, "reason": "Même carte d’identité"}
    answer = agent.client.post(url, typed | {"receipt": uuid4()})
    assert (
        answer.status_code == 422
        and "sont aux mêmes jours : annulez ou terminez l’une des deux" in answer.content.decode()
    )
    with pytest.raises(IntegrityError, match="missions_overlap"), transaction.atomic():
        Record.objects.filter(pk=twin.person_id).update(merged_into=serving.person)
    people("operations").sends(page("cancel", twin), reason="Même personne que " + serving.person.matricule)
    agent.sends(url, **typed)
    assert Record.objects.get(pk=twin.person_id).merged_into_id == serving.person_id
    assert [again(row).state for row in (serving, twin)] == ["in_service", "cancelled"]
    people("operations").reads(
        reverse("portals:dossier", args=[serving.person.matricule]), serving.number, twin.number
    )
