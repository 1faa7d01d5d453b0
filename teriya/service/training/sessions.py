"""A session: planned with its programme and timetable, convened, postponed, cancelled."""

from collections.abc import Mapping, Sequence
from datetime import date, time

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move, move_all
from teriya.foundation.documents.actions import Sheet, issue, issue_many, withdraw_many
from teriya.foundation.documents.models import Document
from teriya.foundation.journal import actions as journal
from teriya.foundation.places.models import Place
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.models import Form
from teriya.service.training import notices, papers, queries
from teriya.service.training.engine.timetable import Slot, slots, spread
from teriya.service.training.models import Lesson, Module, Trainee, TrainingSession
from teriya.service.training.policies import require_open, require_planner
from teriya.service.training.seats import free_given_up
from teriya.service.training.states import SESSION_LIFE, TRAINEE_LIFE

SUBJECT = "training_session"  # what the papers of a session are about
LONGEST = 31  # days


@transaction.atomic
def plan_session(
    *, form: Form, title: str, commune: Place, venue: str, from_on: date, to_on: date, capacity: int, by: User, on: date,
    opens_at: time = time(8), trainer: str = "",
) -> TrainingSession:  # fmt: skip
    """Plan a session with the modules that the country's rules ask of the form on the first day, spread over its half-days."""
    require(by, P.TRAINING_PLAN, commune=commune.pk)
    require_date(by, on)
    _check_days(from_on, to_on)
    if capacity < 1:
        raise Refusal("training_has_room", _("Une session a au moins une place."), field="capacity")
    session = TrainingSession.objects.create(form=form, title=title, commune=commune, venue=venue, from_on=from_on, to_on=to_on,
                                             opens_at=opens_at, capacity=capacity)  # fmt: skip
    halves, hours = slots_of(session), queries.half_day_hours(form.code, from_on)
    taught = _fitting(queries.programme(form.code, from_on), hours * len(halves))
    modules = Module.objects.bulk_create([
        Module(session=session, code=one.code, position=n, hours=one.hours, is_compulsory=one.is_compulsory,
               pass_mark=one.pass_mark, trainer=trainer)
        for n, one in enumerate(taught)
    ])  # fmt: skip
    by_code = {one.code: one for one in modules}
    table = spread([(one.code, one.hours) for one in taught], halves, hours)
    Lesson.objects.bulk_create([Lesson(module=by_code[code], on=slot.on, half=slot.half) for slot, code in table])
    journal.write(
        "training.plan", "training", session.pk, by=by, on=on, permission=P.TRAINING_PLAN, modules=list(by_code)
    )
    return session


def _check_days(from_on: date, to_on: date) -> None:
    if to_on < from_on:
        raise Refusal("training_dates", _("La formation finit après avoir commencé."), field="to_on")
    if (to_on - from_on).days >= LONGEST:
        raise Refusal(
            "training_too_long", _("Une session dure un mois au plus : donnez une fin plus proche."), field="to_on"
        )


def _fitting(programme: Sequence[queries.Taught], room: int) -> list[queries.Taught]:
    """Every compulsory module, and the optional ones for which hours are left."""
    taught = [one for one in programme if one.is_compulsory]
    for one in programme:
        if not one.is_compulsory and sum(other.hours for other in taught) + one.hours <= room:
            taught.append(one)
    return taught


def slots_of(session: TrainingSession) -> list[Slot]:
    """The half-days of the session, without Sundays and public holidays."""
    off = {day for year in {session.from_on.year, session.to_on.year} for day in rules.holidays(year)}
    return slots(session.from_on, session.to_on, off)


@transaction.atomic
def arrange(
    *, session: TrainingSession, trainers: Mapping[str, str], lessons: Mapping[int, Slot], by: User, on: date
) -> TrainingSession:
    """Who teaches each module (code → name) and on which half-day each lesson is (lesson id → half-day).

    A lesson of a half-day already called does not move, nor comes into one (`half_day_called`).
    """
    row = TrainingSession.objects.locked(session.pk)
    require_planner(by, row)
    require_date(by, on)
    require_open(row)
    modules = list(row.modules.all())
    for module in modules:
        module.trainer = trainers.get(module.code, module.trainer)
    Module.objects.bulk_update(modules, ["trainer"])
    moved = _moved(row, lessons)
    Lesson.objects.filter(pk__in=[one.pk for one in moved]).delete()  # two may take each other's half-day
    Lesson.objects.bulk_create([Lesson(module_id=one.module_id, on=one.on, half=one.half) for one in moved])
    journal.write("training.arrange", "training", row.pk, by=by, on=on, permission=P.TRAINING_PLAN, moved=len(moved))
    return row


