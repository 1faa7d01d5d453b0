"""A version as both agencies read it: numbers by the code of who sends, so that each draws the same digest from its own copy."""

from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from teriya.exchange.relations.models import Convention, CostLine
from teriya.exchange.relations.states import After, Line, Payer, Per
from teriya.exchange.wire.fields import FIELDS
from teriya.foundation.core.receipts import digest_of
from teriya.foundation.core.refusals import Refusal

_DAY = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_COUNT = {"type": "integer", "minimum": 0, "maximum": 100_000}
_WORDS = {"type": "string", "minLength": 1}
SCHEMA = {
    "required": ["version", "title", "starts", "ends", "sends", "tolerance", "sectors", "months", "costs", "data"],
    "properties": {
        "version": {"type": "integer", "minimum": 1, "maximum": 1000},
        "title": {"type": "string", "minLength": 1, "maxLength": 160},
        "starts": _DAY,
        "ends": _DAY,
        "sends": {"type": "object", "additionalProperties": _COUNT, "minProperties": 2, "maxProperties": 2},
        "tolerance": _COUNT,
        "sectors": {"type": "array", "items": {"type": "string", "minLength": 1, "maxLength": 60}},
        "months": {"type": "array", "items": {"type": "integer", "minimum": 1, "maximum": 120}, "minItems": 2, "maxItems": 2},
        "costs": {"type": "array", "items": {
            "required": ["line", "payer", "amount", "per"],
            "properties": {"line": {"enum": Line.values}, "payer": {"enum": Payer.values}, "per": {"enum": Per.values},
                           "amount": {"type": "integer", "minimum": 1, "maximum": 2_000_000_000}},
        }},
        "data": {
            "required": ["purposes", "fields", "days", "after"],
            "properties": {"purposes": _WORDS, "fields": {"type": "array", "items": {"enum": sorted(FIELDS)}, "uniqueItems": True},
                           "days": {"type": "integer", "minimum": 1, "maximum": 40_000}, "after": {"enum": After.values}},
        },
    },
}  # fmt: skip


def terms(convention: Convention, costs: list[CostLine]) -> dict[str, Any]:
    """What leaves, and what is approved: the content of `convention.propose`."""
    return {
        "version": convention.version,
        "title": convention.title,
        "starts": convention.starts_on.isoformat(),
        "ends": convention.ends_on.isoformat(),
        "sends": {settings.AGENCY: convention.number_out, convention.agency.code: convention.number_in},
        "tolerance": convention.tolerance,
        "sectors": list(convention.sectors),
        "months": [convention.months_min, convention.months_max],
        "costs": sorted(
            ({"line": row.line, "payer": row.payer, "amount": row.amount, "per": row.per} for row in costs),
            key=lambda row: (row["line"], row["payer"]),
        ),
        "data": {
            "purposes": convention.purposes, "fields": sorted(convention.fields), "days": convention.keep_days,
            "after": convention.after,
        },
    }  # fmt: skip


def digest(convention: Convention, costs: list[CostLine]) -> str:
    """SHA-256 of the terms, from the rows kept here and nothing else."""
    return digest_of(terms(convention, costs))


def read(content: dict[str, Any], convention: Convention) -> tuple[Convention, list[CostLine]]:
    """A version and its cost lines, unsaved, from what was said. Refuses `other_agencies`, `bad_dates` and `cost_twice`."""
    us, them = settings.AGENCY, convention.agency.code
    if content["sends"].keys() != {us, them}:
        raise Refusal("other_agencies", _("Cette convention n’est pas entre nos deux agences."))
    try:
        convention.starts_on, convention.ends_on = (
            date.fromisoformat(content["starts"]),
            date.fromisoformat(content["ends"]),
        )
    except ValueError as error:
        raise Refusal("bad_dates", _("Une date de cette convention n’existe pas.")) from error
    convention.months_min, convention.months_max = content["months"]
    if convention.ends_on < convention.starts_on or convention.months_max < convention.months_min:
        raise Refusal("bad_dates", _("La convention finit avant de commencer."), field="ends_on")
    convention.version, convention.title = content["version"], content["title"]
    convention.number_out, convention.number_in = content["sends"][us], content["sends"][them]
    convention.tolerance, convention.sectors = content["tolerance"], content["sectors"]
    data = content["data"]
    convention.purposes, convention.fields = data["purposes"], sorted(data["fields"])
    convention.keep_days, convention.after = data["days"], data["after"]
    costs = [CostLine(convention=convention, **{name: row[name] for name in ("line", "payer", "amount", "per")}) for row in content["costs"]]  # fmt: skip
    if len({(row.line, row.payer) for row in costs}) < len(costs):
        raise Refusal("cost_twice", _("Un payeur est écrit deux fois pour la même dépense."), field="costs")
    return convention, costs
