"""What a month's counts must be before they are kept; a doubtful one is kept with its sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from teriya.contribution.collection import histories
from teriya.contribution.collection.engine.cells import WHOLE, Cell, is_complete
from teriya.contribution.collection.engine.plausible import Doubt, doubts
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


def check(rows: Sequence[Counted], on: date) -> list[list[Doubt]]:
    """Refuse what cannot be kept; return the doubts of each row.

    Refuses `month_not_over`, `month_not_served`, `other_indicator`, `cells_missing`, `nothing_counted`, `doubtful`.
    """
    for row in rows:
        _check_month(row, on)
        _check_counts(row)
    months = histories.months_of([(row.mission, row.month) for row in rows])
    found = [
        doubts({code: sum(cells.values()) for code, cells in cells_of(row.counts).items()}, month)
        for row, month in zip(rows, months, strict=True)
    ]
    for row, asked in zip(rows, found, strict=True):
        if asked and not row.said.strip():
            raise Doubtful(row, asked)
    return found


class Doubtful(Refusal):
    """Some numbers are unusual: they are kept once a sentence says that they are right."""

    def __init__(self, row: Counted, asked: Sequence[Doubt]):
        names = {sheet.code: sheet.name for sheet in indicators.catalogue()}
        told = ", ".join(dict.fromkeys(f"{names[doubt.indicator]} ({doubt.amount})" for doubt in asked))
        sentence = _("Nombre inhabituel : %(told)s. Corrigez-le, ou dites en une phrase pourquoi il est juste.")
        super().__init__("doubtful", sentence % {"told": told}, field="said")
        self.row, self.doubts = row, asked


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
