from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teriya.foundation.core.web import ActionForm


class AmountField(forms.IntegerField):
    """Whole francs, with or without spaces between thousands."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def __init__(self, **kwargs):
        super().__init__(**{"min_value": 1, "max_value": 10**12} | kwargs)

    def to_python(self, value: str | None) -> int | None:
        return super().to_python("".join(value.split()) if value else value)


class GrantForm(ActionForm):
    code = forms.CharField(label=_("Code"), max_length=40, help_text=_("Par exemple ETAT-2026."))
    title = forms.CharField(label=_("Intitulé"), max_length=160)
    funder = forms.CharField(label=_("Financeur"), max_length=120)
    amount = AmountField(label=_("Dotation, en francs"))
    on = forms.DateField(label=_("Ouverte le"), initial=timezone.localdate)
    closes_on = forms.DateField(label=_("Fermée après le"), required=False)


class TopUpForm(ActionForm):
    amount = AmountField(label=_("Somme ajoutée, en francs"))
    reason = forms.CharField(label=_("Acte qui la donne"), max_length=200)
    on = forms.DateField(label=_("Date"), initial=timezone.localdate)
