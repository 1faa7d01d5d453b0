"""An answer, whoever brings it: by SMS, on the page, through an agent. The last one said counts, the former stay."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import Actor, Telephone, require, require_date
from teriya.foundation.core.refusals import Refusal as No
from teriya.foundation.journal import actions as journal
from teriya.insertion.routes import actions as routes
from teriya.insertion.routes.models import Situation
from teriya.insertion.surveys import queries
from teriya.insertion.surveys.engine.answers import Heard
from teriya.insertion.surveys.models import Attempt, Refusal, Reply, Survey
from teriya.insertion.surveys.states import EXPLAINED_MAX, Outcome, Result, Way

OPEN = ("", Outcome.ANSWERED)


@transaction.atomic
def answer(
    *,
    survey: Survey,
    route: str,
    way: str,
    by: Actor,
    on: date,
    since: date | None = None,
    detail: str = "",
    said: str = "",
) -> Survey:
    """Write the situation of the person on the day that the survey speaks of; said again otherwise, it is corrected.

    Without a first day the situation begins on the survey's own day. Refuses `survey_over` once it is closed, refused, or the
    person dead or serving; what `routes.record` refuses too.
    """
    row = _locked(survey, by, on)
    Reply.objects.create(survey=row, way=way, said=said[:160], route=route, since=since, on=on, by_id=by.id)
    since = since or _month_said(row, route) or row.due_on
    if row.situation is None:
        row.situation = routes.record(person=row.person, mission=row.mission, route=route, since=since, detail=detail, source="survey",
                                      by=by, on=on)  # fmt: skip
    elif (route, since, detail or row.situation.detail) != (
        row.situation.route,
        row.situation.since,
        row.situation.detail,
    ):
        changes = {"route": route, "since": since, "detail": detail or row.situation.detail}
        row.situation = _corrected(row.situation, by, on, **changes)
    if row.outcome != Outcome.ANSWERED:
        row.outcome, row.outcome_on = Outcome.ANSWERED, on
    row.save(update_fields=["situation", "outcome", "outcome_on"])
    journal.write("surveys.answer", "survey", row.pk, by=by, on=on, way=str(way))
    return row


def _corrected(situation: Situation, by: Actor, on: date, **changes) -> Situation:
    """The standing version of what the survey told, corrected; what somebody else corrected since is corrected too."""
    while hasattr(situation, "replaced_by"):
        situation = situation.replaced_by
    return routes.correct(situation=situation, why="Répondu à nouveau à l’enquête", by=by, on=on, **changes)


def _month_said(survey: Survey, route: str) -> date | None:
    """The month that came before its route, or with the same one."""
    return (
        survey.replies.filter(since__isnull=False, route__in=("", route))
        .order_by("-pk")
        .values_list("since", flat=True)
        .first()
    )


@transaction.atomic
def refuse(*, survey: Survey, way: str, by: Actor, on: date) -> Survey:
    """The person does not want to be asked: this survey and every other, now and later. An answer already given stays."""
    row = _locked(survey, by, on)
    Refusal.objects.get_or_create(person=row.person, defaults={"way": way, "on": on, "by_id": by.id})
    waiting = list(
        Survey.objects.select_for_update().filter(person=row.person, outcome="").values_list("pk", flat=True)
    )
    Survey.objects.filter(pk__in=waiting).update(outcome=Outcome.REFUSED, outcome_on=on)
    journal.write("surveys.refuse", "survey", row.pk, by=by, on=on, way=str(way), rows=waiting)
    row.refresh_from_db()
    return row


@transaction.atomic
def hear(*, phone: str, heard: Heard, said: str, on: date) -> tuple[Survey, str] | None:
    """What an SMS answers: (the survey, what happened: answered, month, refused, explained), or None where it answers nothing.

    An answer that nobody can read is explained once a survey; after that it is left to who calls.
    """
    survey = queries.open_at(phone, on)
    if survey is None:
        return None
    by = Telephone(P.SURVEYS_ANSWER)
    if heard.is_refusal:
        return refuse(survey=survey, way=Way.SMS, by=by, on=on), "refused"
    if heard.route:
        return answer(
            survey=survey, route=heard.route, since=heard.month, way=Way.SMS, by=by, on=on, said=said
        ), "answered"
    if heard.month:
        return _month(survey, heard.month, by, on, said), "month"
    row = _locked(survey, by, on)
    rank = row.attempts.filter(result=Result.EXPLAINED).count() + 1
    if row.outcome or rank > EXPLAINED_MAX:
        return None
    Attempt.objects.create(survey=row, way=Way.SMS, rank=rank, result=Result.EXPLAINED, on=on, by_id=0)
    return row, "explained"


def _month(survey: Survey, month: date, by: Actor, on: date, said: str) -> Survey:
    """The month alone: it dates the route already said, or waits for it."""
    row = _locked(survey, by, on)
    if row.situation:
        return answer(survey=row, route=row.situation.route, since=month, way=Way.SMS, by=by, on=on, said=said)
    Reply.objects.create(survey=row, way=Way.SMS, said=said[:160], since=month, on=on, by_id=by.id)
    return row


def _locked(survey: Survey, by: Actor, on: date) -> Survey:
    """The row, for who may answer it while it is open."""
    rows = Survey.objects.select_for_update(of=("self",)).select_related("person__merged_into", "person__account", "mission__host", "mission__person", "situation")  # fmt: skip
    row = rows.get(pk=survey.pk)
    if not by.may(P.SURVEYS_ANSWER):
        require(by, P.SURVEYS_CALL, commune=row.mission.host.commune_id)
    require_date(by, on)
    if row.outcome not in OPEN or not row.due_on <= on <= row.closes_on or row.person.died_on:
        raise No("survey_over", _("Cette enquête est close. Ce qui change se dit sur la page de la personne."))
    return row
