"""Why each wish of a candidate was met or not: plain data, then a sentence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from teriya.foundation.rules import queries as rules
from teriya.mobilisation.calls.models import Application, Wish
from teriya.mobilisation.hosts.models import Need
from teriya.mobilisation.placement import rounds
from teriya.mobilisation.placement.engine import explain as engine
from teriya.mobilisation.placement.engine.wave import Wave
from teriya.mobilisation.placement.models import Round
from teriya.mobilisation.placement.openings import label_of


@dataclass(frozen=True, slots=True)
class Reason:
    """One wish of a candidate and what became of it.

    answer: "placed", "refused", or "later" for a wish after the one obtained. cause of a refusal: "seats", "ceiling",
    "money", "diploma", "closed" (no funded seat there), "unranked" (a score is missing). points: the candidate's; last:
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
    wishes = Wish.objects.filter(application__in=by_id).order_by("application_id", "rank")
    rows = list(wishes.values_list("application_id", "rank", "need_id"))
    needs = Need.objects.select_related("host__commune__region").in_bulk({need for _, _, need in rows})
    told = _Told(round)
    for application, rank, need in rows:
        number = by_id[application]
        has_place = any(earlier.answer == "placed" for earlier in found[number])
        found[number].append(told.of(number, rank, needs[need], has_place))
    return found


class _Told:
    """A round unpacked once, and what the engine says of each of its candidates."""

    def __init__(self, round: Round) -> None:
        self.round, self.kept = round, rounds.unpack(round)
        self.last = points_of_cutoffs(self.kept)
        self.candidates, self.posts = (
            set(names.tolist()) for names in (self.kept.wave.candidates, self.kept.wave.posts)
        )
        self.explained: dict[str, dict[str, engine.Reason]] = {}

    def of(self, number: str, rank: int, need: Need, has_place: bool) -> Reason:
        points = self.kept.points.get(number)
        if points is None:
            return Reason(rank, need, "refused", "unranked")
        if has_place:
            return Reason(rank, need, "later", points=points)
        told = self._explained(number).get(need.reference)
        if told is None:  # never a pair: the diploma, or no seat
            if need.reference in self.posts:
                return Reason(rank, need, "refused", "diploma", points, limit=rules.label("diploma", need.diploma))
            return Reason(rank, need, "refused", "closed", points)
        if told.answer == "placed":
            return Reason(rank, need, "placed", points=points)
        last = self.last[need.reference]
        limit = limit_of(self.round, self.kept.wave, need, told.cause)
        return Reason(rank, need, "refused", told.cause, points, last, last == points, limit)

    def _explained(self, number: str) -> dict[str, engine.Reason]:
        if number not in self.explained:
            told = engine.explain(self.kept.result, number) if number in self.candidates else []
            self.explained[number] = {one.post: one for one in told}
        return self.explained[number]


def points_of_cutoffs(kept: rounds.Kept) -> dict[str, int | None]:
    """The points of the last person taken in what is full at each post: thresholds are told in points, which people know."""
    wave = kept.wave
    wishes = np.flatnonzero(np.isin(wave.key, kept.result.key))
    holders = dict(zip(wave.key[wishes].tolist(), wave.candidates[wave.who[wishes]].tolist(), strict=True))
    return {
        post: kept.points[holders[key]] if key in holders else None
        for post, key in zip(wave.posts.tolist(), kept.result.key.tolist(), strict=True)
    }


def limit_of(round: Round, wave: Wave, need: Need, cause: str) -> str:
    """What was full, in words: the domain and region under a ceiling, or the envelopes that pay there."""
    if cause == "ceiling":
        return label_of(need)
    if cause == "money":
        payers = wave.lines[wave.payers[wave.cell[wave.post(need.reference)]]].tolist()
        return ", ".join(round.manifest["money"][code]["title"] for code in payers)
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
    "closed": lambda: _("Aucune place financée n’y était ouverte."),
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
