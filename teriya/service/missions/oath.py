"""Before deployment: the training that a room above proves, and the oath with its minutes."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.gates import open_gates
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.actions import issue
from teriya.foundation.journal import actions as journal
from teriya.service.missions import papers, queries
from teriya.service.missions.models import Mission, Oath
from teriya.service.missions.states import GateName, MissionState


@transaction.atomic
def prove_training(*, missions: Sequence[Mission], minutes: str, by: User, on: date) -> list[Mission]:
    """Open the gate of training for those who passed it, of any wave; the number of the minutes is the evidence."""
    require(by, P.TRAINING_HOLD)
    require_date(by, on)
    rows = Mission.objects.locked(missions)
    _require_waiting(rows, GateName.TRAINING)
    _open([row.pk for row in rows], GateName.TRAINING, minutes, by=by, on=on)
    if rows:
        journal.write("missions.prove_training", "mission", rows[0].pk, by=by, on=on, permission=P.TRAINING_HOLD,
                      rows=[row.pk for row in rows], minutes=minutes)  # fmt: skip
    return rows


@transaction.atomic
def record_oath(*, missions: Sequence[Mission], place: str, by: User, on: date) -> Oath:
    """Write that trained volunteers of one wave took the oath; the minutes' number is the evidence."""
    require(by, P.OATH_RECORD)
    require_date(by, on)
    rows = _to_prove(missions, GateName.OATH)
    standing = queries.gates_of([row.pk for row in rows])
    untrained = [
        row for row in rows if GateName.TRAINING in row.required_gates and GateName.TRAINING not in standing[row.pk]
    ]
    if untrained:
        raise Refusal(
            "not_trained",
            _("Sans formation enregistrée, pas de serment : %(untrained)s.") % {"untrained": _numbers(untrained)},
        )
    minutes = issue(
        kind="liste",
        series="PV-SERMENT",
        subject="oath",
        sheet=papers.minutes_of_oath(rows, place, by, on),
        by=by,
        on=on,
    )
    oath = Oath.objects.create(wave=rows[0].wave, place=place, on=on, minutes=minutes)
    _open([row.pk for row in rows], GateName.OATH, minutes.number, by=by, on=on)
    journal.write(
        "missions.record_oath", "oath", oath.pk, by=by, on=on, permission=P.OATH_RECORD, rows=[row.pk for row in rows]
    )
    return oath


def _to_prove(missions: Sequence[Mission], gate: str) -> list[Mission]:
    """Missions in preparation; or begun under a derogation of this gate, which is then regularised."""
    rows = Mission.objects.locked(missions)
    if not rows:
        raise Refusal("nobody_chosen", _("Choisissez au moins une mission."))
    if len({row.wave_id for row in rows}) > 1:
        raise Refusal("several_waves", _("Choisissez des missions d’une seule vague."))
    _require_waiting(rows, gate)
    return rows


def _require_waiting(rows: Sequence[Mission], gate: str) -> None:
    lifted = queries.lifted(rows, gate)
    late = [row for row in rows if row.state != MissionState.PREPARED and row.pk not in lifted]
    if late:
        raise Refusal("not_in_preparation", _("Déjà commencées ou annulées : %(late)s.") % {"late": _numbers(late)})


def _numbers(missions: Sequence[Mission]) -> str:
    return ", ".join(mission.number for mission in missions[:5]) + (" …" if len(missions) > 5 else "")


def _open(ids: Collection[int], gate: str, evidence: str, *, by: User, on: date) -> None:
    open_gates("mission", [(pk, gate, evidence) for pk in ids], by=by, on=on)
