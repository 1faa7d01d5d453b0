"""The same person twice: each way a second record differs, and those who only look alike."""

from dataclasses import replace
from datetime import date

import pytest

from teriya.people.engine.blocks import keys
from teriya.people.engine.duplicates import Index, pairs, shared_papers
from teriya.people.engine.readings import read
from teriya.people.engine.records import Record
from teriya.people.engine.weights import HELD, QUEUE, RULES, chance, decibans

MAZALO = Record(
    1,
    "OURO-BAWINAY",
    "Mazalo Afi",
    "F",
    date(2000, 3, 16),
    phone="+22890112233",
    papers=(("CNI", "39803834"),),
    commune="Est-Mono 1",
)
CNI, PASSPORT = "CNI", "Passeport"


def beside(**changes):
    """The pair that MAZALO makes with her own record changed; None below the queue."""
    return next(iter(pairs([MAZALO, replace(MAZALO, id=2, **changes)])), None)


def codes(pair):
    return {reason.code for reason in pair.reasons}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"family": "Mazalo Afi", "given": "OURO-BAWINAY"}, "names_swapped"),
        ({"given": "MAZALÓ  AFI"}, "given_same"),
        ({"given": "Afi Mazalo"}, "given_same"),
        ({"given": "MazaloAfi"}, "given_same"),
        ({"given": "Mzalo Afi"}, "given_typo"),
        ({"given": "azalo Afi"}, "given_typo"),
        ({"given": "Mazaloh Afie"}, "given_sounds"),
        ({"given": "Mazalo"}, "given_part"),
        ({"given": "Mazalo Rachidatou"}, "given_some"),
        ({"family": "OURO BAWINAY"}, "family_same"),
        ({"family": "WOURO-BAWINAI"}, "family_sounds"),
        ({"family": "OURO-BAWNAY"}, "family_typo"),
        ({"family": "BAWINAY"}, "family_part"),
        ({"family": "OURO-BAWINAY épse KAO"}, "family_same"),
        ({"family": "KAO née OURO-BAWINAY"}, "family_same"),
        ({"family": "KAO"}, "family_other"),
        ({"birth": None, "birth_year": 2000}, "birth_year"),
        ({"birth": date(2000, 1, 1)}, "birth_year"),
        ({"birth": None, "birth_year": 1999}, "birth_near_year"),
        ({"birth": date(2000, 3, 26)}, "birth_digit"),
        ({"birth": date(2000, 7, 28)}, "birth_other_day"),
        ({"birth": date(1991, 7, 28)}, "birth_other"),
        ({"phone": "0022890112233"}, "phone_same"),
        ({"phone": "99887766"}, "phone_other"),
        ({"papers": ((PASSPORT, "39 803 834"),)}, "paper_same"),
        ({"papers": ((CNI, "39808334"),)}, "paper_swapped"),
        ({"papers": ((CNI, "39803839"),)}, "paper_digit"),
        ({"papers": ((CNI, "55220011"),)}, "paper_other"),
        ({"commune": " EST-MONO 1"}, "commune_same"),
        ({"commune": "Kloto 2"}, "commune_other"),
        ({"sex": "Masculin"}, "sex_other"),
    ],
)
def test_one_thing_changed_is_found_and_said(changes, code):
    pair = beside(**changes)
    assert pair.score >= HELD and code in codes(pair)


def test_day_and_month_swapped_are_said():
    first = replace(MAZALO, birth=date(2000, 3, 5))
    (pair,) = pairs([first, replace(first, id=2, birth=date(2000, 5, 3))])
    assert "birth_swapped" in codes(pair)


def test_married_name_alone_meets_maiden_and_married_name():
    wife = replace(MAZALO, id=2, family="KAO", papers=(), phone="99887766")
    (pair,) = pairs([replace(MAZALO, married="KAO"), wife])
    assert pair.score >= HELD and "family_married" in codes(pair)


def test_same_names_and_year_alone_wait_in_the_queue():
    first = Record(1, "KAO", "Afi", "F", date(2000, 3, 16), phone="90112233", commune="Est-Mono 1")
    (pair,) = pairs([first, Record(2, "KAO", "Afi", "F", birth_year=2000, phone="99887766", commune="Kloto 2")])
    assert QUEUE <= pair.score < HELD


@pytest.mark.parametrize(
    ("kept", "changes"),
    [
        ("place", {"given": "Mzalo", "birth": None, "birth_year": 2000}),
        ("born", {"given": "Mzalo", "commune": "Kloto 2"}),
        ("digits", {"family": "KPATCA", "given": "Mzalo", "birth": None, "papers": ((CNI, "39808334"),)}),
        ("phone", {"family": "KPATCA", "given": "Mzalo", "birth": None, "papers": (), "phone": "90112233"}),
        ("names", {"birth": None, "birth_year": 2000, "commune": "Kloto 2"}),
    ],
)
def test_each_key_finds_what_no_other_would(kept, changes):
    first = replace(MAZALO, family="KPATCHA", given="Mazalo")
    again = replace(first, **({"id": 2, "phone": "99887766", "papers": ()} | changes))
    shared = set(keys(read(first))) & set(keys(read(again)))
    assert {key[0] for key in shared} == {kept}
    assert [(pair.a, pair.b) for pair in pairs([first, again])] == [(1, 2)]


