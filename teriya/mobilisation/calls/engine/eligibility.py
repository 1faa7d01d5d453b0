"""Who may apply: the form's conditions against what is known of a candidate. Each no is a code and a plain sentence."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

YOUNGEST, OLDEST = 14, 100  # whole years on the reference day: outside, the birth was not written right
_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()

# The published precedence: the first reason found decides, the others tell what else to mend.
PRECEDENCE = (
    "impossible_birth", "same_paper", "false_paper", "too_old", "too_young", "incomplete", "no_paper", "duplicate",
    "suspected_duplicate", "nationality", "diploma", "diploma_above", "qualification", "has_job", "school_years",
    "other_commune", "past_service", "legal_cap", "other_rule", "unproven_cap", "policy_cap",
)  # fmt: skip
_OUTCOMES = {
    "incomplete": "held", "duplicate": "duplicate", "suspected_duplicate": "held", "unproven_cap": "eligible",
    "policy_cap": "eligible",
}  # fmt: skip


class Reason(NamedTuple):
    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Conditions:
    """What the form asks; None or empty asks nothing. Diplomas are ranks, 0 is none. Durations are months.

    `papers`: one paper of each set is needed. `names`: how the pack writes its diplomas (by rank) and papers (by code).
    """

    reference_on: date
    age_min: int | None = None
    age_max: int | None = None
    diploma_min: int = 0
    diploma_max: int | None = None
    papers: Sequence[Sequence[str]] = ()
    own_commune_only: bool = False
    past_service_in: Sequence[str] = ()
    term: int = 0
    legal_cap: int | None = None
    policy_cap: int | None = None
    names: Mapping[int | str, str] = field(default_factory=dict)


class Post(NamedTuple):
    """A post wished for: the lowest diploma's rank, and its commune."""

    diploma: int
    commune: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of an application. `served`: forms of past service; `served_thirtieths`: its length, a month being 30,
    of which `unproven_thirtieths` are periods whose proof is missing.

    `lacks`: what is still to be brought, in words. `findings`: what an officer found on the papers, each with its code.
    `shared_paper`: a number that other persons show too. `other_number`: the application that stands for this same person.
    """

    birth_on: date | None
    birth_year: int
    commune: int
    diploma: int = 0
    papers: frozenset[str] = frozenset()
    wishes: tuple[Post, ...] = ()
    served: frozenset[str] = frozenset()
    served_thirtieths: int = 0
    unproven_thirtieths: int = 0
    shared_paper: str = ""
    other_number: str = ""
    is_suspected: bool = False
    lacks: str = ""
    findings: tuple[Reason, ...] = ()


class Verdict(NamedTuple):
    """`outcome`: eligible, ineligible, held or duplicate; the first of `reasons` decides. An eligible one may carry a warning."""

    outcome: str
    reasons: tuple[Reason, ...]

    @property
    def code(self) -> str:
        return "eligible" if self.outcome == "eligible" else self.reasons[0].code


def judge(candidate: Candidate, conditions: Conditions) -> Verdict:
    """Every reason that applies, by `PRECEDENCE`; without any, the candidate is eligible."""
    found = (
        *_birth(candidate, conditions),
        *_identity(candidate, conditions),
        *_fitness(candidate, conditions),
        *candidate.findings,
    )
    reasons = tuple(sorted(found, key=lambda reason: PRECEDENCE.index(reason.code)))
    outcome = _OUTCOMES.get(reasons[0].code, "ineligible") if reasons else "eligible"
    return Verdict(outcome, reasons)


def age_on(birth_on: date | None, birth_year: int, day: date) -> int:
    """Whole years. A birth year alone counts as its 31 December: the doubt makes nobody older."""
    born = birth_on or date(birth_year, 12, 31)
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def thirtieths(periods: Iterable[tuple[date, date]]) -> int:
    """Length of periods (first day, day after the last), a whole month counting 30: twelve months are 360."""
    return sum(
        ((end.year - start.year) * 12 + end.month - start.month) * 30 + min(end.day, 30) - min(start.day, 30)
        for start, end in periods
    )


def _birth(candidate: Candidate, asked: Conditions) -> Iterator[Reason]:
    """Age limits are inclusive: "18 à 35 ans" holds until the day one turns 36 (pack, VNC and VEC).

    The published conditions give no other reading; among the 1 260 lines of the first wave, nobody is 35 or 36.
    """
    age = age_on(candidate.birth_on, candidate.birth_year, asked.reference_on)
    day = long_date(asked.reference_on)
    if not YOUNGEST <= age <= OLDEST:
        born = f"date de naissance ({candidate.birth_on:%d/%m/%Y})" if candidate.birth_on else f"année de naissance ({candidate.birth_year})"  # fmt: skip
        yield Reason("impossible_birth", f"Votre {born} est impossible : faites-la corriger au centre.")
    elif asked.age_max is not None and age > asked.age_max:
        yield Reason("too_old", f"Vous aviez {age} ans au {day} ; l’âge limite est {asked.age_max} ans.")
    elif asked.age_min is not None and age < asked.age_min:
        yield Reason("too_young", f"Vous aviez {age} ans au {day} ; l’âge minimum est {asked.age_min} ans.")


def _identity(candidate: Candidate, asked: Conditions) -> Iterator[Reason]:
    if candidate.lacks:
        yield Reason("incomplete", f"Votre dossier est à compléter : {candidate.lacks}.")
    if candidate.shared_paper:
        yield Reason("same_paper", f"D’autres personnes montrent aussi la pièce {candidate.shared_paper} : présentez l’original au centre.")  # fmt: skip
    for accepted in asked.papers:
        if not candidate.papers.intersection(accepted):
            names = ", ".join(asked.names.get(code, code) for code in accepted)
            yield Reason("no_paper", f"Il manque une pièce avec son numéro : {names}.")
            break
    if candidate.other_number:
        yield Reason("duplicate", f"Vous êtes déjà candidat à cette vague sous le numéro {candidate.other_number}.")
    if candidate.is_suspected:
        yield Reason("suspected_duplicate", "Un autre dossier ressemble au vôtre : le centre vérifie.")


def _fitness(candidate: Candidate, asked: Conditions) -> Iterator[Reason]:
    yield from _diploma(candidate, asked)
    if asked.own_commune_only and candidate.wishes and all(p.commune != candidate.commune for p in candidate.wishes):
        yield Reason("other_commune", "Aucun poste choisi n’est dans votre commune.")
    if asked.past_service_in and not candidate.served.intersection(asked.past_service_in):
        forms = ", ".join(asked.past_service_in)
        yield Reason("past_service", f"Il faut avoir déjà servi comme {forms} : aucun service n’est connu.")
    yield from _length(candidate, asked)


def _length(candidate: Candidate, asked: Conditions) -> Iterator[Reason]:
    """The law's cap refuses on proven service; what no paper proves only warns, as the agency's own cap does."""
    total = candidate.served_thirtieths + asked.term * 30
    proven = total - candidate.unproven_thirtieths
    if asked.legal_cap is not None and total > asked.legal_cap * 30:
        if proven > asked.legal_cap * 30:
            yield Reason(
                "legal_cap", f"Avec cette mission, vous dépasseriez les {asked.legal_cap} mois permis par la loi."
            )
        else:
            yield Reason("unproven_cap", f"Avec un service passé dont la preuve manque, vous dépasseriez {asked.legal_cap} mois : le centre vérifie.")  # fmt: skip
    elif asked.policy_cap is not None and total > asked.policy_cap * 30:
        yield Reason(
            "policy_cap", f"Avec cette mission, vous dépasseriez {asked.policy_cap} mois : la direction est avertie."
        )


def _diploma(candidate: Candidate, asked: Conditions) -> Iterator[Reason]:
    """The diploma is hard, the speciality is not. A post above it only goes out of the wishes; all of them is a no."""
    held = (
        f"Votre diplôme est {asked.names[candidate.diploma]}" if candidate.diploma else "Vous n’indiquez aucun diplôme"
    )
    if candidate.diploma < asked.diploma_min:
        yield Reason("diploma", f"{held} ; il faut au moins {asked.names[asked.diploma_min]}.")
    elif candidate.wishes and all(candidate.diploma < post.diploma for post in candidate.wishes):
        lowest = min(post.diploma for post in candidate.wishes)
        yield Reason("diploma", f"{held} ; les postes choisis demandent au moins {asked.names[lowest]}.")
    if asked.diploma_max is not None and candidate.diploma > asked.diploma_max:
        yield Reason("diploma_above", f"{held} ; le diplôme le plus haut admis est {asked.names[asked.diploma_max]}.")


def long_date(day: date) -> str:
    return f"{'1er' if day.day == 1 else day.day} {_MONTHS[day.month - 1]} {day.year}"
