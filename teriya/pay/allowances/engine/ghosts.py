"""Signs that a volunteer to be paid does not exist, was not there, or is paid for somebody else.

Pure: people in, signs out, whatever their order. Formula, worked cases, figures and sources: docs/algorithms/fantomes.md.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from math import prod
from typing import NamedTuple

from teriya.pay.allowances.engine.elsewhere import UNKNOWN_DAYS, Elsewhere, Other
from teriya.people.engine.names import sound

STOP = 50  # points from which a line waits for a person
SURE = 100  # what no reason clears: the record is put right, or nothing is paid

_OLDEST, _YOUNGEST = 80, 15
_RUN = 5  # numbers that follow each other, of people of one host
_CROWD = 8  # bearers of one name before their number is looked at
_BORN_TOGETHER = 4  # people of one host born on one day
_LONG = 6  # months without a day missed
_NO_NAMES = {"test", "volontaire", "inconnu", "inconnue", "xxx", "nn", "sans", "nom", "anonyme", "neant"}


@dataclass(frozen=True, slots=True)
class Subject:
    """What is known of one mission in service. Zero, empty and None: not known.

    `words`: of all the names, folded. `papers`: identity papers. `photo`: digest of the portrait. `numbers`: of the wallet,
    digits alone. `enrolled_by`, `wallet_by`, `attested_by`, `confirmed_by`: accounts. `is_of_host`: belongs to the host that
    it serves. `seen_absent`: days marked present on which a visit found nobody. `months`, `missed`: months closed, days missed.
    `is_one_pair`: all of them attested and confirmed by the same two people.
    """

    id: int
    person: int
    words: tuple[str, ...]
    host: int
    started_on: date
    form: str = ""
    born_on: date | None = None
    birth_year: int = 0
    died_on: date | None = None
    commune: int = 0
    phone: str = ""
    papers: tuple[str, ...] = ()
    photo: str = ""
    numbers: str = ""
    account: int = 0
    registered_on: date | None = None
    enrolled_by: int = 0
    wallet_by: int = 0
    attested_by: int = 0
    confirmed_by: int = 0
    is_of_host: bool = False
    is_double: bool = False
    seen_absent: tuple[date, ...] = ()
    months: int = 0
    missed: int = 0
    is_one_pair: bool = False
    visits: int = 0


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands beside the people: the month, how many each host may receive (none: it has no right to), the ages that each
    form allows at the start (0: no limit), the telephones of the agency's people, whom other programmes pay in the month.
    """

    first: date
    last: date
    quotas: Mapping[int, int]
    ages: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    staff_phones: frozenset[str] = frozenset()
    others: Sequence[Other] = ()


class Sign(NamedTuple):
    code: str
    points: int
    sentence: str


Found = tuple[int, str, str]  # mission, code, sentence
Finder = Callable[[Sequence[Subject], Frame], Iterator[Found]]


class Pattern(NamedTuple):
    points: int
    source: str


GHANA = "Ghana, service national, 2018-2025 : 360 005 années payées à personne"
NIGERIA = "Nigeria, NYSC : complicité de structures"
CONGO = "GiveDirectly, RDC, 2023 : paiements détournés par des agents"
MALI = "Mali, Vérificateur général, 2019-2022"
FIELD = "usage des contrôleurs de paie"

