from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teriya.foundation.core.periods import Month, add_months
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.fields import PaperField
from teriya.foundation.ledger.fields import AmountField
from teriya.foundation.ui.templatetags.ui import month as month_of
from teriya.mobilisation.hosts.models import Host
from teriya.pay.cofinancing.models import Call
from teriya.pay.cofinancing.states import Means


class PrepareForm(ActionForm):
    """One of the last twelve months that are over."""

    month = forms.ChoiceField(label=_("Mois de service"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        days = [add_months(today.replace(day=1), -n) for n in range(1, 13)]
        self.fields["month"].choices = [(day.isoformat(), month_of(day)) for day in days]

    def clean_month(self) -> Month:
        return Month.of(date.fromisoformat(self.cleaned_data["month"]))


class PaymentForm(ActionForm):
    means = forms.ChoiceField(label=_("Par"), choices=Means.choices, widget=forms.RadioSelect)
    reference = forms.CharField(
        label=_("Référence"), max_length=60, help_text=_("Quittance du Trésor, avis de crédit, numéro du transfert.")
    )
    amount = AmountField(label=_("Somme payée, en francs"))
    paid_on = forms.DateField(label=_("Payé le"), initial=timezone.localdate)
    towards = forms.ModelChoiceField(
        label=_("Pour l’appel"), queryset=Call.objects.none(), required=False, empty_label=_("le plus ancien d’abord")
    )

    def __init__(self, *args, host: Host, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["towards"].queryset = Call.objects.owing().filter(host=host).select_related("document")


class PlanForm(ActionForm):
    count = forms.IntegerField(label=_("Nombre de termes"), min_value=2, max_value=60, initial=3)
    first = forms.DateField(label=_("Premier terme, au plus tard le"), help_text=_("Les autres suivent, un par mois."))
    reason = forms.CharField(label=_("Motif"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class ReasonForm(ActionForm):
    reason = forms.CharField(label=_("Motif"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class DecisionForm(ActionForm):
    """The button says the step; what goes against somebody asks for its reason."""

    step = forms.ChoiceField(
        choices=[(name, name) for name in ("confirm", "refuse", "annul", "agree", "drop", "cancel")]
    )
    reason = forms.CharField(
        label=_("Motif"), required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )


class ContestForm(ActionForm):
    reason = forms.CharField(
        label=_("Ce qui est faux"), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Par exemple : ce volontaire a quitté la structure le 12."),
    )  # fmt: skip
    proof = PaperField(label=_("Une preuve, s’il y en a une"), required=False)


class AnswerForm(ActionForm):
    francs = AmountField(
        label=_("Avoir, en francs"),
        required=False,
        min_value=0,
        help_text=_("Vide ou zéro : la contestation est rejetée."),
    )
    words = forms.CharField(label=_("Réponse"), widget=forms.Textarea(attrs={"rows": 3}))

    def clean_francs(self) -> int:
        return self.cleaned_data["francs"] or 0


class HostFilter(forms.Form):
    """By what the address asks for."""

    q = forms.CharField(label=_("Structure"), required=False)
    region = forms.ChoiceField(label=_("Région"), required=False)
    genre = forms.ChoiceField(label=_("Statut juridique"), required=False)
    etat = forms.ChoiceField(
        label=_("Compte"), required=False,
        choices=[("", _("tous")), ("late", _("en retard")), ("held", _("nouvelles places arrêtées")), ("credit", _("en crédit"))],
    )  # fmt: skip

    def __init__(self, *args, regions, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [("", _("tout le pays")), *regions]
        self.fields["genre"].choices = [("", _("tous")), *kinds]
