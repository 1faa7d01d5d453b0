from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teriya.exchange.reciprocity.actions import Letter, NewOffer
from teriya.exchange.reciprocity.dossier import CHOICES, LEAST, TYPED
from teriya.exchange.reciprocity.states import Means, RecallHow, RefusalCode, Verdict, WithdrawalCode
from teriya.exchange.wire.fields import FIELDS
from teriya.exchange.wire.models import Agency
from teriya.exchange.wire.states import AgencyState
from teriya.foundation.core.web import ActionForm
from teriya.mobilisation.hosts.models import Host
from teriya.people.models import Person

AREA = forms.Textarea(attrs={"rows": 3})


class HostNumberField(forms.CharField):
    """A host by its number in the register."""

    def clean(self, value: Any) -> Host | None:
        number = super().clean(value)
        found = Host.objects.select_related("commune").filter(number__iexact=number).first() if number else None
        if number and found is None:
            raise forms.ValidationError(_("Aucune structure n’a ce numéro."))
        return found


class MatriculeField(forms.CharField):
    def clean(self, value: Any) -> Person | None:
        number = super().clean(value)
        found = Person.objects.alive().filter(matricule__iexact=number.strip()).first() if number else None
        if number and found is None:
            raise forms.ValidationError(_("Personne n’a ce matricule."))
        return found