def test_worked_example_of_the_document():
    first = replace(MAZALO, given="Mazalo")
    second = Record(2, "Mzalo", "OURO-BAWINAY", "Féminin", None, 2000, "93798990", ((CNI, "38903834"),), "EST-MONO 1")
    (pair,) = pairs([first, second])
    assert [reason.points for reason in pair.reasons] == [21, 20, 18, 15, 11, 2, -2, -5]
    assert (pair.points, pair.score) == (40, 999)


def test_score_is_the_chance_of_the_sum_of_points():
    pair = beside(given="Mzalo")
    strangers_and_two, twice = 1002, 501
    prior = -decibans(10 * strangers_and_two, 1)
    assert pair.points == prior + sum(reason.points for reason in pair.reasons)
    assert decibans(strangers_and_two, 2) == decibans(twice, 1) == 26
    assert pair.score == chance(pair.points)


@pytest.mark.parametrize(("points", "score"), [(-30, 0), (-10, 90), (0, 500), (10, 909), (20, 990), (60, 999)])
def test_ten_points_multiply_the_odds_by_ten(points, score):
    assert chance(points) == score


def test_twins_are_never_held():
    twin = beside(given="Essohanam", papers=((CNI, "39803835"),))
    assert twin.score == QUEUE and "kin_doubt" in codes(twin)


def test_twins_of_two_sexes_are_two_persons():
    assert beside(given="Essozimna", sex="M", papers=()) is None


def test_brother_on_the_household_phone_is_another_person():
    assert beside(given="Essozimna", sex="M", birth=date(1996, 7, 9), papers=((CNI, "60601122"),)) is None


def test_namesake_elsewhere_is_another_person():
    assert beside(birth=date(1994, 8, 30), phone="70001122", papers=(), commune="Kloto 2") is None


def test_name_borne_by_many_says_less_than_a_rare_one():
    crowd = [Record(10 + n, "KOFFI", "Kossi", "M", date(1990 + n % 15, 1 + n % 12, 2 + n % 20)) for n in range(200)]
    rare = [Record(1, "HOUNKPATI", "Bawoumondom", "M", birth_year=1995)]
    common = [Record(3, "KOFFI", "Kossi", "M", birth_year=1995)]
    twice = [replace(record, id=record.id + 1) for record in rare + common]
    found = {(pair.a, pair.b): pair for pair in pairs([*crowd, *rare, *common, *twice])}
    assert (1, 2) in found and (3, 4) not in found


def test_two_spellings_in_use_are_two_names_a_rare_one_a_slip():
    many = [Record(10 + n, f"STEM{n}", given) for n, given in enumerate(["Abla", "Abra"] * 20)]
    abla = replace(MAZALO, given="Abla", papers=(), phone="")
    slips = pairs([*many, abla, replace(abla, id=2, given="Abka")])
    names = pairs([*many, abla, replace(abla, id=2, given="Abra")])
    assert "given_typo" in codes(slips[0]) and "given_other" in codes(names[0])


def test_one_phone_for_three_hundred_people_costs_and_says_little():
    people = [Record(n, f"FAMILLE{n}", f"Prénom{n}", "F", date(1990, 1, 1), phone="90112233") for n in range(300)]
    index = Index(people)
    assert index.pairs() == []
    assert index.against(replace(people[7], id=999, phone="90112233"))[0].a == 7


def test_placeholders_identify_nobody():
    first = Record(1, "KAO", "Afi", "F", phone="00000000", papers=((CNI, "000000"), ("Acte de naissance", "45")))
    second = replace(first, id=2, family="DOUTI", given="Yao")
    assert pairs([first, second]) == [] and shared_papers([first, second]) == []


def test_same_paper_other_names_and_births_is_a_shared_paper():
    others = [
        Record(2, "TCHALLA", "Emmanuel", "M", date(1992, 4, 8), papers=((PASSPORT, "39803834"),), commune="Wawa 1"),
        Record(3, "AGBO", "Yaovi", "M", date(1997, 1, 2), papers=((CNI, "39803834"),), commune="Kloto 3"),
    ]
    (shared,) = shared_papers([MAZALO, *others])
    assert shared == ("39803834", (CNI, PASSPORT), (1, 2, 3))
    assert pairs([MAZALO, *others]) == []


def test_same_paper_near_same_name_and_birth_is_a_double_not_a_shared_paper():
    again = replace(MAZALO, id=2, given="Mzalo", birth=None, birth_year=2000, phone="99887766")
    assert shared_papers([MAZALO, again]) == []
    assert pairs([MAZALO, again])[0].score >= HELD


def test_shared_paper_names_second_records_too():
    again, other = replace(MAZALO, id=2, given="Mzalo"), Record(3, "AGBO", "Yaovi", "M", date(1997, 1, 2))
    (shared,) = shared_papers([MAZALO, again, replace(other, papers=MAZALO.papers)])
    assert shared.ids == (1, 2, 3)


def test_record_without_anything_pairs_with_nobody():
    assert pairs([Record(1, "", ""), Record(2, "", ""), MAZALO]) == []


def test_every_rule_has_a_short_french_sentence():
    assert all(rule.sentence.endswith(".") and len(rule.sentence.split()) <= 20 for rule in RULES.values())
