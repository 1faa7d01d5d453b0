"""Savings groups of two centres: one that shared and goes on, one whose month is late, one that is too large at its first meeting."""

from collections.abc import Sequence
from datetime import date, timedelta

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.periods import add_months
from teriya.foundation.places.models import Place
from teriya.insertion.groups import actions
from teriya.insertion.groups.actions import NewMember
from teriya.insertion.groups.models import MonthTotals, SavingsGroup
from teriya.people.models import Person
from teriya.portals.demo.life import Life
from teriya.service.missions.models import Mission

FAMILIES = (
    "ADJEI",
    "AGBO",
    "AMEGAN",
    "BODJONA",
    "DOUTI",
    "EKLU",
    "GNASSINGBE",
    "KAO",
    "LARE",
    "NAPO",
    "TCHALLA",
    "YOVO",
)
GIVEN = ("Abra", "Akossiwa", "Dédé", "Esso", "Kokou", "Mawuli", "Yawa")
DUTIES = ("president", "secretary", "treasurer", "counter", "counter")
STAMPS = (228, 236, 244, 252, 260, 254, 250, 262, 258, 248, 256, 256)  # 3 004 in the year
LOANS = {
    2: 100_000,
    4: 100_000,
    6: 150_000,
    8: 150_000,
}  # month → given; all come back in the last, 5 % a month: 165 000 F
FINES, LAST_FINES = 1_000, 1_425  # 12 425 F in all: 600 800 + 165 000 + 12 425 = 778 225 F to share
PRESENT = 18  # who pay the solidarity at a meeting


def save_together(life: Life) -> None:
    """Sena follows two groups; the agent of the last centre opened one this month."""
    sena = life.staff.head_office["field_facilitator"]
    near = Place.objects.filter(pk__in=sena.communes(P.GROUPS_KEEP)).order_by("name")
    first = _open(
        life,
        "Havilonlon",
        near[0],
        sena,
        _volunteers("VEC-8", near, 27),
        add_months(life.today, -12) - timedelta(6),
        200,
        0,
    )
    _live(first, sena, STAMPS, life.today)
    _share(life, first, sena)
    late = _open(life, "Novissi", near[1], sena, _volunteers("VEC-8B", near, 22), add_months(life.today, -4), 250, 50)
    _live(late, sena, (190, 210), life.today)
    centre, _office, officers = list(life.centres())[-1]
    far = Place.objects.filter(centre__code=centre, level="commune").order_by("name")
    on = life.today - timedelta(9)
    large = _open(
        life, "Tontine de l’espoir", far[0], officers.by["regional_agent"], _volunteers("VEC-8B", far, 33), on, 200, 50
    )
    _count(
        large,
        officers.by["regional_agent"],
        on.replace(day=1),
        life.today,
        meetings=1,
        stamps=92,
        savings_box=18_350,
        solidarity_in=1_650,
        solidarity_box=1_650,
    )


def _open(
    life: Life,
    name: str,
    commune: Place,
    by: User,
    members: Sequence[NewMember],
    on: date,
    stamp: int,
    contribution: int,
) -> SavingsGroup:
    return actions.open_group(
        name=name,
        commune=commune,
        facilitator=by,
        opened_on=on,
        stamp=stamp,
        contribution=contribution,
        members=members,
        by=by,
        on=life.today,
    )


def _volunteers(wave: str, communes: Sequence[Place], size: int) -> list[NewMember]:
    """The volunteers of a wave there, then neighbours, up to the size; the first five are the bureau, the next three hold a key."""
    served = Mission.objects.filter(wave__code=wave, host__commune__in=communes).values("person")
    people = [(str(person), person) for person in Person.objects.filter(pk__in=served, died_on=None).order_by("pk")]
    more = [(f"{FAMILIES[n % 12]} {GIVEN[n % 7]}", None) for n in range(size - len(people))]
    return [
        NewMember(name, person, DUTIES[n] if n < 5 else "", 5 <= n < 8)
        for n, (name, person) in enumerate((people + more)[:size])
    ]


def _live(group: SavingsGroup, by: User, stamps: Sequence[int], today: date) -> None:
    """Month after month; what is lent brings one twentieth a month, until all comes back in the twelfth."""
    box = helped = lent = 0
    for n, count in enumerate(stamps):
        given, back = LOANS.get(n, 0), lent if n == 11 else 0
        interest, fines = (lent + given) // 20, LAST_FINES if n == 11 else FINES
        lent += given - back
        box += count * group.stamp + back + interest + fines - given
        helped += group.contribution * 4 * PRESENT
        _count(group, by, add_months(group.opened_on.replace(day=1), n), today, meetings=4, stamps=count, loans_given=given, loans_repaid=back,
               interest=interest, fines=fines, savings_box=box, solidarity_in=group.contribution * 4 * PRESENT, solidarity_box=helped)  # fmt: skip


def _count(group: SavingsGroup, by: User, month: date, today: date, **counted: int) -> None:
    actions.record_month(
        group=group, month=month, counted=dict.fromkeys(MonthTotals.COUNTED, 0) | counted, by=by, on=today
    )


def _share(life: Life, group: SavingsGroup, by: User) -> None:
    """Each passbook has 111 stamps, the last one what is left."""
    members = list(group.members.order_by("rank").values_list("pk", flat=True))
    stamps = dict.fromkeys(members, sum(STAMPS) // len(members))
    stamps[members[-1]] += sum(STAMPS) - sum(stamps.values())
    box = group.months.order_by("month").last().savings_box
    actions.share_out(group=group, francs=box, stamps=stamps, by=by, on=life.today - timedelta(2))
    group.refresh_from_db()
    actions.open_next(
        group=group, opened_on=life.today - timedelta(1), stamp=250, contribution=50, by=by, on=life.today
    )
