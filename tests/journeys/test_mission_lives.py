"""Three missions of one wave, on their pages: one goes to its term, one stops for a maternity, one resigns."""

from datetime import date

import pytest
from django.urls import reverse

from teriya.foundation.core.periods import Month
from teriya.people.models import ServicePeriod
from teriya.service.attendance import queries as attendance
from teriya.service.attendance.models import Mark
from teriya.service.missions.models import Mission
from teriya.service.missions.queries import last_day
from teriya.service.missions.states import CHECKLIST
from tests.factories.missions import give_account, make_missions
from tests.journeys.walk import Clock, Person


@pytest.fixture
def people(cast, client):
    return lambda role: Person(type(client)(), cast[role])


def test_three_lives(people, cast, monkeypatch):
    normal, mother, leaver = make_missions(cast, 3)
    give_account(mother, cast.kossi)
    clock = Clock(monkeypatch, date(2024, 6, 3))
    _a_maternity_moves_the_end(people, mother)
    _a_suspended_day_is_never_marked_present(people, clock, mother)
    _she_comes_back(people, clock, mother)
    _one_resigns_and_is_paid_no_more(people, clock, leaver)
    _each_ends_on_its_own_day(people, clock, normal, mother)


def page(name: str, mission: Mission) -> str:
    return reverse(f"missions:{name}", args=[mission.pk])


def again(mission: Mission) -> Mission:
    return Mission.objects.get(pk=mission.pk)


def _a_maternity_moves_the_end(people, mother) -> None:
    supervisor = people("regional_supervisor")
    supervisor.sends(
        page("suspend", mother), kind="maternity", first_day="03/06/2024", last_day="11/08/2024", why="Certificat 12"
    )
    supervisor.reads(page("mission", mother), "suspendue", "Suspension : maternité", "70 jours", "9 mai 2025")
    people("volunteer").reads(reverse("missions:mine"), "12 août 2024", "9 mai 2025")


def _a_suspended_day_is_never_marked_present(people, clock, mother) -> None:
    clock.on(date(2024, 6, 28))
    people("regional_agent").sends(reverse("attendance:team", args=["2024-06", mother.host_id]), nth=0)
    assert set(Mark.objects.filter(mission=mother, day__month=6).values_list("kind", flat=True)) == {"suspended"}
    assert attendance.summary([mother], Month(2024, 6))[mother.pk].present == 0


def _she_comes_back(people, clock, mother) -> None:
    clock.on(date(2024, 8, 19))
    supervisor = people("regional_supervisor")
    supervisor.reads(reverse("missions:late", args=["suspendues"]), str(mother.person))
    supervisor.sends(page("resume", mother), back_on="19/08/2024")
    assert (again(mother).state, last_day(again(mother))) == ("in_service", date(2025, 5, 16))


def _one_resigns_and_is_paid_no_more(people, clock, leaver) -> None:
    clock.on(date(2024, 9, 16))
    supervisor = people("regional_supervisor")
    supervisor.sends(page("end", leaver), reason="resignation", last_day="13/09/2024", why="A trouvé un emploi")
    supervisor.reads(page("mission", leaver), "rien ne se paie après le", "démission")
    row = again(leaver)
    assert (row.is_unpayable, row.seat.state) == (True, "open")
    assert ServicePeriod.objects.get(source="mission", source_id=leaver.pk).last_day == date(2024, 9, 13)


def _each_ends_on_its_own_day(people, clock, normal, mother) -> None:
    clock.on(date(2025, 3, 3))
    wave = f"?vague={normal.wave.code}"
    people("regional_supervisor").sends(reverse("missions:end_term") + wave)
    assert (again(normal).state, again(mother).state) == ("ended", "in_service")
    clock.on(date(2025, 5, 19))
    supervisor = people("regional_supervisor")
    supervisor.sends(reverse("missions:end_term") + wave)
    for name, typed in (("check", {"ticks_done": list(CHECKLIST)}), ("close", {})):
        supervisor.sends(reverse(f"missions:{name}") + wave, **typed)
    people("director").sends(reverse("missions:certify") + wave)
    days = [again(row).closing.certificate.data["days_served"] for row in (normal, mother)]
    assert days == [365, 365]
