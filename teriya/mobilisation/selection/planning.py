"""Jury days: the towns where candidates are heard, and who is heard at what hour, in one act."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.core.states import move_all
from teriya.foundation.journal import actions as journal
from teriya.foundation.places.models import Place
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.selection import notices
from teriya.mobilisation.selection.engine.timetable import Hours, Slot, apart, fill, slots, times
from teriya.mobilisation.selection.models import Hearing, Jury, Sitting, Venue
from teriya.mobilisation.selection.policies import barred_from, scored_wave
from teriya.mobilisation.selection.querysets import HEARD
from teriya.mobilisation.selection.states import HEARING_LIFE


@transaction.atomic
def open_venue(*, wave: Wave, town: str, address: str, communes: Sequence[Place], by: User, on: date) -> Venue:
    """Name a town where the candidates of some communes are heard; a commune has one town in a wave, a region as many as it needs."""
    require(by, P.INTERVIEWS_PLAN)
    require_date(by, on)
    locked = scored_wave(wave)
    if not communes:
        raise Refusal("no_commune", _("Dites de quels centres, ou de quelles communes."), field="communes")
    own = by.communes(P.INTERVIEWS_PLAN)
    if own is not None and any(commune.pk not in own for commune in communes):
        raise NotAllowed("out_of_perimeter", _("Une de ces communes n’est pas de votre périmètre."), field="communes")
    taken = (
        Venue.communes.through.objects.filter(venue__wave=locked, place__in=communes)
        .select_related("venue", "place")
        .first()
    )
    if taken:
        sentence = _("Les candidats de %(commune)s sont déjà entendus à %(town)s.")
        raise Refusal(
            "commune_has_a_venue", sentence % {"commune": taken.place, "town": taken.venue}, field="communes"
        )
    try:
        with transaction.atomic():
            venue = Venue.objects.create(wave=locked, town=town, address=address)
    except IntegrityError as error:
        raise Refusal(
            "venue_known", _("Cette ville est déjà un lieu d’entretien de la vague."), field="town"
        ) from error
    venue.communes.set(communes)
    journal.write("selection.open_venue", "venue", venue.pk, by=by, on=on, permission=P.INTERVIEWS_PLAN,
                  communes=[commune.code for commune in communes])  # fmt: skip
    return venue


@dataclass(frozen=True)
class Line:
    """A venue in a timetable: how many are to be heard there, slots before how many juries, and whom no slot is left for."""

    venue: Venue
    candidates: int
    juries: int
    slots: int
    given: Sequence[Slot]

    @property
    def left(self) -> int:
        return self.candidates - len(self.given)

    @property
    def last(self) -> Slot | None:
        return max(self.given, default=None)


@dataclass(frozen=True)
class Plan:
    """What planning would do: a line a venue, a slot a candidate, and how many live where no venue hears."""

    lines: Sequence[Line]
    given: Mapping[Application, Slot]
    nowhere: int

    @property
    def left(self) -> int:
        return sum(line.left for line in self.lines)


def working_days(first: date, count: int) -> list[date]:
    """So many days from the first, without Saturdays, Sundays and public holidays."""
    found, day, off = [], first, rules.holidays(first.year) | rules.holidays(first.year + 1)
    while len(found) < count:
        if day.weekday() < 5 and day not in off:
            found.append(day)
        day += timedelta(1)
    return found


def plan_of(wave: Wave, days: Sequence[date], hours: Hours, *, by: User, again: bool = False) -> Plan:
    """The timetable of the candidates of the perimeter whom nobody called yet; `again`: of those called, too.

    People of one commune follow each other, so that they may travel together.
    """
    rows = _to_call(wave, by, again)
    venues = list(wave.venues.prefetch_related("communes", "juries"))
    town_of = {commune.pk: venue for venue in venues for commune in venue.communes.all()}
    by_venue: dict[Venue, list[Application]] = {venue: [] for venue in venues}
    nowhere = 0
    for row in rows:
        venue = town_of.get(row.person.commune_id)
        if venue:
            by_venue[venue].append(row)
        else:
            nowhere += 1
    taken = _taken(wave, [] if not again else [row.pk for row in rows])
    barred = barred_from(wave, [row.pk for row in rows])
    lines, given = [], {}
    for venue, people in by_venue.items():
        juries = sorted(jury.pk for jury in venue.juries.all())
        free = apart(slots(days, hours, juries), hours.minutes, taken)
        table = fill([row.pk for row in people], free, barred)
        given |= {row: table.given[row.pk] for row in people if row.pk in table.given}
        lines.append(Line(venue, len(people), len(juries), len(free), list(table.given.values())))
    return Plan(lines, given, nowhere)


def _to_call(wave: Wave, by: User, again: bool) -> list[Application]:
    rows: QuerySet[Application] = wave.applications.filter(state__in=HEARD)
    communes = by.communes(P.INTERVIEWS_PLAN)
    if communes is not None:
        rows = rows.filter(person__commune__in=communes)
    settled = Hearing.objects.exclude(state="called") if again else Hearing.objects.live()
    rows = rows.exclude(pk__in=settled.filter(application__wave=wave).values("application"))
    return list(
        rows.select_related("person__commune", "person__account").order_by(
            "person__commune__region__name", "person__commune__name", "pk"
        )
    )


def _taken(wave: Wave, freed: Collection[int]) -> list[tuple[Slot, int]]:
    """Slots that stay taken, with the minutes of each."""
    rows = Hearing.objects.filter(jury__wave=wave, at__isnull=False).exclude(application__in=freed)
    lengths = {(s.jury_id, s.on): s.minutes for s in Sitting.objects.filter(jury__wave=wave)}
    return [(Slot(on, at, jury), lengths.get((jury, on), 1)) for on, at, jury in rows.values_list("on", "at", "jury")]


@transaction.atomic
def plan_interviews(
    *, wave: Wave, days: Sequence[date], hours: Hours, by: User, on: date, again: bool = False, seen: int | None = None,
) -> list[Hearing]:  # fmt: skip
    """Give everybody of the perimeter an hour before a jury, in one act, and tell each by SMS.

    Refuses `no_room` and `no_venue` rather than leave somebody out, and `plan_changed` when the number differs from the one
    that was looked at (`seen`).
    """
    require(by, P.INTERVIEWS_PLAN)
    require_date(by, on)
    if min(days) < on:
        raise Refusal("past_day", _("Le premier jour d’entretien est passé : donnez-en un autre."), field="first_on")
    locked = scored_wave(wave)
    plan = plan_of(locked, days, hours, by=by, again=again)
    _require_whole(plan, seen)
    _seat(locked, plan, hours)
    known = {
        row.application_id: row
        for row in Hearing.objects.live().filter(application__in=plan.given).select_for_update()
    }
    moved = _shift(known, plan.given, by=by, on=on)
    new = Hearing.objects.bulk_create([
        Hearing(application=row, jury_id=slot.jury, on=slot.on, at=slot.at) for row, slot in plan.given.items() if row.pk not in known
    ])  # fmt: skip
    journal.write("selection.plan", "wave", locked.pk, by=by, on=on, permission=P.INTERVIEWS_PLAN,
                  rows=[row.pk for row in (*new, *moved)], days=[str(day) for day in days], minutes=hours.minutes, moved=len(moved))  # fmt: skip
    notices.convened(Hearing.objects.filter(pk__in=[row.pk for row in (*new, *moved)]))
    return [*new, *moved]


def _require_whole(plan: Plan, seen: int | None) -> None:
    if plan.nowhere:
        raise Refusal(
            "no_venue",
            _("Candidats sans lieu d’entretien : %(count)s. Ajoutez leur commune à un lieu.")
            % {"count": plan.nowhere},
        )
    short = next((line for line in plan.lines if line.left), None)
    if short:
        raise Refusal(
            "no_room",
            _("%(town)s : il manque %(left)s heures. Ajoutez un jury ou un jour, ou raccourcissez les entretiens.")
            % {"town": short.venue.town, "left": short.left},
        )
    if not plan.given:
        raise Refusal("nobody_to_call", _("Personne n’est à convoquer : tous les candidats éligibles ont leur heure."))
    if seen is not None and seen != len(plan.given):
        raise Refusal(
            "plan_changed", _("Le nombre de candidats a changé depuis l’aperçu : regardez le calendrier à nouveau.")
        )


def _seat(wave: Wave, plan: Plan, hours: Hours) -> None:
    """Keep the hours of each jury's day; the latest plan holds."""
    days = {(slot.jury, slot.on) for slot in plan.given.values()}
    Sitting.objects.bulk_create(
        [Sitting(jury_id=jury, on=day, **hours._asdict()) for jury, day in sorted(days)],
        update_conflicts=True, unique_fields=["jury", "on"], update_fields=list(hours._fields),
    )  # fmt: skip


