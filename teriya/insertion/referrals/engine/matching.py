"""Offers matched to people by place, skill and level; each point has its reason. The rule: `docs/algorithms/offres.md`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

POST, DOMAIN = 40, 20  # a post that the offer names was held; a post of the same domain was
MONTH, MONTHS_MOST = 1, 12  # for each month in that post or domain
COMMUNE, REGION, COUNTRY = 30, 20, 10  # where the offer is, for who lives or served there


@dataclass(frozen=True, slots=True)
class Post:
    """A post held: its profile, the profile's domain, whole months served."""

    profile: str
    domain: str
    months: int


@dataclass(frozen=True, slots=True)
class Somebody:
    """What is known of a person: communes and regions where they live or served, posts held, rank of the diploma (0: none)."""

    communes: frozenset[str]
    regions: frozenset[str]
    posts: tuple[Post, ...]
    level: int


@dataclass(frozen=True, slots=True)
class Offered:
    """What an offer asks: a commune, else a region, else the whole country; posts or a domain; the lowest diploma (0: none)."""

    key: int
    commune: str
    region: str
    domain: str
    profiles: frozenset[str]
    level: int
    is_training: bool
    closes_on: date


@dataclass(frozen=True, slots=True)
class Reason:
    """`code`: post, domain, no_skill_asked, training, commune, region, country, elsewhere, level; `of`: the code that it names."""

    code: str
    points: int
    of: str = ""
    months: int = 0


@dataclass(frozen=True, slots=True)
class Match:
    """An offer that suits a person: the sum of its reasons' points."""

    key: int
    reasons: tuple[Reason, ...]
    closes_on: date

    @property
    def points(self) -> int:
        return sum(reason.points for reason in self.reasons)


def match(who: Somebody, offered: Offered) -> Match | None:
    """None when the level is too low, or when a job asks for a skill that the person never practised."""
    if who.level < offered.level:
        return None
    skill = _skill(who.posts, offered)
    if skill is None:
        return None
    level = [Reason("level", 0)] if offered.level else []
    return Match(offered.key, (skill, _place(who, offered), *level), offered.closes_on)


def suiting(who: Somebody, offers: Iterable[Offered]) -> list[Match]:
    """The offers that suit a person: most points first, then the first to close, then by key."""
    found = [match(who, offered) for offered in offers]
    return sorted((one for one in found if one), key=lambda one: (-one.points, one.closes_on, one.key))


def _skill(posts: Sequence[Post], offered: Offered) -> Reason | None:
    """The strongest reason: months in posts that are named, else in the domain. A training asks for no past."""
    named = sum(post.months for post in posts if post.profile in offered.profiles)
    if any(post.profile in offered.profiles for post in posts):
        held = max((post for post in posts if post.profile in offered.profiles), key=lambda p: (p.months, p.profile))
        return Reason("post", POST + MONTH * min(named, MONTHS_MOST), held.profile, named)
    near = [post for post in posts if offered.domain and post.domain == offered.domain]
    if near:
        months = sum(post.months for post in near)
        return Reason("domain", DOMAIN + MONTH * min(months, MONTHS_MOST), offered.domain, months)
    if not offered.domain and not offered.profiles:
        return Reason("no_skill_asked", 0)
    return Reason("training", 0) if offered.is_training else None


def _place(who: Somebody, offered: Offered) -> Reason:
    if offered.commune and offered.commune in who.communes:
        return Reason("commune", COMMUNE, offered.commune)
    if offered.region and offered.region in who.regions:
        return Reason("region", REGION, offered.region)
    if not offered.region:
        return Reason("country", COUNTRY)
    return Reason("elsewhere", 0, offered.region)
