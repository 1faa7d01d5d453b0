"""People in service within weeks, in an emergency: gates lifted by two people, until a day, and regularised after."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.gates import lift_gates
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.documents.actions import issue
from teriya.foundation.journal import actions as journal
from teriya.foundation.rules import queries as rules
from teriya.service.followup import papers
from teriya.service.followup.models import Derogation
from teriya.service.followup.states import DEROGATION_LIFE
from teriya.service.missions.models import Mission
from teriya.service.missions.policies import require_not_own
from teriya.service.missions.queries import gate_words, missing_gates
from teriya.service.missions.states import MissionState


@transaction.atomic
def propose_derogation(
    *, missions: Sequence[Mission], gates: Collection[str], until: date, reason: str, by: User, on: date
) -> Derogation:  # fmt: skip
    """Ask that these gates be lifted for these people until a day. Only those that the rule lets be lifted
    (`derogation_gates`), no longer than it says (`derogation_days_max`)."""
    require(by, P.DEROGATIONS_PROPOSE)
    require_date(by, on)
    rows = Mission.objects.locked(missions)
    if not rows or not gates:
        raise Refusal("nobody_chosen", _("Choisissez au moins une mission et une condition."))
    if not reason.strip():
        raise Refusal("reason_required", _("Écrivez le motif de cette décision."), field="reason")
    for row in rows:
        _check(row, gates, until, on)
    derogation = Derogation.objects.create(gates=sorted(gates), until=until, reason=reason.strip(), on=on, by_id=by.id)
    derogation.missions.set(rows)
    journal.write("followup.propose_derogation", "derogation", derogation.pk, by=by, on=on, permission=P.DEROGATIONS_PROPOSE,
                  reason=reason, rows=[row.pk for row in rows])  # fmt: skip
    return derogation


def _check(mission: Mission, gates: Collection[str], until: date, on: date) -> None:
    if mission.state != MissionState.PREPARED:
        raise Refusal(
            "not_in_preparation", _("La mission %(number)s n’est plus en préparation.") % {"number": mission.number}
        )
    of = {"on": on, "form": mission.form.code}
    if stuck := set(gates) - set(rules.value("derogation_gates", **of).value):
        raise Refusal(
            "gate_not_lifted",
            _("La règle ne permet pas de lever : %(gates)s.") % {"gates": gate_words(sorted(stuck))},
            field="gates",
        )
    last = on + timedelta(rules.value("derogation_days_max", **of).value)
    if not on <= until <= last:
        raise Refusal(
            "derogation_too_long",
            _("Une dérogation finit le %(last)s au plus tard.") % {"last": f"{last:%d/%m/%Y}"},
            field="until",
        )


@transaction.atomic
def sign_derogation(*, derogation: Derogation, by: User, on: date) -> Derogation:
    """Sign it, by another person: its act lists who is to regularise what, and the starts of service pass until its day.

    A mission that left preparation meanwhile, or whose gates are proved or already lifted as long, is left as it is.
    """
    row = Derogation.objects.select_for_update().get(pk=derogation.pk)
    require(by, P.DEROGATIONS_SIGN)
    require_other_person(by, row.by_id)
    require_date(by, on)
    DEROGATION_LIFE.check("sign", row.state)
    missions = [one for one in Mission.objects.locked(row.missions.all()) if one.state == MissionState.PREPARED]
    require_not_own(by, missions)
    lacking = missing_gates(missions, {one.pk: row.until for one in missions})
    lifted = [(one, [gate for gate in row.gates if gate in lacking.get(one.pk, ())]) for one in missions]
    lifted = [(one, gates) for one, gates in lifted if gates]
    if not lifted:
        raise Refusal("nothing_to_lift", _("Ces conditions sont déjà remplies : refusez la dérogation."))
    row.signed_by_id, row.signed_on = by.id, on
    proposer = User.objects.get(pk=row.by_id)
    row.act = issue(
        kind="liste",
        series="DEROGATION",
        subject="derogation",
        sheet=papers.derogation(row, lifted, proposer, by),
        by=by,
        on=on,
    )
    row.save(update_fields=["signed_by_id", "signed_on", "act"])
    move(row, DEROGATION_LIFE, "sign", by=by, on=on)
    lift_gates(
        "mission",
        [(one.pk, gate) for one, gates in lifted for gate in gates],
        act=row.act.number,
        until=row.until,
        by=by,
        on=on,
    )
    journal.write("followup.sign_derogation", "derogation", row.pk, by=by, on=on, permission=P.DEROGATIONS_SIGN, rows=[one.pk for one, _gates in lifted])  # fmt: skip
    return row


@transaction.atomic
def refuse_derogation(*, derogation: Derogation, reason: str, by: User, on: date) -> Derogation:
    row = Derogation.objects.select_for_update().get(pk=derogation.pk)
    require_other_person(by, row.by_id)
    move(row, DEROGATION_LIFE, "refuse", by=by, on=on, reason=reason)
    journal.write(
        "followup.refuse_derogation", "derogation", row.pk, by=by, on=on, permission=P.DEROGATIONS_SIGN, reason=reason
    )
    return row
