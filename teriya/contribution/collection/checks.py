"""What a month's counts must be before they are kept; a doubtful one is kept with its sentence."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from teriya.contribution.collection import histories, words
from teriya.contribution.collection.engine.cells import WHOLE, Cell, is_complete
from teriya.contribution.collection.engine.plausible import Doubt, doubts
from teriya.contribution.collection.engine.plausible import Month as PlausibleMonth
from teriya.contribution.collection.models import Report
from teriya.contribution.collection.states import OPEN, ReportState
from teriya.foundation.core.periods import Month
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.rules import indicators
from teriya.mobilisation.hosts.models import Host
from teriya.service.missions.models import Mission
from teriya.service.missions.queries import host_on

Counts = Mapping[str, int | Mapping[Cell, int]]  # of an indicator: its whole, or each of its cells


@dataclass(frozen=True, slots=True)
class Counted:
    """What a mission counted in a month (its first day). Nothing counted, or a doubtful count, is told in a sentence (`said`)."""

    mission: Mission
    month: date
    counts: Counts
    said: str = ""


def cells_of(counts: Counts) -> dict[str, dict[Cell, int]]:
    """The counts cell by cell; a whole is one cell."""
    return {
        code: {WHOLE: count} if isinstance(count, int) else {Cell(*cell): amount for cell, amount in count.items()}
        for code, count in counts.items()
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judged:
    """What stops a row, or what is unusual in it."""

    refusal: Refusal | None
    doubts: Sequence[Doubt] = ()


def judge(rows: Sequence[Counted], on: date, *, corrects: bool = False) -> list[Judged]:
    """What becomes of each row: constant in queries a profile and month.

    Refusals: `month_not_over`, `month_not_served`, `other_indicator`, `cells_missing`, `nothing_counted`, `already_sent`,
    `already_validated`, `doubtful`.
    """
    told = standing(rows)
    refused = [_against(row, told, on, corrects) for row in rows]
    sound = [row for row, no in zip(rows, refused, strict=True) if no is None]
    months = iter(histories.months_of([(row.mission, row.month) for row in sound]))
    return [Judged(no) if no else _weigh(row, next(months)) for row, no in zip(rows, refused, strict=True)]


def _weigh(row: Counted, month: PlausibleMonth) -> Judged:
    asked = doubts({code: sum(cells.values()) for code, cells in cells_of(row.counts).items()}, month)
    return Judged(Doubtful(asked) if asked and not row.said.strip() else None, asked)


def _against(row: Counted, told: Collection[tuple[int, date, str]], on: date, corrects: bool) -> Refusal | None:
    try:
        _check_month(row, on)
        _check_counts(row)
        _check_standing(row, told, corrects)
    except Refusal as no:
        return no
    return None


def standing(rows: Sequence[Counted]) -> set[tuple[int, date, str]]:
    """The (mission, month, state) of every report of these missions and months."""
    found = Report.objects.filter(mission__in=[row.mission for row in rows], month__in={row.month for row in rows})
    return set(found.values_list("mission", "month", "state"))


def _check_standing(row: Counted, told: Collection[tuple[int, date, str]], corrects: bool) -> None:
    key = (row.mission.pk, row.month)
    if any((*key, state) in told for state in OPEN):
        raise Refusal("already_sent", _("Ce mois a déjà un relevé en attente."), field="month")
    if not corrects and (*key, ReportState.VALIDATED) in told:
        raise Refusal("already_validated", _("Ce mois a déjà un relevé validé : corrigez-le."), field="month")


class Doubtful(Refusal):
    """Some numbers are unusual: they are kept once a sentence says that they are right."""

    def __init__(self, asked: Sequence[Doubt]):
        told = " ".join(words.doubt(one._asdict()) for one in asked)
        super().__init__(
            "doubtful",
            _("%(told)s Corrigez, ou dites en une phrase pourquoi c’est juste.") % {"told": told},
            field="said",
        )
        self.doubts = asked


def _check_month(row: Counted, on: date) -> None:
    if row.month.day != 1 or Month.of(row.month).last >= on:
        raise Refusal(
            "month_not_over", _("Ce mois n’est pas fini : comptez-le après son dernier jour."), field="month"
        )
    if histories.last_day_served(row.mission, row.month) is None:
        raise Refusal("month_not_served", _("Choisissez un mois que vous avez servi."), field="month")


def _check_counts(row: Counted) -> None:
    sheets = {sheet.code: sheet for sheet in indicators.of_profile(row.mission.profile)}
    for code, cells in cells_of(row.counts).items():
        if code not in sheets:
            raise Refusal("other_indicator", _("Ce profil ne compte pas l’indicateur « %(code)s ».") % {"code": code})
        if not is_complete(cells, sheets[code].breakdown):
            sentence = _("« %(name)s » : remplissez toutes ses cases, avec 0 où il n’y a personne.")
            raise Refusal("cells_missing", sentence % {"name": sheets[code].name}, field=code)
    if not row.counts and not row.said.strip():
        raise Refusal(
            "nothing_counted", _("Rien n’est compté ce mois-ci : dites pourquoi en une phrase."), field="said"
        )


def communes(rows: Sequence[Counted]) -> list[int]:
    """Where the work of each row was done: the commune of the host on the last day served of the month."""
    hosts = [
        host_on(row.mission, histories.last_day_served(row.mission, row.month) or row.month + timedelta(27))
        for row in rows
    ]
    known = {row.mission.host_id: row.mission.host.commune_id for row in rows}
    elsewhere = set(hosts) - set(known)
    known |= dict(Host.objects.filter(pk__in=elsewhere).values_list("pk", "commune_id")) if elsewhere else {}
    return [known[host] for host in hosts]
