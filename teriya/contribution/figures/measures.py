"""Every number of the wing: its code, its definition, its unit, and what it may be split by so that the parts add up."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from teriya.foundation.rules import indicators
from teriya.foundation.rules.indicators import Indicator

INDICATOR = "indicator:"  # what stands before the code of an indicator of the catalogue

# Closed below, open above: a person is in the last band begun on the day the service begins. 15, 25 and 36 are where the youth of
# the United Nations (15 to 24) and of the African Youth Charter (15 to 35) begin and end.
AGE_BANDS = ((0, "0-14"), (15, "15-24"), (25, "25-35"), (36, "36-49"), (50, "50+"))

DIMENSIONS: dict[str, str | Promise] = {
    "form": gettext_lazy("forme"), "sex": gettext_lazy("sexe"), "age": gettext_lazy("âge"), "region": gettext_lazy("région"),
    "commune": gettext_lazy("commune"), "sector": gettext_lazy("secteur"), "year": gettext_lazy("année"), "month": gettext_lazy("mois"),
    "wave": gettext_lazy("vague"), "host": gettext_lazy("structure"), "profile": gettext_lazy("profil"),
    "disability": gettext_lazy("handicap"),
}  # fmt: skip

_MARKS = ("form", "sex", "age", "region", "commune", "sector", "wave", "host", "profile")


@dataclass(frozen=True, slots=True)
class Measure:
    """`dimensions`: the sum over any of them is the total, whatever the data; what would count somebody twice is not one.

    `is_instant`: counted on the last day of the scope, not over its days. `of_people`: a small cell could show somebody.
    """

    code: str
    name: str | Promise
    definition: str | Promise
    unit: str | Promise
    dimensions: tuple[str, ...]
    is_instant: bool = False
    of_people: bool = True
    indicator: Indicator | None = None

    def __str__(self) -> str:
        return str(self.name)

    def said_on(self, on: date) -> str:
        """Its definition as it stood on a day: an indicator’s is that of the version of its sheet."""
        if self.indicator is None:
            return str(self.definition)
        how = _("Le dernier mois dit par chaque mission.") if self.indicator.is_stock else _("Somme des mois validés.")
        return f"{self.indicator.sheet(on)['definition']} {how}"


_COUNTED = (
    Measure("mobilised", gettext_lazy("Personnes mobilisées"), gettext_lazy(
        "Personnes dont une mission a commencé dans la période, chacune une fois. Elle compte là où commence sa première mission de "
        "la période. Les missions d’avant le système y sont, par la reprise de l’historique."),
        gettext_lazy("personnes"), _MARKS),
    Measure("cumulative", gettext_lazy("Personnes mobilisées depuis l’origine"), gettext_lazy(
        "Personnes dont une mission a commencé jusqu’au dernier jour, depuis l’origine, chacune une fois. Elle compte là où a "
        "commencé sa première mission. Les missions d’avant le système y sont, par la reprise de l’historique."),
        gettext_lazy("personnes"), (*_MARKS, "year"), is_instant=True),
    Measure("missions_begun", gettext_lazy("Missions commencées"), gettext_lazy(
        "Missions dont le premier jour est dans la période. Une personne qui en commence deux compte deux fois."),
        gettext_lazy("missions"), (*_MARKS, "year", "month")),
    Measure("in_service", gettext_lazy("Volontaires en service"), gettext_lazy(
        "Personnes en mission ce jour-là, chacune une fois, suspendues comprises. Une mission court tant que personne n’a enregistré sa fin."),
        gettext_lazy("personnes"), _MARKS, is_instant=True),
    Measure("missions_ended", gettext_lazy("Missions terminées"), gettext_lazy(
        "Missions dont le dernier jour est dans la période, quel que soit le motif."),
        gettext_lazy("missions"), (*_MARKS, "year", "month")),
    Measure("service_days", gettext_lazy("Jours de service"), gettext_lazy(
        "Jours de mission dans la période, premier et dernier compris, sans les jours de suspension. Une mission court tant que "
        "personne n’a enregistré sa fin."),
        gettext_lazy("jours"), (*_MARKS, "year", "month")),
)  # fmt: skip


def counted() -> tuple[Measure, ...]:
    """What is counted from missions and from history taken on."""
    return _COUNTED


def catalogue() -> list[Measure]:
    """Every measure: those of people and missions, then the indicators of the country."""
    return [*_COUNTED, *map(of_indicator, indicators.catalogue())]


def measure(code: str) -> Measure | None:
    if code.startswith(INDICATOR):
        found = indicators.indicator(code.removeprefix(INDICATOR))
        return of_indicator(found) if found else None
    return next((one for one in _COUNTED if one.code == code), None)


def of_indicator(indicator: Indicator) -> Measure:
    """Split by sex, age and disability of those the volunteers served, where its sheet asks; a stock is never split by time."""
    time = () if indicator.is_stock else ("year", "month")
    asked = tuple(name for name in ("sex", "age", "disability") if name in indicator.breakdown)
    return Measure(
        f"{INDICATOR}{indicator.code}", indicator.name, indicator.sheet(timezone.localdate())["definition"], indicator.unit,
        ("form", "region", "commune", "sector", "wave", "host", "profile", *asked, *time), of_people=indicator.counts_people,
        indicator=indicator,
    )  # fmt: skip
