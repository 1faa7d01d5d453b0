"""Interviews: a day agreed for a set of people, held with what was said, missed, dropped."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.insertion.plans import notices
from teriya.insertion.plans.actions.plans import locked
from teriya.insertion.plans.models import Interview, Plan
from teriya.insertion.plans.policies import require_keeper
from teriya.insertion.plans.states import INTERVIEW_LIFE, Moment


@transaction.atomic
def call_in(*, interviews: Sequence[Interview], day: date, place: str, by: User, on: date) -> list[Interview]:
    """Agree on a day and a place for a set of interviews: each person is told by SMS, and again shortly before.

    Refuses a past day (`day_in_past`), an interview that is over (`wrong_state`).
    """
    rows = list(
        Interview.objects.select_for_update(of=("self",))
        .filter(pk__in=[one.pk for one in interviews])
        .select_related("plan__person__account", "plan__mission__host", "plan__mission__person", "plan__referent")
        .order_by("pk")
    )
    require_keeper(by, [one.plan.mission for one in rows])
    require_date(by, on)
    if day < on:
        raise Refusal("day_in_past", _("Un entretien se prévoit pour un jour à venir."), field="day")
    for one in rows:
        INTERVIEW_LIFE.check("hold", one.state)
        one.meets_on, one.place = day, place.strip()
    Interview.objects.bulk_update(rows, ["meets_on", "place"])
    notices.called(rows)
    if rows:
        journal.write(
            "plans.call_in",
            "interview",
            rows[0].pk,
            by=by,
            on=on,
            permission=P.PLANS_KEEP,
            rows=[one.pk for one in rows],
        )
    return rows


@transaction.atomic
def add_interview(*, plan: Plan, day: date, place: str, by: User, on: date) -> Interview:
    """One more than the schedule asks for."""
    row = locked(plan, by, is_running=True)
    one = Interview.objects.create(plan=row, moment=Moment.EXTRA, due_on=day)
    return call_in(interviews=[one], day=day, place=place, by=by, on=on)[0]


@transaction.atomic
def hold(*, interview: Interview, said: str, decided: str = "", by: User, on: date) -> Interview:
    """Write what was said and decided, on the day `on`. Refuses `said_missing`, `plan_ended`."""
    row, mission = _locked(interview, by)
    require_date(by, on)
    if not said.strip():
        raise Refusal("said_missing", _("Écrivez ce qui a été dit."), field="said")
    INTERVIEW_LIFE.check("hold", row.state)
    row.held_on, row.by_id, row.said, row.decided = on, by.pk, said.strip(), decided.strip()
    row.save(update_fields=["held_on", "by_id", "said", "decided"])
    move(row, INTERVIEW_LIFE, "hold", by=by, on=on, commune=mission.host.commune_id)
    journal.write("plans.hold", "interview", row.pk, by=by, on=on, permission=P.PLANS_KEEP)
    return row


@transaction.atomic
def miss(*, interview: Interview, reason: str, by: User, on: date) -> Interview:
    """The person did not come: it stays to be held, without a day; each time counts."""
    row, mission = _locked(interview, by)
    move(row, INTERVIEW_LIFE, "miss", by=by, on=on, reason=reason.strip(), commune=mission.host.commune_id)
    row.meets_on = None
    row.save(update_fields=["meets_on"])
    journal.write("plans.miss", "interview", row.pk, by=by, on=on, permission=P.PLANS_KEEP)
    return row


@transaction.atomic
def drop(*, interview: Interview, reason: str, by: User, on: date) -> Interview:
    """It will not be held, for a reason."""
    row, mission = _locked(interview, by)
    move(row, INTERVIEW_LIFE, "drop", by=by, on=on, reason=reason.strip(), commune=mission.host.commune_id)
    journal.write("plans.drop", "interview", row.pk, by=by, on=on, permission=P.PLANS_KEEP)
    return row


def _locked(interview: Interview, by: User):
    plan = locked(interview.plan, by, is_running=True)
    row = Interview.objects.select_for_update().get(pk=interview.pk)
    return row, plan.mission