PATTERNS: dict[str, Pattern] = {
    "too_old": Pattern(SURE, f"{GHANA} ; des payés de 80 à 90 ans"),
    "child": Pattern(SURE, f"{GHANA} ; des naissances en 2021"),
    "dead": Pattern(SURE, FIELD),
    "age_out_of_form": Pattern(60, f"{MALI} : procédure de recrutement non suivie"),
    "no_name": Pattern(60, f"{GHANA} ; inscriptions inutilisables"),
    "one_name": Pattern(60, f"{GHANA} ; un nom 226 fois"),
    "same_name_birth": Pattern(60, f"{GHANA} ; noms intervertis, 5 000 bloqués sur 43 000"),
    "like_name_birth": Pattern(30, GHANA),
    "open_double": Pattern(SURE, "registre : un doublon attend sa décision"),
    "same_paper": Pattern(SURE, f"{GHANA} ; numéros de pièce de plusieurs"),
    "fake_paper": Pattern(60, f"{GHANA} ; faux numéros d’étudiant"),
    "paper_run": Pattern(60, f"{GHANA} ; numéros de pièce inventés"),
    "same_photo": Pattern(SURE, f"{GHANA} ; une photo de banque d’images"),
    "same_phone": Pattern(60, f"{GHANA} ; numéros en double"),
    "paid_elsewhere": Pattern(60, FIELD),
    "number_elsewhere": Pattern(30, FIELD),
    "home_phone": Pattern(20, FIELD),
    "fake_phone": Pattern(60, FIELD),
    "phone_run": Pattern(60, f"{CONGO} ; cartes SIM achetées ensemble"),
    "staff_phone": Pattern(60, CONGO),
    "staff_wallet": Pattern(SURE, CONGO),
    "born_together": Pattern(60, FIELD),
    "late_record": Pattern(60, f"{GHANA} ; inscrits après coup"),
    "own_attestation": Pattern(SURE, NIGERIA),
    "of_its_host": Pattern(60, NIGERIA),
    "over_quota": Pattern(60, f"{GHANA} ; plus d’affectés que de places"),
    "no_right": Pattern(60, f"{MALI} ; structures sans besoin exprimé"),
    "seen_absent": Pattern(SURE, NIGERIA),
    "never_missed": Pattern(15, NIGERIA),
    "no_trace": Pattern(15, GHANA),
    "no_paper": Pattern(15, GHANA),
    "same_hands": Pattern(10, CONGO),
    "one_pair": Pattern(10, NIGERIA),
}


def stops(signs: Iterable[Sign], cleared: Iterable[str] = ()) -> bool:
    """Whether these signs stop a line, once those that a person has cleared are left out."""
    gone = set(cleared)
    return sum(sign.points for sign in signs if sign.points == SURE or sign.code not in gone) >= STOP


# One person alone


def _ages(people: Sequence[Subject], frame: Frame) -> Iterator[Found]:
    for one in people:
        if one.died_on and one.died_on < frame.first:
            yield one.id, "dead", f"Décès noté le {one.died_on:%d/%m/%Y}, avant ce mois."
        if not one.birth_year:
            continue
        age = frame.last.year - one.birth_year
        if age >= _OLDEST:
            yield one.id, "too_old", f"{age} ans : né en {one.birth_year}."
            continue
        if age <= _YOUNGEST:
            yield one.id, "child", f"{age} ans : né en {one.birth_year}."
            continue
        at_start = one.started_on.year - one.birth_year
        least, most = frame.ages.get(one.form, (0, 0))
        if at_start < least - 1 or (most and at_start > most + 1):
            limits = f"de {least} à {most} ans" if most else f"à partir de {least} ans"
            yield one.id, "age_out_of_form", f"{at_start} ans au début du service ; cette forme prend {limits}."


def _identity(people: Sequence[Subject], frame: Frame) -> Iterator[Found]:
    for one in people:
        if not one.words or any(any(map(str.isdigit, word)) or word in _NO_NAMES for word in one.words):
            yield one.id, "no_name", f"« {' '.join(one.words).upper()} » n’est pas le nom d’une personne."
        for number in one.papers:
            if _is_invented(number):
                yield one.id, "fake_paper", f"Numéro de pièce inventé : {number.upper()}."
        if _is_invented(one.phone[-8:]):
            yield one.id, "fake_phone", f"Numéro de téléphone inventé : {one.phone}."
        if not one.papers:
            yield one.id, "no_paper", "Aucune pièce d’identité au dossier."
        if not (one.phone or one.account or one.photo or one.visits):
            yield one.id, "no_trace", "Ni téléphone, ni compte, ni photo, ni visite : rien ne vient de la personne."
        if one.registered_on and one.registered_on > one.started_on:
            yield (
                one.id,
                "late_record",
                f"Inscrit au registre le {one.registered_on:%d/%m/%Y}, après le début de son service.",
            )


