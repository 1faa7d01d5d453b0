"""Offers matched by place, skill and level: the example of the page, and what is true of any person and offer."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from teriya.insertion.referrals.engine.matching import Offered, Post, Somebody, match, suiting

CLOSES = date(2025, 4, 30)
KOSSI = Somebody(frozenset({"TG-P-HAHO-1"}), frozenset({"TG-P"}), (Post("primary_teacher", "education", 12),), level=5)


def offer(key: int = 1, **changes) -> Offered:
    values = {
        "commune": "TG-P-HAHO-1", "region": "TG-P", "domain": "", "profiles": frozenset({"primary_teacher"}), "level": 3, "is_training": False,
        "closes_on": CLOSES,
    }  # fmt: skip
    return Offered(key, **values | changes)


def test_the_worked_example():
    """docs/algorithms/offres.md."""
    elsewhere = {"commune": "TG-S-TONE-1", "region": "TG-S"}
    nurse = {"profiles": frozenset({"nurse"}), "domain": "health"}
    assert [(r.code, r.points) for r in match(KOSSI, offer()).reasons] == [("post", 52), ("commune", 30), ("level", 0)]
    assert match(KOSSI, offer(**elsewhere)).points == 52
    assert match(KOSSI, offer(**nurse)) is None
    assert match(KOSSI, offer(**nurse, is_training=True)).points == 30
    assert match(KOSSI, offer(level=6)) is None
    assert match(KOSSI, offer(profiles=frozenset(), domain="education", commune="")).points == 20 + 12 + 20
    assert match(KOSSI, offer(profiles=frozenset(), commune="", region="")).points == 10


def test_months_add_up_to_a_year_at_most():
    twice = Somebody(KOSSI.communes, KOSSI.regions, (Post("primary_teacher", "education", 5),) * 3, 5)
    assert match(twice, offer()).points == 40 + 12 + 30


codes = st.sampled_from(["A", "B", "C"])
posts = st.builds(Post, codes, codes, st.integers(0, 30))
people = st.builds(
    Somebody, st.frozensets(codes), st.frozensets(codes), st.lists(posts, max_size=4).map(tuple), st.integers(0, 6)
)
offers = st.builds(
    Offered, st.integers(1, 10**6), codes | st.just(""), codes | st.just(""), codes | st.just(""), st.frozensets(codes), st.integers(0, 6),
    st.booleans(), st.dates(date(2025, 1, 1), date(2025, 12, 31)),
)  # fmt: skip


@given(people, st.lists(offers, max_size=8, unique_by=lambda one: one.key), st.randoms())
@settings(max_examples=150)
def test_the_order_of_what_is_given_changes_nothing(who, found, random):
    mixed = sorted(found, key=lambda _one: random.random())
    assert suiting(who, found) == suiting(who, mixed)


@given(people, offers, posts)
@settings(max_examples=150)
def test_one_more_post_never_hides_an_offer_nor_lowers_it(who, offered, post):
    before = match(who, offered)
    after = match(Somebody(who.communes, who.regions, (*who.posts, post), who.level), offered)
    assert before is None or (after is not None and after.points >= before.points)
    assert before is None or who.level >= offered.level
