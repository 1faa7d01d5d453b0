"""The roll of a half-day without network, in the room where the training is held."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.offline.forms import RollForm
from teriya.foundation.offline.kinds import Kind, Values
from teriya.foundation.ui.templatetags.ui import day as in_words
from teriya.service.training import queries, rolls
from teriya.service.training.engine.timetable import Slot
from teriya.service.training.models import RollCall, TrainingSession
from teriya.service.training.states import Half, SessionState

AROUND = timedelta(days=3)  # half-days kept, before and after the day when the device is prepared


def session_of(user: User, pk: int) -> TrainingSession:
    rows = TrainingSession.objects.within(user, P.TRAINING_HOLD).select_related("commune", "form")
    return get_object_or_404(rows, pk=pk)


def slot_of(day: str, half: str) -> Slot:
    try:
        return Slot(date.fromisoformat(day), Half(half).value)
    except ValueError as error:
        raise Http404 from error


def known_roll(session: TrainingSession, slot: Slot) -> RollCall | None:
    return session.rolls.filter(on=slot.on, half=slot.half).first()


def people_of(session: TrainingSession) -> list[tuple[int, str]]:
    rows = session.trainees.there().listed()
    return [(one.pk, f"{one.mission.person} · {one.mission.person.matricule}") for one in rows]


def as_it_stands(roll: RollCall | None) -> Values:
    """How often the roll was called, and who was absent."""
    if roll is None:
        return {"roll": "0", "absent": ""}
    away = roll.presences.filter(was_there=False).order_by("trainee").values_list("trainee", flat=True)
    return {"roll": str(roll.version), "absent": ", ".join(map(str, away))}


def write(form: RollForm, *, by: User, on: date, pk: int, day: str, half: str) -> dict:
    session, slot = session_of(by, pk), slot_of(day, half)
    roll = rolls.call_roll(session=session, slot=slot, by=by, on=on, **form.values())
    return {
        "id": roll.pk,
        "receipt": _("appel du %(day)s, %(half)s") % {"day": f"{slot.on:%d/%m/%Y}", "half": Half(slot.half).label},
    }


def form_of(data: Any, *, by: User, pk: int, day: str, half: str) -> RollForm:
    session = session_of(by, pk)
    roll = known_roll(session, slot_of(day, half))
    return RollForm(data, people=people_of(session), now=as_it_stands(roll))


def _fill(data: Any, files: Any, *, by: User, pk: int, day: str, half: str) -> RollForm:
    """Against the roll as it is today: what changed since the typing is a conflict, which its author decides."""
    posted, roll = data.copy(), known_roll(session_of(by, pk), slot_of(day, half))
    posted["roll"] = str(roll.version if roll else 0)
    return form_of(posted, by=by, pk=pk, day=day, half=half)


def _now(*, by: User, pk: int, day: str, half: str) -> Values:
    return as_it_stands(known_roll(session_of(by, pk), slot_of(day, half)))


def _pages(user: User) -> Iterator[tuple[str, str]]:
    """The half-days of these days whose roll is not called yet."""
    today = timezone.localdate()
    sessions = TrainingSession.objects.within(user, P.TRAINING_HOLD).filter(
        state=SessionState.CONVENED, from_on__lte=today + AROUND, to_on__gte=today - AROUND
    )
    for session in sessions.order_by("from_on", "pk"):
        for slot in queries.course_of(session).uncalled:
            if abs(slot.on - today) <= AROUND:
                words = {"title": session.title, "day": in_words(slot.on), "half": Half(slot.half).label}
                yield (
                    _("Appel : %(title)s, %(day)s, %(half)s") % words,
                    reverse("training:roll", args=[session.pk, slot.on, slot.half]),
                )


ROLL = Kind(
    "training:roll", gettext_lazy("Appel de formation"), "training.call_roll", P.TRAINING_HOLD, _pages, _fill, write, _now,
)  # fmt: skip
