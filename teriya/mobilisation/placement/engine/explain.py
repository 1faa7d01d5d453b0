"""Why each wish was met or not, and who comes next: plain data for pages, letters and the command line."""

from dataclasses import dataclass

from teriya.foundation.core.refusals import Refusal
from teriya.mobilisation.placement.engine.wave import Result, Wave


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


def explain(wave: Wave, result: Result, candidate: str) -> list[Reason]:
    """The reasons of a candidate, one per wish, the dearest first. Raises Refusal for an unknown candidate."""
    if candidate not in wave.candidates:
        sentence = f"« {candidate} » n’est pas candidat de cette vague : vérifiez le numéro."
        raise Refusal("unknown_candidate", sentence, field="candidate")
    wished = wave.wishes.get(candidate, ())
    obtained = _obtained(wished, result.placements.get(candidate))
    reasons = []
    for rank, post in enumerate(wished, 1):
        key, cutoff = wave.order[candidate, post], result.cutoffs[post]
        answer = "refused" if rank < obtained else "placed" if rank == obtained else "later"
        reasons.append(Reason(rank, post, key, cutoff.key, cutoff.cause, answer))
    return reasons


def _obtained(wished: tuple[str, ...], post: str | None) -> int:
    """The rank obtained; not placed comes after every wish."""
    return wished.index(post) + 1 if post else len(wished) + 1


def reserve_list(wave: Wave, result: Result, post: str) -> list[str]:
    """The candidates refused at a post, in the published order: who is called if a seat falls free.

    It holds those who would rather be there than where they are, placed elsewhere or nowhere. Raises Refusal for an
    unknown post.
    """
    if post not in wave.posts:
        raise Refusal("unknown_post", f"« {post} » n’est pas un poste de cette vague.", field="post")
    refused = [
        (wave.order[candidate, post], candidate)
        for candidate, wished in wave.wishes.items()
        if post in wished[: _obtained(wished, result.placements.get(candidate)) - 1]
    ]
    return [candidate for _, candidate in sorted(refused)]
