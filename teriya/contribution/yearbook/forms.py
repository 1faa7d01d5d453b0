from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teriya.foundation.core.web import ActionForm


class AskForm(ActionForm):
    year = forms.TypedChoiceField(label=_("Année"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        last = timezone.localdate().year - 1
        self.fields["year"].choices = [(year, str(year)) for year in range(last, last - 10, -1)]


class DecideForm(ActionForm):
    reason = forms.CharField(
        label=_("Motif"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