class TellForm(ActionForm):
    """`declared`: the words are those of an agency without the system; the letter that holds them is named."""

    source = forms.CharField(
        label=_("Lettre qui le dit"), max_length=200, required=False, help_text=_("Numéro et date, ou objet.")
    )
    paper = forms.FileField(label=_("La lettre, en photo ou en PDF"), required=False)

    def __init__(self, *args, declared: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if not declared:
            del self.fields["source"], self.fields["paper"]

    def values(self) -> dict[str, Any]:
        found = super().values()
        letter = Letter(found.pop("source", ""), found.pop("paper", None))
        return found | {"letter": letter}


class OfferForm(ActionForm):
    agency = forms.ModelChoiceField(label=_("Agence"), queryset=Agency.objects.none(), empty_label=None)
    title = forms.CharField(label=_("Poste"), max_length=120)
    host = HostNumberField(label=_("Numéro de la structure d’accueil"), max_length=20, help_text="SA-2026-00012")
    sheet = forms.CharField(label=_("Fiche de mission : ce que l’on y fait"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))  # fmt: skip
    profile = forms.CharField(label=_("Profil cherché"), max_length=200, help_text=_("Diplôme, compétences."))
    languages = forms.CharField(label=_("Langues"), max_length=120, required=False)
    tutor = forms.CharField(label=_("Fonction du tuteur"), max_length=120, help_text=_("La fonction, pas le nom."))
    seats = forms.IntegerField(label=_("Places"), min_value=1, max_value=500, initial=1)
    starts_on = forms.DateField(label=_("Début de la mission"))
    ends_on = forms.DateField(label=_("Fin de la mission"))
    answer_by = forms.DateField(label=_("Dernier jour pour proposer quelqu’un"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.filter(state=AgencyState.KNOWN)

    def new(self) -> NewOffer:
        values = {name: value for name, value in self.values().items() if name in NewOffer.__dataclass_fields__}
        if host := values.get("host"):
            values |= {"host_name": host.name, "place": host.commune.name}
        return NewOffer(**values)


class DeclaredOfferForm(OfferForm):
    """What an agency without the system offers by a letter."""

    host = None  # type: ignore[assignment]
    host_name = forms.CharField(label=_("Structure d’accueil"), max_length=160)
    place = forms.CharField(label=_("Lieu"), max_length=120)
    source = forms.CharField(label=_("Lettre qui le dit"), max_length=200, help_text=_("Numéro et date, ou objet."))
    paper = forms.FileField(label=_("La lettre, en photo ou en PDF"), required=False)
    field_order = ["agency", "title", "host_name", "place"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = self.fields["agency"].queryset.filter(speaks=False)

    def letter(self) -> Letter:
        return Letter(self.cleaned_data["source"], self.cleaned_data["paper"])


class WithdrawOfferForm(TellForm):
    because = forms.CharField(label=_("Motif"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    field_order = ["because"]


class PrepareForm(ActionForm):
    """Who, and what would leave; what no record holds is typed here."""

    person = MatriculeField(label=_("Matricule du volontaire"), max_length=20)
    fields_ = forms.MultipleChoiceField(label=_("Ce qui partirait"), widget=forms.CheckboxSelectMultiple, initial=LEAST, help_text=_("Le moins possible : ce que le poste demande."))  # fmt: skip

    def __init__(self, *args, agreed: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        kept = [name for name in FIELDS if name in CHOICES and name in agreed]
        self.fields["fields_"].choices = [(name, FIELDS[name][0]) for name in kept]
        for name in kept:
            if name in TYPED:
                widget = AREA if name in ("skills", "motivation") else None
                self.fields[name] = forms.CharField(
                    label=FIELDS[name][0],
                    max_length=1000,
                    required=False,
                    widget=widget,
                    help_text=_("Si c’est coché plus haut."),
                )

    def values(self) -> dict[str, Any]:
        found = super().values()
        return {"person": found["person"], "fields": found["fields_"], "typed": {name: found[name] for name in TYPED if name in found}}  # fmt: skip


class NominationFilter(forms.Form):
    voir = forms.ChoiceField(label=_("Montrer"), required=False, choices=[
        ("", _("Celles en cours")), ("repondre", _("À répondre")), ("rendre", _("Dossiers à rendre")), ("rappeler", _("Accord retiré, à rappeler")),
        ("closes", _("Celles qui sont finies")),
    ])  # fmt: skip


class OfferFilter(forms.Form):
    voir = forms.ChoiceField(
        label=_("Montrer"), required=False,
        choices=[("", _("Les postes à l’étranger")), ("ici", _("Les postes chez nous")), ("retirees", _("Les offres retirées"))],
    )  # fmt: skip


class SignForm(ActionForm):
    paper = forms.FileField(label=_("L’accord signé, en photo ou en PDF"), required=False)


class ReasonForm(ActionForm):
    reason = forms.CharField(label=_("Motif"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class InterviewForm(TellForm):
    held_on = forms.DateField(label=_("Tenu le"), initial=timezone.localdate)
    means = forms.ChoiceField(label=_("Comment"), choices=Means.choices)
    panel = forms.CharField(label=_("Qui l’a tenu"), max_length=160, help_text=_("Les fonctions, pas les noms."))
    verdict = forms.ChoiceField(label=_("Avis"), choices=Verdict.choices, widget=forms.RadioSelect)
    field_order = ["held_on", "means", "panel", "verdict"]


class AcceptForm(TellForm):
    starts_on = forms.DateField(label=_("Début de la mission"))
    ends_on = forms.DateField(label=_("Fin de la mission"))
    field_order = ["starts_on", "ends_on"]


class RefuseForm(TellForm):
    code = forms.ChoiceField(label=_("Motif"), choices=RefusalCode.choices, widget=forms.RadioSelect)
    field_order = ["code"]


class WithdrawForm(TellForm):
    code = forms.ChoiceField(
        label=_("Motif"), widget=forms.RadioSelect,
        choices=[(code, word) for code, word in WithdrawalCode.choices if code != WithdrawalCode.CONSENT],
    )  # fmt: skip
    field_order = ["code"]


class RecallForm(TellForm):
    how = forms.ChoiceField(label=_("Que faire du dossier"), choices=RecallHow.choices, widget=forms.RadioSelect, initial=RecallHow.DELETE)  # fmt: skip
    field_order = ["how"]


class ReceivedForm(ActionForm):
    """A candidature that came by letter for a post of ours."""

    source = forms.CharField(label=_("Lettre qui le dit"), max_length=200, help_text=_("Numéro et date, ou objet."))
    paper = forms.FileField(label=_("La lettre, en photo ou en PDF"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in CHOICES:
            self.fields[name] = forms.CharField(label=FIELDS[name][0], max_length=1000, required=name in LEAST)

    def person(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in CHOICES}

    def letter(self) -> Letter:
        return Letter(self.cleaned_data["source"], self.cleaned_data["paper"])


class CallForm(ActionForm):
    """The button says the step, for those that are ticked."""

    step = forms.ChoiceField(choices=[(step, step) for step in ("find_eligible", "shortlist", "retain", "stop")])
    ids = forms.TypedMultipleChoiceField(coerce=int, required=False, label=_("Personnes"))
    because = forms.CharField(label=_("Motif, pour ceux qui s’arrêtent"), max_length=200, required=False)

    def __init__(self, *args, ids: list[int], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ids"].choices = [(pk, pk) for pk in ids]


class EnterForm(ActionForm):
    person = MatriculeField(label=_("Matricule du volontaire"), max_length=20)


class OwnForm(ActionForm):
    """The button says it."""

    step = forms.ChoiceField(choices=[(step, step) for step in ("agree", "decline", "retract")])
