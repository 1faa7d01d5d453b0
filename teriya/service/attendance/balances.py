"""What each volunteer has left of each kind of leave, with the lines that say why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from teriya.service.attendance import queries
from teriya.service.attendance.engine import leaves as engine
from teriya.service.attendance.leave_kinds import Kind, kind_of, kinds_given, rates_of
from teriya.service.attendance.models import Leave
from teriya.service.attendance.states import GRANTED
from teriya.service.missions.models import Contract, Mission
from teriya.service.missions.queries import pauses_of


@dataclass(frozen=True, slots=True)
class Balance:
    """Half-days of one kind on a day. `limit`: what a year of service allows, or what was earned; None without a limit.

    `booked` are days to come and days asked for, whenever they are; `lines` the movements of a kind that is earned.
    """

    kind: Kind
    on: date
    limit: int | None
    taken: int
    booked: int
    lines: Sequence[engine.Line] = ()

    @property
    def left(self) -> int | None:
        return None if self.limit is None else self.limit - self.taken - self.booked


class Account:
    """The leaves of one mission, read once: its suspensions, renewals and standing leaves, whatever the kind."""

    def __init__(self, mission: Mission, *, but: Leave | None = None):
        self.mission = mission
        rows = Leave.objects.filter(mission=mission).standing().order_by("period")
        self.leaves = [row for row in rows if but is None or row.pk != but.pk]
        renewals = Contract.objects.in_force().filter(mission=mission, kind="renewal")
        self.renewed_on = tuple(renewals.order_by("pk").values_list("period__startswith", flat=True))

    def days(self, kind: Kind, first: date, last: date) -> list[date]:
        """The days that a leave takes: those of service that its kind counts; a suspended day is nobody's leave."""
        counted = [day for day in kind.days(first, last) if day <= queries.service_end(self.mission)]
        suspended = queries.suspended_days(self.mission, counted)
        return [day for day in counted if day not in suspended]

    def spans(self, code: str) -> list[engine.Span]:
        found = []
        for row in self.leaves:
            kind = kind_of(code, self.mission.form.code, row.first_day) if row.kind == code else None
            if kind:
                days = self.days(kind, row.first_day, row.last_day)
                found.append(engine.Span(row.first_day, 2 * len(days), row.state in GRANTED))
        return found

    def grant(self, kind: Kind) -> engine.Grant:
        pauses = tuple((pause.first, pause.last) for pause in pauses_of(self.mission))
        return engine.Grant(
            self.mission.started_on, rates_of(kind.code, self.mission.form.code), 2 * kind.kept, pauses,
            () if kind.carries_over else self.renewed_on,
        )  # fmt: skip

    def balance(self, kind: Kind, on: date) -> Balance:
        spans = self.spans(kind.code)
        sure = [span for span in spans if span.is_sure and span.first <= on]
        booked = sum(span.half_days for span in spans if span not in sure)
        if kind.half_days is None:
            year = [span for span in sure if not kind.a_year or self._same_year(span, on)]
            return Balance(kind, on, 2 * kind.a_year or None, sum(s.half_days for s in year), booked)
        lines = engine.statement(self.grant(kind), sure, on)
        earned = sum(line.half_days for line in lines if line.what != "taken")
        return Balance(kind, on, earned, -sum(ln.half_days for ln in lines if ln.what == "taken"), booked, lines)

    def _same_year(self, span: engine.Span, on: date) -> bool:
        return engine.used_in_year(self.mission.started_on, [span], on) > 0


def balances(mission: Mission, on: date) -> list[Balance]:
    """Every kind that the form gives, on a day."""
    account = Account(mission)
    return [account.balance(kind, on) for kind in kinds_given(mission.form.code, on)]


def run_before(leaves: Iterable[Leave], code: str, first: date, is_open) -> date:
    """The first day of an unbroken run of this kind that reaches `first`: no open day lies between two of its leaves."""
    for row in sorted(leaves, key=lambda row: row.first_day, reverse=True):
        if row.kind == code and row.last_day < first and not is_open(row.last_day, first):
            first = row.first_day
    return first
