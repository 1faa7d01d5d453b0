"""Marks, and the decision that the rule draws from them: passed, to resit, failed. A pass opens the gate of the start."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move, move_all
from teriya.foundation.documents.actions import issue, withdraw_many
from teriya.foundation.journal import actions as journal
from teriya.foundation.rules.templatetags.words import label
from teriya.service.missions import actions as missions
from teriya.service.missions.models import Mission
from teriya.service.training import notices, papers, queries
from teriya.service.training.engine.decision import FAILED, PASSED, RESIT, Decision, decide
from teriya.service.training.models import BEST, Mark, Module, Trainee, TrainingSession
from teriya.service.training.policies import require_other_than_trained, require_trainer
from teriya.service.training.queries import Course
from teriya.service.training.sessions import SUBJECT
from teriya.service.training.states import LIVE, SESSION_LIFE, TRAINEE_LIFE, Half, TraineeState

STEPS = {PASSED: "validate", RESIT: "put_off", FAILED: "fail"}
CORRIGIBLE = (TraineeState.SEATED, TraineeState.RESIT, TraineeState.FAILED)


@transaction.atomic
def enter_marks(*, module: Module, marks: Mapping[int, int], by: User, on: date) -> Module:
    """Write the marks of a module (trainee id → 0 to 20), of those not passed yet. Refuses `not_marked` and `mark_out_of_20`."""
    session = TrainingSession.objects.locked(module.session_id)
    require_trainer(by, session)
    require_date(by, on)
    SESSION_LIFE.check("conclude", session.state)
    if module.pass_mark is None:
        raise Refusal("not_marked", _("Ce module ne se note pas."))
    rows = session.trainees.filter(state__in=CORRIGIBLE, pk__in=marks).select_related("mission__person")
    require_other_than_trained(by, [row.mission for row in rows])
    if any(not 0 <= value <= BEST for value in marks.values()):
        raise Refusal("mark_out_of_20", _("Une note va de 0 à 20."))
    found = [Mark(trainee=row, module=module, value=marks[row.pk]) for row in rows]
    Mark.objects.bulk_create(
        found, update_conflicts=True, unique_fields=["trainee", "module"], update_fields=["value"]
    )
    journal.write("training.enter_marks", "training", session.pk, by=by, on=on, permission=P.TRAINING_HOLD, module=module.code,
                  rows=[row.pk for row in rows])  # fmt: skip
    return module


def decisions_of(session: TrainingSession, trainees: Sequence[Trainee], course: Course) -> dict[int, Decision]:
    """What the rule says today of each of these trainees, by id; nothing is written."""
    rule = queries.rule_of(session)
    return {row.pk: decide(course.asked(row), course.held, course.done(row), rule) for row in trainees}


def missing(course: Course, trainees: Sequence[Trainee]) -> list[str]:
    """What stops the results from being written, in sentences: rolls not called, marks not entered."""
    found = []
    if course.uncalled:
        days = ", ".join(f"{slot.on:%d/%m} {Half(slot.half).label}" for slot in course.uncalled)
        found.append(_("Appels à faire : %(days)s.") % {"days": days})
    for code, count in course.unmarked(trainees).items():
        found.append(_("Notes à saisir, %(module)s : %(count)s.") % {"module": label(code, "module"), "count": count})
    return found


@transaction.atomic
def conclude(*, session: TrainingSession, by: User, on: date) -> dict[str, list[Trainee]]:
    """Write what the rule decides for everybody, print the minutes, and open the gate of those who passed: in one act.

    Concluded again after a correction, it may only pass somebody who had not: a pass stays, an open gate too. Refuses
    `training_not_over`, `training_incomplete`. A mission given up meanwhile leaves its seat.
    """
    row = TrainingSession.objects.locked(session.pk)
    require_trainer(by, row)
    require_date(by, on)
    SESSION_LIFE.check("conclude", row.state)
    if on < row.to_on:
        sentence = _("La formation finit le %(to_on)s : les résultats s’écrivent ensuite.") % {
            "to_on": f"{row.to_on:%d/%m/%Y}"
        }
        raise Refusal("training_not_over", sentence)
    course, trainees = queries.course_of(row), _locked(row)
    require_other_than_trained(by, [one.mission for one in trainees])
    current = _still_waiting(trainees, by=by, on=on)
    if lacks := missing(course, [one for one in current if one.state == "seated"]):
        raise Refusal("training_incomplete", " ".join(lacks))
    found = _decide(row, current, course, by=by, on=on)
    if row.state == "closed" and not found[PASSED]:
        raise Refusal("nothing_changes", _("Aucune décision ne change : corrigez d’abord une note."))
    _print_minutes(row, course, by=by, on=on)
    move(row, SESSION_LIFE, "conclude", by=by, on=on, commune=row.commune_id)
    if found[PASSED]:
        passed = [one.mission for one in found[PASSED]]
        missions.prove_training(missions=passed, minutes=row.minutes.number, by=by, on=on)
    notices.decided(row, found)
    journal.write("training.conclude", "training", row.pk, by=by, on=on, permission=P.TRAINING_HOLD,
                  rows=[one.pk for rows in found.values() for one in rows], passed=len(found[PASSED]))  # fmt: skip
    return found


def _locked(session: TrainingSession) -> list[Trainee]:
    rows = session.trainees.select_for_update(of=("self",)).filter(state__in=CORRIGIBLE)
    return list(rows.select_related("mission__person__account", "mission__host").order_by("pk"))


def _still_waiting(trainees: Sequence[Trainee], *, by: User, on: date) -> list[Trainee]:
    """Those whose mission still waits for a training and who have no seat elsewhere; the others give theirs back."""
    ids = [one.mission_id for one in trainees]
    to_train = set(queries.to_train(Mission.objects.filter(pk__in=ids)).values_list("pk", flat=True))
    gone = [one for one in trainees if one.state == "seated" and one.mission_id not in to_train]
    move_all(gone, TRAINEE_LIFE, "drop", by=by, on=on, reason="mission annulée ou déjà formée")
    mine = [one.pk for one in trainees]
    elsewhere = Trainee.objects.filter(mission__in=ids, state__in=LIVE).exclude(pk__in=mine)
    seated = set(elsewhere.values_list("mission_id", flat=True))
    return [one for one in trainees if one.mission_id in to_train and one.mission_id not in seated]


def _decide(
    session: TrainingSession, trainees: Sequence[Trainee], course: Course, *, by: User, on: date
) -> dict[str, list[Trainee]]:
    """By outcome, those whose state changes."""
    decisions = decisions_of(session, trainees, course)
    found: dict[str, list[Trainee]] = {outcome: [] for outcome in STEPS}
    for one in trainees:
        decision, done = decisions[one.pk], course.done(one)
        if one.state != "seated" and decision.outcome != PASSED:
            continue
        one.owed, one.present, one.halves, one.decided_on = dict(decision.owed), done.present, done.halves, on
        found[decision.outcome].append(one)
    changed = [one for rows in found.values() for one in rows]
    Trainee.objects.bulk_update(changed, ["owed", "present", "halves", "decided_on"])
    for outcome, rows in found.items():
        move_all(rows, TRAINEE_LIFE, STEPS[outcome], by=by, on=on, commune=session.commune_id)
    return found


def _print_minutes(session: TrainingSession, course: Course, *, by: User, on: date) -> None:
    trainees = list(session.trainees.there().listed())
    withdraw_many([session.minutes] if session.minutes else [], reason="résultats complétés", by=by, on=on)
    sheet = papers.minutes(session, trainees, course, by, on)
    session.minutes = issue(kind="liste", series="FORMATION", subject=SUBJECT, sheet=sheet, by=by, on=on)
    session.save(update_fields=["minutes"])
