from collections.abc import Sequence
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from teriya.foundation.core.web import ActionForm
from teriya.foundation.ui.templatetags.ui import month as in_words

_LINES = forms.Textarea(attrs={"rows": 3})


class ReportForm(ActionForm):
    """A month in a few lines."""

    month = forms.TypedChoiceField(label=_("Mois"), coerce=date.fromisoformat)
    done = forms.CharField(label=_("Ce que j’ai fait"), max_length=2000, widget=_LINES)
    difficulties = forms.CharField(label=_("Mes difficultés"), max_length=2000, required=False, widget=_LINES)
    needs = forms.CharField(label=_("Ce dont j’ai besoin"), max_length=2000, required=False, widget=_LINES)
    for_centre = forms.CharField(
        label=_("Pour le centre seulement"), max_length=2000, required=False, widget=_LINES,
        help_text=_("Votre structure ne lit pas cette case."),
    )  # fmt: skip

    def __init__(self, data, *, months: Sequence[date]):
        super().__init__(data)
        self.fields["month"].choices = [(day.isoformat(), in_words(day)) for day in months]
