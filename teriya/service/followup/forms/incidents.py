from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teriya.foundation.core.web import ActionForm
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.templatetags.words import label


class IncidentForm(ActionForm):
    """What happened, told in confidence."""

    kind = forms.ChoiceField(label=_("De quoi s’agit-il ?"), widget=forms.RadioSelect)
    happened_on = forms.DateField(label=_("Quel jour ?"), initial=timezone.localdate)
    place = forms.CharField(label=_("Où ?"), max_length=120, required=False)
    what = forms.CharField(
        label=_("Que s’est-il passé ?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Qui, quoi, qui l’a vu. Vous pourrez ajouter plus tard."),
    )  # fmt: skip
    is_about_centre = forms.BooleanField(
        label=_("Une personne du centre régional est concernée"), required=False,
        help_text=_("Le centre ne lira pas : le siège seul."),
    )  # fmt: skip

    def __init__(self, data):
        super().__init__(data)
        self.fields["kind"].choices = [
            (term.code, label(term.code, "incident").capitalize()) for term in rules.terms("incident")
        ]


class StepForm(ActionForm):
    text = forms.CharField(
        label=_("Ce qui a été fait ou dit"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    is_shared = forms.BooleanField(label=_("La personne qui a signalé le lit"), required=False)

    def __init__(self, data, *, is_own: bool):
        super().__init__(data)
        if is_own:
            del self.fields["is_shared"]

    def values(self) -> dict:
        return {"is_shared": True} | super().values()


class FunderForm(ActionForm):
    on = forms.DateField(label=_("Date"), initial=timezone.localdate)
    how = forms.CharField(
        label=_("Comment"),
        max_length=200,
        help_text=_("Courriel, appel, lettre : à qui, son numéro. Aucun nom de personne."),
    )


class OutcomeForm(ActionForm):
    outcome = forms.CharField(
        label=_("Ce qui en est sorti"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("La personne qui a signalé le lit."),
    )  # fmt: skip
