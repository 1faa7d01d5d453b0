"""Who asks for what: the ranked candidates of a wave, and each one's posts in order, written or by the published rule."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from teriya.foundation.core.columns import read_columns
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.calls.models import Application, Wave, Wish
from teriya.mobilisation.calls.states import PlacementMode
from teriya.mobilisation.hosts.models import Need
from teriya.mobilisation.placement.engine.ids import find, ids_of, in_order
from teriya.mobilisation.placement.openings import Opening
from teriya.mobilisation.placement.settings import Settings


class People(NamedTuple):
    """Those who are ranked, in the order of their numbers: 2 before 10."""

    pk: np.ndarray
    number: np.ndarray
    points: np.ndarray
    diploma: np.ndarray
    is_woman: np.ndarray
    profile: np.ndarray
    commune: np.ndarray
    region: np.ndarray

    def take(self, chosen: np.ndarray) -> "People":
        return People(*(column[chosen] for column in self))


class Wishes(NamedTuple):
    """Wishes by candidate then rank: positions among the people, positions of posts, ranks as written or by the rule."""

    who: np.ndarray
    post: np.ndarray
    rank: np.ndarray

    def take(self, chosen: np.ndarray) -> "Wishes":
        return Wishes(*(column[chosen] for column in self))


_AT_ONCE = 1_000  # candidates whose posts are ordered in one table
_COLUMNS = (
    "pk", "number", "ranking__points", "diploma", "person__sex", "speciality", "person__commune_id", "person__commune__region_id",
)  # fmt: skip


def people_of(wave: Wave) -> People:
    """Everyone whom the juries ranked."""
    rows = list(Application.objects.filter(wave=wave, state="ranked").values_list(*_COLUMNS))
    pk, number, points, diploma, sex, profile, commune, region = zip(*rows, strict=True) if rows else [()] * 8
    ranks = {code: rules.diploma_rank(code) for code in set(diploma)}
    people = People(
        np.array(pk, np.int64), ids_of(number), np.array(points, np.int64),
        np.array([ranks[code] for code in diploma], np.int64), np.array([one == "F" for one in sex], bool),
        ids_of(profile), np.array(commune, np.int64), np.array(region, np.int64),
    )  # fmt: skip
    return people.take(in_order(people.number))


def wishes_of(
    wave: Wave, people: People, openings: Mapping[str, Opening], settings: Settings, draw: np.ndarray
) -> Wishes:
    """What each one asks for among the open posts whose diploma one has. draw: each one's place in the lottery."""
    needs = [opening.need for opening in openings.values()]
    if wave.mode == PlacementMode.RULE:
        return _by_rule(people, needs, settings, draw)
    wishes = _written(wave, people, needs)
    asked = np.array([rules.diploma_rank(need.diploma) for need in needs], np.int64)
    return wishes.take(people.diploma[wishes.who] >= asked[wishes.post])


def _written(wave: Wave, people: People, needs: Sequence[Need]) -> Wishes:
    posts = np.array([need.pk for need in needs], np.int64)
    rows = Wish.objects.filter(application__wave=wave, application__state="ranked", need__in=posts.tolist())
    application, need, rank = read_columns(rows.order_by(), "application_id", "need_id", "rank")
    kept = np.isin(application, people.pk)  # an officer may have decided for some of them
    application, need, rank = application[kept], need[kept], rank[kept]
    wishes = Wishes(find(people.pk, application, "candidate", ""), find(posts, need, "post", ""), rank)
    return wishes.take(np.lexsort((wishes.rank, wishes.who)))


def _by_rule(people: People, needs: Sequence[Need], settings: Settings, draw: np.ndarray) -> Wishes:
    """Each one's order over all eligible posts: the criteria in their order, then the posts in their order from the one where
    the lottery puts the candidate, so that equal candidates do not all ask for the same school."""
    diploma = np.array([rules.diploma_rank(need.diploma) for need in needs], np.int64)
    places = {
        "profile": (people.profile, ids_of([need.profile for need in needs])),
        "home_commune": (people.commune, np.array([need.host.commune_id for need in needs], np.int64)),
        "home_region": (people.region, np.array([need.host.commune.region_id for need in needs], np.int64)),
    }  # fmt: skip
    is_minor = np.array([need.host.domain not in settings.domains for need in needs], bool)
    counts, posts = np.zeros(len(people.pk), np.int64), [np.empty(0, np.int32)]
    for start in range(0, len(people.pk) if needs else 0, _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        stands = np.zeros((len(people.pk[some]), len(needs)), np.int64)
        for criterion in settings.rule:
            own, asked = places.get(criterion, (None, None))
            missed = is_minor if own is None else own[some, None] != asked
            stands = 2 * stands + missed
        stands = len(needs) * stands + (np.arange(len(needs)) - draw[some, None]) % len(needs)
        possible = people.diploma[some, None] >= diploma
        counts[some] = possible.sum(axis=1)
        order = np.argsort(np.where(possible, stands, np.iinfo(np.int64).max), axis=1)
        posts.append(order[np.arange(len(needs)) < counts[some, None]].astype(np.int32))
    first = np.cumsum(counts) - counts
    who = np.repeat(np.arange(len(people.pk), dtype=np.int32), counts)
    return Wishes(who, np.concatenate(posts), np.arange(1, len(who) + 1, dtype=np.int32) - first[who].astype(np.int32))
