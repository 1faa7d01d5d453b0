from collections.abc import Sequence

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.fields import PhoneField
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.fields import PaperField
from teriya.foundation.ledger.fields import AmountField
from teriya.pay.allowances.models import Institution
from teriya.pay.savings.actions import NewHeir
from teriya.pay.savings.models import SavingsAccount
from teriya.pay.savings.states import AccountState, Means


class AccountForm(ActionForm):
    institution = forms.ModelChoiceField(
        label=_("Institution"), queryset=Institution.objects.order_by("name"), to_field_name="code"
    )
    title = forms.CharField(
        label=_("Intitulé du compte"), max_length=120, help_text=_("Comme l’institution l’écrit : un compte de tiers, au nom des volontaires.")
    )  # fmt: skip
    number = forms.CharField(label=_("Numéro du compte"), max_length=40)


class FromAccountForm(ActionForm):
    """An account in use."""

    account = forms.ModelChoiceField(label=_("Compte d’épargne"), queryset=SavingsAccount.objects.none())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = SavingsAccount.objects.filter(state=AccountState.IN_USE).select_related("institution").order_by("pk")
        self.fields["account"].queryset = rows
        if len(rows) == 1:
            self.fields["account"].initial = rows[0].pk


class DepositForm(FromAccountForm):
    amount = AmountField(label=_("Somme versée, en francs"))
    reference = forms.CharField(
        label=_("Numéro de la preuve"), max_length=60, help_text=_("Bordereau, avis de crédit.")
    )
    on = forms.DateField(label=_("Date de la preuve"), initial=timezone.localdate)
    proof = PaperField(label=_("La preuve elle-même"), required=False)


class BalanceForm(ActionForm):
    day = forms.DateField(label=_("Dernier jour du relevé"))
    balance = AmountField(label=_("Solde écrit par l’institution, en francs"), min_value=0)


class RefundForm(ActionForm):
    amount = AmountField(label=_("Somme à rendre, en francs"))
    means = forms.ChoiceField(label=_("Comment"), choices=Means.choices, widget=forms.RadioSelect)
    number = forms.CharField(
        label=_("Numéro du téléphone ou du compte"),
        max_length=40,
        required=False,
        help_text=_("Vide pour des espèces."),
    )


class AgainForm(RefundForm):
    """The sum is that of the refund that came back."""

    amount = None


class PayForm(FromAccountForm):
    voucher = forms.CharField(label=_("Numéro du reçu signé, ou du transfert"), max_length=60)
    on = forms.DateField(label=_("Payé le"), initial=timezone.localdate)


class BackForm(ActionForm):
    reason = forms.CharField(label=_("Pourquoi il est revenu"), max_length=200)
    on = forms.DateField(label=_("Revenu le"), initial=timezone.localdate)


class ReasonForm(ActionForm):
    reason = forms.CharField(label=_("Motif"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class DecisionForm(ActionForm):
    """The button says the step; all but an approval ask for their reason."""

    step = forms.ChoiceField(choices=[(name, name) for name in ("approve", "refuse", "close", "withdraw", "cancel")])
    reason = forms.CharField(
        label=_("Motif"), required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )


class HeirsForm(ActionForm):
    number = forms.CharField(label=_("Numéro de l’acte d’hérédité"), max_length=60)
    authority = forms.CharField(label=_("Établi par"), max_length=120, help_text=_("Le tribunal ou la mairie."))
    drawn_on = forms.DateField(label=_("Daté du"))
    heirs = forms.CharField(
        label=_("Héritiers, un par ligne"), widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Nom ; lien ; parts ; téléphone s’il y en a un. Par exemple : KOFFI Ama ; veuve ; 1 ; 90 11 22 33"),
    )  # fmt: skip

    def clean_heirs(self) -> Sequence[NewHeir]:
        lines = [line for line in self.cleaned_data["heirs"].splitlines() if line.strip()]
        return [_heir(place, line) for place, line in enumerate(lines, start=1)]


def _heir(place: int, line: str) -> NewHeir:
    """One line of the box; ValidationError names it."""
    name, kin, parts, phone, *rest = [*(word.strip() for word in line.split(";")), "", "", ""]
    if (
        not name
        or not kin
        or not parts.isdecimal()
        or not 0 < int(parts) < 10_000
        or any(rest)
        or len(name) > 160
        or len(kin) > 60
    ):
        raise forms.ValidationError(_("Ligne %(place)s : écrivez nom ; lien ; parts ; téléphone."), params={"place": place})  # fmt: skip
    try:
        return NewHeir(name, kin, int(parts), PhoneField(required=False).clean(phone))
    except forms.ValidationError as no:
        why = {"place": place, "why": no.messages[0]}
        raise forms.ValidationError(_("Ligne %(place)s : %(why)s"), params=why) from no
