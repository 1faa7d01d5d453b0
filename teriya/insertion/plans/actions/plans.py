"""Plans opened for a set of volunteers, kept in step with their missions, ended with a reason."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.db.models import DateField, F, Func
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import Calendar, require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move, move_all
from teriya.foundation.journal import actions as journal
from teriya.insertion.plans import notices, queries
from teriya.insertion.plans.models import Interview, Member, Plan
from teriya.insertion.plans.policies import require_keeper
from teriya.insertion.plans.states import BEFORE_EXIT, INTERVIEW_LIFE, SUPPORT_LIFE, InterviewState, Moment, Why
from teriya.service.missions.models import Mission
from teriya.service.missions.states import LIVE


@transaction.atomic
def open_plans(*, missions: Sequence[Mission], referent: User, by: User, on: date) -> list[Plan]:
    """Open the plan of each mission, with its interviews by the form's schedule; who has one keeps it.

    The referent answers for all of them, and each person is told the name by SMS. Refuses `mission_over`, `referent_elsewhere`.
    """
    rows = Mission.objects.locked(missions)
    require_keeper(by, rows)
    require_date(by, on)
    known = set(Plan.objects.filter(mission__in=rows).values_list("mission", flat=True))
    fresh = [row for row in rows if row.pk not in known]
    for row in fresh:
        if row.state not in LIVE:
            raise Refusal(
                "mission_over",
                _("La mission de %(who)s est finie : un plan s’ouvre avant la fin.") % {"who": row.person},
            )
        require_referent(referent, row)
    days = [queries.days_of(row) for row in fresh]
    plans = Plan.objects.bulk_create(
        [Plan(mission=row, person=row.person, referent=referent, starts_on=first, ends_on=last, opened_on=on, by_id=by.pk)
         for row, (first, last) in zip(fresh, days, strict=True)]
    )  # fmt: skip
    Member.objects.bulk_create(
        [
            Member(
                plan=plan,
                user=referent,
                name=referent.name,
                role=REFERENT,
                phone=referent.phone or "",
                is_referent=True,
                since=on,
            )
            for plan in plans
        ]
    )
    Interview.objects.bulk_create(
        [
            Interview(plan=plan, moment=moment, due_on=day)
            for plan in plans
            for moment, day in queries.due_days(plan.mission).items()
        ]
    )
    notices.opened(plans)
    if plans:
        journal.write(
            "plans.open", "plan", plans[0].pk, by=by, on=on, permission=P.PLANS_KEEP, rows=[plan.pk for plan in plans]
        )
    return plans


REFERENT = "référent"


def require_referent(user: User, mission: Mission) -> None:
    """Who may keep plans where the volunteer serves, and is not the volunteer."""
    if not user.may(P.PLANS_KEEP, commune=mission.host.commune_id) or mission.person.account_id == user.pk:
        sentence = _("%(who)s ne peut pas suivre %(person)s : ce n’est pas son périmètre.")
        raise Refusal("referent_elsewhere", sentence % {"who": user, "person": mission.person}, field="referent")


@transaction.atomic
def reschedule(today: date) -> int:
    """Interviews still planned follow the days of their mission when these have changed; returns how many plans did.

    A day agreed with the person stands. Where a mission ends earlier than the plan knew, what the schedule no longer holds is
    dropped (`_fallen`).
    """
    last = Func(F("mission__period"), template="(upper(%(expressions)s) - 1)", output_field=DateField())
    rows = Plan.objects.filter(state="running").annotate(
        last=Coalesce("mission__ended_on", last), first=Coalesce("mission__started_on", "mission__period__startswith")
    )
    rows = rows.exclude(ends_on=F("last"), starts_on=F("first")).exclude(mission__state="cancelled")
    plans = list(
        Plan.objects.filter(pk__in=rows.values("pk"))
        .select_for_update(of=("self",))
        .select_related("mission__form")
        .order_by("pk")
    )
    due = {plan.pk: queries.due_days(plan.mission) for plan in plans}
    shorter = [plan for plan in plans if queries.days_of(plan.mission)[1] < plan.ends_on]
    fallen = _fallen(shorter, due, today)
    if fallen:
        move_all(fallen, INTERVIEW_LIFE, "drop", by=Calendar(P.PLANS_KEEP), on=today, reason=ENDED_EARLIER)
        journal.write("plans.drop", "interview", fallen[0].pk, by=None, on=today, reason=ENDED_EARLIER, rows=[one.pk for one in fallen])  # fmt: skip
    for plan in plans:
        plan.starts_on, plan.ends_on = queries.days_of(plan.mission)
    Plan.objects.bulk_update(plans, ["starts_on", "ends_on"])
    moved = [
        one
        for one in Interview.objects.filter(plan__in=plans, state=InterviewState.PLANNED)
        if one.moment in due[one.plan_id]
    ]
    for one in moved:
        one.due_on = due[one.plan_id][one.moment]
    Interview.objects.bulk_update(moved, ["due_on"])
    return len(plans)


ENDED_EARLIER = "mission finie plus tôt"


def _fallen(plans: Sequence[Plan], due: Mapping[int, Mapping[str, date]], today: date) -> list[Interview]:
    """Of missions that end earlier, the interviews that have lost their moment: out of the schedule, or before an exit that has come.

    One that was added by hand, or whose agreed day is still to come, is kept.
    """
    rows = Interview.objects.filter(plan__in=plans, state=InterviewState.PLANNED).exclude(moment=Moment.EXTRA)
    return [
        one
        for one in rows.exclude(meets_on__gte=today).select_related("plan__mission").order_by("pk")
        if one.moment not in due[one.plan_id] or (one.moment in BEFORE_EXIT and one.plan.mission.ended_on)
    ]


@transaction.atomic
def end_plan(*, plan: Plan, why: str, reason: str, by: User, on: date) -> Plan:
    """Accompany no more, for a reason of the list and in words. Interviews still planned stay, and wait for nobody."""
    row = locked(plan, by)
    if why not in Why.values:
        raise Refusal("why_unknown", _("Choisissez pourquoi le plan se termine."), field="why")
    row.ended_on, row.why = on, why
    row.save(update_fields=["ended_on", "why"])
    move(row, SUPPORT_LIFE, "end", by=by, on=on, reason=reason.strip(), commune=row.mission.host.commune_id)
    journal.write("plans.end", "plan", row.pk, by=by, on=on, permission=P.PLANS_KEEP, why=why)
    return row


@transaction.atomic
def reopen_plan(*, plan: Plan, reason: str, by: User, on: date) -> Plan:
    row = locked(plan, by)
    move(row, SUPPORT_LIFE, "reopen", by=by, on=on, reason=reason.strip(), commune=row.mission.host.commune_id)
    row.ended_on, row.why = None, ""
    row.save(update_fields=["ended_on", "why"])
    journal.write("plans.reopen", "plan", row.pk, by=by, on=on, permission=P.PLANS_KEEP)
    return row


def locked(plan: Plan, by: User, *, is_running: bool = False) -> Plan:
    """The row, for who keeps it. Refuses `plan_ended` where it must be under way."""
    row = (
        Plan.objects.select_for_update(of=("self",))
        .select_related("mission__host", "mission__person", "person")
        .get(pk=plan.pk)
    )
    require_keeper(by, [row.mission])
    if is_running and row.state != "running":
        raise Refusal("plan_ended", _("Ce plan est terminé : rouvrez-le d’abord."))
    return row
