from django import forms
from django.utils.translation import gettext_lazy as _

from teriya.foundation.core.web import ActionForm
from teriya.pay.disputes.states import Kind, Outcome


class ContestForm(ActionForm):
    """The button says the reason: choosing it sends."""

    kind = forms.ChoiceField(choices=Kind.choices)
    words = forms.CharField(
        label=_("En quelques mots, si vous voulez"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )  # fmt: skip


class AnswerForm(ActionForm):
    """The button says the outcome; the words are always asked."""

    outcome = forms.ChoiceField(choices=Outcome.choices)
    words = forms.CharField(
        label=_("Votre réponse"), max_length=500, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Le volontaire la lit, et le début part par SMS : dites pourquoi, et ce qui va se passer."),
    )  # fmt: skip


class ReopenForm(ActionForm):
    words = forms.CharField(
        label=_("Ce qui ne va pas dans la réponse"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )  # fmt: skip
