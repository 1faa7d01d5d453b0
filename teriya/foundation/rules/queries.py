"""Reading the rules in force. They change a few times a year: each process keeps them, and looks again every few seconds."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

import holidays as calendars
from django.db.models import Max
from django.utils.translation import gettext as _

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.rules.engine import parameters as engine
from teriya.foundation.rules.engine.contents import DatedValue, Parameter, Text
from teriya.foundation.rules.models import Form, Rule, State, Term

_LOOK_AGAIN = 10.0  # seconds


@dataclass
class _Kept:
    parameters: tuple[Parameter, ...]
    lineages: Mapping[str, tuple[str, ...]]
    terms: Mapping[str, tuple[Term, ...]]
    stamp: tuple
    looked_at: float


_kept: _Kept | None = None


def value(name: str, *, on: date, form: str = "", qualification: str = "", zone: str = "") -> DatedValue:
    """The value in force that day, with its source: the form's own before its parent's before every form's.

    Refuses `parameter_draft` when it waits to be put in force, `parameter_unknown` when nobody set it,
    `not_yet_in_force` before its first day.
    """
    return engine.value_on(parameter(name, form=form, qualification=qualification, zone=zone), on)


def parameter(name: str, *, form: str = "", qualification: str = "", zone: str = "") -> Parameter:
    kept = _rules()
    if engine.lookup(kept.parameters, name, kept.lineages.get(form, ()), qualification, zone) is None:
        _refuse_draft(name)
    return engine.find(kept.parameters, name, kept.lineages.get(form, ()), qualification, zone)


def _refuse_draft(name: str) -> None:
    """A newer pack brought the parameter and nobody has put it in force yet."""
    draft = Rule.objects.filter(name=name, state=State.DRAFT).first()
    if draft is not None:
        said = _("« %(label)s » n’est pas encore en vigueur : un administrateur l’active dans les Réglages.")
        raise Refusal("parameter_draft", said % {"label": draft.label_fr}, field=name)


def amount(name: str, *, on: date, form: str = "", qualification: str = "", default: Any = None) -> Any:
    """The plain value in force that day, or `default` when the pack does not set it."""
    kept = _rules()
    found = engine.lookup(kept.parameters, name, kept.lineages.get(form, ()), qualification)
    dated = engine.in_force(found, on) if found else None
    return dated.value if dated else default


def terms(kind: str) -> tuple[Term, ...]:
    """The words of one kind, in the pack's order: diploma, paper, legal_form, suspension, cover, leave, incident, module, domain, profile, route, grid, chain, reference, proof, account, commitment, mission, service, indicator, sheet, goal, question, aggregate, departure, talk."""
    return _rules().terms.get(kind, ())


def term(kind: str, code: str) -> Term | None:
    return next((found for found in terms(kind) if found.code == code), None)


def label(kind: str, code: str) -> str:
    """The French name of a code, or the code itself when the pack does not know it."""
    found = term(kind, code)
    return found.fr if found else code


def diploma_rank(code: str) -> int:
    """0 for none or unknown; the pack's published order otherwise (CAP below BEPC below BAC…)."""
    found = term("diploma", code)
    return found.facts["rank"] + 1 if found else 0


def agency() -> dict:
    """The agency's own facts: name, short_name, currency, time_zone, phone_country, office, legal_texts…"""
    return terms("agency")[0].facts


def region_map() -> dict:
    return terms("map")[0].facts


def chain() -> dict:
    """The chain of public accounting: `steps` in order, `different_persons` as pairs of step codes."""
    return term("chain", agency()["accounting"]).facts


def form_codes() -> tuple[str, ...]:
    """The forms of the country, without asking the database again."""
    return tuple(_rules().lineages)


def form_choices() -> list[tuple[str, str]]:
    return list(Form.objects.values_list("code", "name_fr"))


def holidays(year: int) -> dict[date, str]:
    """Public holidays of the agency's country in a year, named in its language."""
    facts = agency()
    return dict(_holidays(facts["holidays_calendar"], facts["holidays_language"], year))


@cache
def _holidays(calendar: str, language: str, year: int) -> dict[date, str]:
    """Milliseconds to make: a year is asked for once for each case of a forecast."""
    return dict(calendars.country_holidays(calendar, years=year, language=language))


def forget() -> None:
    """Read the rules again at the next question."""
    global _kept
    _kept = None


def _rules() -> _Kept:
    global _kept
    if _kept and time.monotonic() - _kept.looked_at < _LOOK_AGAIN:
        return _kept
    stamp = (
        Rule.objects.filter(state=State.ACTIVE).aggregate(Max("pk"))["pk__max"],
        Term.objects.aggregate(Max("pk"))["pk__max"],
    )
    if not _kept or _kept.stamp != stamp:
        _kept = _Kept(_parameters(), _lineages(), _terms(), stamp, 0)
    _kept.looked_at = time.monotonic()
    return _kept


def _parameters() -> tuple[Parameter, ...]:
    by_place: dict[tuple, list[Rule]] = {}
    for rule in Rule.objects.filter(state=State.ACTIVE).order_by("starts_on"):
        by_place.setdefault((rule.name, rule.form, rule.qualification, rule.zone), []).append(rule)
    return tuple(
        Parameter(
            name=name, form=form, qualification=qualification, zone=zone, unit=rules[-1].unit,
            label=Text(rules[-1].label_fr, rules[-1].label_en),
            values=tuple(
                DatedValue(rule.starts_on, rule.value, rule.source, "to_confirm" if rule.is_to_confirm else "in_force", rule.note)
                for rule in rules
            ),
        )
        for (name, form, qualification, zone), rules in by_place.items()
    )  # fmt: skip


def _lineages() -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType(
        {form.code: (form.code, form.parent) if form.parent else (form.code,) for form in Form.objects.all()}
    )


def _terms() -> Mapping[str, tuple[Term, ...]]:
    found: dict[str, list[Term]] = {}
    for row in Term.objects.all():
        found.setdefault(row.kind, []).append(row)
    return MappingProxyType({kind: tuple(rows) for kind, rows in found.items()})
