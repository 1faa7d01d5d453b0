"""A candidate's own application: written screen by screen on a phone, sent once, corrected until the closing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Func, JSONField, Value
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.numbers import next_number
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.journal import actions as journal
from teriya.mobilisation.calls.actions.applying import NewApplication, require_time, write
from teriya.mobilisation.calls.actions.completing import note_at_sending
from teriya.mobilisation.calls.actions.counter import WITNESS
from teriya.mobilisation.calls.models import Application, Draft, Wave, Wish
from teriya.mobilisation.calls.states import CHECKED
from teriya.mobilisation.hosts.models import Need
from teriya.people import actions as people
from teriya.people.lookalikes import NewPerson


@dataclass(frozen=True)
class Answers:
    """A draft whose every screen was read: who, and what is asked for."""

    person: NewPerson
    diploma: str = ""
    speciality: str = ""
    paper_kind: str = ""
    paper_number: str = ""
    wishes: Sequence[Need] = ()


@dataclass(frozen=True)
class Moment:
    """When the page was opened, as the server signed it into the page, and when its answer came back."""

    opened_at: datetime
    received_at: datetime


@transaction.atomic
def begin(*, wave: Wave, by: User, answers: Mapping[str, Any]) -> Draft:
    """The candidate's draft for this call, made once, with what is already known (`profile.start`)."""
    require(by, P.APPLICATIONS_APPLY)
    row = wave.applications.filter(person__account=by).first()  # entered at a counter: the candidate may go on alone
    Draft.objects.bulk_create(
        [Draft(wave=wave, account=by, answers=dict(answers), application=row)], ignore_conflicts=True
    )
    return Draft.objects.get(wave=wave, account=by)


@transaction.atomic(savepoint=False)
def save_screen(*, draft: Draft, screen: str, answers: Mapping[str, Any], when: Moment, by: User) -> None:
    """Keep what one screen answered. The journal keeps that it was, never what."""
    require_time(draft.wave, opened_at=when.opened_at, received_at=when.received_at)
    more = Func("answers", Value(dict(answers), JSONField()), function="jsonb_concat")
    if not Draft.objects.filter(pk=draft.pk, account=by).update(answers=more, saved_at=Now()):
        raise Draft.DoesNotExist
    journal.write("calls.save_screen", "draft", draft.pk, by=by, screen=screen)


@transaction.atomic(savepoint=False)
def submit(*, draft: Draft, answers: Answers, when: Moment, by: User, on: date) -> Application:
    """Send the application, or correct the one already sent. The receipt number goes by SMS.

    Sent within the grace after the closing, it counts on the call's last day. Refuses `call_closed`, `already_applied`.
    """
    require(by, P.APPLICATIONS_APPLY)
    wave = Wave.objects.select_for_update().get(pk=draft.wave_id)
    row = Draft.objects.select_for_update(of=("self",)).select_related("application").get(pk=draft.pk, account=by)
    require_time(wave, opened_at=when.opened_at, received_at=when.received_at)
    if row.application:
        return _correct(row.application, answers, by=by, on=on)
    person = people.register_oneself(new=_of_register(answers), by=by, on=min(on, wave.closes_on))
    people.correct_oneself(person=person, new=answers.person, by=by, on=on)
    known = wave.applications.filter(person=person.merged_into_id or person.pk).first()
    if known:
        sentence = _("Vous êtes déjà candidat à cet appel sous le N° %(number)s.") % {"number": known.number}
        raise Refusal("already_applied", sentence)
    number = f"T{next_number(f'TELEPHONE-{wave.pk}', wave.opens_on.year):05}"
    new = NewApplication(
        person=person, number=number, diploma=answers.diploma, speciality=answers.speciality, channel="phone",
        paper_kind=answers.paper_kind, paper_number=answers.paper_number, wishes=answers.wishes,
    )  # fmt: skip
    [row.application] = write(wave, [new], by=by, on=min(on, wave.closes_on), permission=P.APPLICATIONS_APPLY)
    row.save(update_fields=["application"])
    note_at_sending(row.application, on=on)
    return row.application


def _of_register(answers: Answers) -> NewPerson:
    papers = (
        ((answers.paper_kind, answers.paper_number),) if answers.paper_number and answers.paper_kind != WITNESS else ()
    )
    return NewPerson(**{**answers.person.__dict__, "papers": papers})


def _correct(row: Application, answers: Answers, *, by: User, on: date) -> Application:
    """Write what changed; the next check of the centre judges it anew."""
    application = Application.objects.select_for_update(of=("self",)).select_related("person", "wave").get(pk=row.pk)
    if application.state not in CHECKED:
        raise Refusal(
            "too_late_to_correct", _("Votre candidature est déjà jugée ou retirée : elle ne se corrige plus.")
        )
    changed = people.correct_oneself(person=application.person, new=answers.person, by=by, on=on)
    if answers.paper_kind != WITNESS:
        people.add_paper(person=application.person, kind=answers.paper_kind, number=answers.paper_number, by=by)
    fresh = {name: getattr(answers, name) for name in ("diploma", "speciality", "paper_kind", "paper_number")}
    changed += [name for name, value in fresh.items() if getattr(application, name) != value]
    for name, value in fresh.items():
        setattr(application, name, value)
    application.save(update_fields=list(fresh))
    if list(application.wishes.values_list("need", flat=True)) != [need.pk for need in answers.wishes]:
        application.wishes.all().delete()
        Wish.objects.bulk_create(
            Wish(application=application, rank=rank, need=need) for rank, need in enumerate(answers.wishes, start=1)
        )
        changed.append("wishes")
    note_at_sending(application, on=on)
    if changed:
        journal.write("calls.correct", "application", application.pk, by=by, on=on, permission=P.APPLICATIONS_APPLY, fields=changed)  # fmt: skip
    return application
