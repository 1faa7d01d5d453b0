from collections.abc import Collection
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from teriya.foundation.core.web import ActionForm
from teriya.service.attendance.states import MarkKind


class TeamForm(ActionForm):
    """A team's month: everybody present, except the days ticked (`absent`: « mission:day »)."""

    paper = forms.CharField(
        label=_("Numéro de la fiche signée"), required=False, max_length=60,
        help_text=_("Quand le tuteur ou l’animateur a signé sur papier et que vous tenez la fiche."),
    )  # fmt: skip

    def __init__(self, *args, missions: Collection[int], **kwargs):
        super().__init__(*args, **kwargs)
        self.missions = set(missions)

    def clean(self) -> None:
        super().clean()
        self.cleaned_data["absent"] = absent = {}
        for ticked in self.data.getlist("absent") if self.data else ():
            mission, _colon, day = ticked.partition(":")
            try:
                pk, missed = int(mission), date.fromisoformat(day)
            except ValueError as error:
                raise forms.ValidationError(_("Une case cochée n’est pas lisible : rechargez la page.")) from error
            if pk not in self.missions:
                raise forms.ValidationError(_("Une case cochée n’est pas de cette équipe : rechargez la page."))
            absent.setdefault(pk, set()).add(missed)

    @property
    def ticks(self) -> set[str]:
        return set(self.data.getlist("absent")) if self.data else set()


class DaysForm(ActionForm):
    """One volunteer's month, day by day."""

    def __init__(self, *args, days: Collection[date], marks: dict[date, str], **kwargs):
        super().__init__(*args, **kwargs)
        for day in days:
            self.fields[day.isoformat()] = forms.ChoiceField(
                label=day, choices=[("", "—"), *MarkKind.choices], required=False, initial=marks.get(day, "")
            )

    def marks(self) -> dict[date, str]:
        """The days that were given a kind; one left blank is not touched."""
        return {date.fromisoformat(day): kind for day, kind in self.values().items() if kind}


class SheetsForm(ActionForm):
    """Sheets ticked in a list."""

    sheets = forms.TypedMultipleChoiceField(
        coerce=int, error_messages={"required": _("Cochez au moins une fiche.")}, widget=forms.MultipleHiddenInput
    )

    def __init__(self, *args, choices: Collection[int], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sheets"].choices = [(pk, pk) for pk in choices]


class ReopenForm(ActionForm):
    reason = forms.CharField(
        label=_("Ce qui est à corriger"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("La personne qui a attesté le lira."),
    )  # fmt: skip
