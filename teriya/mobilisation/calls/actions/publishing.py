"""What the public is told of a call: its text and calendar, its extensions, answers to questions, announcements."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.journal import actions as journal
from teriya.foundation.places.models import Place
from teriya.mobilisation.calls import notices
from teriya.mobilisation.calls.models import Draft, Extension, Milestone, Question, Quota, Wave
from teriya.mobilisation.calls.queries import reachable
from teriya.mobilisation.calls.states import CalendarStep, WaveState

MOST_WAITING = 5  # questions of one person without an answer


@transaction.atomic
def describe_wave(
    *, wave: Wave, summary: str, asked_papers: Sequence[str], calendar: Mapping[str, date], quotas: Mapping[Place, int],
    by: User, on: date,
) -> Wave:  # fmt: skip
    """The public text, the papers that a candidate may send, the calendar and the places promised to regions.

    Refuses `calendar_order` when a day precedes the opening, or the steps do not follow one another, and `quota_too_high`
    when the regions are promised more than the posts of the call.
    """
    require(by, P.WAVES_OPEN)
    require_date(by, on)
    locked = Wave.objects.select_for_update().get(pk=wave.pk)
    if locked.state not in {WaveState.OPEN, WaveState.CLOSED}:
        raise Refusal("wave_ranked", _("La vague est déjà classée : ce qui est publié ne change plus."))
    days = [calendar[step] for step in CalendarStep.values if step in calendar]
    if days != sorted(days) or (days and days[0] < locked.opens_on):
        raise Refusal("calendar_order", _("Les dates du calendrier se suivent, après l’ouverture."), field="list")
    offered = sum(locked.needs.values_list("places", flat=True))
    if sum(quotas.values()) > offered:
        sentence = _("Les régions ont plus de places promises que les %(offered)s de l’appel.") % {"offered": offered}
        raise Refusal("quota_too_high", sentence)
    locked.summary, locked.asked_papers = summary.strip(), list(asked_papers)
    locked.save(update_fields=["summary", "asked_papers"])
    locked.milestones.all().delete()
    Milestone.objects.bulk_create(Milestone(wave=locked, step=step, on=day) for step, day in calendar.items())
    locked.quotas.all().delete()
    Quota.objects.bulk_create(Quota(wave=locked, region=region, places=places) for region, places in quotas.items())
    journal.write("calls.describe", "wave", locked.pk, by=by, on=on, permission=P.WAVES_OPEN, papers=list(asked_papers),
                  calendar={step: str(day) for step, day in calendar.items()},
                  quotas={region.code: places for region, places in quotas.items()})  # fmt: skip
    return locked


@transaction.atomic
def extend_wave(*, wave: Wave, until: date, reason: str, by: User, on: date) -> Extension:
    """A later last day for everybody, by one act. Who has begun and not sent is told by SMS.

    Refuses `call_closed`, `extension_is_later`, `wave_dates` (the start of service comes after).
    """
    require(by, P.WAVES_OPEN)
    require_date(by, on)
    if not reason.strip():
        raise Refusal("reason_required", _("Écrivez le motif de cette décision."), field="reason")
    locked = Wave.objects.select_for_update().get(pk=wave.pk)
    if locked.state != WaveState.OPEN:
        raise Refusal("call_closed", _("Cet appel est clos : rouvrez-le d’abord."))
    if until <= locked.closes_on:
        raise Refusal("extension_is_later", _("La nouvelle clôture vient après l’ancienne."), field="until")
    if until > locked.starts_on:
        raise Refusal("wave_dates", _("La prise de service vient après la clôture."), field="until")
    row = Extension.objects.create(wave=locked, was=locked.closes_on, until=until, reason=reason.strip(), on=on, by_id=by.pk)  # fmt: skip
    locked.closes_on = until
    locked.save(update_fields=["closes_on"])
    journal.write("calls.extend", "wave", locked.pk, by=by, on=on, reason=reason, permission=P.WAVES_OPEN,
                  was=str(row.was), until=str(until))  # fmt: skip
    notices.extended(locked, Draft.objects.filter(wave=locked, application=None).select_related("account"), row.pk)
    return row


@transaction.atomic
def ask_question(*, wave: Wave, text: str, by: User) -> Question:
    """Somebody signed in asks about a call. Refuses `too_many_questions` while five of theirs wait."""
    waiting = Question.objects.filter(wave=wave, asked_by=by.pk, answer="").count()
    if waiting >= MOST_WAITING:
        raise Refusal("too_many_questions", _("Vos questions attendent une réponse : revenez demain."), field="text")
    row = Question.objects.create(wave=wave, text=" ".join(text.split()), asked_by=by.pk)
    journal.write("calls.ask", "question", row.pk, by=by)
    return row


@transaction.atomic
def answer_question(*, question: Question, text: str, answer: str, by: User, on: date) -> Question:
    """Publish a question and its answer for everybody. `text` is the question as published, without anybody's name."""
    require(by, P.WAVES_OPEN)
    row = Question.objects.select_for_update().get(pk=question.pk)
    row.text, row.answer, row.answered_on, row.answered_by = text.strip(), answer.strip(), on, by.pk
    row.save(update_fields=["text", "answer", "answered_on", "answered_by"])
    journal.write("calls.answer", "question", row.pk, by=by, on=on, permission=P.WAVES_OPEN)
    return row


@transaction.atomic
def announce(*, wave: Wave, by: User, on: date) -> int:
    """Tell by SMS the people who were candidates before and have no place; each telephone once a call. How many were told."""
    require(by, P.WAVES_OPEN)
    if wave.state != WaveState.OPEN:
        raise Refusal("call_closed", _("Cet appel est clos."))
    people = list(reachable(wave))
    notices.announced(wave, people)
    journal.write("calls.announce", "wave", wave.pk, by=by, on=on, permission=P.WAVES_OPEN, rows=[person.pk for person in people])  # fmt: skip
    return len(people)
