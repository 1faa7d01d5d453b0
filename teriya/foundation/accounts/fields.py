from django import forms
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.phones import e164
from teriya.foundation.core.refusals import Refusal


class PhoneField(forms.CharField):
    """A phone as people write it; the value is E.164."""

    def __init__(self, **kwargs):
        keyboard = {"autocomplete": "tel", "inputmode": "tel"}
        super().__init__(
            **{"label": _("Téléphone"), "max_length": 30, "widget": forms.TextInput(attrs=keyboard)} | kwargs
        )

    def clean(self, value: str) -> str:
        text = super().clean(value)
        try:
            return e164(text) if text else ""
        except Refusal as no:
            raise forms.ValidationError(no.sentence, code=no.code) from no


class CodeField(forms.CharField):
    """A code that a phone may fill in by itself."""

    def __init__(self, **kwargs):
        keyboard = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        super().__init__(**{"label": _("Code"), "max_length": 12, "widget": forms.TextInput(attrs=keyboard)} | kwargs)
