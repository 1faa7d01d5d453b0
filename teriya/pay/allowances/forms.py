from collections.abc import Collection, Sequence
from datetime import date

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from teriya.foundation.core.periods import Month
from teriya.foundation.core.web import ActionForm
from teriya.foundation.rules.models import Form
from teriya.foundation.ui.templatetags.ui import day
from teriya.pay.allowances.engine.months import Stretch
from teriya.pay.allowances.files.answers import LARGEST, too_large
from teriya.pay.allowances.files.profiles import PROFILES
from teriya.pay.allowances.models import Institution
from teriya.pay.allowances.states import Means, RetentionKind, Said
from teriya.people.models import Person


class PrepareForm(ActionForm):
    """A month and a form, among those that have confirmed presences."""

    what = forms.ChoiceField(label=_("Mois et forme"))

    def __init__(self, *args, choices: Sequence[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = choices

    def values(self) -> dict:
        month, _space, form = self.cleaned_data["what"].partition(" ")
        year, number = month.split("-")
        return {"month": Month(int(year), int(number)), "form": Form.objects.get(code=form)}


class StepForm(ActionForm):
    """The step that the page showed: if the run has moved since, the action says so."""

    step = forms.CharField(widget=forms.HiddenInput, max_length=20)
    reason = forms.CharField(
        label=_("Motif du refus"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class ReturnForm(ActionForm):
    institution = forms.ModelChoiceField(
        label=_("Institution"), queryset=Institution.objects.none(), to_field_name="code"
    )
    file = forms.FileField(
        label=_("Fichier de retour"),
        help_text=_("CSV (référence ; statut ; date ; motif), ou message de la banque : pain.002, camt.053."),
        max_length=200,
    )

    def __init__(self, *args, institutions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = institutions

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(too_large().sentence)
        return file


class TickedForm(ActionForm):
    """Rows ticked in a list."""

    ticked = forms.TypedMultipleChoiceField(
        coerce=int, error_messages={"required": _("Cochez au moins une ligne.")}, widget=forms.MultipleHiddenInput
    )

    def __init__(self, *args, choices: Collection[int], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ticked"].choices = [(pk, pk) for pk in choices]


class RetentionForm(ActionForm):
    """About anybody who has a mission: who reads pay reads the line of everybody."""

    person = forms.CharField(label=_("Matricule"), max_length=20)
    kind = forms.ChoiceField(
        label=_("Genre"),
        choices=[choice for choice in RetentionKind.choices if choice[0] != RetentionKind.OVERPAYMENT],
    )
    total = forms.IntegerField(label=_("Somme à retenir, en francs"), min_value=1, max_value=10_000_000)
    instalment = forms.IntegerField(label=_("Par mois, au plus, en francs"), min_value=1, max_value=10_000_000)
    reason = forms.CharField(
        label=_("Ce que le bulletin dira"),
        max_length=160,
        help_text=_("Le kit, la convention : le volontaire le lit."),
    )

    def clean_person(self) -> Person:
        served = Person.objects.filter(missions__isnull=False)
        person = served.filter(matricule__iexact=self.cleaned_data["person"].strip()).first()
        if person is None:
            raise forms.ValidationError(_("Aucun volontaire ne porte ce matricule."))
        return person


class CorrectForm(ActionForm):
    """The days of a paid month counted anew: a number for each rate of the month, filled with what was paid."""

    reason = forms.CharField(
        label=_("Pourquoi, et sur quelle pièce"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Le volontaire le lit sur son bulletin."),
    )  # fmt: skip
    instalment = forms.IntegerField(
        label=_("Si trop a été payé, à reprendre par mois, en francs"), required=False, min_value=1, max_value=1_000_000,
        help_text=_("Vide : le plus que la règle du pays permet."),
    )  # fmt: skip

    def __init__(self, *args, month: date, stretches: Sequence[Stretch], days: Sequence[int], basis: str, **kwargs):
        super().__init__(*args, **kwargs)
        said = _("Jours présents") if basis == "day_present" else _("Jours non servis")
        for place, (stretch, number) in enumerate(zip(stretches, days, strict=True)):
            label = said
            if len(stretches) > 1:
                label = format_lazy("{said}, {span}", said=said, span=between_days(month, stretch))
            self.fields[f"days_{place}"] = forms.IntegerField(label=label, min_value=0, max_value=31, initial=number)
        self.order_fields([*(name for name in self.fields if name.startswith("days_")), "reason", "instalment"])

    def values(self) -> dict:
        data = super().values()
        days = [value for name, value in sorted(data.items()) if name.startswith("days_")]
        return {"days": days, "reason": data["reason"], "instalment": data["instalment"] or 0}


def between_days(month: date, stretch: Stretch) -> str:
    return gettext("du %(first)s au %(last)s") % {
        "first": day(month.replace(day=stretch.first)),
        "last": day(month.replace(day=stretch.last)),
    }


class DecisionForm(ActionForm):
    """The button says the step; a refusal asks for its reason."""

    step = forms.ChoiceField(choices=[(name, name) for name in ("approve", "refuse", "stop")])
    reason = forms.CharField(
        label=_("Motif"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class WalletForm(ActionForm):
    person = forms.CharField(label=_("Matricule"), max_length=20)
    institution = forms.ModelChoiceField(
        label=_("Institution"), queryset=Institution.objects.order_by("name"), to_field_name="code"
    )
    number = forms.CharField(label=_("Numéro du carnet, du téléphone ou du compte"), max_length=40)
    holder = forms.CharField(label=_("Titulaire, tel qu’écrit sur le compte"), max_length=160)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_person(self) -> Person:
        person = (
            Person.objects.visible_to(self.user).filter(matricule__iexact=self.cleaned_data["person"].strip()).first()
        )
        if person is None:
            raise forms.ValidationError(_("Aucune personne de votre périmètre ne porte ce matricule."))
        return person


class MatchForm(ActionForm):
    """Which order a line of a return file is about, what it says of it, and how the person knows."""

    reference = forms.CharField(label=_("Référence de l’ordre"), max_length=40)
    said = forms.ChoiceField(
        label=_("L’institution dit"), choices=[(said.value, said.label) for said in (Said.PAID, Said.RETURNED, Said.BACK)],
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Comment le savez-vous ?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class ReasonForm(ActionForm):
    reason = forms.CharField(label=_("Motif"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class StopChangeForm(ActionForm):
    reason = forms.CharField(
        label=_("Qui s’oppose, et comment"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Par exemple : le volontaire, au téléphone, a donné son matricule et sa date de naissance."),
    )  # fmt: skip


class ClearForm(ActionForm):
    reason = forms.CharField(
        label=_("Ce que vous avez vu, et où"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Par exemple : vu au poste le 12 mars, carte d’électeur en main."),
    )  # fmt: skip


class HolderForm(ActionForm):
    """What somebody saw of the holder of an account."""

    means = forms.ChoiceField(
        label=_("Comment"),
        choices=[(Means.PAPER, Means.PAPER.label), (Means.INSTITUTION, Means.INSTITUTION.label)],
        widget=forms.RadioSelect,
    )
    holder = forms.CharField(label=_("Titulaire, tel qu’il y est écrit"), max_length=160)
    is_person = forms.TypedChoiceField(
        label=_("Est-ce la personne ?"), coerce=lambda value: value == "yes", widget=forms.RadioSelect,
        choices=[("yes", _("Oui, c’est elle")), ("no", _("Non, c’est quelqu’un d’autre"))],
    )  # fmt: skip
    note = forms.CharField(label=_("Pièce vue, ou référence de la réponse"), max_length=200)


class InstitutionForm(ActionForm):
    code = forms.SlugField(label=_("Code"), max_length=20, help_text=_("Court, sans espace : COOPEC-OGOU."))
    name = forms.CharField(label=_("Nom"), max_length=120)
    profile = forms.ChoiceField(
        label=_("Modèle de fichier"), choices=[(code, profile.title) for code, profile in PROFILES.items()]
    )
    debit_account = forms.CharField(
        label=_("Compte de l’agence qui paie"),
        required=False,
        max_length=40,
        help_text=_("Pour une banque ou un opérateur."),
    )
    bic = forms.CharField(
        label=_("Code BIC"), required=False, max_length=14, help_text=_("Pour une banque seulement.")
    )


class WithdrawListForm(ActionForm):
    """A list of another programme, named by its month and programme."""

    list = forms.ChoiceField(label=_("Liste"))
    reason = forms.CharField(label=_("Motif"), max_length=200)

    def __init__(self, *args, lists: Sequence[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["list"].choices = [(name, name) for name in lists]

    def values(self) -> dict:
        month, _space, programme = self.cleaned_data["list"].partition(" ")
        first = date.fromisoformat(f"{month}-01")
        return {"programme": programme, "month": first, "reason": self.cleaned_data["reason"]}
