"""Former volunteers in the directory, and the prize of 2025: Kokou opens it, Mazalo proposes, three jurors seal, Ama publishes."""

from datetime import date

from teriya.foundation.accounts.models import User
from teriya.insertion.alumni import actions
from teriya.insertion.alumni.models import Nominee, Prize, Profile
from teriya.service.missions.models import Mission
from tests.cast import Cast, appoint
from tests.factories.kits import kokou
from tests.factories.missions import give_account

ON = date(2025, 6, 2)


def member(mission: Mission, name: str = "Kossi", **said) -> Profile:
    """The volunteer of a mission that ended says yes."""
    user = User.objects.filter(name=name).first()
    if user is None:
        user = User.objects.create_user(name=name, phone=f"+2289500{mission.pk:04}")
        appoint(user, "volunteer")
    give_account(mission, user)
    given = {"shows": ["work"], "work": "Boulangère à Notsè", "offers": "", "wants_sms": False} | said
    return actions.say(by=user, on=ON, **given)


def make_prize(cast: Cast, missions: list[Mission], year: int = 2025) -> Prize:
    prize = actions.open_prize(year=year, title="Prix du meilleur volontaire", by=kokou(cast), on=ON)
    for mission in missions:
        actions.nominate(prize=prize, mission=mission, why="A formé vingt jeunes.", by=cast.mazalo, on=ON)
    return prize


def jurors(cast: Cast) -> list[User]:
    """Massan, and two more."""
    found = [cast.massan]
    for name in ("Jurée", "Juriste"):
        user = User.objects.filter(name=name).first() or User.objects.create_user(
            name=name, phone=f"+2289600000{len(found)}"
        )
        if not user.may("selection.score"):
            appoint(user, "jury_member")
        found.append(user)
    return found


def seat(cast: Cast, prize: Prize) -> list[User]:
    found = jurors(cast)
    actions.seat_jury(prize=prize, jurors=found, by=kokou(cast), on=ON)
    return found


def mark(user: User, nominee: Nominee, *marks: int):
    return actions.seal_sheet(nominee=nominee, marks=marks, by=user, on=ON)
