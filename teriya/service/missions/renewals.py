"""Who may be renewed: when, for how long, and what stops it."""

from collections.abc import Sequence
from datetime import timedelta

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from teriya.foundation.core.periods import between, last_day
from teriya.foundation.rules import queries as rules
from teriya.service.missions.models import Contract, Mission
from teriya.service.missions.queries import over_caps
from teriya.service.missions.states import ContractKind

PREPARED_BEFORE = timedelta(days=92)  # a renewal is prepared in the last three months


def period(mission: Mission, months: int) -> DateRange:
    """From the day after the mission's last, for whole months."""
    first = mission.period.upper
    return between(first, last_day(first, months))


def over(missions: Sequence[Mission], months: int) -> tuple[dict[int, str], dict[int, str]]:
    """Beyond the law, beyond the agency's own practice, over all that the person has served: offer id → the sentence."""
    return over_caps(missions, lambda mission: period(mission, months))


def blockers(missions: Sequence[Mission], months: int) -> dict[int, tuple[str, str]]:
    """What stops the renewal of each mission: (code, why in words)."""
    prefetch_related_objects(missions, "contracts", "performances")
    law, _policy = over(missions, months)
    found = {mission.pk: _blocker(mission, law.get(mission.offer_id, "")) for mission in missions}
    return {pk: blocker for pk, blocker in found.items() if blocker}


def _blocker(mission: Mission, beyond: str) -> tuple[str, str] | None:
    signed = sorted((row for row in mission.contracts.all() if row.signed_on), key=lambda row: row.pk)
    if not signed:
        return "no_contract", _("aucun contrat signé")
    most = rules.amount("renewals_max", form=mission.form.code, on=mission.period.lower, default=0)
    if not mission.seat.need.is_renewable or len(_renewals(signed)) >= most:
        return "not_renewable", _("le besoin ou la forme n’en permet pas d’autre")
    since = ([mission.started_on, *(row.period.lower for row in _renewals(signed))])[-1]
    seen = sorted((one for one in mission.performances.all() if one.on >= since), key=lambda one: (one.on, one.pk))
    if not seen:
        return "performance_missing", _("aucune évaluation de performance depuis le début du contrat")
    if not seen[-1].is_favourable:
        return "performance_unfavourable", _("la dernière évaluation n’est pas favorable")
    return ("legal_cap", beyond.rstrip(".")) if beyond else None


def _renewals(contracts: Sequence[Contract]) -> list[Contract]:
    return [row for row in contracts if row.kind == ContractKind.RENEWAL]
