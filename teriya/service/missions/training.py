"""Before deployment: the training with its lists, and the oath with its minutes."""

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
from teriya.mobilisation.calls.models import Wave
from teriya.service.missions import papers, queries
from teriya.service.missions.models import Mission, Oath, Trainee, TrainingSession
from teriya.service.missions.states import GateName, MissionState


@transaction.atomic
def plan_training(
    *, wave: Wave, title: str, place: str, trainer: str, from_on: date, to_on: date, missions: Sequence[Mission],
    by: User, on: date,
) -> TrainingSession:  # fmt: skip
    """Call volunteers to a training before deployment; its liste d’émargement is printed with their names."""
    require(by, P.TRAINING_HOLD)
    require_date(by, on)
    if to_on < from_on:
        raise Refusal("training_dates", _("La formation finit après avoir commencé."), field="to_on")
    rows = _to_prove(missions, GateName.TRAINING)
    session = TrainingSession(wave=wave, title=title, place=place, trainer=trainer, from_on=from_on, to_on=to_on)
    session.sign_in = issue(
        kind="liste", series="EMARGEMENT", subject="training", sheet=papers.sign_in(session, rows), by=by, on=on
    )
    session.save()
    Trainee.objects.bulk_create([Trainee(session=session, mission=row) for row in rows])
    journal.write("missions.plan_training", "training", session.pk, by=by, on=on, permission=P.TRAINING_HOLD,
                  rows=[row.pk for row in rows])  # fmt: skip
    return session


@transaction.atomic
def record_training(*, session: TrainingSession, present_ids: Collection[int], by: User, on: date) -> TrainingSession:
    """Write who attended (mission ids), once the training is over. Presence opens the gate, with the list's number.

    Recorded again, it may only add people who were forgotten: an open gate stays open.
    """
    require(by, P.TRAINING_HOLD)
    require_date(by, on)
    session = TrainingSession.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if on < session.to_on:
        raise Refusal(
            "training_not_over",
            _("La formation finit le %(to_on)s : la présence s’écrit ensuite.")
            % {"to_on": f"{session.to_on:%d/%m/%Y}"},
        )
    trainees = list(session.trainees.select_for_update(of=("self",)).order_by("pk"))
    present = set(present_ids) & {trainee.mission_id for trainee in trainees}
    forgotten = [trainee for trainee in trainees if trainee.attended and trainee.mission_id not in present]
    if forgotten:
        raise Refusal("attendance_recorded", _("Une présence déjà enregistrée ne se retire pas."), field="present_ids")
    for trainee in trainees:
        trainee.attended = trainee.mission_id in present
    Trainee.objects.bulk_update(trainees, ["attended"])
    rows = list(Mission.objects.filter(trainings__session=session).with_papers().order_by("pk"))
    session.attendance = issue(
        kind="liste", series="FORMATION", subject="training", sheet=papers.attendance(session, rows, present, by, on), by=by, on=on
    )  # fmt: skip
    session.save(update_fields=["attendance"])
    _open(present, GateName.TRAINING, session.attendance.number, by=by, on=on)
    journal.write(
        "missions.record_training", "training", session.pk, by=by, on=on, permission=P.TRAINING_HOLD, rows=present
    )
    return session


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
    lifted = queries.lifted(rows, gate)
    late = [row for row in rows if row.state != MissionState.PREPARED and row.pk not in lifted]
    if late:
        raise Refusal("not_in_preparation", _("Déjà commencées ou annulées : %(late)s.") % {"late": _numbers(late)})
    return rows


def _numbers(missions: Sequence[Mission]) -> str:
    return ", ".join(mission.number for mission in missions[:5]) + (" …" if len(missions) > 5 else "")


def _open(ids: Collection[int], gate: str, evidence: str, *, by: User, on: date) -> None:
    open_gates("mission", [(pk, gate, evidence) for pk in ids], by=by, on=on)
