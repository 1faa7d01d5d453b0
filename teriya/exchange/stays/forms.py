from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teriya.exchange.stays.actions import Paper
from teriya.exchange.stays.states import About, Asked, Done, Happened, How, Judged, Level, Returning, Worth
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.fields import PaperField


def _words(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ToldForm(ActionForm):
    """`is_declared`: the other agency has no system, and its letter says it."""

    def __init__(self, *args, is_declared: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if is_declared:
            self.fields["source"] = forms.CharField(label=_("Lettre ou papier qui le dit"), max_length=200, help_text=_("Par exemple : lettre du 3 mars 2027."))  # fmt: skip
            self.fields["scan"] = PaperField(label=_("Sa copie"), required=False)

    def told(self) -> dict[str, Any]:
        """The arguments of the action, the letter apart."""
        values = self.values()
        return values | {"paper": Paper(values.pop("source", ""), values.pop("scan", None))}


class PlanForm(ToldForm):
    departs_on = forms.DateField(label=_("Jour du départ"))
    ends_on = forms.DateField(label=_("Dernier jour de service"))


class TickForm(ToldForm):
    done_on = forms.DateField(label=_("Fait le"), required=False, initial=timezone.localdate, help_text=_("Videz la date pour revenir en arrière."))  # fmt: skip


class ArriveForm(ToldForm):
    arrived_on = forms.DateField(label=_("Arrivé le"), initial=timezone.localdate)


class EndForm(ToldForm):
    ended_on = forms.DateField(label=_("Dernier jour de service"), initial=timezone.localdate)
    how = forms.ChoiceField(label=_("Le séjour finit"), choices=How.choices)


class IncidentForm(ToldForm):
    """Facts only: the two lists hold nothing of health, and what is typed stays here."""

    kind = forms.ChoiceField(label=_("Ce qui est arrivé"), choices=Happened.choices)
    happened_on = forms.DateField(label=_("Le jour"), initial=timezone.localdate)
    done = forms.ChoiceField(label=_("Ce qui a été fait"), choices=Done.choices)
    words = forms.CharField(label=_("Notes de notre agence"), required=False, max_length=2000, widget=_words(), help_text=_("Elles restent ici. N’écrivez rien sur la santé."))  # fmt: skip


class ReportForm(ToldForm):
    """A tap a question; the words are optional and stay at the agency that hears them."""

    words = forms.CharField(label=_("Dans vos mots, si vous voulez"), required=False, max_length=1000, widget=_words(), help_text=_("Ces mots restent à votre agence. L’autre agence ne les reçoit pas."))  # fmt: skip

    def __init__(self, *args, about: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.codes, levels = (Judged, Worth) if about == About.EVALUATION else (Asked, Level)
        asked = {
            code.value: forms.TypedChoiceField(
                label=code.label, choices=levels.choices, coerce=int, widget=forms.RadioSelect, required=False, empty_value=None
            )
            for code in self.codes
        }  # fmt: skip
        self.fields = asked | self.fields

    def told(self) -> dict[str, Any]:
        values = super().told()
        answers = {code: values.pop(code) for code in self.codes.values}
        return values | {"answers": {code: level for code, level in answers.items() if level}}


class ReturnForm(ActionForm):
    kind = forms.ChoiceField(label=_("Retour"), choices=Returning.choices)
    held_on = forms.DateField(label=_("Tenu le"), initial=timezone.localdate)
    place = forms.CharField(label=_("Lieu"), max_length=120)
    people = forms.IntegerField(label=_("Personnes présentes"), min_value=1, max_value=5000)
    words = forms.CharField(label=_("Ce qui a été appris, ce qui est proposé"), max_length=3000, widget=_words(5))


class CertificateForm(ToldForm):
    reason = forms.CharField(label=_("Motif"), required=False, max_length=200)


class SeenForm(ActionForm):
    report = forms.IntegerField(widget=forms.HiddenInput)
