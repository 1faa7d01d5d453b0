"""The dates of missions in preparation change: directly before any contract, by a new text once it is issued."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.journal import actions as journal
from teriya.foundation.messages.actions import queue_many
from teriya.service.missions import papers, queries
from teriya.service.missions.contracts import replace_texts
from teriya.service.missions.models import Contract, Mission, StartOfService
from teriya.service.missions.policies import require_at, require_not_own
from teriya.service.missions.preparation import asked_on, terms_of_seats, until
from teriya.service.missions.states import MissionState


@transaction.atomic
def redate(*, missions: Sequence[Mission], first_day: date, why: str, by: User, on: date) -> list[Mission]:
    """Move the first day, for as many months; what the form asks is that of the new day.

    A contract that waits for signatures is written again: those given fall, and who gave them is told. One signed by all is
    changed by an amendment (`contract_signed`). The law's cap and the person's other missions are looked at again.
    """
    rows = Mission.objects.locked(missions)
    require_at(by, P.CONTRACTS_ISSUE, rows)
    require_not_own(by, rows)
    require_date(by, on)
    if not why.strip():
        raise Refusal("reason_required", _("Écrivez pourquoi les dates changent."), field="why")
    if first_day < on:
        raise Refusal("first_day_past", _("Le premier jour est aujourd’hui ou à venir."), field="first_day")
    _check(rows)
    _move(rows, first_day)
    told = {contract.mission_id for contract in replace_texts(rows, why=why.strip(), by=by, on=on)}
    _tell([row for row in rows if row.pk not in told])
    if rows:
        journal.write("missions.redate", "mission", rows[0].pk, by=by, on=on, permission=P.CONTRACTS_ISSUE, reason=why.strip(),
                      rows=[row.pk for row in rows], first_day=str(first_day))  # fmt: skip
    return rows


def _check(missions: Sequence[Mission]) -> None:
    signed = set(Contract.objects.in_force().filter(mission__in=missions).values_list("mission_id", flat=True))
    attested = set(StartOfService.objects.filter(mission__in=missions).values_list("mission_id", flat=True))
    for row in missions:
        if row.state != MissionState.PREPARED or row.pk in attested:
            raise Refusal(
                "not_in_preparation", _("%(number)s a déjà commencé, ou est annulée.") % {"number": row.number}
            )
        if row.pk in signed:
            raise Refusal(
                "contract_signed", _("Le contrat de %(number)s est signé de tous : établissez un avenant.") % {"number": row.number}
            )  # fmt: skip


def _move(missions: Sequence[Mission], first_day: date) -> None:
    ends = terms_of_seats([row.seat_id for row in missions], but=[row.pk for row in missions])
    for row in missions:
        row.period = until(row.seat, first_day, ends)
        row.required_gates, row.contract_names = asked_on(row.form.code, first_day)
    law, _policy = queries.over_caps(missions)
    if law:
        raise Refusal("legal_cap", next(iter(law.values())))
    try:
        with transaction.atomic():
            Mission.objects.bulk_update(missions, ["period", "required_gates", "contract_names"])
    except IntegrityError as error:
        if "missions_do_not_overlap" not in str(error):
            raise
        raise Refusal("mission_overlaps", _("Une de ces personnes a déjà une mission à ces dates.")) from error


def _tell(missions: Sequence[Mission]) -> None:
    """Those without a contract yet; the others are told by their new text."""
    queue_many(
        [{"to": m.person.phone, "key": f"mission_redated:{m.pk}:{m.period.lower}", "about": f"mission {m.pk}",
          "context": {"first": papers.short(m.period.lower), "last": papers.short(queries.last_day(m))}} for m in missions],
        channel="sms", template="mission_redated",
    )  # fmt: skip
