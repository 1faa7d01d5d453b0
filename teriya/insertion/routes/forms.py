"""What people type about the route of somebody, and about what is handed over."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.fields import PaperField
from teriya.foundation.ledger.fields import AmountField
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.templatetags.words import label
from teriya.insertion.routes.models import Situation
from teriya.insertion.routes.states import Evidence, Kind
from teriya.partnerships.agreements.models import Agreement


def route_choices(*, at_host: bool = False) -> list[tuple[str, str]]:
    """The routes of the pack, in its order; only those that a host may say."""
    terms = [term for term in rules.terms("route") if term.facts["at_host"] or not at_host]
    return [(term.code, label(term.code, "route").capitalize()) for term in terms]


class SituationForm(ActionForm):
    """A route, since when, and what proves it when something does."""

    route = forms.ChoiceField(label=_("Ce que la personne devient"), widget=forms.RadioSelect)
    detail = forms.CharField(
        label=_("Où, ou quoi"), max_length=160, required=False, help_text=_("L’employeur, l’école, le métier.")
    )
    since = forms.DateField(label=_("Depuis le"), initial=timezone.localdate)
    until = forms.DateField(label=_("Jusqu’au"), required=False, help_text=_("Vide si cela dure encore."))
    evidence = forms.ChoiceField(label=_("Pièce qui le prouve"), required=False, choices=[("", _("aucune : c’est dit, pas prouvé")), *Evidence.choices])  # fmt: skip
    proof = PaperField(label=_("La pièce elle-même"), required=False)

    def __init__(self, *args: Any, at_host: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["route"].choices = route_choices(at_host=at_host)

    @classmethod
    def of(cls, row: Situation) -> dict[str, Any]:
        """What a correction begins with."""
        return {name: getattr(row, name) for name in ("route", "detail", "since", "until", "evidence")}


class OwnForm(SituationForm):
    """What a person says of oneself."""

    route = forms.ChoiceField(label=_("Ce que je deviens"), widget=forms.RadioSelect)


class HiredForm(SituationForm):
    """A host says whom it hired: there is one route, and the host is the employer."""

    detail = until = None

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, at_host=True, **kwargs)
        self.fields["route"].initial = self.fields["route"].choices[0][0]


class CorrectionForm(SituationForm):
    is_struck = forms.BooleanField(label=_("C’était une erreur : cette ligne ne compte plus"), required=False)
    why = forms.CharField(label=_("Motif de la correction"), max_length=200)


class HandoverForm(ActionForm):
    kind = forms.ChoiceField(label=_("Ce qui est remis"), choices=Kind.choices, widget=forms.RadioSelect)
    what = forms.CharField(
        label=_("En quelques mots"), max_length=160, help_text=_("Kit de couture ; orienté vers une microfinance.")
    )
    amount = AmountField(
        label=_("Somme ou valeur, en francs"), required=False, help_text=_("Vide pour une orientation.")
    )
    given_on = forms.DateField(label=_("Remis le"), initial=timezone.localdate)
    agreement = forms.ModelChoiceField(label=_("Convention qui le paie"), required=False, queryset=Agreement.objects.none(),
                                       empty_label=_("aucune"))  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["agreement"].queryset = Agreement.objects.exclude(state__in=("drafted", "cancelled")).order_by(
            "reference"
        )


class HandoverCorrectionForm(HandoverForm):
    is_struck = forms.BooleanField(label=_("C’était une erreur : rien n’a été remis"), required=False)
    why = forms.CharField(label=_("Motif de la correction"), max_length=200)
