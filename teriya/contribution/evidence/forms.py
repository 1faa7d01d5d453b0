from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from teriya.contribution.evidence import queries
from teriya.contribution.evidence.states import Consent, Level, Speaker
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.fields import PaperField
from teriya.foundation.rules import indicators
from teriya.foundation.rules.templatetags.words import label

NOT_YET = (Consent.SIGNED, Consent.SPOKEN)


class OpinionForm(ActionForm):
    """The questions of the country for a host or its community."""

    words = forms.CharField(label=_("Dans ses mots"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))  # fmt: skip
    agreed = forms.BooleanField(
        label=_("La personne accepte que ses réponses soient gardées, sans son nom"), required=False
    )

    def __init__(self, *args, source: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = [term.code for term in queries.questions(source)]
        asked = {
            code: forms.TypedChoiceField(
                label=label(code, "question"), choices=Level.choices, coerce=int, widget=forms.RadioSelect, required=False, empty_value=None
            )
            for code in self.questions
        }  # fmt: skip
        self.fields = asked | self.fields
        if source == "host":
            self.fields["agreed"].label = _("J’accepte que ces réponses soient gardées")

    def told(self) -> dict[str, Any]:
        """The answers by question, the words and the agreement."""
        values = self.values()
        answers = {code: values.pop(code) for code in self.questions}
        return {"answers": answers} | values


class OwnTestimonyForm(ActionForm):
    text = forms.CharField(label=_("Votre témoignage"), max_length=2000, widget=forms.Textarea(attrs={"rows": 6}))
    said_by = forms.CharField(
        label=_("Comment vous nommer"),
        required=False,
        max_length=120,
        help_text=_("Prénom et métier, par exemple. Vide : sans nom."),
    )
    agreed = forms.BooleanField(
        label=_("J’accepte que l’agence publie ce texte. Je peux le retirer à tout moment."), required=False
    )


class TestimonyForm(OwnTestimonyForm):
    speaker = forms.ChoiceField(label=_("Qui parle"), choices=Speaker.choices, widget=forms.RadioSelect)
    consent = forms.ChoiceField(
        label=_("Son accord"), choices=[(one.value, one.label) for one in NOT_YET], widget=forms.RadioSelect
    )
    paper = PaperField(label=_("Le papier signé"), required=False)
    field_order = ("speaker", "text", "said_by", "agreed", "consent", "paper")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Ses mots")
        self.fields["said_by"].label = _("Comment la personne veut être nommée")
        self.fields["agreed"].label = _("La personne accepte la publication, et sait qu’elle peut la retirer")


class ReadingForm(ActionForm):
    indicator = forms.ChoiceField(label=_("Indicateur"))
    month = forms.ChoiceField(label=_("Mois du registre"))
    amount = forms.IntegerField(
        label=_("Total de toute la structure"),
        min_value=0,
        max_value=10**9,
        help_text=_("Tout le personnel ensemble, volontaires compris."),
    )
    register = forms.CharField(label=_("Registre et page"), max_length=160)
    read_by = forms.CharField(label=_("Lu par, nom et fonction"), max_length=120)

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices = [(one.code, one.name) for one in indicators.catalogue()]
        self.fields["month"].choices = queries.months_back(today)

    def clean_month(self) -> date:
        return date.fromisoformat(self.cleaned_data["month"])


class StudyForm(ActionForm):
    title = forms.CharField(label=_("Titre"), max_length=300)
    authors = forms.CharField(label=_("Auteurs"), max_length=200)
    dated = forms.CharField(label=_("Date, comme l’étude la donne"), max_length=40)
    address = forms.URLField(label=_("Adresse"), required=False, max_length=300, assume_scheme="https")
    document = PaperField(label=_("Le document"), required=False)
    method = forms.CharField(
        label=_("Méthode, et ce qu’elle ne peut pas dire"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    indicator = forms.ChoiceField(label=_("Indicateur"), required=False)
    says = forms.CharField(label=_("Ce qu’elle en dit"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices = [("", _("aucun en particulier")), *((one.code, one.name) for one in indicators.catalogue())]  # fmt: skip


class DecisionForm(ActionForm):
    """The button says the step."""

    step = forms.CharField(max_length=20)
    reason = forms.CharField(
        label=_("Motif"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
