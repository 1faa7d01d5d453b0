"""Counting on a telephone, correcting, returning; ticking many."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from teriya.contribution.collection import words
from teriya.contribution.collection.engine.cells import Cell, cells_of
from teriya.foundation.core.web import ActionForm
from teriya.foundation.rules.indicators import Indicator
from teriya.foundation.ui.templatetags.ui import month as in_words

MOST = 10**9
_LINES = forms.Textarea(attrs={"rows": 2})


@dataclass(frozen=True, slots=True)
class Group:
    """One indicator of a form: its sheet, what was told before, its boxes."""

    sheet: Indicator
    text: Mapping[str, str]
    before: int | None
    boxes: Sequence[forms.BoundField]


def name_of(sheet: Indicator, cell: Cell) -> str:
    return "-".join((sheet.code, *cell))


def number(label: str, **attributes: str) -> forms.IntegerField:
    """A box: empty, nobody counted; 0 is an answer."""
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "min": 0, "autocomplete": "off"} | attributes)
    return forms.IntegerField(label=label, min_value=0, max_value=MOST, required=False, widget=widget)


class CountForm(ActionForm):
    """A month counted: each indicator whole, or left out."""

    month = forms.TypedChoiceField(label=gettext_lazy("Mois"), coerce=date.fromisoformat)
    said = forms.CharField(
        label=gettext_lazy("À dire sur ces nombres"), max_length=500, required=False, widget=_LINES,
        help_text=gettext_lazy("Un nombre inhabituel, ou rien à compter : dites pourquoi en une phrase."),
    )  # fmt: skip

    def __init__(
        self,
        data,
        *,
        sheets: Sequence[Indicator],
        months: Sequence[date],
        before: Mapping[str, int],
        on: date,
        **kwargs,
    ):
        super().__init__(data, **kwargs)
        self.sheets, self.before, self.on = sheets, before, on
        self.fields["month"].choices = [(day.isoformat(), in_words(day)) for day in months]
        for sheet in sheets:
            for cell in cells_of(sheet.breakdown):
                self.fields[name_of(sheet, cell)] = number(words.cell(cell) or sheet.name)
        self.order_fields(["month", *(name for name in self.fields if name not in {"month", "said"}), "said"])

    @property
    def groups(self) -> list[Group]:
        return [
            Group(sheet, sheet.sheet(self.on), self.before.get(sheet.code), [self[name_of(sheet, cell)] for cell in cells_of(sheet.breakdown)])
            for sheet in self.sheets
        ]  # fmt: skip

    def clean(self) -> None:
        super().clean()
        counts: dict[str, dict[Cell, int]] = {}
        for sheet in self.sheets:
            names = {cell: name_of(sheet, cell) for cell in cells_of(sheet.breakdown)}
            told = {
                cell: self.cleaned_data[name]
                for cell, name in names.items()
                if self.cleaned_data.get(name) is not None
            }
            if told:
                counts[sheet.code] = told
            for name in names.values() if 0 < len(told) < len(names) else ():
                if self.cleaned_data.get(name, 0) is None:
                    self.add_error(name, _("Écrivez 0 s’il n’y a personne."))
        self.cleaned_data["counts"] = counts

    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("month", "counts", "said")}


class CorrectForm(CountForm):
    """A validated month counted again, with the reason."""

    why = forms.CharField(label=gettext_lazy("Pourquoi ce relevé est corrigé"), max_length=500, widget=_LINES)

    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("counts", "said", "why")}


def initial_of(values: Collection) -> dict[str, int]:
    """What a report said, as the boxes hold it; a count that is not split fills none."""
    return {
        "-".join((value.indicator, value.sex, value.age, value.disability)): value.amount for value in values
    }  # fmt: skip


class ReportsForm(ActionForm):
    """Reports ticked in a list."""

    reports = forms.TypedMultipleChoiceField(
        coerce=int, error_messages={"required": gettext_lazy("Cochez au moins un relevé.")}
    )

    def __init__(self, *args, choices: Collection[int], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reports"].choices = [(pk, pk) for pk in choices]


class WhyForm(ActionForm):
    """A report returned."""

    why = forms.CharField(
        label=gettext_lazy("Ce qui est à revoir"), max_length=300, widget=_LINES,
        help_text=gettext_lazy("Le volontaire le lit par SMS : une phrase courte."),
    )  # fmt: skip


class SeenForm(ActionForm):
    """The register that stands for the host’s word."""

    register_seen = forms.CharField(
        label=gettext_lazy("Registre vu"), max_length=200,
        help_text=gettext_lazy("La structure n’a pas répondu : dites quel registre vous avez vu, où, et quel jour."),
    )  # fmt: skip
