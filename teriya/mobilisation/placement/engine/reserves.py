"""Seats of a post reserved to a group, exactly: the post is two posts, and a member asks for the reserved seats first.

So the guarantees and the certificate are those of any wave, and a reserved seat has its own cutoff. A reserved seat that no
member takes stays empty.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from teriya.foundation.core.refusals import Refusal
from teriya.mobilisation.placement.engine.ids import Ids, find, ids_of
from teriya.mobilisation.placement.engine.wave import Wave


def reserved_name(post: str, group: str) -> str:
    """The name of the seats of a post that are reserved to a group."""
    return f"{post}/{group}"


def reserve(wave: Wave, rows: Sequence[tuple[str, str, int]], members: Sequence[tuple[str, str]]) -> Wave:
    """The wave whose posts keep seats apart: rows (post, group, seats), members (candidate, group).

    Keys are doubled: an even one for the open seats, the odd one before it for the reserved seats of the same wish.
    Raises Refusal: `unknown_post`, `unknown_candidate`, `reserve_repeated`, `reserve_too_large`, `two_groups` (of one
    candidate at one post).
    """
    if not rows:
        return wave
    posts = find(wave.posts, ids_of([post for post, _, _ in rows]), "post", "une réserve")
    apart = np.array([seats for _, _, seats in rows], np.int64)
    seats = wave.seats.copy()
    np.subtract.at(seats, posts, apart)
    for post in np.flatnonzero(seats < 0)[:1]:
        sentence = f"« {wave.posts[post]} » réserve plus de places qu’il n’en a."
        raise Refusal("reserve_too_large", sentence, field="seats")
    names = [reserved_name(post, group) for post, group, _ in rows]
    if len(set(names)) != len(names):
        raise Refusal("reserve_repeated", "Deux réserves du même groupe au même poste : gardez-en une.", field="group")
    wishes, number = _members_wishes(wave, posts, [group for _, group, _ in rows], members)
    order = np.argsort(np.concatenate([wishes, np.arange(len(wave.wish))]), kind="stable")
    counts = np.diff(wave.first) + np.bincount(wave.who[wishes], minlength=len(wave.candidates))
    return replace(
        wave, posts=_more(wave.posts, names), seats=np.concatenate([seats, apart]),
        cell=np.concatenate([wave.cell, wave.cell[posts]]), first=np.concatenate([[0], np.cumsum(counts)]),
        wish=np.concatenate([len(wave.posts) + number, wave.wish])[order],
        key=np.concatenate([2 * wave.key[wishes] - 1, 2 * wave.key])[order],
    )  # fmt: skip


def _more(names: Ids, added: list[str]) -> Ids:
    return np.concatenate([names.astype(np.str_), np.array(added, np.str_)])


def _members_wishes(
    wave: Wave, posts: np.ndarray, groups: Sequence[str], members: Sequence[tuple[str, str]]
) -> tuple[np.ndarray, np.ndarray]:
    """The wishes for a post by a member of a group for which it keeps seats, and the number of the reserve."""
    found, numbers = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    people = find(wave.candidates, ids_of([who for who, _ in members]), "candidate", "un groupe")
    of_group = np.array([group for _, group in members], np.str_)
    for number, (post, group) in enumerate(zip(posts.tolist(), groups, strict=True)):
        belongs = np.zeros(len(wave.candidates), bool)
        belongs[people[of_group == group]] = True
        wishes = np.flatnonzero((wave.wish == post) & belongs[wave.who])
        found.append(wishes)
        numbers.append(np.full(len(wishes), number))
    wishes = np.concatenate(found)
    ordered = np.sort(wishes)
    for again in np.flatnonzero(ordered[1:] == ordered[:-1])[:1]:
        who = wave.candidates[wave.who[ordered[again]]]
        raise Refusal("two_groups", f"« {who} » est de deux groupes à un même poste : gardez-en un.", field="group")
    return wishes, np.concatenate(numbers)


def check_host_ranks(wave: Wave, rows: tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
    """A host's ranking (post, candidate, rank) must follow the published order inside its own post.

    Raises Refusal: `unknown_post`, `unknown_candidate`, `host_rank_unwished`, `host_rank_repeated`, `host_rank_against_order`.
    """
    post, candidate, rank = rows
    posts = find(wave.posts, post, "post", "un classement de structure")
    people = find(wave.candidates, candidate, "candidate", "un classement de structure")
    pairs, asked = people * len(wave.posts) + posts, wave.who * np.int64(len(wave.posts)) + wave.wish
    order = np.argsort(asked)
    place = (
        order[np.searchsorted(asked, pairs, sorter=order).clip(max=max(len(asked) - 1, 0))] if len(asked) else pairs
    )
    for row in np.flatnonzero(asked[place] != pairs)[:1] if len(asked) else range(min(len(pairs), 1)):
        sentence = f"« {post[row]} » classe « {candidate[row]} », qui ne l’a pas souhaité."
        raise Refusal("host_rank_unwished", sentence, field="candidate")
    by_rank = np.lexsort((rank, posts))
    same = posts[by_rank][1:] == posts[by_rank][:-1]
    for row in np.flatnonzero(same & (rank[by_rank][1:] == rank[by_rank][:-1]))[:1]:
        sentence = f"« {post[by_rank[row]]} » donne deux fois le rang {rank[by_rank[row]]}."
        raise Refusal("host_rank_repeated", sentence, field="rank")
    keys = wave.key[place[by_rank]]
    for row in np.flatnonzero(same & (keys[1:] < keys[:-1]))[:1]:
        one, other = candidate[by_rank[row]], candidate[by_rank[row + 1]]
        sentence = f"« {post[by_rank[row]]} » classe « {one} » avant « {other} », l’ordre publié dit l’inverse."
        raise Refusal("host_rank_against_order", sentence, field="rank")
