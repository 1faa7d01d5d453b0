"""A season that we convene, or that Burkina Faso convenes."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from teriya.exchange.seasons import actions
from teriya.exchange.seasons.models import Season

PROFILES = ["Sage-femme", "Enseignant", "Informatique"]


def line(number, profile, *agencies):
    return {"number": number, "profiles": [profile], "agencies": list(agencies)}


def place(number, profile, seats=1):
    return {"number": number, "profile": profile, "seats": seats}


def entry(lines=(), places=(), **numbers):
    """`entry([line(…)], [place(…)], tg=4)`: four each way with Togo."""
    return {
        "lines": list(lines),
        "places": list(places),
        "numbers": {code: {"out": n, "in": n} for code, n in numbers.items()},
    }


def invitation(*codes, tolerance=0):
    return {
        "name": "Saison 2027", "profiles": PROFILES, "tolerance": tolerance, "closes_on": "2099-03-01",
        "agencies": [{"code": code, "name": f"Agence {code}", "country": code} for code in codes],
    }  # fmt: skip


BURKINA = entry([line("C1", "Informatique", "tg", "ml")], [place("P1", "Enseignant")], tg=4, ml=4)


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def season(moussa, burkina, mali, today) -> Season:
    """Convened by us; Mali has no system."""
    return actions.convene(name="Saison 2027", agencies=[burkina.row, mali], profiles=PROFILES, tolerance=0,
                           closes_on=today + timedelta(30), by=moussa, on=today)  # fmt: skip


def bring(part, by, on, lines, places, **numbers):
    """Write a part line by line: `lines` as (profile, country, …), `places` as profiles."""
    for profile, *agencies in lines:
        actions.add_candidate(part=part, profiles=[profile], agencies=agencies, by=by, on=on)
    for profile in places:
        actions.add_post(part=part, profile=profile, seats=1, what="Lycée de Kara", by=by, on=on)
    actions.set_numbers(part=part, numbers={code: {"out": n, "in": n} for code, n in numbers.items()}, by=by, on=on)


@pytest.fixture
def whole(season, moussa, burkina, hear, today) -> Season:
    """All three entered: Burkina → Togo → Mali → Burkina is the only exchange."""
    ours, mali = season.parts.get(is_ours=True), season.parts.get(code="ml")
    bring(ours, moussa, today, [("Sage-femme", "ml", "bf"), ("Enseignant", "bf")], ["Informatique"], ml=4, bf=4)
    actions.enter(part=ours, by=moussa, on=today)
    assert hear(burkina, "season.enter", season.uid, BURKINA) == "applied"
    bring(mali, moussa, today, [("Enseignant", "bf")], ["Sage-femme"], tg=4, bf=4)
    actions.enter(part=mali, source="lettre du 3 mars", by=moussa, on=today)
    return season


@pytest.fixture
def invited(burkina, moussa, cast, hear) -> Season:
    """Convened by Burkina Faso: we entered one candidate and one post."""
    uid = uuid4()
    assert hear(burkina, "season.convene", uid, invitation("bf", "tg", "ne")) == "applied"
    return Season.objects.get(uid=uid)
