from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teriya.foundation.core.web import ActionForm
from teriya.foundation.ledger.fields import AmountField
from teriya.foundation.ledger.models import SourceKind


class GrantForm(ActionForm):
    code = forms.CharField(label=_("Code"), max_length=40, help_text=_("Par exemple ETAT-2026."))
    title = forms.CharField(label=_("Intitulé"), max_length=160)
    funder = forms.CharField(label=_("Financeur"), max_length=120)
    kind = forms.ChoiceField(label=_("Nature du financeur"), choices=SourceKind.choices)
    amount = AmountField(label=_("Dotation, en francs"))
    on = forms.DateField(label=_("Ouverte le"), initial=timezone.localdate)
    closes_on = forms.DateField(label=_("Fermée après le"), required=False)


class TopUpForm(ActionForm):
    amount = AmountField(label=_("Somme ajoutée, en francs"))
    reason = forms.CharField(label=_("Acte qui la donne"), max_length=200)
    on = forms.DateField(label=_("Date"), initial=timezone.localdate)


class WithdrawForm(ActionForm):
    amount = AmountField(label=_("Somme retirée, en francs"))
    reason = forms.CharField(
        label=_("Acte qui la retire"), max_length=200, help_text=_("Par exemple une loi de finances rectificative.")
    )
    on = forms.DateField(label=_("Date"), initial=timezone.localdate)


class TakeInForm(ActionForm):
    amount = AmountField(label=_("Somme reçue, en francs"))
    reference = forms.CharField(label=_("Référence de l’avis de crédit"), max_length=60)
    on = forms.DateField(label=_("Reçue le"), initial=timezone.localdate)
