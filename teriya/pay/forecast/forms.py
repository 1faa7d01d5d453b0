"""What people type of scenarios and cuts."""

from collections.abc import Iterable, Sequence
from datetime import date

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from teriya.foundation.core.web import ActionForm
from teriya.foundation.ledger.fields import AmountField
from teriya.pay.forecast.engine.changes import Change
from teriya.pay.forecast.engine.cut import RULES
from teriya.pay.forecast.engine.months import first_of, index
from teriya.pay.forecast.states import CutRule

LONGEST = 36  # months of a contract


def month_choices(on: date, months: int) -> list[tuple[str, str]]:
    found = [first_of(index(on) + n) for n in range(months)]
    return [("", "—"), *((day.isoformat(), date_format(day, "F Y")) for day in found)]


class ScenarioForm(ActionForm):
    """One change of each kind; what is left empty stays as it is."""

    name = forms.CharField(label=_("Nom du scénario"), max_length=80)
    envelope = forms.TypedChoiceField(
        label=_("Enveloppe dont la dotation change"), coerce=int, empty_value=None, required=False
    )
    since = forms.ChoiceField(label=_("À partir de"), required=False)
    amount = AmountField(label=_("Sa dotation, en tout"), required=False, min_value=0)
    people = forms.IntegerField(
        label=_("Volontaires en plus, ou en moins avec un signe moins"),
        required=False,
        min_value=-99_999,
        max_value=99_999,
    )
    people_form = forms.ChoiceField(label=_("Leur forme"), required=False)
    people_since = forms.ChoiceField(label=_("Leur premier mois"), required=False)
    people_months = forms.IntegerField(label=_("Pour combien de mois"), required=False, min_value=1, max_value=LONGEST)
    people_envelope = forms.TypedChoiceField(
        label=_("Enveloppe qui les paie"), coerce=int, empty_value=None, required=False
    )
    rate_form = forms.ChoiceField(label=_("Forme dont l’allocation change"), required=False)
    rate_since = forms.ChoiceField(label=_("À partir de"), required=False)
    rate = AmountField(label=_("Nouvelle allocation"), required=False, min_value=0)
    duration_form = forms.ChoiceField(
        label=_("Forme dont la durée change, pour ce qui n’a pas commencé"), required=False
    )
    duration = forms.IntegerField(label=_("Nouvelle durée, en mois"), required=False, min_value=1, max_value=LONGEST)
    hosts = forms.IntegerField(
        label=_("Part des structures, sur 100 de ce qui est attendu"), required=False, min_value=0, max_value=500
    )
    renewal = forms.IntegerField(label=_("Renouvellements, sur 100"), required=False, min_value=0, max_value=100)
    filling = forms.IntegerField(
        label=_("Places libres qui seront tenues, sur 100"), required=False, min_value=0, max_value=100
    )

    GROUPS = (
        (_("Un budget"), ("envelope", "since", "amount")),
        (_("Le nombre de volontaires"), ("people", "people_form", "people_since", "people_months", "people_envelope")),
        (_("L’allocation"), ("rate_form", "rate_since", "rate")),
        (_("La durée"), ("duration_form", "duration")),
        (_("Les structures et les hypothèses"), ("hosts", "renewal", "filling")),
    )  # fmt: skip

    def __init__(
        self,
        *args,
        envelopes: Iterable[tuple[int, str]],
        codes: Sequence[str],
        months: list[tuple[str, str]],
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        for name in ("envelope", "people_envelope"):
            self.fields[name].choices = [("", "—"), *envelopes]
        for name in ("people_form", "rate_form", "duration_form"):
            self.fields[name].choices = [("", "—"), *((code, code) for code in codes)]
        for name in ("since", "people_since", "rate_since"):
            self.fields[name].choices = months

    def groups(self) -> list[tuple[str, list]]:
        return [(str(title), [self[name] for name in names]) for title, names in self.GROUPS]

    def clean(self) -> dict:
        found = super().clean()
        for _title, names in self.GROUPS[:-1]:
            given = [name for name in names if found.get(name) not in (None, "")]
            for name in names if given else ():
                if name not in given and name not in self.errors:
                    self.add_error(name, _("À dire aussi pour ce changement."))
        return found

    def changes(self) -> list[Change]:
        """What is asked, in the order of the form."""
        said = self.cleaned_data
        found: list[Change] = []
        if said["envelope"]:
            found.append(
                {"what": "budget", "envelope": said["envelope"], "since": said["since"], "amount": said["amount"]}
            )
        if said["people"]:
            found.append({"what": "number", "people": said["people"], "form": said["people_form"], "since": said["people_since"],
                          "months": said["people_months"], "envelope": said["people_envelope"]})  # fmt: skip
        if said["rate_form"]:
            found.append(
                {"what": "rate", "form": said["rate_form"], "since": said["rate_since"], "amount": said["rate"]}
            )
        if said["duration_form"]:
            found.append({"what": "duration", "form": said["duration_form"], "months": said["duration"]})
        percents = ((name, said[name]) for name in ("hosts", "renewal", "filling"))
        return found + [{"what": name, "percent": value} for name, value in percents if value is not None]


class CutForm(ActionForm):
    envelope = forms.TypedChoiceField(label=_("Enveloppe"), coerce=int)
    rule = forms.ChoiceField(label=_("Qui s’arrête d’abord"), choices=[(code, CutRule(code).label) for code in RULES])
    last_day = forms.DateField(label=_("Dernier jour de ceux qui s’arrêtent"))
    reason = forms.CharField(
        label=_("Motif, tel que les lettres le diront"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, envelopes: Iterable[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["envelope"].choices = list(envelopes)


class DecideForm(ActionForm):
    reason = forms.CharField(
        label=_("Motif"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class FreezeForm(ActionForm):
    year = forms.TypedChoiceField(label=_("Année finie"), coerce=int)

    def __init__(self, *args, years: Iterable[int], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in years]
