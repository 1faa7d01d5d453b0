"""What was said in the past: brought by the country's data, or recorded by somebody with its source; never added to anything."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.contribution.figures import queries
from teriya.contribution.figures.models import Claim, ClaimConflict
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.numbers import next_numbers
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.journal import actions as journal


@transaction.atomic
def load(content: Mapping[str, Any], *, on: date) -> int:
    """Write the numbers of a country's file that are not known yet; returns how many. Those known are left as they are.

    Refuses `claims_invalid` where parts do not add up, or a name is not one of the file's.
    """
    if problems := list(_problems(content)):
        raise Refusal("claims_invalid", "\n".join(problems))
    series = {one["code"]: one for one in content["series"]}
    known = dict(Claim.objects.values_list("code", "pk"))
    fresh = [row for row in content["claim"] if row["code"] not in known]
    for row in sorted(fresh, key=lambda row: "per" in row):  # what others are divided by comes first
        known[row["code"]] = Claim.objects.create(
            **_claim(row, series[row["series"]]), per_id=known.get(row.get("per"))
        ).pk
    standing = set(ClaimConflict.objects.values_list("code", flat=True))
    for row in content["conflict"]:
        if row["code"] not in standing:
            said = ClaimConflict.objects.create(
                code=row["code"], kind=row["kind"], said_fr=row["said"]["fr"], said_en=row["said"]["en"]
            )
            said.claims.set([known[code] for code in row["claims"]])
    if fresh:
        journal.write("figures.load_claims", "claims", "", by=None, on=on, rows=[known[row["code"]] for row in fresh])
    return len(fresh)


def _problems(content: Mapping[str, Any]):
    series, codes = {one["code"] for one in content["series"]}, {one["code"] for one in content["claim"]}
    for row in content["claim"]:
        if row["series"] not in series or row.get("per", row["code"]) not in codes:
            yield f"claims.toml · claim[{row['code']}] : une série ou un chiffre nommé n’existe pas"
        parts = [part["value"] for part in row.get("part", ())]
        if parts and sum(parts) != row["value"]:
            yield f"claims.toml · claim[{row['code']}] : ses parts font {sum(parts)}, non {row['value']}"
    for row in content["conflict"]:
        if set(row["claims"]) - codes:
            yield f"claims.toml · conflict[{row['code']}] : un chiffre nommé n’existe pas"


def _claim(row: Mapping[str, Any], series: Mapping[str, Any]) -> dict[str, Any]:
    definition = row.get("definition", {"fr": "", "en": ""})
    return {
        "code": row["code"], "series": row["series"], "series_fr": series["name"]["fr"], "series_en": series["name"]["en"],
        "on": row["on"], "dated": row["dated"], "first": row.get("first"), "value": row["value"], "is_least": row.get("is_least", False),
        "unit_fr": series["unit"]["fr"], "unit_en": series["unit"]["en"], "definition_fr": definition["fr"], "definition_en": definition["en"],
        "parts": [{**part["name"], "value": part["value"]} for part in row.get("part", ())], "decimals": row.get("decimals", 1),
        "measure": series.get("measure", ""), "narrowed": series.get("narrowed", {}), "source": row["source"],
        "is_to_confirm": row["status"] == "to_confirm", "note": row.get("note", ""),
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class NewClaim:
    """A number heard or read: its words, its value, the day it was said; its period, what of ours is comparable, who said it where."""

    title: str
    value: int
    on: date
    source: str
    first: date | None = None
    definition: str = ""
    measure: str = ""
    narrowed: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def record(*, new: NewClaim, by: User, on: date) -> Claim:
    """Keep what was said, with its source, as it was said. Refuses `said_later` a day to come, `not_a_measure` a number we do not count."""
    require(by, P.FIGURES_FREEZE)
    require_date(by, on)
    if new.on > on:
        raise Refusal("said_later", _("Ce jour est à venir."), field="on")
    measure = queries.measure(new.measure) if new.measure else None
    if new.measure and measure is None:
        raise Refusal("not_a_measure", _("Choisissez un nombre de la liste."), field="measure")
    unit = str(measure.unit) if measure else _("personnes")
    row = Claim.objects.create(
        code=f"said_{on.year}_{next_numbers('claim', on.year, 1)[0]}", series=f"said_{new.measure or 'free'}", series_fr=new.title, series_en=new.title,
        on=new.on, first=new.first, value=new.value, unit_fr=unit, unit_en=unit, definition_fr=new.definition, definition_en=new.definition,
        measure=new.measure, narrowed=dict(new.narrowed), source=new.source, by_id=by.pk,
    )  # fmt: skip
    journal.write(
        "figures.record_claim",
        "claim",
        row.pk,
        by=by,
        on=on,
        permission=P.FIGURES_FREEZE,
        value=new.value,
        source=new.source,
    )
    return row
