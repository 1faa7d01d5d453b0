"""Once candidates are called: another hour for one person, who came, and the lists on paper."""

from collections.abc import Sequence
from datetime import date, time

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move, move_all
from teriya.foundation.documents.models import Document
from teriya.foundation.journal import actions as journal
from teriya.mobilisation.selection import notices, papers
from teriya.mobilisation.selection.models import Hearing, Jury, Venue
from teriya.mobilisation.selection.policies import barred_from, scored_wave
from teriya.mobilisation.selection.states import HEARING_LIFE


@transaction.atomic
def move_hearing(*, hearing: Hearing, jury: Jury, day: date, at: time, reason: str, by: User, on: date) -> Hearing:
    """Give one person another hour or another jury, with its reason; an SMS tells it."""
    locked = Hearing.objects.select_for_update().select_related("application__person").get(pk=hearing.pk)
    scored_wave(jury.wave)
    commune = locked.application.person.commune_id
    require(by, P.INTERVIEWS_PLAN, commune=commune)
    if day < on:
        raise Refusal("past_day", _("Ce jour est passé : donnez-en un autre."), field="slot")
    if jury.wave_id != locked.application.wave_id:
        raise Refusal("other_wave", _("Ce jury est celui d’une autre vague."), field="slot")
    if jury.pk in barred_from(jury.wave, [locked.application_id]).get(locked.application_id, ()):
        raise Refusal("jury_barred", _("Un membre de ce jury ne peut pas entendre cette personne."), field="slot")
    before = (locked.jury_id, str(locked.on), str(locked.at))
    locked.jury, locked.on, locked.at, locked.version = jury, day, at, locked.version + 1
    try:
        with transaction.atomic():
            locked.save(update_fields=["jury", "on", "at", "version"])
    except IntegrityError as error:
        raise Refusal(
            "slot_taken", _("Cette heure vient d’être prise : choisissez-en une autre."), field="slot"
        ) from error
    move(locked, HEARING_LIFE, "move", by=by, on=on, reason=reason, commune=commune)
    journal.write("selection.move", "hearing", locked.pk, by=by, on=on, reason=reason, permission=P.INTERVIEWS_PLAN,
                  before=before, after=(jury.pk, str(day), str(at)))  # fmt: skip
    notices.convened(Hearing.objects.filter(pk=locked.pk))
    return locked


@transaction.atomic
def receive(*, hearings: Sequence[Hearing], by: User, on: date) -> list[Hearing]:
    """Mark at the door that people came, on the day of their interview; who came late is no longer absent."""
    return _mark(hearings, "receive", by=by, on=on)


@transaction.atomic
def close_door(*, hearings: Sequence[Hearing], by: User, on: date) -> list[Hearing]:
    """Mark absent those who did not come."""
    return _mark(hearings, "miss", by=by, on=on)


def _mark(hearings: Sequence[Hearing], step: str, *, by: User, on: date) -> list[Hearing]:
    rows = list(
        Hearing.objects.select_for_update(of=("self",))
        .select_related("application__person")
        .filter(pk__in=[row.pk for row in hearings])
        .order_by("pk")
    )
    for commune in {row.application.person.commune_id for row in rows}:
        require(by, P.INTERVIEWS_RECEIVE, commune=commune)
    early = next((row for row in rows if row.on and row.on > on), None)
    if early:
        raise Refusal(
            "not_the_day",
            _("N° %(number)s est convoqué le %(day)s.")
            % {"number": early.application.number, "day": f"{early.on:%d/%m/%Y}"},
        )
    # perimeters are checked person by person above: the step asks for the permission alone
    where = rows[0].application.person.commune_id if rows else None
    move_all(rows, HEARING_LIFE, step, by=by, on=on, commune=where)
    if rows:
        journal.write(f"selection.{step}", "jury", rows[0].jury_id, by=by, on=on, permission=P.INTERVIEWS_RECEIVE,
                      rows=[row.pk for row in rows])  # fmt: skip
    return rows


@transaction.atomic
def print_lists(*, venue: Venue, by: User, on: date) -> list[Document]:
    """Freeze the two lists of a town: for the notice board, by number; for the door, with names."""
    require(by, P.INTERVIEWS_PLAN)
    require_date(by, on)
    if not Hearing.objects.filter(jury__venue=venue, at__isnull=False).exists():
        raise Refusal("nobody_called", _("Personne n’est encore convoqué dans cette ville : faites le calendrier."))
    return papers.convocations(venue, by=by, on=on)
