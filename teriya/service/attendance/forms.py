import re
from collections.abc import Collection, Sequence
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from teriya.foundation.core.periods import Month
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.fields import PaperField
from teriya.service.attendance.states import MarkKind
from teriya.service.missions.models import Mission


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


class DaysField(forms.CharField):
    """Days of one month as they are written on paper: « 4 11 12 ». Gives dates."""

    def __init__(self, *, month: Month, **kwargs):
        super().__init__(required=False, max_length=120, **kwargs)
        self.month = month
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off", "size": 14}

    def clean(self, value: str) -> list[date]:
        known, days = {day.day: day for day in self.month.days()}, []
        for word in re.split(r"[\s,;.]+", super().clean(value).strip()):
            if word and (not word.isdecimal() or int(word) not in known):
                sentence = _("« %(word)s » n’est pas un jour du mois : écrivez les jours, « 4 11 12 ».")
                raise forms.ValidationError(sentence % {"word": word[:20]})
            days += [known[int(word)]] if word else []
        return days


class NumberForm(forms.Form):
    """The number at the top of a paper, or its code."""

    number = forms.CharField(
        label=_("Numéro de la fiche"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("En haut de la feuille : PRESENCE/2026/000123, ou son code."),
    )  # fmt: skip


class PaperForm(ActionForm):
    """What a signed sheet says: for each volunteer the days of absence and those justified; nothing written, present every day."""

    signed_by = forms.CharField(
        label=_("Signée par"), max_length=120, help_text=_("Le nom écrit sous « Atteste les présences ».")
    )
    photo = PaperField(label=_("Photo de la fiche signée"), required=False)

    def __init__(self, *args, missions: Sequence[Mission], month: Month, **kwargs):
        super().__init__(*args, **kwargs)
        self.missions = missions
        for mission in missions:
            self.fields[f"absent_{mission.pk}"] = DaysField(
                month=month, label=_("Absences de %(name)s") % {"name": mission.person}
            )
            self.fields[f"excused_{mission.pk}"] = DaysField(
                month=month, label=_("Absences justifiées de %(name)s") % {"name": mission.person}
            )

    @property
    def rows(self) -> list[tuple[Mission, forms.BoundField, forms.BoundField]]:
        return [(m, self[f"absent_{m.pk}"], self[f"excused_{m.pk}"]) for m in self.missions]

    def clean(self) -> None:
        super().clean()
        for mission in self.missions:
            both = set(self.cleaned_data.get(f"absent_{mission.pk}") or ()) & set(
                self.cleaned_data.get(f"excused_{mission.pk}") or ()
            )
            if both:
                sentence = _("Le %(day)s est écrit des deux côtés : absent, ou justifié.")
                self.add_error(f"excused_{mission.pk}", sentence % {"day": f"{min(both):%d/%m/%Y}"})

    def values(self) -> dict:
        data = self.cleaned_data
        return {
            "absent": {m.pk: data[f"absent_{m.pk}"] for m in self.missions}, "signed_by": data["signed_by"], "scan": data["photo"],
            "excused": {m.pk: data[f"excused_{m.pk}"] for m in self.missions},
        }  # fmt: skip


class ScanForm(ActionForm):
    photo = PaperField(label=_("Photo de la fiche signée"))


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


class BookletForm(ActionForm):
    """Which sheets to print: those of a region and a form."""

    region = forms.TypedChoiceField(label=_("Région"), coerce=int)
    of = forms.ChoiceField(label=_("Forme"))

    def __init__(self, *args, regions: Sequence[tuple[int, str]], forms: Sequence[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].choices, self.fields["of"].choices = regions, forms
