from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teriya.exchange.balances import queries
from teriya.exchange.balances.actions import NewCost
from teriya.exchange.reciprocity.models import Nomination
from teriya.exchange.relations.states import Line
from teriya.exchange.wire.models import Agency
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.fields import PaperField
from teriya.foundation.ledger.fields import AmountField


def _named(stay: Nomination) -> str:
    return f"{stay.reference} · {stay.offer.title}, {stay.offer.host_name}"


class Stays(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, stay: Nomination) -> str:
        return _named(stay)


class Stay(forms.ModelChoiceField):
    def label_from_instance(self, stay: Nomination) -> str:
        return _named(stay)


class CostForm(ActionForm):
    """Without a person’s name: a stay is known to both agencies by its reference."""

    line = forms.ChoiceField(label=_("Dépense"), choices=Line.choices)
    amount = AmountField(label=_("Montant payé, en francs"))
    what = forms.CharField(
        label=_("Ce qui a été payé, à qui"), max_length=160, help_text=_("Sans nom de personne : l’autre agence le lira.")
    )  # fmt: skip
    paid_on = forms.DateField(label=_("Payé le"), initial=timezone.localdate)

    def new(self) -> NewCost:
        found = self.values()
        return NewCost(**{name: found[name] for name in ("line", "amount", "what", "paid_on")})


class RecordForm(CostForm):
    stays = Stays(
        label=_("Pour quels séjours"), queryset=Nomination.objects.none(), help_text=_("Une facture pour plusieurs séjours se partage entre eux, au franc.")
    )  # fmt: skip
    proof = PaperField(label=_("Facture ou reçu"))

    def __init__(self, *args, agency: Agency, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stays"].queryset = queries.payable(agency)


class DeclareForm(CostForm):
    stay = Stay(label=_("Pour quel séjour"), queryset=Nomination.objects.none(), empty_label=None)
    source = forms.CharField(label=_("Quelle lettre le dit"), max_length=200)
    paper = PaperField(label=_("La lettre"), required=False)

    def __init__(self, *args, agency: Agency, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stay"].queryset = queries.payable(agency)


class PrepareForm(ActionForm):
    until = forms.DateField(label=_("Coûts payés jusqu’au"), initial=timezone.localdate)


class StepForm(ActionForm):
    """The button says the step; what goes against somebody asks for its reason."""

    step = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label=_("Motif"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class AnswerForm(ActionForm):
    step = forms.ChoiceField(
        label=_("Sa réponse"), choices=[("agree", _("elle approuve")), ("refuse", _("elle refuse"))], widget=forms.RadioSelect
    )  # fmt: skip
    source = forms.CharField(label=_("Quelle lettre le dit"), max_length=200)
    reason = forms.CharField(label=_("Motif de son refus"), max_length=300, required=False)
    paper = PaperField(label=_("Le décompte signé, ou la lettre"), required=False)


class ReceiveForm(ActionForm):
    received_on = forms.DateField(label=_("Reçu le"), initial=timezone.localdate)
    reference = forms.CharField(label=_("Référence du versement"), max_length=120, required=False)


class ReceiptForm(ReceiveForm):
    source = forms.CharField(label=_("Quelle lettre le dit"), max_length=200)
    paper = PaperField(label=_("La lettre"), required=False)
