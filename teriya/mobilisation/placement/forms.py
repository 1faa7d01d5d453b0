"""What people type about a placement."""

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from teriya.foundation.core.web import ActionForm
from teriya.mobilisation.calls.models import Wave
from teriya.mobilisation.placement.models import Offer
from teriya.mobilisation.placement.openings import Supply
from teriya.mobilisation.placement.states import OfferState


class SimulationForm(ActionForm):
    """A name, and a limit for each domain of a region and each envelope; what is left empty is not limited."""

    name = forms.CharField(
        label=_("Nom de la simulation"), max_length=80, help_text=_("Par exemple : plafonds actuels.")
    )

    def __init__(self, *args, supply: Supply, **kwargs):
        super().__init__(*args, **kwargs)
        self.ceilings = {
            f"ceiling-{slugify(cell)}": (cell, label, seats) for cell, (label, seats) in supply.cells.items()
        }
        self.places = {
            f"places-{slugify(code)}": (code, label, seats) for code, (label, seats) in supply.envelopes.items()
        }
        for name, (_key, label, _seats) in (self.ceilings | self.places).items():
            self.fields[name] = forms.IntegerField(label=label, min_value=0, required=False)

    def ceiling_rows(self) -> list[tuple]:
        return [(self[name], seats) for name, (_key, _label, seats) in self.ceilings.items()]

    def places_rows(self) -> list[tuple]:
        return [(self[name], seats) for name, (_key, _label, seats) in self.places.items()]

    def values(self) -> dict:
        typed = super().values()

        def limits(fields: dict) -> dict[str, int]:
            return {key: typed[name] for name, (key, *_) in fields.items() if typed[name] is not None}

        settings = {"ceilings": limits(self.ceilings), "places": limits(self.places)}
        return {"name": typed["name"], "settings": {kind: named for kind, named in settings.items() if named}}


YES_NO = [("yes", _("J’accepte cette place")), ("no", _("Je refuse cette place"))]


class AnswerForm(ActionForm):
    """The candidate's own answer."""

    accept = forms.TypedChoiceField(
        label=_("Votre réponse"), choices=YES_NO, widget=forms.RadioSelect, coerce=lambda v: v == "yes"
    )
    reason = forms.CharField(
        label=_("Pourquoi refusez-vous ?"), required=False, max_length=200,
        help_text=_("Vous pouvez ne rien écrire. Votre réponse nous aide à mieux choisir les postes."),
    )  # fmt: skip


class RecordForm(ActionForm):
    """Answers that came to an officer on paper or by phone."""

    offers = forms.ModelMultipleChoiceField(
        queryset=Offer.objects.none(),
        label=_("Propositions"),
        error_messages={"required": _("Cochez au moins une proposition.")},
    )
    accept = forms.TypedChoiceField(
        label=_("Réponse reçue"), choices=[("yes", _("Acceptée")), ("no", _("Refusée"))], widget=forms.RadioSelect,
        coerce=lambda v: v == "yes",
    )  # fmt: skip
    on = forms.DateField(label=_("Jour de la réponse"))
    reason = forms.CharField(
        label=_("Comment, et pourquoi"), required=False, max_length=200,
        help_text=_("Obligatoire pour un refus. La personne est prévenue par SMS."),
    )  # fmt: skip


class OfferFilter(forms.Form):
    """The address of the list of offers: state, wave, number or name."""

    etat = forms.ChoiceField(label=_("État"), required=False, choices=[("", _("tous")), *OfferState.choices])
    vague = forms.ModelChoiceField(
        label=_("Vague"), required=False, queryset=Wave.objects.none(), to_field_name="code", empty_label=_("toutes")
    )
    q = forms.CharField(label=_("N° ou nom"), required=False, max_length=60)
