"""Volunteers of a month, honest ones and ghosts of known kinds, as the engine of ghosts reads them."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bench.misspelt import invent
from teriya.foundation.core.words import fold
from teriya.pay.allowances.engine.ghosts import Frame, Subject

FIRST, LAST, BEGUN = date(2026, 3, 1), date(2026, 3, 31), date(2026, 1, 5)
STAFF = tuple(f"+22899{number:06}" for number in range(0, 90_000, 300))
TEAM = 10  # volunteers of a host, which may receive two more
OWN = 1_000_000  # hosts that ghosts have to themselves, from this number on

Changes = list[dict]
Kind = Callable[[random.Random, Sequence[Subject], int], Changes]


def crowd(many: int, ghosts: int, seed: int = 7) -> tuple[list[Subject], dict[int, str], Frame]:
    """So many honest volunteers, so many ghosts (mission → kind), and the month they are looked at in."""
    chance = random.Random(seed)
    people: list[Subject] = []
    for number in range(1, many + 1):
        people.append(_honest(number, chance, people))
    honest, kinds = tuple(people), {}
    quotas = dict.fromkeys(range(1, many // TEAM + 2), TEAM + 2) | {OWN + place: 1_000 for place in range(len(KINDS))}
    for place, (kind, make) in enumerate(KINDS.items()):
        share = ghosts // len(KINDS) + (place < ghosts % len(KINDS))
        for changes in make(chance, honest, share):
            like = chance.choice(honest)
            plain = replace(_honest(len(people) + 1, chance, ()), host=like.host, commune=like.commune)
            if changes.pop("is_alone", False):
                changes["host"] = OWN + place
            people.append(replace(plain, **changes))
            kinds[people[-1].id] = kind
    full = {one.host for one in people[many:] if kinds[one.id] == "over_quota"}
    for one in people[many:]:
        if kinds[one.id] == "no_right":
            quotas.pop(one.host, None)
        elif one.host < OWN:
            quotas[one.host] = TEAM if one.host in full else TEAM + ghosts
    return people, kinds, Frame(FIRST, LAST, quotas, {"VEC": (18, 35)}, frozenset(STAFF))


def _honest(number: int, chance: random.Random, before: Sequence[Subject]) -> Subject:
    """As registers are: one in six without a telephone, one in fifty on a relative's, one in twelve born « on 1 January »."""
    family, given = invent(chance)
    born = date(1992, 1, 1) + timedelta(chance.randrange(14 * 365))
    if chance.random() < 0.08:
        born = born.replace(month=1, day=1)
    phone = f"+2289{chance.randrange(10**7):07}" if chance.random() < 0.84 else ""
    if before and chance.random() < 0.02:
        phone = before[-1].phone
    return Subject(
        id=number, person=number, words=tuple(fold(f"{family} {given}").split()), host=1 + (number - 1) // TEAM,
        started_on=BEGUN, form="VEC", born_on=born, birth_year=born.year, commune=1 + (number - 1) // 850, phone=phone,
        papers=() if chance.random() < 0.06 else (f"{chance.randrange(10**10):010}",),
        photo=f"portrait {number}" if chance.random() < 0.7 else "", numbers=phone[1:], registered_on=BEGUN - timedelta(60),
        enrolled_by=1 + number // 900, wallet_by=1 + number // 900 % 3, attested_by=10_000 + number // TEAM,
        confirmed_by=20_000 + number // 900, months=2, visits=int(chance.random() < 0.4),
    )  # fmt: skip


def _each(**changes) -> Kind:
    """Every ghost alike."""
    return lambda chance, honest, count: [dict(changes) for _ in range(count)]


def _numbered(shape: Callable[[int], dict]) -> Kind:
    """`shape`: what makes the ghost of this place."""
    return lambda chance, honest, count: [shape(place) for place in range(count)]


def _copied(shape: Callable[[Subject], dict], has: Callable[[Subject], object] = lambda one: True) -> Kind:
    """`shape`: what a ghost takes from an honest volunteer who has it."""

    def make(chance: random.Random, honest: Sequence[Subject], count: int) -> Changes:
        return [shape(one) for one in chance.sample([one for one in honest if has(one)], count)]

    return make


def _transposed(one: Subject) -> dict:
    """An honest volunteer entered again in the same host: names the other way round, doubled letters lost."""
    words = tuple(word.replace("ss", "s").replace("ff", "f") for word in one.words[::-1])
    return {
        "words": words,
        "born_on": one.born_on,
        "birth_year": one.birth_year,
        "commune": one.commune,
        "host": one.host,
    }


KINDS: dict[str, Kind] = {
    "too_old": _numbered(lambda n: {"born_on": None, "birth_year": 1936 + n % 10}),
    "child": _numbered(lambda n: {"born_on": date(2021, 1 + n % 12, 5), "birth_year": 2021}),
    "dead": _each(died_on=date(2025, 6, 1)),
    "age_out_of_form": _numbered(lambda n: {"born_on": date(1960 + n % 10, 5, 6), "birth_year": 1960 + n % 10}),
    "no_name": _numbered(lambda n: {"words": ("volontaire", str(n))}),
    "one_name": _each(words=("kpodzro", "edem")),
    "same_name_birth": _copied(_transposed, lambda one: one.born_on.day > 1),
    "open_double": _each(is_double=True),
    "same_paper": _copied(lambda one: {"papers": one.papers}, lambda one: one.papers),
    "fake_paper": _numbered(lambda n: {"papers": (f"{'0123456789' * 2}"[n % 10 : n % 10 + 6 + n // 10],)}),
    "paper_run": _numbered(lambda n: {"papers": (f"{77_000_000 + n}",), "is_alone": True}),
    "same_photo": _each(photo="stock photo"),
    "same_phone": _numbered(lambda n: {"phone": f"+22870{n % 3:06}"}),
    "fake_phone": _numbered(lambda n: {"phone": f"+228{str(n % 10) * 8}"}),
    "phone_run": _numbered(lambda n: {"phone": f"+22896{100_000 + n}", "is_alone": True}),
    "staff_phone": _numbered(lambda n: {"phone": STAFF[n]}),
    "staff_wallet": _numbered(lambda n: {"numbers": STAFF[n][1:]}),
    "born_together": _each(born_on=date(1999, 9, 9), birth_year=1999, is_alone=True),
    "late_record": _each(registered_on=BEGUN + timedelta(40)),
    "own_attestation": _numbered(lambda n: {"account": 500_000 + n, "attested_by": 500_000 + n}),
    "of_its_host": _each(is_of_host=True),
    "over_quota": _copied(lambda one: {"host": one.host, "started_on": BEGUN + timedelta(20)}),
    "no_right": _each(is_alone=True),
    "seen_absent": _each(seen_absent=(date(2026, 3, 12),)),
    "no_trace": _each(phone="", numbers="", photo="", visits=0, papers=(), months=7, enrolled_by=1, wallet_by=1),
}
