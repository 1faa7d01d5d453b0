"""The roll of a half-day: all present, except who is named."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.journal import actions as journal
from teriya.service.training import queries
from teriya.service.training.engine.timetable import Slot
from teriya.service.training.models import Presence, RollCall, TrainingSession
from teriya.service.training.policies import require_other_than_trained, require_trainer
from teriya.service.training.states import Half, SessionState


@transaction.atomic
def call_roll(
    *, session: TrainingSession, slot: Slot, absent: Collection[int], by: User, on: date, called: Collection[int] | None = None,
    seen: int | None = None,
) -> RollCall:  # fmt: skip
    """Write who came on a half-day (`absent`: trainee ids). `called` is who stood on the list; by default, all who have a seat.

    Called again, it replaces the former (`seen`: the version looked at); once the results are written it no longer changes.
    Who takes a seat later was not there. Refuses `half_day_to_come`, `half_day_outside` and `roll_changed`.
    """
    row = TrainingSession.objects.locked(session.pk)
    require_trainer(by, row)
    require_date(by, on)
    if row.state != SessionState.CONVENED:
        raise Refusal(
            "roll_closed", _("L’appel se fait d’une session convoquée, tant que ses résultats ne sont pas écrits.")
        )
    if slot not in queries.lessons_of(row):
        raise Refusal("half_day_outside", _("Rien n’est prévu cette demi-journée : voyez l’emploi du temps."))
    if slot.on > on:
        sentence = _("L’appel du %(day)s (%(half)s) se fait ce jour-là, ou après.")
        raise Refusal("half_day_to_come", sentence % {"day": f"{slot.on:%d/%m/%Y}", "half": Half(slot.half).label})
    trainees = list(row.trainees.there().select_related("mission__person"))
    require_other_than_trained(by, [one.mission for one in trainees])
    listed = [one for one in trainees if called is None or one.pk in called]
    known = row.rolls.filter(on=slot.on, half=slot.half).first()
    if seen is not None and seen != (known.version if known else 0):
        raise Refusal(
            "roll_changed", _("Quelqu’un a fait cet appel entre-temps : relisez-le avant d’envoyer le vôtre.")
        )
    roll = known or RollCall(session=row, on=slot.on, half=slot.half, version=0)
    roll.version, roll.by_id = roll.version + 1, by.id
    roll.save()
    Presence.objects.bulk_create(
        [Presence(roll=roll, trainee=one, was_there=one.pk not in absent) for one in listed],
        update_conflicts=True, unique_fields=["roll", "trainee"], update_fields=["was_there"],
    )  # fmt: skip
    away = sum(one.pk in absent for one in listed)
    journal.write("training.call_roll", "training", row.pk, by=by, on=on, permission=P.TRAINING_HOLD, day=str(slot.on),
                  half=slot.half, version=roll.version, there=len(listed) - away, absent=away)  # fmt: skip
    return roll
