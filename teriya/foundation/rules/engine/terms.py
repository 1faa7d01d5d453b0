"""The terms of a form of volunteering on a day: every rule of the form, typed, from its dated parameters."""

from collections.abc import Sequence
from dataclasses import MISSING, dataclass, fields
from datetime import date
from typing import Any

from teriya.foundation.rules.engine.contents import Parameter
from teriya.foundation.rules.engine.parameters import find, in_force, lookup, value_on


@dataclass(frozen=True, kw_only=True)
class Terms:
    """One field per rule of a form (named, labelled and typed in `countries/schema/forms.json`). None: no such limit.

    Ages and years in years, durations in months; roles, papers, gates and diplomas by their code.
    """

    # who may apply
    age_min: int
    age_max: int | None = None
    age_reference: str
    nationalities: tuple[str, ...] = ()
    residence_years_instead: int | None = None
    diploma_min: str | None = None
    diploma_max: str | None = None
    qualification_required: bool = False
    years_out_of_school_min: int | None = None
    job_seeker_required: bool = False
    own_commune_only: bool = False
    past_service_in: tuple[str, ...] = ()
    papers: tuple[tuple[str, ...], ...]
    # how they are chosen
    selection_mode: str
    jury_size: int
    grid: str
    rehearing_spread: int | None = None
    # before the start
    gates_before_placement: tuple[str, ...]
    gates_before_start: tuple[str, ...]
    warnings_before_start: tuple[str, ...] = ()
    contract_names: tuple[str, ...] = ()
    start_attested_by: tuple[str, ...]
    start_confirmed_by: tuple[str, ...]
    start_confirmation_days: int
    offer_answer_days: int
    appeal_days: int
    appeal_answer_days: int
    list_appeal_days: int
    list_appeal_answer_days: int
    placement_waits_list_appeals: bool = True
    # how long
    duration_months: int
    renewals_max: int
    legal_cap_months: int | None = None
    policy_cap_months: int | None = None
    # presence and pay
    presence_recorded_by: tuple[str, ...]
    presence_attested_by: tuple[str, ...]
    presence_confirmed_by: tuple[str, ...]
    presence_sheet: str
    days_per_month_max: int | None = None
    pay_basis: str
    proration: str


def on(parameters: Sequence[Parameter], lineage: Sequence[str], day: date) -> Terms:
    """The terms in force on a day. An absent limit is no limit; any other rule must be set (`parameter_unknown`)."""
    values: dict[str, Any] = {}
    for rule in fields(Terms):
        if rule.default is MISSING:
            values[rule.name] = value_on(find(parameters, rule.name, lineage), day).value
            continue
        parameter = lookup(parameters, rule.name, lineage)
        dated = parameter and in_force(parameter, day)
        if dated:
            values[rule.name] = dated.value
    return Terms(**values)
