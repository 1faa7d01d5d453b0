from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.fields import PaperField
from teriya.foundation.intake.fields import NumberField
from teriya.foundation.ledger.fields import AmountField
from teriya.foundation.rules import queries as rules
from teriya.insertion.kits.states import Business, Means
from teriya.people.models import Person


class LotForm(ActionForm):
    title = forms.CharField(label=_("Métier"), max_length=80, help_text=_("Couture, coiffure, maraîchage…"))
    content = forms.CharField(
        label=_("Contenu d’un kit, une chose par ligne"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )
    count = AmountField(label=_("Nombre de kits"), max_value=5000)
    total = AmountField(label=_("Prix du lot entier, en francs"))
    paid_by = forms.CharField(label=_("Payé par"), max_length=120, required=False)


class AssignForm(ActionForm):
    person = NumberField(
        label=_("Matricule du volontaire"), queryset=Person.objects.all(), to_field_name="matricule",
        error_messages={"invalid_choice": _("Aucun volontaire n’a ce matricule.")},
    )  # fmt: skip


class HandOverForm(ActionForm):
    on = forms.DateField(label=_("Fiche signée et kit remis le"), initial=timezone.localdate)
    signed = PaperField(label=_("La fiche signée"), required=False)


class RepayForm(ActionForm):
    amount = AmountField(label=_("Somme reçue, en francs"))
    means = forms.ChoiceField(label=_("Comment"), choices=Means.choices, widget=forms.RadioSelect)
    voucher = forms.CharField(label=_("Numéro du reçu donné, ou du transfert"), max_length=40)
    on = forms.DateField(label=_("Reçue le"), initial=timezone.localdate)


class ReasonForm(ActionForm):
    reason = forms.CharField(label=_("Motif"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class LookForm(ActionForm):
    business = forms.ChoiceField(label=_("Activité"), choices=Business.choices, widget=forms.RadioSelect)
    income = forms.ChoiceField(label=_("Revenu d’un mois, d’après le bénéficiaire"), required=False)
    jobs = forms.IntegerField(label=_("Personnes qui y travaillent, lui compris"), min_value=0, max_value=999)
    note = forms.CharField(label=_("Note"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    on = forms.DateField(label=_("Visite du"), initial=timezone.localdate)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        bands = rules.value("kit_income_bands", on=timezone.localdate()).value
        self.fields["income"].choices = [("", _("non dit")), *((band, band) for band in bands)]


class DecisionForm(ActionForm):
    """The button says the step."""

    step = forms.ChoiceField(choices=[(name, name) for name in ("approve", "refuse", "release")])
    reason = forms.CharField(
        label=_("Motif"), required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )
