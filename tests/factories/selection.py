"""Juries and scores of the call of tests/factories/calls.py."""

from datetime import date, time, timedelta

from teriya.foundation.places.models import Centre
from teriya.mobilisation.calls import actions as calls
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.selection import actions, planning
from teriya.mobilisation.selection.engine.timetable import Hours
from teriya.mobilisation.selection.models import Hearing, Jury, Venue
from tests.cast import Cast
from tests.factories.calls import TODAY, officer

HOURS = Hours(time(8), time(17), time(12, 30), time(14), 10)


def make_jury(cast: Cast, wave: Wave, **changes) -> Jury:
    """Massan holds the first chair, two outside persons without account the others."""
    members = [("Massan", cast["jury_member"]), ("AGBO Yaovi", None), ("KAO Essi", None)]
    return actions.constitute_jury(
        **{"wave": wave, "name": "Jury de Notsè", "members": members, "by": officer(cast), "on": TODAY} | changes
    )


def check_and_close(cast: Cast, wave: Wave) -> None:
    calls.check_eligibility(wave=wave, by=officer(cast), on=TODAY)
    calls.close_wave(wave=wave, by=officer(cast), on=TODAY)


def enter(cast: Cast, wave: Wave, *rows: tuple[Application, list[int | None]]) -> None:
    actions.enter_scores(wave=wave, rows=list(rows), by=officer(cast), on=TODAY)


def make_venue(cast: Cast, wave: Wave, town: str = "Notsè", *centres: Centre, juries: int = 1) -> Venue:
    """A town that hears the candidates of its centres (Plateaux), before juries whose members have no account."""
    venue = planning.open_venue(
        wave=wave, town=town, address="Maison des jeunes", centres=centres or [cast.plateaux], by=officer(cast), on=TODAY
    )  # fmt: skip
    for n in range(1, juries + 1):
        members = [(f"{town} {n}.{chair}", None) for chair in (1, 2, 3)]
        make_jury(cast, wave, name=f"{town} {n}", members=members, venue=venue, room=f"Salle {n}", external=[2, 3])
    return venue


def plan(cast: Cast, wave: Wave, *, days: int = 3, first: date | None = None, **changes) -> list[Hearing]:
    """Everybody is called, ten minutes each, from today on."""
    by = changes.pop("by", None) or officer(cast)
    given = {"days": [(first or TODAY) + timedelta(n) for n in range(days)], "hours": HOURS} | changes
    return planning.plan_interviews(wave=wave, by=by, on=TODAY, **given)
