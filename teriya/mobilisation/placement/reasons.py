"""Why each wish of a candidate was met or not: plain data, then a sentence."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from teriya.foundation.rules import queries as rules
from teriya.mobilisation.calls.models import Application, Wish
from teriya.mobilisation.calls.states import PlacementMode
from teriya.mobilisation.hosts.models import Need
from teriya.mobilisation.placement import rounds
from teriya.mobilisation.placement.engine import explain as engine
from teriya.mobilisation.placement.engine.wave import Wave
from teriya.mobilisation.placement.models import Round
from teriya.mobilisation.placement.openings import label_of

_SHOWN = 10  # wishes told of a candidate whose order the rule made


@dataclass(frozen=True, slots=True)
class Reason:
    """One wish of a candidate and what became of it.

    answer: "placed", "refused", or "later" for a wish after the one obtained. cause of a refusal: "seats", "ceiling",
    "money", "diploma", "closed" (no funded seat there), "quota" (its host has all the volunteers of its accreditation), "unranked" (a score is missing), "override" (an officer decided, limit says why). points: the candidate's; last:
    those of the last person taken in what was full, None if it took nobody. is_tie: as many points, the lottery decided.
    limit: the words of what was full, or of the diploma asked.
    """

    rank: int
    need: Need
    answer: str
    cause: str = ""
    points: int | None = None
    last: int | None = None
    is_tie: bool = False
    limit: str = ""


def reasons(round: Round, applications: Iterable[Application]) -> dict[str, list[Reason]]:
    """The reasons of many candidates by number, wish by wish: three queries, and the inputs read once."""
    by_id = {application.pk: application.number for application in applications}
    found: dict[str, list[Reason]] = {number: [] for number in by_id.values()}
    told = _Told(round)
    rows = told.by_rule(by_id) if round.wave.mode == PlacementMode.RULE else _written(by_id)
    needs = Need.objects.select_related("host__commune__region").in_bulk({need for _, _, need in rows})
    for application, rank, need in rows:
        number = by_id[application]
        has_place = any(earlier.answer == "placed" for earlier in found[number])
        found[number].append(told.of(number, rank, needs[need], has_place))
    return found


def _written(applications: Collection[int]) -> list[tuple[int, int, int]]:
    """Application, rank and need of each wish."""
    wishes = Wish.objects.filter(application__in=applications).order_by("application_id", "rank")
    return list(wishes.values_list("application_id", "rank", "need_id"))


class _Told:
    """A round unpacked once, and what the engine says of each of its candidates."""

    def __init__(self, round: Round) -> None:
        self.round, self.kept = round, rounds.unpack(round)
        self.last = points_of_cutoffs(self.kept)
        self.candidates, self.posts = (
            set(names.tolist()) for names in (self.kept.wave.candidates, self.kept.wave.posts)
        )
        self.explained: dict[str, dict[str, engine.Reason]] = {}
        self.held = round.manifest.get("held", {})
        self.overridden = {number: (post, why) for number, post, why in round.settings.get("overrides", [])}

    def by_rule(self, applications: Mapping[int, str]) -> list[tuple[int, int, int]]:
        """The first posts of each one's order, down to the one obtained: all that the rule makes would fill a book."""
        wave, rows = self.kept.wave, []
        posts = [name.partition("/")[0] for name in wave.posts.tolist()]
        needs = dict(Need.objects.filter(reference__in=set(posts)).values_list("reference", "pk"))
        for application, number in applications.items():
            if number not in self.candidates:
                continue
            position = wave.candidate(number)
            wishes = wave.wishes_of(position)
            obtained = int(self.kept.result.wish[position])
            shown = [wish for wish in wishes.tolist() if wish - wishes[0] < _SHOWN or wish == obtained]
            asked = {posts[wave.wish[wish]]: int(self.kept.written[wish]) for wish in shown}
            rows += [(application, rank, needs[post]) for post, rank in asked.items()]
        return rows

    def of(self, number: str, rank: int, need: Need, has_place: bool) -> Reason:
        points = self.kept.points.get(number)
        if points is None:
            return Reason(rank, need, "refused", "unranked")
        if has_place:
            return Reason(rank, need, "later", points=points)
        told = self._explained(number).get(need.reference)
        if number in self.overridden:
            return self._overridden(number, rank, need, points)
        if told is None:  # never a pair: the diploma, or no seat
            if need.reference in self.posts:
                return Reason(rank, need, "refused", "diploma", points, limit=rules.label("diploma", need.diploma))
            return Reason(rank, need, "refused", "quota" if need.reference in self.held else "closed", points)
        if told.answer == "placed":
            return Reason(rank, need, "placed", points=points)
        last, points = self.last[need.reference], self.points_there(number, need.reference)
        limit = limit_of(self.round, self.kept.wave, need, told.cause)
        cause = "quota" if told.cause == "seats" and need.reference in self.held else told.cause
        return Reason(rank, need, "refused", cause, points, last, last == points, limit)

    def _overridden(self, number: str, rank: int, need: Need, points: int) -> Reason:
        """An officer decided for this person: the reason is the one that was written."""
        post, why = self.overridden[number]
        return Reason(rank, need, "placed" if post == need.reference else "refused", "override", points, limit=why)

    def points_there(self, number: str, reference: str) -> int:
        """The points that count at a post: a host that ranks gives them again in its order, a bonus adds to them."""
        wave = self.kept.wave
        position = wave.candidate(number)
        wishes = wave.wishes_of(position)
        [wish] = wishes[wave.posts[wave.wish[wishes]] == reference]
        return int(self.kept.score[wish])

    def _explained(self, number: str) -> dict[str, engine.Reason]:
        """What the engine says of each need asked for: of a seat kept for women, only if it is the one obtained."""
        if number not in self.explained:
            told = engine.explain(self.kept.result, number) if number in self.candidates else []
            self.explained[number] = {one.post: one for one in told if "/" not in one.post}
            self.explained[number] |= {
                one.post.partition("/")[0]: one for one in told if "/" in one.post and one.answer == "placed"
            }
        return self.explained[number]


