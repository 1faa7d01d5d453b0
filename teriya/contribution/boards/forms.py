from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teriya.foundation.core.web import ActionForm


class BoardForm(forms.Form):
    """What a board shows, in its address: the day, the indicator, the region. What is not one of its values is left out."""

    au = forms.DateField(required=False)
    indicateur = forms.CharField(required=False, max_length=40)
    region = forms.CharField(required=False, max_length=40)
    secteur = forms.CharField(required=False, max_length=60)
    structure = forms.IntegerField(required=False)

    def value(self, name: str, default: Any = "") -> Any:
        self.is_valid()
        return self.cleaned_data.get(name) or default

    def day(self, today: date) -> date:
        """The day from which one looks: never one to come."""
        return min(self.value("au", today), today)


class NoteForm(ActionForm):
    au = forms.DateField(
        label=_("Connu le"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
