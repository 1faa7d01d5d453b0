import re
from collections.abc import Iterable
from datetime import date

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from teriya.foundation.core.periods import Month
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.fields import PaperField
from teriya.foundation.places.models import Centre
from teriya.foundation.rules.models import Form
from teriya.pay.allowances.models import PayFile, PayRun
from teriya.pay.bundles.pieces import BEGUN
from teriya.pay.bundles.references import Asked
from teriya.pay.bundles.states import Finding, Method


class RanksField(forms.CharField):
    """Numbers of rows, as one reads them on the sheet: « 3, 7 12 »."""

    def __init__(self, **kwargs):
        quick = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__(**{"required": False, "max_length": 400, "widget": forms.TextInput(attrs=quick)} | kwargs)

    def clean(self, value):
        words = re.split(r"[\s,;]+", super().clean(value))
        numbers = [word for word in words if word]
        if wrong := next((word for word in numbers if not word.isascii() or not word.isdigit()), ""):
            raise forms.ValidationError(gettext("« %(word)s » n’est pas un numéro de ligne.") % {"word": wrong})
        return [int(word) for word in numbers]


class SignedForm(ActionForm):
    """All signed, except…"""

    thumbprints = RanksField(label=_("Empreintes"), help_text=_("Les numéros des lignes : 3 7 12."))
    absent = RanksField(label=_("Absents"), help_text=_("Ceux dont la case est vide."))
    proxies = forms.CharField(
        label=_("Procurations"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Une par ligne : numéro ; nom de la personne ; numéro de la procuration."),
    )  # fmt: skip

    def clean_proxies(self) -> dict[int, tuple[str, str]]:
        found: dict[int, tuple[str, str]] = {}
        for line in filter(None, map(str.strip, self.cleaned_data["proxies"].splitlines())):
            parts = [part.strip() for part in line.split(";")]
            if len(parts) != 3 or not all(parts) or not (parts[0].isascii() and parts[0].isdigit()):
                raise forms.ValidationError(gettext("« %(line)s » : écrivez numéro ; nom ; numéro de la procuration.") % {"line": line[:60]})  # fmt: skip
            if int(parts[0]) in found:
                raise forms.ValidationError(gettext("La ligne %(rank)s a deux procurations.") % {"rank": parts[0]})
            found[int(parts[0])] = (parts[1][:120], parts[2][:80])
        return found


class ScanForm(ActionForm):
    """A photo or a PDF: with the form, or come before it in pieces (`arrived`)."""

    photo = PaperField(label=_("Photo ou PDF"), required=False)
    arrived = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean(self) -> None:
        super().clean()
        if not self.errors and not (self.cleaned_data["photo"] or self.cleaned_data["arrived"]):
            self.add_error("photo", gettext("Choisissez une photo ou un PDF."))


class BackForm(ActionForm):
    reason = forms.CharField(
        label=_("Ce qui est à corriger"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class ReferencesForm(ActionForm):
    """What this person's steps give; `asked` comes from the pack."""

    reason = forms.CharField(
        label=_("Motif"), required=False, max_length=300, help_text=_("Pour changer une référence déjà donnée.")
    )

    def __init__(self, *args, asked: Iterable[Asked], **kwargs):
        super().__init__(*args, **kwargs)
        for one in asked:
            number = {"inputmode": "numeric"} if one.kind == "year" else {}
            self.fields[one.code] = forms.CharField(label=one.name, max_length=40, required=False, initial=one.value,
                                                    widget=forms.TextInput(attrs=number))  # fmt: skip
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])

    def values(self) -> dict:
        found = super().values()
        return {"reason": found.pop("reason"), "values": found}


class PieceForm(ActionForm):
    """A paper of another office. `which`: the decision, or the payment file whose transfer it proves."""

    which = forms.ChoiceField(label=_("Pièce"))
    number = forms.CharField(label=_("Numéro écrit sur la pièce"), max_length=60)
    dated_on = forms.DateField(label=_("Date de la pièce"))
    photo = PaperField(label=_("Photo ou PDF"))

    def __init__(self, *args, files: Iterable[PayFile], decision: str, transfer: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.proven = {str(file.pk): file for file in files}
        self.fields["which"].choices = [
            ("decision", decision), *((pk, f"{transfer} · {file.number}, {file.institution}") for pk, file in self.proven.items())
        ]  # fmt: skip

    def values(self) -> dict:
        found = super().values()
        of = self.proven.get(found.pop("which"))
        return {"code": "transfer" if of else "decision", "of": of, "file": found.pop("photo"), **found}


class FreezeForm(ActionForm):
    """From which lines to draw, and how."""

    first = forms.ChoiceField(label=_("Du mois"))
    last = forms.ChoiceField(label=_("Au mois"))
    form = forms.ModelChoiceField(
        label=_("Forme"), queryset=Form.objects.all(), to_field_name="code", required=False, empty_label=_("toutes")
    )
    centre = forms.ModelChoiceField(
        label=_("Centre régional"),
        queryset=Centre.objects.order_by("name"),
        to_field_name="code",
        required=False,
        empty_label=_("tous"),
    )
    size = forms.IntegerField(label=_("Nombre de lignes"), min_value=1, initial=40)
    method = forms.ChoiceField(label=_("Méthode"), choices=Method, widget=forms.RadioSelect, initial=Method.SIMPLE)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        months = PayRun.objects.filter(state__in=BEGUN).order_by("-month").values_list("month", flat=True).distinct()
        choices = [(f"{month:%Y-%m}", date_format(month, "F Y")) for month in months]
        self.fields["first"].choices = self.fields["last"].choices = choices

    def values(self) -> dict:
        found = super().values()
        return found | {name: Month.of(date.fromisoformat(f"{found[name]}-01")) for name in ("first", "last")}


class SeedForm(ActionForm):
    seed = forms.CharField(
        label=_("Graine"), max_length=120, help_text=_("Ce qui a été tiré devant témoins, recopié tel quel : 17-4-42-8-31."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    witnessed = forms.CharField(label=_("Comment, et devant qui"), max_length=200)


class FindingForm(ActionForm):
    finding = forms.ChoiceField(label=_("Constat"), choices=Finding, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class ExportForm(ActionForm):
    until = forms.DateField(label=_("Écritures jusqu’au"))
