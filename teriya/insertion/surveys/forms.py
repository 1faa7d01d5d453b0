"""What people type of an answer: the person on a page, an agent on the phone, several at once."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from teriya.foundation.core.web import ActionForm
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.templatetags.words import label
from teriya.insertion.surveys.actions import Said
from teriya.insertion.surveys.actions.calling import REFUSED
from teriya.insertion.surveys.models import Survey
from teriya.insertion.surveys.states import UNREACHED, Result


def routes() -> list[tuple[str, str]]:
    return [(term.code, label(term.code, "route").capitalize()) for term in rules.terms("route")]


class AnswerForm(ActionForm):
    """Two questions; the second may stay empty."""

    route = forms.ChoiceField(label=_("Que faites-vous aujourd’hui ?"), widget=forms.RadioSelect)
    since = forms.DateField(label=_("Depuis quand ?"), required=False, help_text=_("Un jour de ce mois-là suffit. Vide si vous ne savez plus."))  # fmt: skip
    detail = forms.CharField(
        label=_("Où, ou quoi"), max_length=160, required=False, help_text=_("L’employeur, l’école, le métier.")
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["route"].choices = routes()


class CallForm(ActionForm):
    """The result of a call; a route when the person said one."""

    result = forms.ChoiceField(label=_("Résultat de l’appel"), widget=forms.RadioSelect)
    since = forms.DateField(label=_("Depuis quand ?"), required=False)
    detail = forms.CharField(
        label=_("Où, ou quoi"), max_length=160, required=False, help_text=_("L’employeur, l’école, le métier.")
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["result"].choices = results()

    @property
    def said(self) -> Said:
        return said_of(self.cleaned_data["result"], self.cleaned_data["since"], self.cleaned_data["detail"])


def results() -> list[tuple[str, Any]]:
    """What an agent chooses of: a route that was said, a refusal, or why there is no answer."""
    return [
        *routes(),
        (REFUSED, _("Refuse de répondre, et d’être rappelé")),
        *((code, Result(code).label.capitalize()) for code in UNREACHED),
    ]


def said_of(result: str, since: Any, detail: str = "") -> Said:
    if result == REFUSED or result in UNREACHED:
        return Said(result)
    return Said(Result.SPOKE, result, since, detail)


class BatchForm(ActionForm):
    """A line for each survey of the list; those left empty are not sent."""

    def __init__(self, *args: Any, surveys: Sequence[Survey], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.surveys = {survey.pk: survey for survey in surveys}
        for pk, survey in self.surveys.items():
            choices = [("", _("pas appelé")), *results()]
            self.fields[f"result_{pk}"] = forms.ChoiceField(label=str(survey.person), choices=choices, required=False)
            self.fields[f"since_{pk}"] = forms.DateField(label=_("Depuis quand ?"), required=False)

    @property
    def lines(self) -> list[tuple[Survey, Any, Any]]:
        return [(survey, self[f"result_{pk}"], self[f"since_{pk}"]) for pk, survey in self.surveys.items()]

    @property
    def calls(self) -> list[tuple[Survey, Said]]:
        data = self.cleaned_data
        return [
            (survey, said_of(data[f"result_{pk}"], data[f"since_{pk}"]))
            for pk, survey in self.surveys.items()
            if data[f"result_{pk}"]
        ]
