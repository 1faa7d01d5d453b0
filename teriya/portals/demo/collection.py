"""Months of indicators of every wave that served: counted, attested and validated; some late, missing, returned, corrected."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from random import Random

from teriya.contribution.collection import actions
from teriya.contribution.collection.models import Report
from teriya.contribution.collection.queries import sent_sums
from teriya.contribution.collection.states import SURVIVORS, Cell, Channel, cells_of
from teriya.foundation.accounts import actions as accounts
from teriya.foundation.accounts.models import User
from teriya.foundation.core.periods import Month, add_months
from teriya.foundation.rules import indicators
from teriya.mobilisation.hosts import actions as hosts
from teriya.portals.demo.life import SEED, Life, months_from
from teriya.service.missions.models import Mission

FIRST_PHONE = 22892000000
MISSING = 13  # one month in so many was never sent
CHECKED = "Relu avec le tuteur, registre à l’appui."
Counts = dict[str, dict[Cell, int]]


def count(life: Life, own: Mission) -> None:
    """Waves 17 and 18, phases 8 and 8 bis, each month until the last one; `own` is the volunteer who has an account, and has the last month to count."""
    counting, numbers = _Counting(life), Random(SEED)  # noqa: S311 invented counts, the same each time
    for code, first, length in (("VNC-17", -20, 12), ("VEC-8", -9, 6), ("VNC-18", -6, 6), ("VEC-8B", -1, 1)):
        rows = Mission.objects.filter(wave__code=code, started_on__isnull=False)
        found = list(
            rows.exclude(pk=own.pk)
            .select_related("person", "host__commune__centre")
            .order_by("host__commune__centre__code", "host", "pk")
        )
        counting.appoint_officers(found)
        told = _Told(numbers)
        for month in months_from(add_months(life.today.replace(day=1), first), length):
            served = [mission for mission in found if mission.ended_on is None or mission.ended_on > month.last]
            counting.close(month, [mission for mission in served if numbers.randrange(MISSING)], told)
    counting.close_own(own, _Told(numbers))
    last = Month.of(add_months(life.today.replace(day=1), -1))
    counting.turn(last)
    _verify(life, Month.of(add_months(last.first, -3)))


def _verify(life: Life, month: Month) -> None:
    """A third party read twelve registers of a month; one says a little less."""
    auditor = life.staff.head_office["auditor"]
    seed, seen = "804 117", "Douze dés jetés devant la direction et le ministère"
    sample = actions.draw(first=month.first, last=month.first, size=12, seed=seed, witnessed=seen, verifier="INSEED, division des enquêtes",
                          by=auditor, on=life.today)  # fmt: skip
    for row in sample.drawn.order_by("rank"):
        amounts = {
            code: amount - (row.rank == 5) * min(2, amount) for _report, code, amount in sent_sums([row.report_id])
        }
        actions.record_found(sampled=row, amounts=amounts, note="", by=auditor, on=life.today)
    actions.conclude(sample=sample, by=auditor, on=life.today)


class _Told:
    """What each mission counts: about a third of what one can do, never the same, each its own pace."""

    def __init__(self, numbers: Random):
        self.numbers = numbers
        self.pace: dict[tuple[int, str], float] = {}
        self.past: dict[tuple[int, str, date], int] = {}

    def of(self, mission: Mission, month: Month) -> Counts:
        return {
            sheet.code: self._split(self._amount(mission, month, sheet), cells_of(sheet.breakdown))
            for sheet in indicators.of_profile(mission.profile)
        }  # fmt: skip

    def _amount(self, mission: Mission, month: Month, sheet: indicators.Indicator) -> int:
        pace = self.pace.setdefault((mission.pk, sheet.code), self.numbers.uniform(0.25, 0.4))
        amount = round(sheet.most * pace * (1 if sheet.is_stock else self.numbers.uniform(0.85, 1.15)))
        if sheet.code in SURVIVORS:
            former, months = SURVIVORS[sheet.code]
            amount = int(
                self.past.get((mission.pk, former, add_months(month.first, -months)), 0)
                * self.numbers.uniform(0.7, 0.9)
            )
        self.past[mission.pk, sheet.code, month.first] = amount
        return amount

    def _split(self, amount: int, cells: Sequence[Cell]) -> dict[Cell, int]:
        """Half women and half men or so; few with a disability."""
        weights = [self.numbers.uniform(0.8, 1.2) * (0.03 if cell.disability == "yes" else 1) for cell in cells]
        parts = [int(amount * weight / sum(weights)) for weight in weights]
        parts[-1] += amount - sum(parts)
        return dict(zip(cells, parts, strict=True))


class _Counting:
    """Each month: the agents key the papers, the hosts attest, the supervisors validate."""

    def __init__(self, life: Life):
        self.life = life
        self.officers: dict[int, User] = {}

    def appoint_officers(self, found: Sequence[Mission]) -> None:
        """Who answers for each host signs in by telephone."""
        admin = self.life.staff.head_office["administrator"]
        for mission in found:
            if mission.host_id not in self.officers:
                phone = f"+{FIRST_PHONE + len(self.officers)}"
                user = accounts.admit(name=mission.host.head or str(mission.host), phone=phone, role="host_officer", act="DEMO",
                                      since=mission.started_on, by=admin)  # fmt: skip
                agent = self._of(mission, "regional_agent")
                hosts.add_officer(host=mission.host, user=user, duty="officer", by=agent, on=mission.started_on)
                self.officers[mission.host_id] = User.objects.get(pk=user.pk)

    def _of(self, mission: Mission, role: str) -> User:
        return self.life.at(mission.host.commune.centre.code).by[role]

    def close(self, month: Month, found: Sequence[Mission], told: _Told) -> None:
        """A month in three steps; of the last one, some wait for their host and some for their centre."""
        is_last = month.last >= self.life.today.replace(day=1) - timedelta(1)
        for _centre, group in groupby(found, key=lambda mission: mission.host.commune.centre.code):
            own = list(group)
            sent = self._key(month, own, told)
            attested = self._attest(month, sent[: len(sent) * 2 // 3] if is_last else sent)
            self._validate(month, attested[: len(attested) // 2] if is_last else attested)

    def _key(self, month: Month, own: Sequence[Mission], told: _Told) -> list[Report]:
        rows = [actions.Counted(mission, month.first, told.of(mission, month), CHECKED) for mission in own]
        agent = self._of(own[0], "regional_agent")
        return actions.send_many(rows=rows, channel=Channel.BATCH, by=agent, on=self._on(month, 4))

    def _attest(self, month: Month, sent: Sequence[Report]) -> list[Report]:
        return [
            row
            for host, rows in _by_host(sent)
            for row in actions.attest(reports=rows, by=self.officers[host], on=self._on(month, 6))
        ]

    def _validate(self, month: Month, attested: Sequence[Report]) -> None:
        if attested:
            actions.validate(
                reports=attested, by=self._of(attested[0].mission, "regional_supervisor"), on=self._on(month, 9)
            )

    def _on(self, month: Month, days: int) -> date:
        return min(self.life.today, month.last + timedelta(days))

    def turn(self, month: Month) -> None:
        """One of the last month is returned, and one of the month before is corrected."""
        waiting = (
            Report.objects.filter(month=month.first, state="attested")
            .select_related("mission__host__commune__centre")
            .first()
        )
        if waiting:
            supervisor = self._of(waiting.mission, "regional_supervisor")
            actions.send_back(
                report=waiting, why="Le registre de la semaine 2 n’est pas compté.", by=supervisor, on=self.life.today
            )
        before = (
            Report.objects.filter(month=add_months(month.first, -1), state="validated")
            .select_related("mission__host__commune__centre")
            .first()
        )
        if before:
            counts = _more(before)
            agent = self._of(before.mission, "regional_agent")
            made = actions.correct(report=before, counts=counts, why="Une page du registre était oubliée.", said=CHECKED, channel=Channel.BATCH,
                                   by=agent, on=self.life.today)  # fmt: skip
            actions.attest(reports=[made], by=self.officers[before.mission.host_id], on=self.life.today)
            actions.validate(reports=[made], by=self._of(before.mission, "regional_supervisor"), on=self.life.today)

    def close_own(self, own: Mission, told: _Told) -> None:
        """The volunteer who has an account counted every month but the last; the host attested them."""
        mission = Mission.objects.select_related("person__account", "host__commune__centre").get(pk=own.pk)
        officer = mission.host.officers.filter(duty="officer", until=None).select_related("user").first()
        first, last = mission.started_on.replace(day=1), add_months(self.life.today.replace(day=1), -1)
        while first < last and mission.person.account and officer:
            month = Month.of(first)
            report = actions.send(
                mission=mission,
                month=first,
                counts=told.of(mission, month),
                said=CHECKED,
                by=mission.person.account,
                on=self._on(month, 4),
            )
            actions.attest(reports=[report], by=officer.user, on=self._on(month, 5))
            self._validate(month, [report])
            first = add_months(first, 1)


def _by_host(reports: Sequence[Report]) -> Iterator[tuple[int, list[Report]]]:
    for host, rows in groupby(
        sorted(reports, key=lambda row: (row.mission.host_id, row.pk)), key=lambda row: row.mission.host_id
    ):
        yield host, list(rows)


def _more(report: Report) -> Mapping[str, Mapping[Cell, int]]:
    """The same counts, with a few more of the first."""
    counts: Counts = {}
    for value in report.values.order_by("pk"):
        counts.setdefault(value.indicator, {})[Cell(value.sex, value.age, value.disability)] = value.amount
    for cells in list(counts.values())[:1]:
        cell = next(iter(cells))
        cells[cell] += 3
    return counts