def _moved(session: TrainingSession, wanted: Mapping[int, Slot]) -> list[Lesson]:
    called, offered = set(queries.rolls_of(session)), set(slots_of(session))
    rows = list(Lesson.objects.filter(module__session=session).select_related("module"))
    moved = [row for row in rows if wanted.get(row.pk, Slot(row.on, row.half)) != (row.on, row.half)]
    for row in moved:
        slot = wanted[row.pk]
        if slot not in offered:
            raise Refusal("half_day_outside", _("Cette demi-journée n’est pas de la session."))
        if slot in called or Slot(row.on, row.half) in called:
            raise Refusal("half_day_called", _("L’appel de cette demi-journée est fait : elle ne change plus."))
        row.on, row.half = slot
    after = [(row.module_id, row.on, row.half) for row in rows]
    if len(set(after)) < len(after):
        raise Refusal("lesson_once", _("Un module est donné deux fois la même demi-journée : déplacez l’un des deux."))
    return moved


@transaction.atomic
def change_capacity(*, session: TrainingSession, capacity: int, by: User, on: date) -> TrainingSession:
    """More seats, or fewer: never fewer than those given."""
    row = TrainingSession.objects.locked(session.pk)
    require_planner(by, row)
    require_date(by, on)
    require_open(row)
    free_given_up(row, by=by, on=on)
    taken = row.trainees.there().count()
    if capacity < max(1, taken):
        sentence = _("%(taken)s places sont données : la capacité ne descend pas plus bas.") % {"taken": taken}
        raise Refusal("training_over_capacity", sentence, field="capacity")
    before, row.capacity = row.capacity, capacity
    row.save(update_fields=["capacity"])
    journal.write(
        "training.change_capacity",
        "training",
        row.pk,
        by=by,
        on=on,
        permission=P.TRAINING_PLAN,
        before=before,
        after=capacity,
    )
    return row


@transaction.atomic
def convene(*, session: TrainingSession, by: User, on: date) -> list[Trainee]:
    """Call those who have a seat and were not called: a letter and an SMS each, once; the lists are printed anew."""
    row = TrainingSession.objects.locked(session.pk)
    require_planner(by, row)
    require_date(by, on)
    SESSION_LIFE.check("convene", row.state)
    trainees = list(row.trainees.there().listed())
    new = [one for one in trainees if one.state == "seated" and one.convened_on is None]
    if not new:
        raise Refusal("nobody_to_convene", _("Tous ceux qui ont une place sont déjà convoqués."))
    move(row, SESSION_LIFE, "convene", by=by, on=on, commune=row.commune_id)
    _write_letters(row, new, by=by, on=on)
    print_lists(row, trainees, why="liste complétée", by=by, on=on)
    notices.convened(row, new)
    journal.write(
        "training.convene", "training", row.pk, by=by, on=on, permission=P.TRAINING_PLAN, rows=[one.pk for one in new]
    )
    return new


def _write_letters(session: TrainingSession, people: Sequence[Trainee], *, by: User, on: date) -> None:
    lessons = queries.lessons_of(session)
    sheets = [papers.letter(session, one, lessons) for one in people]
    letters = issue_many(kind="fiche", series="CONVOCATION", subject="mission", sheets=sheets, by=by, on=on)
    for one, letter in zip(people, letters, strict=True):
        one.convened_on, one.letter = on, letter
    Trainee.objects.bulk_update(people, ["convened_on", "letter"])


def print_lists(session: TrainingSession, trainees: Sequence[Trainee], *, why: str, by: User, on: date) -> None:
    """The list of the called and the list to sign, each in the place of the former."""
    withdraw_many([one for one in (session.called, session.sign_in) if one], reason=why, by=by, on=on)
    session.called = _list("CONVOQUES", papers.called(session, trainees), by, on)
    session.sign_in = _list("EMARGEMENT", papers.sign_in(session, trainees, list(queries.lessons_of(session))), by, on)
    session.save(update_fields=["called", "sign_in"])


def _list(series: str, sheet: Sheet, by: User, on: date) -> Document:
    return issue(kind="liste", series=series, subject=SUBJECT, sheet=sheet, by=by, on=on)


