"""Juries and scores of the call of tests/factories/calls.py."""

from datetime import date, time, timedelta

from teriya.foundation.accounts.models import User
from teriya.foundation.places.models import Centre, Place
from teriya.mobilisation.calls import actions as calls
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.selection import actions, hearing, minutes, planning
from teriya.mobilisation.selection.engine.timetable import Hours
from teriya.mobilisation.selection.models import Hearing, Jury, JuryMember, Sheet, Venue
from teriya.mobilisation.selection.queries import hearing_of, unsigned
from tests.cast import Cast, appoint
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


def communes_of(*centres: Centre) -> list[Place]:
    return list(Place.objects.filter(centre__in=centres, level="commune").order_by("code"))


def make_venue(cast: Cast, wave: Wave, town: str = "Notsè", *centres: Centre, juries: int = 1) -> Venue:
    """A town that hears the candidates of its centres (Plateaux), before juries whose members have no account."""
    venue = planning.open_venue(
        wave=wave, town=town, address="Maison des jeunes", communes=communes_of(*(centres or [cast.plateaux])), by=officer(cast), on=TODAY,
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


def make_jurors(cast: Cast, count: int = 3) -> list[User]:
    """Massan first, then others named jury members."""
    users = [cast["jury_member"]]
    for n in range(2, count + 1):
        user = User.objects.create_user(name=f"Juré {n}", phone=f"+2289400{n:04}")
        appoint(user, "jury_member")
        users.append(User.objects.get(pk=user.pk))
    return users


def make_sealing_jury(cast: Cast, wave: Wave, jurors: list[User], venue: Venue | None = None, **changes) -> Jury:
    """A jury whose three members have an account."""
    members = [(user.name, user) for user in jurors[:3]]
    return make_jury(cast, wave, **{"members": members, "venue": venue, "external": [3]} | changes)


def sign_minutes(cast: Cast, wave: Wave) -> None:
    """The minutes of every jury of a wave drawn and signed in ink, so that its list may be published."""
    for jury in unsigned(wave):
        drawn = minutes.draw_minutes(jury=jury, by=officer(cast), on=TODAY)
        for member in JuryMember.objects.seated().filter(jury=jury):
            minutes.record_ink(minutes=drawn, member=member, by=officer(cast), on=TODAY)


def marks(points: int) -> dict[str, int]:
    """Marks on the four criteria of the VNC grid that come to `points` on 100."""
    each, rest = divmod(points, 4)
    codes = ("motivation", "acceptability", "conditions", "openness")
    return {code: each + (n < rest) for n, code in enumerate(codes)}


def seal(application: Application, juror: User, points: int, *, on: date = TODAY) -> Sheet:
    found = hearing_of(application)
    return hearing.seal_sheet(
        application=Application.objects.select_related("wave__form", "person").get(pk=application.pk),
        marks=marks(points), base=found.version if found else 0, by=User.objects.get(pk=juror.pk), on=on,
    )  # fmt: skip