def _shift(known: Mapping[int, Hearing], given: Mapping[Application, Slot], *, by: User, on: date) -> list[Hearing]:
    """Those called before whose hour is another one."""
    moved = []
    for row, slot in given.items():
        hearing = known.get(row.pk)
        if hearing and (hearing.on, hearing.at, hearing.jury_id) != slot:
            hearing.on, hearing.at, hearing.jury_id = slot
            hearing.version += 1
            moved.append(hearing)
    # Two may exchange their hours: all are freed before any is taken.
    Hearing.objects.filter(pk__in=[row.pk for row in moved]).update(on=None, at=None)
    Hearing.objects.bulk_update(moved, ["on", "at", "jury", "version"])
    move_all(moved, HEARING_LIFE, "move", by=by, on=on, reason="calendrier refait")
    return moved


def free_slots(wave: Wave, application: Application, *, on: date) -> list[tuple[Slot, Jury]]:
    """Hours not taken from tomorrow on, of the sittings of the juries that may hear this person."""
    closed = barred_from(wave, [application.pk]).get(application.pk, ())
    taken = _taken(wave, ())
    sittings = (
        Sitting.objects.filter(jury__wave=wave, on__gt=on).exclude(jury__in=closed).select_related("jury__venue")
    )
    return [
        (slot, sitting.jury)
        for sitting in sittings
        for slot in apart([Slot(sitting.on, at, sitting.jury_id) for at in times(hours_of(sitting))], sitting.minutes, taken)
    ]  # fmt: skip


def hours_of(sitting: Sitting) -> Hours:
    return Hours(*(getattr(sitting, name) for name in Hours._fields))