@transaction.atomic
def postpone(
    *, session: TrainingSession, from_on: date, to_on: date, reason: str, by: User, on: date
) -> TrainingSession:
    """Give a session whose roll was never called other days: who was called is told by SMS, with a new letter; lists are reprinted.

    As many half-days keep the timetable, each in the place of the former; more or fewer spread the modules anew. Refuses
    `training_begun`, `training_dates`, `training_too_long`, `session_in_past` and `nothing_changes`.
    """
    row = TrainingSession.objects.locked(session.pk)
    require_planner(by, row)
    require_date(by, on)
    require_open(row)
    if row.rolls.exists():
        raise Refusal(
            "training_begun", _("L’appel a été fait : la session ne se reporte plus, écrivez ses résultats.")
        )
    if not reason.strip():
        raise Refusal("reason_required", _("Écrivez pourquoi la session est reportée."), field="reason")
    _check_days(from_on, to_on)
    if from_on < on:
        raise Refusal("session_in_past", _("Le premier jour est aujourd’hui ou à venir."), field="from_on")
    if (from_on, to_on) == (row.from_on, row.to_on):
        raise Refusal("nothing_changes", _("Ce sont déjà les jours de la session."), field="from_on")
    before, former = row.from_on, slots_of(row)
    row.from_on, row.to_on = from_on, to_on
    row.save(update_fields=["from_on", "to_on"])
    _move_lessons(row, former)
    _call_again(row, before, by=by, on=on)
    journal.write("training.postpone", "training", row.pk, by=by, on=on, permission=P.TRAINING_PLAN, reason=reason.strip(),
                  before=str(before), after=str(from_on))  # fmt: skip
    return row


def _move_lessons(session: TrainingSession, former: Sequence[Slot]) -> None:
    now, lessons = slots_of(session), list(Lesson.objects.filter(module__session=session))
    taken = dict(zip(former, now, strict=True)) if len(now) == len(former) else {}
    if all(Slot(one.on, one.half) in taken for one in lessons):
        table = [(taken[Slot(one.on, one.half)], one.module_id) for one in lessons]
    else:
        modules = {one.code: one for one in session.modules.all()}
        hours = queries.half_day_hours(session.form.code, session.from_on)
        spread_out = spread([(one.code, one.hours) for one in modules.values()], now, hours)
        table = [(slot, modules[code].pk) for slot, code in spread_out]
    Lesson.objects.filter(module__session=session).delete()
    Lesson.objects.bulk_create([Lesson(module_id=pk, on=slot.on, half=slot.half) for slot, pk in table])


def _call_again(session: TrainingSession, before: date, *, by: User, on: date) -> None:
    """A new letter and an SMS to who was called for the former days; nothing where nobody was."""
    trainees = list(session.trainees.there().listed())
    called = [one for one in trainees if one.letter and one.state == "seated"]
    if not called:
        return
    withdraw_many([one.letter for one in called], reason="session reportée", by=by, on=on)
    _write_letters(session, called, by=by, on=on)
    print_lists(session, trainees, why="session reportée", by=by, on=on)
    notices.postponed(session, called, before)


@transaction.atomic
def cancel(*, session: TrainingSession, reason: str, by: User, on: date) -> TrainingSession:
    """Give up a session whose roll was never called: everybody's seat is free again; who was called is told."""
    row = TrainingSession.objects.locked(session.pk)
    require_planner(by, row)
    if row.rolls.exists():
        raise Refusal("training_begun", _("L’appel a été fait : la session ne s’annule plus, écrivez ses résultats."))
    move(row, SESSION_LIFE, "cancel", by=by, on=on, reason=reason, commune=row.commune_id)
    trainees = list(row.trainees.select_for_update(of=("self",)).filter(state="seated").listed())
    move_all(trainees, TRAINEE_LIFE, "free", by=by, on=on, reason=reason, commune=row.commune_id)
    notices.cancelled(row, [one for one in trainees if one.convened_on])
    papers_out = [one for one in (row.called, row.sign_in, *(one.letter for one in trainees)) if one]
    withdraw_many(papers_out, reason="session annulée", by=by, on=on)
    journal.write("training.cancel", "training", row.pk, by=by, on=on, permission=P.TRAINING_PLAN, reason=reason,
                  rows=[one.pk for one in trainees])  # fmt: skip
    return row
