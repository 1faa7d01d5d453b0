from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from teriya.foundation.core.web import ActionForm


class DecideForm(ActionForm):
    reason = forms.CharField(
        label=_("Motif"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class CohortForm(forms.Form):
    """What the page shows, in its address; what is not one of its values is left out."""

    annee = forms.IntegerField(required=False)
    horizon = forms.IntegerField(required=False)
    forme = forms.CharField(required=False, max_length=30)
    vague = forms.CharField(required=False, max_length=40)
    region = forms.CharField(required=False, max_length=40)
    sexe = forms.CharField(required=False, max_length=1)
    par = forms.CharField(required=False, max_length=10)

    def value(self, name: str, default: Any = "") -> Any:
        """What was asked, or the default where nothing valid was."""
        return (self.cleaned_data.get(name) if self.is_valid() or name not in self.errors else None) or default