def points_of_cutoffs(kept: rounds.Kept) -> dict[str, int | None]:
    """The points of the last person taken in what is full at each post: thresholds are told in points, which people know."""
    wave = kept.wave
    wishes = np.flatnonzero(np.isin(wave.key, kept.result.key))
    counted = dict(zip(wave.key[wishes].tolist(), kept.score[wishes].tolist(), strict=True))
    return {post: counted.get(key) for post, key in zip(wave.posts.tolist(), kept.result.key.tolist(), strict=True)}


def limit_of(round: Round, wave: Wave, need: Need, cause: str) -> str:
    """What was full, in words: the domain and region under a ceiling, or the envelopes that pay there."""
    if cause == "ceiling":
        return label_of(need)
    if cause == "money":
        payers = wave.lines[wave.payers[wave.cell[wave.post(need.reference)]]].tolist()
        codes = dict.fromkeys(line.partition("/")[0] for line in payers)
        return ", ".join(round.manifest["money"][code]["title"] for code in codes)
    return ""


def post_of(need: Need) -> str:
    """B0017 · Instituteur, CEG Kpélé 1."""
    return f"{need.reference} · {rules.label('profile', need.profile)}, {need.host.name}"


def sentence(reason: Reason) -> str:
    return f"{post_of(reason.need)} : {_answer(reason)}"


def _answer(reason: Reason) -> str:
    if reason.answer == "placed":
        return _("oui, vous avez obtenu cette place.")
    if reason.answer == "later":
        return _("sans objet : vous avez obtenu un vœu que vous préfériez.")
    cause = _CAUSES[reason.cause]() % {"limit": reason.limit}
    return " ".join([_("non."), cause, *_compared(reason)])


# Read when a page asks: a lambda leaves the language to the reader.
_CAUSES = {
    "seats": lambda: _("Il n’y avait plus de place."),
    "ceiling": lambda: _("Le plafond de « %(limit)s » était atteint."),
    "money": lambda: _("L’argent de « %(limit)s » était employé."),
    "diploma": lambda: _("Ce poste demande au moins : %(limit)s."),
    "quota": lambda: _("La structure a tous les volontaires que son agrément permet."),
    "closed": lambda: _("Aucune place financée n’y était ouverte."),
    "override": lambda: _("Une décision motivée a été prise pour vous : « %(limit)s »."),
    "unranked": lambda: _("Il vous manque une note du jury : vous n’êtes pas au classement."),
}


def _compared(reason: Reason) -> Sequence[str]:
    """The last person taken and the reader, in points."""
    if reason.is_tie:
        return [
            _("Vous aviez %(points)d points, comme la dernière personne prise ; le tirage au sort publié a départagé.")
            % {"points": reason.points}
        ]
    if reason.last is not None:
        told = {"last": reason.last, "points": reason.points}
        return [_("La dernière personne prise avait %(last)d points, vous en aviez %(points)d.") % told]
    return []
