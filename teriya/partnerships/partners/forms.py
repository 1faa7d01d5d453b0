"""What people type about a partner and what goes on with it."""

import re

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.fields import PhoneField
from teriya.foundation.accounts.models import Appointment, User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.accounts.roles import granting
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.fields import PaperField
from teriya.foundation.ledger.fields import AmountField
from teriya.foundation.ledger.models import SourceKind
from teriya.foundation.places import queries as places
from teriya.foundation.places.models import Centre, Place
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.templatetags.words import label
from teriya.partnerships.partners.models import Partner
from teriya.partnerships.partners.states import Part, Side


def domains() -> list[tuple[str, str]]:
    """The domains of the pack, in the language of the page."""
    return [(term.code, label(term.code, "domain")) for term in rules.terms("domain")]


def people() -> QuerySet[User]:
    """Who may follow a lead, a centre or a decision: those who read partners today."""
    acts = Appointment.objects.in_force(timezone.localdate()).filter(role__in=granting(P.PARTNERS_READ))
    return User.objects.filter(pk__in=acts.values("user_id")).order_by("name")


class YearField(forms.IntegerField):
    def __init__(self, **kwargs):
        super().__init__(**{"label": _("Année"), "min_value": 1960, "max_value": 2100} | kwargs)


class PartnerFilter(forms.Form):
    q = forms.CharField(label=_("Nom ou code"), required=False, max_length=80)
    type = forms.ChoiceField(label=_("Type"), choices=[("", _("tous")), *SourceKind.choices], required=False)
    actif = forms.ChoiceField(
        label=_("Aujourd’hui"), choices=[("", _("actifs")), ("non", _("anciens")), ("tous", _("tous"))], required=False
    )


class AmendPartnerForm(ActionForm):
    name = forms.CharField(label=_("Nom"), max_length=160)
    kind = forms.ChoiceField(label=_("Type"), choices=SourceKind.choices)
    parts = forms.MultipleChoiceField(
        label=_("Ce qu’il est pour l’agence"),
        choices=Part.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    country = forms.CharField(
        label=_("Pays"), max_length=2, required=False,
        help_text=_("Deux lettres : TG, FR, DE. Vide pour un organisme international."),
    )  # fmt: skip
    regions = forms.ModelMultipleChoiceField(
        Place.objects.none(), label=_("Régions"), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("Aucune cochée : toutes."),
    )  # fmt: skip
    domains = forms.MultipleChoiceField(
        label=_("Domaines"), widget=forms.CheckboxSelectMultiple, required=False, help_text=_("Aucun coché : tous.")
    )
    notes = forms.CharField(label=_("Notes"), widget=forms.Textarea(attrs={"rows": 3}), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["regions"].queryset = places.regions().order_by("name")
        self.fields["domains"].choices = domains()

    def clean_country(self) -> str:
        country = self.cleaned_data["country"].upper()
        if country and not re.fullmatch("[A-Z]{2}", country):
            raise forms.ValidationError(_("Deux lettres : TG, FR, DE."))
        return country


class PartnerForm(AmendPartnerForm):
    code = forms.RegexField(
        r"^[A-Za-z0-9-]+$", label=_("Code"), max_length=20, help_text=_("Court, il ne change plus : PNUD, UE, VILLE-LOME."),
        error_messages={"invalid": _("Lettres sans accent, chiffres et tirets.")},
    )  # fmt: skip
    field_order = ["code", "name"]


class ActiveForm(ActionForm):
    reason = forms.CharField(label=_("Motif"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class ContactForm(ActionForm):
    name = forms.CharField(label=_("Nom et prénom"), max_length=120)
    function = forms.CharField(label=_("Fonction"), max_length=120)
    phone = PhoneField(required=False)
    email = forms.EmailField(label=_("Adresse électronique"), required=False)


class PastAgreementForm(ActionForm):
    title = forms.CharField(label=_("Objet"), max_length=160)
    first_year = YearField(label=_("Première année"))
    last_year = YearField(label=_("Dernière année"))
    amount = AmountField(label=_("Montant, en francs"), required=False, help_text=_("Vide s’il n’est pas connu."))
    source = forms.CharField(label=_("Source"), max_length=200, help_text=_("Le papier ou la page qui le dit."))


class ObligationForm(ActionForm):
    side = forms.ChoiceField(label=_("Qui doit"), choices=Side.choices, widget=forms.RadioSelect)
    what = forms.CharField(label=_("Quoi"), max_length=200)
    due_on = forms.DateField(label=_("Avant le"))


class FulfilForm(ActionForm):
    done_on = forms.DateField(label=_("Tenue le"), initial=timezone.localdate)
    proof = forms.CharField(label=_("Preuve"), max_length=200, help_text=_("Une lettre et son numéro, un procès-verbal."))  # fmt: skip
    paper = PaperField(label=_("La preuve elle-même"), required=False)


class PlanReviewForm(ActionForm):
    due_on = forms.DateField(label=_("Date de la revue"))


class HoldReviewForm(ActionForm):
    held_on = forms.DateField(label=_("Tenue le"), initial=timezone.localdate)
    said = forms.CharField(label=_("Ce qui s’est dit"), widget=forms.Textarea(attrs={"rows": 5}))
    next_on = forms.DateField(label=_("Prochaine revue"), required=False)


class OperatorForm(ActionForm):
    centre = forms.ModelChoiceField(Centre.objects.all(), label=_("Centre régional"))
    convention = forms.CharField(label=_("Référence de la convention"), max_length=60)
    first_day = forms.DateField(label=_("Du"))
    last_day = forms.DateField(label=_("Au"))
    budget = AmountField(label=_("Budget, en francs"))
    manager = forms.ModelChoiceField(
        User.objects.none(), label=_("Suivie par"), help_text=_("Cette personne ne l’évaluera pas.")
    )
    paper = PaperField(label=_("Convention signée"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["manager"].queryset = people()


class OperatorTargetForm(ActionForm):
    label = forms.CharField(label=_("Ce qui est demandé"), max_length=160)
    target = forms.IntegerField(label=_("Cible"), min_value=1)


class ReachedForm(ActionForm):
    reached = forms.IntegerField(label=_("Atteint"), min_value=0)
    on = forms.DateField(label=_("Compté le"), initial=timezone.localdate)


class EvaluateForm(ActionForm):
    year = YearField(label=_("Année évaluée"))
    mark = forms.IntegerField(label=_("Note sur 20"), min_value=0, max_value=20)
    words = forms.CharField(label=_("Appréciation"), widget=forms.Textarea(attrs={"rows": 4}))


def known_partners() -> QuerySet[Partner]:
    return Partner.objects.filter(is_active=True).order_by("name")
