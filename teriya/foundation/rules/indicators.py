"""The catalogue of indicators: what volunteers count each month, as the reference sheets of the country say it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from django.utils.translation import get_language

from teriya.foundation.rules import queries
from teriya.foundation.rules.models import Term

FLOW, STOCK = "flow", "stock"
PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One reference sheet (fiche d’indicateur), in the words of the language in use. The rules of each fact: `engine.contents.Indicator`."""

    term: Term

    @property
    def code(self) -> str:
        return self.term.code

    @property
    def name(self) -> str:
        return self.term.en if _english() else self.term.fr

    @property
    def unit(self) -> str:
        return _said(self.term.facts["unit"])

    @property
    def responsible(self) -> str:
        return _said(self.term.facts["responsible"])

    @property
    def domain(self) -> str:
        return self.term.facts["domain"]

    @property
    def profiles(self) -> list[str]:
        return self.term.facts["profiles"]

    @property
    def is_stock(self) -> bool:
        """What stands at the end of a month: months of it are never added."""
        return self.term.facts["nature"] == STOCK

    @property
    def counts_people(self) -> bool:
        """Two counts of people may be the same people."""
        return self.term.facts["counts"] == PEOPLE

    @property
    def breakdown(self) -> list[str]:
        """sex, age, disability: asked beside the commune, which is always known."""
        return self.term.facts["breakdown"]

    @property
    def every(self) -> int:
        return self.term.facts["every"]

    @property
    def most(self) -> int:
        """What one volunteer can do in a month; more is asked again."""
        return self.term.facts["most"]

    @property
    def goals(self) -> list[str]:
        return self.term.facts["goals"]

    @property
    def former_goals(self) -> list[str]:
        return self.term.facts["former_goals"]

    @property
    def sheets(self) -> list[Mapping[str, str]]:
        """Its versions, from the first to the last: version, starts_on (ISO), definition, register."""
        own = [term.facts for term in queries.terms("sheet") if term.facts["indicator"] == self.code]
        return [
            facts | {key: _said(facts[key]) for key in ("definition", "register")}
            for facts in sorted(own, key=itemgetter("starts_on"))
        ]

    def sheet(self, on: date) -> Mapping[str, str]:
        """The version in force on a day; the first one before it began."""
        sheets = self.sheets
        return ([sheet for sheet in sheets if sheet["starts_on"] <= str(on)] or sheets[:1])[-1]

    def __str__(self) -> str:
        return self.name


def catalogue() -> list[Indicator]:
    """Every indicator of the country, in its order."""
    return [Indicator(term) for term in queries.terms("indicator")]


def indicator(code: str) -> Indicator | None:
    return next((found for found in catalogue() if found.code == code), None)


def of_profile(profile: str) -> list[Indicator]:
    """What a volunteer of this profile counts each month."""
    return [found for found in catalogue() if profile in found.profiles]


def goals(kind: str) -> list[Term]:
    """The targets of the Sustainable Development Goals (`sdg`) or of the Millennium (`mdg`), in their order."""
    return [term for term in queries.terms("goal") if term.facts["kind"] == kind]


def _english() -> bool:
    return (get_language() or "").startswith("en")


def _said(text: Mapping[str, str]) -> str:
    return text["en"] if _english() else text["fr"]
