"""A volunteer of citizen engagement serves six months; the savings group goes on for a year, the kit for two: on everybody's pages."""

from datetime import date

import pytest
from django.urls import reverse

from teriya.insertion.groups.models import SavingsGroup
from teriya.insertion.kits.models import Kit
from teriya.service.missions import actions as missions
from tests.factories.kits import kokou
from tests.factories.missions import give_account, make_missions
from tests.journeys.walk import Clock, Person
from tests.scenes import scene

LAST_DAY = date(2024, 8, 31)


@pytest.fixture
def people(cast, client):
    return lambda role: Person(type(client)(), kokou(cast) if role == "insertion" else cast[role])


@pytest.fixture
@scene
def mission(cast):
    [row] = make_missions(cast, form="VEC", months=6)
    return give_account(row, cast.kossi)


def group(name: str, *args) -> str:
    return reverse(f"groups:{name}", args=args)


def kit(name: str, *args) -> str:
    return reverse(f"kits:{name}", args=args)


def test_a_group_outlives_the_service_and_a_kit_is_repaid(cast, people, mission, monkeypatch):
    clock = Clock(monkeypatch, date(2024, 4, 1))
    register = "\n".join(
        ["KOUDAWO Afi ; présidente ; " + mission.person.matricule, *(f"VOISIN {n}" for n in range(14))]
    )
    people("field_facilitator").sends(
        group("open"), name="Novissi", commune="Haho 1", stamp="200", contribution="0", members=register
    )
    number = SavingsGroup.objects.get().number
    people("volunteer").reads(reverse("missions:mine"), "Mon groupe d’épargne")
    clock.on(LAST_DAY)
    missions.end(missions=[mission], reason="term", last_day=LAST_DAY, by=cast.mazalo, on=LAST_DAY, why="")
    people("insertion").sends(kit("enter_lot"), title="Couture", content="Machine", count="1", total="162 712")
    kit_number = Kit.objects.get().number
    people("regional_agent").sends(kit("assign", kit_number), person=mission.person.matricule)
    people("regional_supervisor").sends(kit("hand_over", kit_number))
    clock.on(date(2024, 12, 2))
    people("field_facilitator").reads("/", "Totaux de groupes d’épargne à saisir")
    for month, box in (("2024-04", "20 000"), ("2024-05", "40 000")):
        people("field_facilitator").sends(group("month", number, month), meetings="4", stamps="100", savings_box=box)
    people("field_facilitator").reads(group("group", number), "1 membre a fini son service", "40 000 F")
    people("regional_agent").reads("/", "Kits dont un terme est en retard")
    people("regional_agent").sends(kit("repay", kit_number), amount="40 678", means="mobile", voucher="RK-1")
    people("volunteer").reads(kit("mine"), "remboursé", "RK-1")
    clock.on(date(2025, 4, 1))
    people("regional_agent").reads("/", "Activités à visiter")
    people("regional_agent").sends(kit("look", kit_number), business="running", jobs="2")
    people("field_facilitator").reads("/", "Groupes d’épargne à partager")
    stamps = dict(zip(SavingsGroup.objects.get().members.values_list("pk", flat=True), (60, *[10] * 14), strict=True))
    people("field_facilitator").sends(
        group("share_out", number), francs="50 150", **{f"stamps_{pk}": str(n) for pk, n in stamps.items()}
    )
    people("field_facilitator").reads(
        group("group", number), "50 150 F pour 200 tampons, soit 250 F par tampon. 150 F vont à la caisse"
    )
    people("volunteer").reads(group("mine"), "15 000 F", "60 tampons")
