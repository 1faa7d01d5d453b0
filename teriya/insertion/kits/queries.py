"""Reading kits: which are in sight, what is late, which follow-ups wait, what is left of the businesses."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet, Sum

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.models import Transition
from teriya.foundation.core.periods import add_months
from teriya.foundation.rules import queries as rules
from teriya.insertion.kits.engine.lots import Late, late
from teriya.insertion.kits.states import HELD, KitState

if TYPE_CHECKING:
    from teriya.insertion.kits.models import Kit


class KitQuerySet(QuerySet):
    def visible_to(self, user: User) -> "KitQuerySet":
        """Those of the communes where a role reads kits; those that nobody has yet, for whoever reads some."""
        communes = user.communes(P.KITS_READ)
        if communes is None:
            return self
        return self.filter(Q(commune__in=communes) | Q(commune=None)) if communes else self.none()

    def sums(self) -> dict[str, int]:
        """Kits held, francs of their value, owed, repaid, written off."""
        held = self.filter(state__in=HELD)
        return held.aggregate(
            kits=Count("pk"), value=Sum("value", default=0), owed=Sum("owed", default=0), repaid=Sum("repaid", default=0),
            waived=Sum("waived", default=0),
        )  # fmt: skip


def late_kits(kits: KitQuerySet, today: date) -> dict[int, Late]:
    """Kit id → what is late, in one query."""
    terms, paid = defaultdict(list), {}
    rows = kits.filter(state=KitState.HANDED, terms__isnull=False).order_by()
    for pk, repaid, due_on, amount in rows.values_list("pk", "repaid", "terms__due_on", "terms__amount"):
        terms[pk].append((due_on, amount))
        paid[pk] = repaid
    found = {pk: late(schedule, paid[pk], today) for pk, schedule in terms.items()}
    return {pk: what for pk, what in found.items() if what}


def followups(on: date) -> list[int]:
    """The months after the handing-over at which a business is looked at."""
    return sorted(int(months) for months in rules.value("kit_followups", on=on).value)


@dataclass(frozen=True)
class Waiting:
    """A follow-up that is due: of which kit, of which month, since when."""

    kit: int
    months: int
    since: date


def to_follow_up(kits: KitQuerySet, today: date) -> list[Waiting]:
    """Follow-ups due and not done, the oldest first; of one kit, the last one only: an earlier one missed is missed."""
    asked, done, handed = followups(today), defaultdict(set), {}
    for pk, on, months in kits.filter(state__in=HELD).order_by().values_list("pk", "handed_on", "looks__months"):
        handed[pk] = on
        done[pk].add(months)
    found = []
    for pk, on in handed.items():
        due = [months for months in asked if add_months(on, months) <= today]
        if due and due[-1] not in done[pk]:
            found.append(Waiting(pk, due[-1], add_months(on, due[-1])))
    return sorted(found, key=lambda one: (one.since, one.kit))


def month_to_answer(kit: "Kit", today: date) -> int:
    """The follow-up that a visit today answers; 0 when none waits."""
    waiting = to_follow_up(type(kit).objects.filter(pk=kit.pk), today)
    return waiting[0].months if waiting else 0


def businesses(kits: KitQuerySet, on: date) -> list[tuple[int, Counter, int, int]]:
    """For each follow-up: businesses by what became of them, jobs there, kits old enough to have been seen."""
    ages = list(kits.filter(state__in=HELD).values_list("handed_on", flat=True))
    found: dict[int, Counter] = defaultdict(Counter)
    jobs: Counter[int] = Counter()
    for months, business, people in kits.filter(looks__months__gt=0).order_by().values_list("looks__months", "looks__business", "looks__jobs"):  # fmt: skip
        found[months][business] += 1
        jobs[months] += people
    return [(months, found[months], jobs[months], _old_enough(ages, months, on)) for months in followups(on)]


def _old_enough(handed: Iterable[date], months: int, on: date) -> int:
    return sum(add_months(day, months) <= on for day in handed)


def history_of(kit: "Kit") -> list[tuple[Transition, str]]:
    """Each step taken, with the word of the state that it led to."""
    rows = Transition.objects.filter(subject="kit", subject_id=kit.pk).order_by("pk")
    return [(step, KitState(step.to).label) for step in rows]
