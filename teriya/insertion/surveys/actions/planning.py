"""Surveys planned from the missions that ended, asked by SMS as often as the plan says, closed when their time is over."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import translation

from teriya.foundation.core.periods import add_months
from teriya.foundation.journal import actions as journal
from teriya.foundation.messages.actions import queue_many
from teriya.foundation.rules import queries as rules
from teriya.insertion.surveys import links, queries
from teriya.insertion.surveys.engine.choices import numbered
from teriya.insertion.surveys.models import Attempt, Refusal, Survey
from teriya.insertion.surveys.states import Outcome, Result, Way
from teriya.insertion.surveys.words import short_names
from teriya.service.missions.models import Mission
from teriya.service.missions.states import LIVE


@transaction.atomic
def plan(*, on: date) -> list[Survey]:
    """A survey for each mission whose horizon has come, once; none for a horizon whose time was over before it could be asked.

    Its bounds are those of the rules of the day. Who refused once is counted as refused at once, and not asked.
    """
    span = rules.amount("survey_open_days", on=on, default=0)
    limits = {f"{name}_max": rules.amount(f"survey_{name}_max", on=on, default=0) for name in ("sms", "calls")}
    made = []
    for horizon in queries.horizons(on):
        for mission in _ended(add_months(on - timedelta(span), -horizon), add_months(on, -horizon), horizon):
            due = add_months(mission.ended_on, horizon)
            if due <= on < due + timedelta(span):
                person = mission.person.merged_into or mission.person
                made.append(
                    Survey(
                        mission=mission,
                        person=person,
                        horizon=horizon,
                        due_on=due,
                        closes_on=due + timedelta(span),
                        **limits,
                    )
                )
    heads = Refusal.objects.annotate(head=Coalesce("person__merged_into", "person"))
    refused = set(heads.filter(head__in={row.person_id for row in made}).values_list("head", flat=True))
    for row in made:
        if row.person_id in refused:
            row.outcome, row.outcome_on = Outcome.REFUSED, on
    Survey.objects.bulk_create(made, batch_size=1000)
    if made:
        journal.write("surveys.plan", "survey", made[0].pk, by=None, on=on, rows=[row.pk for row in made])
    return made


def _ended(first: date, last: date, horizon: int) -> QuerySet[Mission]:
    """Missions that ended about then without a survey of this horizon. The ends of months differ: a few days more on each side."""
    rows = Mission.objects.filter(
        state__in=("ended", "closed"), ended_on__range=(first - timedelta(3), last + timedelta(3))
    )
    known = Survey.objects.filter(mission=OuterRef("pk"), horizon=horizon)
    return rows.filter(~Exists(known)).select_related("person__merged_into").order_by("pk")


@transaction.atomic
def close(*, on: date) -> int:
    """End the surveys that nobody will answer: the person died, serves again, or the time is over. Returns how many."""
    waiting = Survey.objects.filter(outcome="")
    serving = Mission.objects.filter(person=OuterRef("person"), state__in=LIVE, started_on__lte=on)
    number = 0
    for rows, outcome in (
        (waiting.filter(person__died_on__isnull=False), Outcome.DEAD),
        (waiting.filter(Exists(serving)), Outcome.SERVING),
        (waiting.filter(closes_on__lt=on), Outcome.SILENT),
    ):
        found = list(rows.select_for_update(of=("self",)).values_list("pk", flat=True))
        number += Survey.objects.filter(pk__in=found).update(outcome=outcome, outcome_on=on)
        if found:
            journal.write("surveys.close", "survey", found[0], by=None, on=on, rows=found, outcome=str(outcome))
    return number


@transaction.atomic
def ask(*, on: date) -> list[Survey]:
    """Ask by SMS what is due and unanswered: as often as the survey's plan says, so many days apart.

    One telephone has one open survey at a time: a family that shares it is asked one after the other. The numbered answers come
    first, the personal link at the next time.
    """
    wait = rules.amount("survey_sms_wait_days", on=on, default=7)
    sent = Q(attempts__way=Way.SMS, attempts__result=Result.SENT)
    tried = Attempt.objects.filter(survey=OuterRef("pk"), way=Way.SMS, result=Result.SENT)
    rows = Survey.objects.filter(outcome="", due_on__lte=on, closes_on__gte=on, person__died_on=None, sms_max__gt=0)
    rows = rows.filter(~Exists(tried.filter(on__gt=on - timedelta(wait))))
    due = list(rows.select_for_update(of=("self",)).select_related("person__account").order_by("due_on", "pk"))
    ranks = dict(
        Survey.objects.filter(sent, pk__in=[row.pk for row in due])
        .annotate(last=Max("attempts__rank"))
        .values_list("pk", "last")
    )
    busy, asked = _busy(on), []
    for survey in due:
        phone, rank = queries.phone_of(survey.person), ranks.get(survey.pk, 0) + 1
        if phone and rank <= survey.sms_max and busy.setdefault(phone, survey.pk) == survey.pk:
            asked.append(
                (
                    survey,
                    Attempt(survey=survey, way=Way.SMS, rank=rank, result=Result.SENT, phone=phone, on=on, by_id=0),
                )
            )
    Attempt.objects.bulk_create([attempt for _survey, attempt in asked])
    _send(asked)
    if asked:
        journal.write(
            "surveys.ask", "survey", asked[0][0].pk, by=None, on=on, rows=[survey.pk for survey, _attempt in asked]
        )
    return [survey for survey, _attempt in asked]


def _busy(on: date) -> dict[str, int]:
    """Telephone → the survey that an answer from it would be for."""
    rows = Attempt.objects.filter(survey__outcome="", survey__closes_on__gte=on).exclude(phone="").order_by("pk")
    return dict(rows.values_list("phone", "survey"))


def _send(asked: Iterable[tuple[Survey, Attempt]]) -> None:
    batches: dict[tuple[str, str], list[dict]] = {}
    agency = rules.agency()["short_name"]
    for survey, attempt in asked:
        account = survey.person.account
        language = account.language if account else "fr"
        with translation.override(language):
            context = {"agency": agency, "choices": numbered(short_names()), "address": links.address(survey)}
        message = {
            "to": attempt.phone,
            "key": f"survey:{survey.pk}:{attempt.rank}",
            "about": f"person {survey.person_id}",
            "context": context,
        }
        batches.setdefault((language, "survey_asked" if attempt.rank == 1 else "survey_again"), []).append(message)
    for (language, template), messages in batches.items():
        queue_many(messages, channel="sms", template=template, language=language)
