from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from teriya.contribution.figures import queries
from teriya.contribution.figures.measures import AGE_BANDS, DIMENSIONS
from teriya.contribution.figures.models import Claim
from teriya.contribution.figures.queries import Scope
from teriya.contribution.figures.states import Cause
from teriya.foundation.core.web import ActionForm
from teriya.foundation.places import queries as places
from teriya.foundation.rules import queries as rules

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
MARKS = {
    "forme": "form",
    "sexe": "sex",
    "age": "age",
    "region": "region",
    "secteur": "sector",
}  # of an address → dimension


def measures() -> list[tuple[str, str]]:
    return [(one.code, str(one.name)) for one in queries.catalogue()]


def marks() -> dict[str, list[tuple[str, str]]]:
    """What a number may be narrowed to, by the name that addresses give it."""
    found = {
        "forme": [(code, code) for code in rules.form_codes()], "sexe": [("F", _("femmes")), ("M", _("hommes"))],
        "age": list(queries.names("age", [band for _age, band in AGE_BANDS]).items()),
        "region": list(places.regions().values_list("code", "name")),
        "secteur": [(term.code, label_of(term)) for term in rules.terms("domain")],
    }  # fmt: skip
    return {name: [("", _("Tous")), *choices] for name, choices in found.items()}


def label_of(term: Any) -> str:
    return queries.names("sector", [term.code])[term.code]


class _Scoped(forms.Form):
    """A measure, its days and its narrowing, by the names of the address."""

    mesure = forms.ChoiceField(label=_("Nombre"))
    du = forms.DateField(label=_("Du"), widget=DAY)
    au = forms.DateField(label=_("Au"), widget=DAY)
    forme = forms.ChoiceField(label=_("Forme"), required=False)
    sexe = forms.ChoiceField(label=_("Sexe"), required=False)
    age = forms.ChoiceField(label=_("Âge"), required=False)
    region = forms.ChoiceField(label=_("Région"), required=False)
    secteur = forms.ChoiceField(label=_("Secteur"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mesure"].choices = measures()
        for name, choices in marks().items():
            self.fields[name].choices = choices

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if (first := found.get("du")) and (last := found.get("au")) and last < first:
            self.add_error("au", _("Le dernier jour vient après le premier."))
        return found

    def scope(self, on: date, communes: set[int] | None = None) -> Scope:
        found = self.cleaned_data
        return Scope(
            found["du"], found["au"], on, **{name: found[asked] for asked, name in MARKS.items()}, communes=communes
        )


class CountForm(_Scoped):
    """What the page counts, in its address: split by one dimension or two."""

    par = forms.ChoiceField(label=_("Par"), required=False)
    et = forms.ChoiceField(label=_("Et par"), required=False)
    connu = forms.DateField(label=_("Tel que connu le"), widget=DAY, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("par", "et"):
            self.fields[name].choices = [("", _("aucun")), *DIMENSIONS.items()]

    def scope(self, on: date, communes: set[int] | None = None) -> Scope:
        """As known on a day that is over, if one is asked."""
        return super().scope(min(self.cleaned_data["connu"] or on, on), communes)

    @property
    def by(self) -> tuple[str, ...]:
        measure = queries.measure(self.cleaned_data["mesure"])
        asked = dict.fromkeys(filter(None, (self.cleaned_data["par"], self.cleaned_data["et"])))
        return tuple(name for name in asked if measure and name in measure.dimensions)


class NoteForm(ActionForm, _Scoped):
    """A question and who asks it, beside what was said before."""

    pour = forms.CharField(label=_("Demandé par"), max_length=160)
    claim = forms.ModelChoiceField(
        label=_("Ce qui avait été dit"),
        queryset=Claim.objects.none(),
        required=False,
        empty_label=_("rien à comparer"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["claim"].queryset = Claim.objects.exclude(measure="").order_by("-on", "-pk")
        self.fields["claim"].label_from_instance = lambda claim: f"{claim.title} : {claim.value} ({claim.on:%d/%m/%Y})"


class ClaimForm(ActionForm):
    """What was said, as it was said."""

    title = forms.CharField(label=_("Ce que le chiffre comptait"), max_length=160)
    value = forms.IntegerField(label=_("Nombre dit"), min_value=0)
    on = forms.DateField(label=_("Vrai de quel jour"), widget=DAY)
    first = forms.DateField(label=_("Depuis le (vide : depuis l’origine)"), widget=DAY, required=False)
    definition = forms.CharField(
        label=_("Définition, si elle a été donnée"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    source = forms.CharField(label=_("Source : qui, où, quel jour"), max_length=300)
    measure = forms.ChoiceField(label=_("Nombre à mettre à côté"), required=False)
    forme = forms.ChoiceField(label=_("Forme"), required=False)
    sexe = forms.ChoiceField(label=_("Sexe"), required=False)
    region = forms.ChoiceField(label=_("Région"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure"].choices = [("", _("aucun")), *measures()]
        found = marks()
        for name in ("forme", "sexe", "region"):
            self.fields[name].choices = found[name]

    @property
    def narrowed(self) -> dict[str, str]:
        return {
            MARKS[name]: self.cleaned_data[name] for name in ("forme", "sexe", "region") if self.cleaned_data[name]
        }


class DecideForm(ActionForm):
    reason = forms.CharField(
        label=_("Motif"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class RestateForm(ActionForm):
    cause = forms.ChoiceField(label=_("Pourquoi il change"), choices=Cause)
    why = forms.CharField(
        label=_("Ce qui a changé, d’où on le sait"), max_length=600, widget=forms.Textarea(attrs={"rows": 3})
    )