def _is_invented(number: str) -> bool:
    """11111111, 12345678, 98765432: what a hand types when it has nothing to copy."""
    digits = [int(letter) for letter in number if letter.isdecimal()]
    if len(digits) < 6:
        return False
    steps = {(b - a) % 10 for a, b in pairwise(digits)}
    return len(steps) == 1 and steps <= {0, 1, 9}


def _hands(people: Sequence[Subject], frame: Frame) -> Iterator[Found]:
    for one in people:
        if one.account and one.account in (one.attested_by, one.confirmed_by):
            yield one.id, "own_attestation", "Ses présences sont attestées ou confirmées par son propre compte."
        if one.is_of_host:
            yield one.id, "of_its_host", "Payé comme volontaire d’une structure dont il est responsable ou tuteur."
        if one.is_double:
            yield (
                one.id,
                "open_double",
                "Le registre tient cette fiche pour le double probable d’une autre : tranchez d’abord.",
            )
        if one.enrolled_by and one.enrolled_by == one.wallet_by:
            yield one.id, "same_hands", "Inscription et compte de paiement saisis par la même personne."
        if one.seen_absent:
            days = ", ".join(f"{day:%d/%m}" for day in one.seen_absent[:3])
            yield one.id, "seen_absent", f"Marqué présent le {days}, où la visite n’a trouvé personne."
        if one.months >= _LONG and not one.missed and not one.visits:
            yield one.id, "never_missed", f"{one.months} mois sans un jour manqué, et sans une visite."
        if one.months >= _LONG and one.is_one_pair:
            yield one.id, "one_pair", f"Ses {one.months} mois sont attestés et confirmés par les deux mêmes personnes."
        if one.phone and one.phone in frame.staff_phones:
            yield one.id, "staff_phone", "Son téléphone est celui d’un agent."
        if one.numbers and f"+{one.numbers}" in frame.staff_phones:
            yield one.id, "staff_wallet", "Son compte de paiement est le téléphone d’un agent."


# One thing for several people


def _groups(people: Iterable[Subject], key: Callable[[Subject], Hashable | None]) -> Iterator[list[Subject]]:
    """People of whom one thing is the same, two different persons at least."""
    groups: dict[Hashable, list[Subject]] = defaultdict(list)
    for one in people:
        value = key(one)
        if value:
            groups[value].append(one)
    for group in groups.values():
        if len({one.person for one in group}) > 1:
            yield group


def _count(group: list[Subject]) -> int:
    return len({one.person for one in group})


def _shared(people: Sequence[Subject], frame: Frame) -> Iterator[Found]:
    for group in _groups(people, lambda one: one.photo):
        for one in group:
            yield one.id, "same_photo", f"La même photo sert à {_count(group)} personnes."
    for group in _groups(people, lambda one: one.phone):
        code = "same_phone" if _count(group) > 2 else "home_phone"
        for one in group:
            yield one.id, code, f"Le même téléphone sert à {_count(group)} volontaires."
    papers: dict[str, list[Subject]] = defaultdict(list)
    for one in people:
        for number in one.papers:
            papers[number].append(one)
    for number, group in papers.items():
        if _count(group) > 1:
            for one in group:
                yield one.id, "same_paper", f"La pièce {number.upper()} sert à {_count(group)} personnes."


def _namesakes(people: Sequence[Subject], frame: Frame) -> Iterator[Found]:
    """One name for many more people than its words would give by chance."""
    total = len(people)
    words = Counter(word for one in people for word in set(one.words))
    bearers: dict[tuple[str, ...], list[Subject]] = defaultdict(list)
    for one in people:
        bearers[tuple(sorted(one.words))].append(one)
    for name, group in bearers.items():
        count = _count(group)
        if count < _CROWD:
            continue
        expected = prod(words[word] / total for word in set(name)) * total
        if count >= 3 * expected + 6:
            for one in group:
                yield one.id, "one_name", f"« {' '.join(name).upper()} » : {count} volontaires portent ce nom."


