"""What people type about the strategy."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.models import User
from teriya.foundation.core.web import ActionForm
from teriya.foundation.intake.fields import CommuneField
from teriya.foundation.ledger.fields import AmountField
from teriya.foundation.ledger.models import SourceKind
from teriya.partnerships.partners.forms import YearField, known_partners, people
from teriya.partnerships.partners.models import Partner


class AxisForm(ActionForm):
    number = forms.IntegerField(label=_("Numéro"), min_value=1, max_value=20)
    title = forms.CharField(label=_("Axe"), max_length=120)
    sentence = forms.CharField(label=_("En une phrase"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))


class TargetForm(ActionForm):
    kind = forms.ChoiceField(label=_("Type de partenaire"), choices=SourceKind.choices)
    year = YearField()
    amount = AmountField(label=_("Francs à signer"), min_value=0)
    partners = forms.IntegerField(label=_("Partenaires qui signent"), min_value=0)


class OfferForm(ActionForm):
    kind = forms.ChoiceField(label=_("Type de partenaire"), choices=SourceKind.choices)
    title = forms.CharField(label=_("Offre"), max_length=120)
    what = forms.CharField(label=_("Ce que l’agence propose"), widget=forms.Textarea(attrs={"rows": 3}))
    cost = AmountField(label=_("Francs par mois de volontaire"))


class RoundTableForm(ActionForm):
    subject = forms.CharField(label=_("Objet"), max_length=160)
    held_on = forms.DateField(label=_("Tenue le"), initial=timezone.localdate)
    place = forms.CharField(label=_("Lieu"), max_length=120)
    present = forms.CharField(
        label=_("Présents"), widget=forms.Textarea(attrs={"rows": 5}), help_text=_("Un par ligne : nom, organisme.")
    )


class PromiseForm(ActionForm):
    partner = forms.ModelChoiceField(Partner.objects.none(), label=_("Partenaire"))
    title = forms.CharField(label=_("Ce qui est promis"), max_length=160)
    amount = AmountField(label=_("Somme promise, en francs"))
    volunteers = forms.IntegerField(label=_("Volontaires"), min_value=0, initial=0)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = known_partners()


class PlanForm(ActionForm):
    commune = CommuneField()
    year = YearField()
    activities = forms.CharField(
        label=_("Activités"), widget=forms.Textarea(attrs={"rows": 4}), help_text=_("Une par ligne.")
    )
    volunteers = forms.IntegerField(label=_("Volontaires"), min_value=1)
    budget = AmountField(label=_("Payé par la commune, en francs"))


class PlanStepForm(ActionForm):
    on = forms.DateField(label=_("Date"), initial=timezone.localdate)
    reason = forms.CharField(label=_("Motif"), max_length=200, required=False, help_text=_("Demandé pour un abandon."))
    step = forms.ChoiceField(choices=[(name, name) for name in ("sign", "start", "close", "drop")])


class YearReviewForm(ActionForm):
    year = YearField()
    text = forms.CharField(label=_("Ce que l’année apprend"), widget=forms.Textarea(attrs={"rows": 6}))


class DecisionForm(ActionForm):
    what = forms.CharField(label=_("Décision"), max_length=200)
    owner = forms.ModelChoiceField(User.objects.none(), label=_("Qui"))
    due_on = forms.DateField(label=_("Avant le"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people()
