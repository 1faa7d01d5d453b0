"""Inputs checked at the door: each thing that can be wrong has its own code, and a sentence that says where."""

from collections.abc import Iterable, Mapping

from teriya.foundation.core.refusals import Refusal
from teriya.mobilisation.placement.engine.wave import Wave


def check(wave: Wave) -> None:
    """Refuse a wave that does not hold together. Raises Refusal; see the codes below."""
    _check_numbers(wave)
    _check_links(wave)
    _check_wishes(wave)
    _check_order(wave)


def ranked(rows: Iterable[tuple[str, int, str]]) -> dict[str, tuple[str, ...]]:
    """Wishes by candidate from rows (candidate, rank, post): ranks go from 1, without repetition or gap."""
    posts: dict[str, dict[int, str]] = {}
    for candidate, rank, post in rows:
        if rank in posts.setdefault(candidate, {}):
            raise Refusal("rank_repeated", f"« {candidate} » a deux vœux de rang {rank} : gardez-en un.", field="rank")
        posts[candidate][rank] = post
    for candidate, by_rank in posts.items():
        for rank in range(1, len(by_rank) + 1):
            if rank not in by_rank:
                raise Refusal(
                    "rank_missing",
                    f"« {candidate} » n’a pas de vœu de rang {rank} : numérotez ses vœux de 1 en 1.",
                    field="rank",
                )
    return {candidate: tuple(by_rank[rank] for rank in sorted(by_rank)) for candidate, by_rank in posts.items()}


def _check_numbers(wave: Wave) -> None:
    _at_least_zero("negative_seats", "seats", {name: post.seats for name, post in wave.posts.items()})
    _at_least_zero("negative_ceiling", "ceiling", {name: top for name, top in wave.cells.items() if top is not None})
    _at_least_zero("negative_places", "places", wave.lines)


def _at_least_zero(code: str, column: str, numbers: Mapping[str, int]) -> None:
    for name, number in numbers.items():
        _integer(column, name, number)
        if number < 0:
            raise Refusal(code, f"« {name} » : {number} est négatif ; donnez 0 ou plus.", field=column)


def _integer(column: str, name: str, number: object) -> None:
    if type(number) is not int:
        raise Refusal("not_an_integer", f"« {name} » : {number!r} n’est pas un nombre entier.", field=column)


def _check_links(wave: Wave) -> None:
    for name, post in wave.posts.items():
        _known("unknown_cell", "cell", post.cell, wave.cells, f"le poste « {name} »")
    seen = set()
    for cell, line in wave.edges:
        _known("unknown_cell", "cell", cell, wave.cells, "un lien de financement")
        _known("unknown_line", "line", line, wave.lines, "un lien de financement")
        if (cell, line) in seen:
            raise Refusal("edge_repeated", f"La ligne « {line} » paie deux fois la cellule « {cell} ».", field="line")
        seen.add((cell, line))


def _known(code: str, column: str, name: str, known: Iterable[str], source: str) -> None:
    if name not in known:
        raise Refusal(code, f"« {name} », cité par {source}, n’existe pas : ajoutez-le ou corrigez-le.", field=column)


def _check_wishes(wave: Wave) -> None:
    candidates = set(wave.candidates)
    if len(candidates) != len(wave.candidates):
        raise Refusal("candidate_repeated", "Un candidat figure deux fois : gardez une ligne.", field="candidate")
    for candidate, posts in wave.wishes.items():
        _known("unknown_candidate", "candidate", candidate, candidates, "un vœu")
        for post in posts:
            _known("unknown_post", "post", post, wave.posts, f"un vœu de « {candidate} »")
        if len(set(posts)) != len(posts):
            raise Refusal("wish_repeated", f"« {candidate} » demande deux fois le même poste.", field="post")


def _check_order(wave: Wave) -> None:
    wished = {(candidate, post) for candidate, posts in wave.wishes.items() for post in posts}
    for candidate, post in wished - wave.order.keys():
        raise Refusal("key_missing", f"Le vœu de « {candidate} » pour « {post} » n’a pas de clé.", field="key")
    holders: dict[int, tuple[str, str]] = {}
    for (candidate, post), key in wave.order.items():
        pair = f"{candidate}, {post}"
        _integer("key", pair, key)
        if (candidate, post) not in wished:
            raise Refusal("key_unwished", f"« {pair} » a une clé sans vœu : retirez la ligne.", field="key")
        if key < 1:
            raise Refusal("key_below_one", f"« {pair} » : la clé {key} doit être au moins 1.", field="key")
        if key in holders:
            other = ", ".join(holders[key])
            raise Refusal("key_repeated", f"« {pair} » et « {other} » ont la même clé {key}.", field="key")
        holders[key] = (candidate, post)
