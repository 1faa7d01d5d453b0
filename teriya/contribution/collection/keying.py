"""The centre’s table: the missions of a profile that have no report of a month, one a line."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from teriya.contribution.collection import checks, words
from teriya.contribution.collection.checks import Counted
from teriya.contribution.collection.engine.cells import Cell, cells_of
from teriya.contribution.collection.forms import name_of, number
from teriya.contribution.collection.reading import located, unsent
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.periods import Month
from teriya.foundation.core.web import ActionForm
from teriya.foundation.rules import indicators
from teriya.foundation.rules.indicators import Indicator
from teriya.service.missions.models import Mission
from teriya.service.missions.policies import in_perimeter

LINES = 25  # a page of the table


def to_key(user: User, month: date, profile: str = "") -> QuerySet[Mission]:
    """Missions that served in the month, without a report of it, of the communes where this person keys; never one’s own."""
    calendar = Month.of(month)
    rows = Mission.objects.filter(in_perimeter(user, P.INDICATORS_KEY)).served_in(calendar.first, calendar.last)
    own_hosts = user.host_duties.filter(until=None).values("host")
    rows = rows.exclude(person__account=user).exclude(host__in=own_hosts)
    rows = rows.filter(profile=profile) if profile else rows
    return located(unsent(rows, month)).order_by("host__commune__name", "host__name", "pk")


def columns_of(sheets: Sequence[Indicator]) -> list[tuple[Indicator, Cell]]:
    return [(sheet, cell) for sheet in sheets for cell in cells_of(sheet.breakdown)]


class TableForm(ActionForm):
    """One line a mission, one column a cell; a line left empty is not keyed. All its lines are written, or none."""

    def __init__(self, data, *, missions: Sequence[Mission], month: date, profile: str, on: date):
        super().__init__(data)
        self.missions, self.month, self.on = missions, month, on
        self.sheets = indicators.of_profile(profile)
        self.columns = columns_of(self.sheets)
        self.faults: dict[int, str] = {}
        for mission in missions:
            for sheet, cell in self.columns:
                label = f"{mission.person}, {sheet.name} {words.cell(cell)}"
                self.fields[f"{mission.pk}-{name_of(sheet, cell)}"] = number(label, size="5")
            self.fields[f"{mission.pk}-said"] = forms.CharField(
                label=_("À dire : %(name)s") % {"name": mission.person}, max_length=500, required=False
            )  # fmt: skip

    @property
    def heads(self) -> list[tuple[Indicator, list[str]]]:
        return [(sheet, [words.cell(cell) for cell in cells_of(sheet.breakdown)]) for sheet in self.sheets]

    @property
    def lines(self) -> list[tuple[Mission, list[forms.BoundField], forms.BoundField, str]]:
        """(mission, its boxes, its sentence, what is wrong)."""
        return [
            (one, [self[f"{one.pk}-{name_of(*column)}"] for column in self.columns], self[f"{one.pk}-said"], self.faults.get(one.pk, ""))
            for one in self.missions
        ]  # fmt: skip

    def clean(self) -> None:
        super().clean()
        rows = [row for mission in self.missions if (row := self._row(mission))]
        for row, found in zip(rows, checks.judge(rows, self.on), strict=True):
            if found.refusal:
                self.faults[row.mission.pk] = found.refusal.sentence
        for mission in self.missions:
            wrong = [
                error for name, errors in self.errors.items() if name.startswith(f"{mission.pk}-") for error in errors
            ]
            if wrong:
                self.faults[mission.pk] = str(wrong[0])
        if self.faults:
            self.add_error(
                None, _("%(count)s lignes sont à revoir : rien n’est encore écrit.") % {"count": len(self.faults)}
            )
        elif not rows:
            self.add_error(None, _("Remplissez au moins une ligne."))
        self.cleaned_data["rows"] = rows

    def _row(self, mission: Mission) -> Counted | None:
        counts: dict[str, dict[Cell, int]] = {}
        for sheet, cell in self.columns:
            amount = self.cleaned_data.get(f"{mission.pk}-{name_of(sheet, cell)}")
            if amount is not None:
                counts.setdefault(sheet.code, {})[cell] = amount
        said = self.cleaned_data.get(f"{mission.pk}-said", "")
        return Counted(mission, self.month, counts, said) if counts or said else None
