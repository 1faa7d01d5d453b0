"""Why each wish was met or not, and who comes next: plain data for pages, letters and the command line."""

from dataclasses import dataclass

import numpy as np

from teriya.mobilisation.placement.engine.wave import CAUSES, NOBODY, Result

ANSWERS = ("refused", "placed", "later")


@dataclass(frozen=True, slots=True)
class Reason:
    """One wish of a candidate: the own key, the cutoff and cause of the post, and the answer.

    answer: "placed", "refused", or "later" for a wish ranked after the one obtained. cutoff: None if nobody was refused.
    """

    rank: int
    post: str
    key: int
    cutoff: int | None
    cause: str
    answer: str


def explain(result: Result, candidate: str | int) -> list[Reason]:
    """The reasons of a candidate, one per wish, the dearest first. Raises Refusal for an unknown candidate."""
    wave = result.wave
    position = wave.candidate(candidate)
    wishes = wave.wishes_of(position)
    posts = wave.wish[wishes]
    obtained = len(wave.wish) if result.wish[position] == NOBODY else result.wish[position]
    rows = zip(
        wave.posts[posts].tolist(), wave.key[wishes].tolist(), result.key[posts].tolist(), result.cause[posts].tolist(),
        (np.sign(wishes - obtained) + 1).tolist(), strict=True,
    )  # fmt: skip
    return [
        Reason(rank, post, key, None if cutoff == NOBODY else cutoff, CAUSES[cause], ANSWERS[answer])
        for rank, (post, key, cutoff, cause, answer) in enumerate(rows, 1)
    ]


def answers(result: Result) -> np.ndarray:
    """[W] The answer to each wish, by its position in ANSWERS."""
    wave = result.wave
    is_placed = result.wish != NOBODY
    refused = np.where(is_placed, result.wish, wave.first[1:]) - wave.first[:-1]
    later = np.diff(wave.first) - refused - is_placed
    runs = np.stack([refused, is_placed, later], axis=1)
    return np.repeat(np.tile(np.arange(len(ANSWERS), dtype=np.int8), len(runs)), runs.ravel())


def reserve_list(result: Result, post: str | int) -> list[str]:
    """The candidates refused at a post, in the published order: who is called if a seat falls free.

    It holds those who would rather be there than where they are, placed elsewhere or nowhere. Raises Refusal for an
    unknown post.
    """
    wave = result.wave
    wishes = np.flatnonzero((wave.wish == wave.post(post)) & (answers(result) == ANSWERS.index("refused")))
    return wave.candidates[wave.who[wishes[np.argsort(wave.key[wishes])]]].tolist()
