"""From frozen inputs to a certified result: reserved seats, plan, bonus, match, release."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from teriya.foundation.core.refusals import Refusal
from teriya.mobilisation.placement.engine.certify import certify
from teriya.mobilisation.placement.engine.floors import Floor, smallest_bonus, with_bonus
from teriya.mobilisation.placement.engine.funding import Funding
from teriya.mobilisation.placement.engine.match import match
from teriya.mobilisation.placement.engine.plan import plan_of
from teriya.mobilisation.placement.engine.release import release
from teriya.mobilisation.placement.engine.reserves import reserve
from teriya.mobilisation.placement.engine.wave import Result, Wave
from teriya.mobilisation.placement.freezing import Frozen
from teriya.mobilisation.placement.settings import MOST_BONUS, WOMEN, Settings

STEPS = 4
Tell = Callable[[int], None]


@dataclass(frozen=True)
class Solved:
    """A certified result, and of each of its wishes: which one of the frozen wave it is, the points that count there.

    published: what was planned and searched.
    """

    result: Result
    origin: np.ndarray
    score: np.ndarray
    published: dict[str, Any]


def solve(frozen: Frozen, settings: Settings, tell: Tell = lambda _step: None) -> Solved:
    """Place a frozen wave. `tell` hears each of the STEPS done. Raises Refusal where a floor cannot be reached."""
    wave, score, published = frozen.wave, frozen.standings.score, {}
    if settings.is_planned:
        funding = Funding(frozen.purse, frozen.regions, None)
        made = plan_of(wave, funding)
        wave = funding.planned(wave, made)
        published["plan"] = _planned(frozen, wave)
    tell(1)
    if settings.least_women:
        floor = Floor(settings.least_women, frozen.is_woman, np.ones(len(wave.posts), bool))
        found = smallest_bonus(wave, frozen.standings, floor, MOST_BONUS)
        wave = with_bonus(wave, frozen.standings, floor, found.points)
        score = score + found.points * frozen.is_woman[frozen.standings.who]
        published["bonus"] = {"points": found.points, "tried": {str(k): v for k, v in sorted(found.tried.items())}}
    tell(2)
    apart, origin = _reserved(frozen, wave, settings)
    result = match(apart)
    if settings.is_planned:
        result = release(result, frozen.purse)
        published["released"] = dict(zip(frozen.purse.lines.tolist(), result.wave.places.tolist(), strict=True))
    tell(3)
    require_sound(result)
    tell(STEPS)
    return Solved(result, origin, score[origin], published)


def require_sound(result: Result) -> None:
    certificate = certify(result)
    if not certificate.sound:
        raise Refusal(
            "not_certified",
            _("Le résultat n’est pas certifié : %(sentence)s") % {"sentence": certificate.problems[0].sentence},
        )


def _planned(frozen: Frozen, wave: Wave) -> dict[str, int]:
    """The places that the plan gives to each line."""
    return dict(zip(frozen.purse.lines.tolist(), wave.places.tolist(), strict=True))


def _reserved(frozen: Frozen, wave: Wave, settings: Settings) -> tuple[Wave, np.ndarray]:
    """The wave with seats kept for women at every post large enough, and where each of its wishes comes from."""
    kept = wave.seats * settings.reserved_women // 100
    rows = [(post, WOMEN, seats) for post, seats in zip(wave.posts.tolist(), kept.tolist(), strict=True) if seats]
    if not rows:
        return wave, np.arange(len(wave.wish))
    women = [(number, WOMEN) for number in wave.candidates[frozen.is_woman].tolist()]
    apart = reserve(wave, rows, women)
    marked = replace(wave, key=np.arange(1, len(wave.wish) + 1))  # the same wishes, numbered
    return apart, (reserve(marked, rows, women).key + 1) // 2 - 1
