"""From the people of a cohort to its figure: who counts, who is known, who is inserted, and the sentence that says it."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.templatetags.words import label
from teriya.insertion.cohorts.engine.rates import Counts
from teriya.insertion.cohorts.engine.waiting import median_days
from teriya.insertion.cohorts.rows import Member
from teriya.insertion.routes.queries import inserted_routes

ANSWERED, REFUSED, SILENT = "answered", "refused", "silent"


@dataclass(frozen=True)
class Found:
    """A cohort as it was known on a day. `members`: digest of who was counted and as what, without any name."""

    population: int
    known: int
    inserted: int
    proven: int
    dead: int
    serving: int
    refused: int
    silent: int
    median: int | None
    members: str

    @property
    def counts(self) -> Counts:
        return Counts(self.population, self.known, self.inserted)


def left_out(on: date) -> frozenset[str]:
    """Who leaves the denominator, by the rule in force: « dead », « serving » again on the day of the horizon."""
    return frozenset(rules.amount("cohort_leaves_out", on=on, default=()))


def is_left_out(member: Member, out: frozenset[str]) -> bool:
    return ("dead" in out and member.is_dead) or ("serving" in out and member.is_serving and not member.is_dead)


def is_known(member: Member) -> bool:
    """Somebody said where the person was that day, or the missions do; or the person answered, and was nowhere yet."""
    return member.route is not None or member.is_serving or member.outcome == ANSWERED


def count(members: Iterable[Member], on: date) -> Found:
    """The figure of these people, each once."""
    routes, out = inserted_routes(on), left_out(on)
    kept: list[Member] = []
    dead = serving = 0
    for member in members:
        dead += member.is_dead
        serving += member.is_serving and not member.is_dead
        if not is_left_out(member, out):
            kept.append(member)
    known = [member for member in kept if is_known(member)]
    inserted = [member for member in known if member.route in routes]
    return Found(
        population=len(kept), known=len(known), inserted=len(inserted), proven=sum(member.is_proven for member in inserted),
        dead=dead, serving=serving, refused=sum(member.outcome == REFUSED and not is_known(member) for member in kept),
        silent=sum(member.outcome == SILENT and not is_known(member) for member in kept),
        median=median_days(map(_seen, kept)), members=_digest(kept),
    )  # fmt: skip


def _seen(member: Member) -> tuple[int, bool]:
    """Days to the first employment, or to the last day known without one; nothing beyond the horizon is looked at."""
    limit = (member.day - member.ended_on).days
    if member.first_work is not None and member.first_work <= member.day:
        return (member.first_work - member.ended_on).days, True
    known = (member.known_until - member.ended_on).days if member.known_until else 0
    return min(limit, max(0, known)), False


def pseudonym(person: int) -> str:
    """The same person under the same twelve letters in every file of this installation; nobody goes back without its key."""
    return salted_hmac("teriya.cohorts", str(person), secret=settings.JOURNAL_KEY, algorithm="sha256").hexdigest()[:12]


def _digest(members: Iterable[Member]) -> str:
    lines = sorted(
        f"{pseudonym(member.person)} {member.ended_on} {member.route or ''} {is_known(member):d}" for member in members
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def digest_of(cohort: object, on: date, definition: str, found: Found) -> str:
    """SHA-256 of the whole figure: what it is of, the day, the definition, every number."""
    content = {"cohort": asdict(cohort), "on": str(on), "definition": definition} | asdict(found)  # type: ignore[call-overload]
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def definition(horizon: int, on: date, language: str) -> str:
    """In one sentence: which routes count, when, who is in the denominator."""
    with override(language):
        routes = ", ".join(
            label(term.code, "route") for term in rules.terms("route") if term.code in inserted_routes(on)
        )
        out = {"dead": _("les personnes décédées"), "serving": _("celles de nouveau en service ce jour-là")}
        left = _(" et ").join(words for code, words in out.items() if code in left_out(on))
        said = ngettext(
            "Inséré : %(routes)s, %(n)s mois après le dernier jour de la mission, sur toutes les personnes dont la mission a fini",
            "Inséré : %(routes)s, %(n)s mois après le dernier jour de la mission, sur toutes les personnes dont la mission a fini", horizon,
        ) % {"routes": routes, "n": horizon}  # fmt: skip
        return _("%(said)s, hors %(left)s.") % {"said": said, "left": left} if left else f"{said}."
