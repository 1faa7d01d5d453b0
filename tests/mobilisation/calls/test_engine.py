from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teriya.mobilisation.calls.engine.eligibility import (
    PRECEDENCE,
    Candidate,
    Conditions,
    Post,
    age_on,
    judge,
    thirtieths,
)

NEW_YEAR = date(2026, 1, 1)
NAMES = {
    1: "CAP",
    2: "BEPC",
    3: "BAC",
    4: "BTS",
    5: "Licence",
    "national_id": "Carte nationale d’identité",
    "passport": "Passeport",
}
VNC = Conditions(
    reference_on=NEW_YEAR, age_min=18, age_max=35, diploma_min=1, papers=[["national_id", "passport"]], term=12,
    legal_cap=60, policy_cap=24, names=NAMES,
)  # fmt: skip
AFI = Candidate(
    date(1995, 4, 11), 1995, commune=1, diploma=3, papers=frozenset({"passport"}), wishes=(Post(3, 1), Post(5, 2))
)


def test_a_person_whom_nothing_stops_is_eligible():
    assert judge(AFI, VNC) == ("eligible", ())


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"birth_on": date(2021, 3, 1), "birth_year": 2021}, "impossible_birth"),
        ({"birth_on": date(1925, 12, 31), "birth_year": 1925}, "too_old"),
        ({"birth_on": date(1924, 12, 31), "birth_year": 1924}, "impossible_birth"),
        ({"birth_on": date(1990, 1, 2), "birth_year": 1990}, "eligible"),  # 35 until tomorrow
        ({"birth_on": date(1990, 1, 1), "birth_year": 1990}, "too_old"),  # 36 today
        ({"birth_on": date(2008, 1, 1), "birth_year": 2008}, "eligible"),  # 18 today
        ({"birth_on": date(2008, 1, 2), "birth_year": 2008}, "too_young"),
        ({"birth_on": None, "birth_year": 1990}, "eligible"),  # a year alone is its 31 December
        ({"birth_on": None, "birth_year": 1989}, "too_old"),
        ({"shared_paper": "76247561"}, "same_paper"),
        ({"papers": frozenset()}, "no_paper"),
        ({"papers": frozenset({"cv"})}, "no_paper"),
        ({"other_number": "12"}, "duplicate"),
        ({"is_suspected": True}, "suspected_duplicate"),
        ({"diploma": 0}, "diploma"),
        ({"diploma": 2}, "diploma"),  # below every post wished
        ({"diploma": 2, "wishes": ()}, "eligible"),
        ({"served_thirtieths": 48 * 30 + 1}, "legal_cap"),
        ({"served_thirtieths": 48 * 30}, "eligible"),
    ],
)
def test_each_condition_has_its_code(change, code):
    assert judge(replace(AFI, **change), VNC).code == code


def test_the_sentence_says_the_age_the_day_and_the_limit():
    old = judge(replace(AFI, birth_on=date(1984, 5, 2), birth_year=1984), VNC)
    assert old.reasons[0].sentence == "Vous aviez 41 ans au 1er janvier 2026 ; l’âge limite est 35 ans."


def test_a_policy_cap_warns_and_does_not_refuse():
    """1+1 year by policy, five by law (Togo, art. 28): a third year is warned, a sixth refused."""
    third, sixth = (judge(replace(AFI, served_thirtieths=years * 360), VNC) for years in (2, 5))
    assert (third.outcome, third.reasons[0].code) == ("eligible", "policy_cap")
    assert (sixth.outcome, sixth.reasons[0].code) == ("ineligible", "legal_cap")


def test_the_law_refuses_on_proven_service_and_warns_on_the_rest():
    served = replace(AFI, served_thirtieths=5 * 360, unproven_thirtieths=12 * 30)
    assert judge(served, VNC).code == "eligible" and judge(served, VNC).reasons[0].code == "unproven_cap"
    assert judge(replace(served, unproven_thirtieths=12 * 30 - 1), VNC).code == "legal_cap"


def test_a_held_candidate_waits_and_a_duplicate_is_not_ineligible():
    assert judge(replace(AFI, is_suspected=True), VNC).outcome == "held"
    assert judge(replace(AFI, other_number="3"), VNC).outcome == "duplicate"


def test_citizen_engagement_asks_for_ones_own_commune_and_at_most_a_diploma():
    vec = replace(VNC, own_commune_only=True, diploma_min=0, diploma_max=2)
    assert judge(replace(AFI, diploma=2, wishes=(Post(0, 9),)), vec).code == "other_commune"
    assert judge(replace(AFI, wishes=(Post(0, 1),)), vec).code == "diploma_above"


def test_reciprocity_asks_for_past_service():
    vir = replace(VNC, past_service_in=["VNC", "VEC"])
    assert judge(AFI, vir).code == "past_service"
    assert judge(replace(AFI, served=frozenset({"VEC"})), vir).code == "eligible"


def test_twelve_months_are_twelve_thirties():
    """1 March 2025 to 28 February 2026, whose range ends on 1 March outside."""
    assert thirtieths([(date(2025, 3, 1), date(2026, 3, 1)), (date(2024, 1, 1), date(2024, 1, 16))]) == 360 + 15


births = st.dates(date(1900, 1, 1), date(2026, 1, 1))
candidates = st.builds(
    Candidate, birth_on=births, birth_year=st.just(1990), commune=st.integers(1, 2), diploma=st.integers(0, 5),
    papers=st.sets(st.sampled_from(["passport", "cv"])).map(frozenset), shared_paper=st.sampled_from(["", "7624"]),
    wishes=st.lists(st.builds(Post, st.integers(0, 5), st.integers(1, 2)), max_size=3).map(tuple),
    served_thirtieths=st.integers(0, 2400), other_number=st.sampled_from(["", "12"]), is_suspected=st.booleans(),
)  # fmt: skip


@given(candidates)
def test_reasons_follow_the_precedence_and_alone_decide(candidate):
    outcome, reasons = judge(candidate, VNC)
    codes = [reason.code for reason in reasons]
    assert codes == sorted(set(codes), key=PRECEDENCE.index)
    assert (outcome == "eligible") == (not codes or codes[0] in ("policy_cap", "unproven_cap"))


@given(births, st.dates(date(2026, 1, 1), date(2030, 1, 1)))
def test_a_year_alone_never_makes_older(birth, day):
    assert age_on(None, birth.year, day) <= age_on(birth, birth.year, day)


@given(candidates, st.integers(0, 40))
def test_a_wider_age_limit_refuses_nobody_new(candidate, more):
    wider = replace(VNC, age_max=35 + more)
    assert not (judge(candidate, VNC).outcome == "eligible" and judge(candidate, wider).outcome != "eligible")