def _births(people: Sequence[Subject], frame: Frame) -> Iterator[Found]:
    """The same names as they sound, in any order, born on the same day; many of one host born on one day."""
    known = [one for one in people if one.born_on and (one.born_on.month, one.born_on.day) not in UNKNOWN_DAYS]
    for group in _groups(known, lambda one: (one.born_on, tuple(sorted(sound(word) for word in one.words)))):
        for one in group:
            others = [other for other in group if other.person != one.person]
            is_near = any(other.host == one.host or other.commune == one.commune for other in others)
            code = "same_name_birth" if is_near else "like_name_birth"
            yield (
                one.id,
                code,
                f"Même nom, dans un ordre ou un autre, et même naissance que {len(others)} autre(s) volontaire(s).",
            )
    for group in _groups(known, lambda one: (one.host, one.born_on)):
        if _count(group) >= _BORN_TOGETHER:
            for one in group:
                yield one.id, "born_together", f"{_count(group)} volontaires de cette structure sont nés le même jour."


def _runs(people: Sequence[Subject], frame: Frame) -> Iterator[Found]:
    """Numbers that follow each other among people of one host."""
    by_host: dict[int, list[Subject]] = defaultdict(list)
    for one in people:
        by_host[one.host].append(one)
    for group in by_host.values():
        phones = [(int(one.phone[1:]), one) for one in group if one.phone[1:].isdecimal()]
        papers = [(int(number), one) for one in group for number in one.papers if number.isdecimal()]
        for code, what, rows in (("phone_run", "téléphones", phones), ("paper_run", "pièces", papers)):
            for run in _in_a_row(rows):
                for one in run:
                    yield (
                        one.id,
                        code,
                        f"Les numéros de {what} de {len(run)} volontaires de cette structure se suivent.",
                    )


def _in_a_row(rows: Iterable[tuple[int, Subject]]) -> Iterator[list[Subject]]:
    run: list[tuple[int, Subject]] = []
    for number, one in sorted(rows, key=lambda row: (row[0], row[1].id)):
        if run and number - run[-1][0] > 1:
            yield from _long_enough(run)
            run = []
        if not run or number != run[-1][0]:
            run.append((number, one))
    yield from _long_enough(run)


def _long_enough(run: list[tuple[int, Subject]]) -> Iterator[list[Subject]]:
    if len(run) >= _RUN:
        yield [one for _, one in run]


def _places(people: Sequence[Subject], frame: Frame) -> Iterator[Found]:
    """Hosts without the right to receive, and the last comers beyond what a host may receive."""
    by_host: dict[int, list[Subject]] = defaultdict(list)
    for one in people:
        by_host[one.host].append(one)
    for host, group in by_host.items():
        quota = frame.quotas.get(host)
        if quota is None:
            for one in group:
                yield one.id, "no_right", "Structure sans agrément en cours ce mois-ci."
            continue
        comers = sorted(group, key=lambda one: (one.started_on, one.id))
        for one in comers[quota:]:
            yield (
                one.id,
                "over_quota",
                f"{len(group)} volontaires payés pour {quota} places agréées : parmi les derniers venus.",
            )


def _elsewhere(people: Sequence[Subject], frame: Frame) -> Iterator[Found]:
    """Those whom another programme pays too."""
    lists = Elsewhere(frame.others)
    for one in people if frame.others else ():
        if found := lists.of(one.words, one.born_on, one.papers, filter(None, (one.phone[1:], one.numbers))):
            yield one.id, *found


FINDERS: tuple[Finder, ...] = (_ages, _identity, _hands, _shared, _namesakes, _births, _runs, _places, _elsewhere)


def look(people: Sequence[Subject], frame: Frame, finders: Iterable[Finder] = FINDERS) -> dict[int, list[Sign]]:
    """Mission → its signs, the heaviest first. Everybody in service is given: a thing is shared with whoever shares it."""
    found: dict[int, dict[str, Sign]] = {}
    for finder in finders:
        for mission, code, sentence in finder(people, frame):
            found.setdefault(mission, {}).setdefault(code, Sign(code, PATTERNS[code].points, sentence))
    return {
        mission: sorted(signs.values(), key=lambda sign: (-sign.points, sign.code)) for mission, signs in found.items()
    }
