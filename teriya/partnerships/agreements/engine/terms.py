"""The terms of an envelope and what breaks them: plain facts in, codes and values out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Terms:
    """What a funder lets its money pay. An empty list limits nothing. Names stand beside codes, for the sentences.

    `monthly_max`: francs a volunteer and a month; `ceilings`: francs in all for a kind of cost.
    """

    reference: str
    first: date
    last: date
    places: Mapping[str, str] = field(default_factory=dict)
    domains: Mapping[str, str] = field(default_factory=dict)
    forms: Mapping[str, str] = field(default_factory=dict)
    costs: Mapping[str, str] = field(default_factory=dict)
    hosts: frozenset[str] = frozenset()
    sex: str = ""
    monthly_max: int | None = None
    ceilings: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Facts:
    """One cost that an envelope is to bear. What is not known yet is left empty, and breaks nothing.

    `places`: codes of the commune and of what it lies in; `forms`: the form and those that it is a kind of.
    `monthly`: francs of a volunteer-month that this envelope bears; `total`: francs of this kind of cost on the envelope, this one included.
    """

    cost: str
    first: date | None = None
    last: date | None = None
    places: frozenset[str] = frozenset()
    place: str = ""
    domain: str = ""
    domain_name: str = ""
    forms: frozenset[str] = frozenset()
    form: str = ""
    host: str = ""
    sex: str = ""
    monthly: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Breach:
    """A term that a cost breaks: its code, what was asked, what the agreement says."""

    code: str
    asked: str | int | date
    allowed: tuple = ()


def breaches(terms: Terms, facts: Facts) -> list[Breach]:
    """Every term that the cost breaks, in the order of the agreement; none: the envelope may bear it."""
    return [*_of_time(terms, facts), *_of_lists(terms, facts), *_of_sums(terms, facts)]


def _of_time(terms: Terms, facts: Facts) -> list[Breach]:
    outside = [day for day in (facts.first, facts.last) if day and not terms.first <= day <= terms.last]
    return [Breach("period", outside[0], (terms.first, terms.last))] if outside else []


def _of_lists(terms: Terms, facts: Facts) -> list[Breach]:
    found = []
    if terms.places and facts.places and facts.places.isdisjoint(terms.places):
        found.append(Breach("place", facts.place, tuple(terms.places.values())))
    if terms.domains and facts.domain and facts.domain not in terms.domains:
        found.append(Breach("domain", facts.domain_name or facts.domain, tuple(terms.domains.values())))
    if terms.forms and facts.forms and facts.forms.isdisjoint(terms.forms):
        found.append(Breach("form", facts.form, tuple(terms.forms.values())))
    if terms.costs and facts.cost not in terms.costs:
        found.append(Breach("cost", facts.cost, tuple(terms.costs.values())))
    if terms.hosts and facts.host and facts.host not in terms.hosts:
        found.append(Breach("host", facts.host, tuple(sorted(terms.hosts))))
    if terms.sex and facts.sex and facts.sex != terms.sex:
        found.append(Breach("sex", facts.sex, (terms.sex,)))
    return found


def _of_sums(terms: Terms, facts: Facts) -> list[Breach]:
    found = []
    if terms.monthly_max is not None and facts.monthly > terms.monthly_max:
        found.append(Breach("monthly", facts.monthly, (terms.monthly_max,)))
    ceiling = terms.ceilings.get(facts.cost)
    if ceiling is not None and facts.total > ceiling:
        found.append(Breach("total", facts.total, (ceiling,)))
    return found
