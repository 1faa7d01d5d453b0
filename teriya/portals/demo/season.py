"""A season of three countries: Togo convenes Burkina Faso, by message, and Mali, which has no system, by letter."""

from collections.abc import Sequence
from datetime import date

from teriya.exchange.seasons import actions
from teriya.exchange.seasons.models import Part, Season
from teriya.exchange.wire import actions as wire
from teriya.exchange.wire.models import Agency
from teriya.people.models import Person, ServicePeriod
from teriya.portals.demo.dialogue import Side

PROFILES = ["Infirmier", "Enseignant", "Informatique", "Hygiène et environnement"]
Lines = Sequence[tuple[str, ...]]  # a profile, then the countries, the dearest first
Posts = Sequence[tuple[str, str]]  # a profile, and where


def tell(side: Side) -> None:
    """Up to a plan that Burkina Faso has confirmed: our part waits for the director, Mali's letter is awaited."""
    side.turn("tg", side.ago(0, 28), _convene)
    side.turn("bf", side.ago(0, 22), _enter)
    side.turn("tg", side.ago(0, 15), _plan)
    side.turn("bf", side.ago(0, 13), _confirm)


def _convene(side: Side, day: date) -> None:
    officer = side.by("exchange_officer")
    mali = Agency.objects.filter(code="ml").first() or _name_mali(side, day)
    season = actions.convene(
        name=f"Saison {side.today.year + 1} : Togo, Burkina Faso, Mali", agencies=[side.agency, mali], profiles=PROFILES, tolerance=1,
        closes_on=side.ago(0, 16), by=officer, on=day,
    )  # fmt: skip
    _bring(side, day, season.parts.get(is_ours=True), [("Infirmier", "ml", "bf"), ("Enseignant", "bf", "ml"), ("Enseignant", "bf"), ("Informatique", "ml")],
           [("Informatique", "Direction préfectorale de Haho, Notsé"), ("Enseignant", "Collège de Tchamba")])  # fmt: skip


def _name_mali(side: Side, day: date) -> Agency:
    row = wire.name_agency(code="ml", name="Centre national de promotion du volontariat", country="ML", by=side.by("exchange_officer"), on=day)  # fmt: skip
    wire.confirm_agency(agency=row, fingerprint="", by=side.by("director"), on=day)
    row.refresh_from_db()
    return row


def _enter(side: Side, day: date) -> None:
    part = Season.objects.get(convener=side.agency).parts.get(is_ours=True)
    _bring(side, day, part, [("Informatique", "tg", "ml"), ("Enseignant", "tg")], [("Enseignant", "Lycée de Koudougou"), ("Enseignant", "Lycée de Kaya")])  # fmt: skip


def _plan(side: Side, day: date) -> None:
    """Mali's letter is typed, then the plan is computed and proposed."""
    officer, season = side.by("exchange_officer"), Season.objects.get(convener=None)
    mali = season.parts.get(code="ml")
    _bring(side, day, mali, [("Enseignant", "bf"), ("Hygiène et environnement", "tg")], [("Infirmier", ""), ("Enseignant", "")],
           source="lettre n° 118 du CNPV")  # fmt: skip
    actions.propose(season=season, by=officer, on=day)


def _confirm(side: Side, day: date) -> None:
    part = Season.objects.get(convener=side.agency).parts.get(is_ours=True)
    actions.answer(part=part, is_confirmed=True, by=side.by("director"), on=day)


def _bring(side: Side, day: date, part: Part, lines: Lines, posts: Posts, source: str = "") -> None:
    """Write a part line by line and send it; our candidates are former volunteers of the register."""
    officer, people = side.by("exchange_officer"), iter(_former(len(lines)) if part.is_ours else ())
    for profile, *countries in lines:
        actions.add_candidate(
            part=part, profiles=[profile], agencies=countries, person=next(people, None), by=officer, on=day
        )
    for profile, what in posts:
        actions.add_post(part=part, profile=profile, seats=1, what=what, by=officer, on=day)
    others = part.season.parts.exclude(pk=part.pk).values_list("code", flat=True)
    actions.set_numbers(part=part, numbers={code: {"out": 4, "in": 4} for code in others}, by=officer, on=day)
    actions.enter(part=part, by=officer, on=day, source=source)


def _former(number: int) -> list[Person]:
    """The first people whose service ended, and who are reached by telephone."""
    served = ServicePeriod.objects.filter(person__died_on=None).exclude(person__phone="").order_by("person_id")
    return list(Person.objects.filter(pk__in=served.values("person")[:number]).order_by("pk"))
