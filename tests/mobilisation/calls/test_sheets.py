from datetime import date

import pytest

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.intake.actions import read_lines, to_write
from teriya.foundation.intake.engine.headings import match
from teriya.mobilisation.calls import actions
from teriya.mobilisation.calls.models import Application
from teriya.mobilisation.calls.sheets import FIELDS, KIND
from teriya.people.models import Person
from tests.factories.calls import BORN, TODAY, make_wave, officer

HEADINGS = "N°;NOM;Prénoms;Sexe;Date de naissance;Contact;Commune de résidence;Pièce;N° pièce;Dernier diplôme;Spécialité;Choix 1;Choix 2;Choix 3"  # fmt: skip
AFI = f"1;BATCHANA épse KAO;Afi Délali;Féminin;né(e) vers {BORN.year};96-48-38-89;HAHO 1;CNI;6177 6088;BTS;Informatique;B0001;B0099;b0002"
YAO = "2;DOUTI;YAO;M;06/04/1994;99 06 74 42;Haho2;Passeport;10578902;Master;SVT;B0002;;"


def read(cast, *rows, by=None, wave="VNC-1"):
    data = "\n".join([HEADINGS, *rows]).encode()
    return read_lines(KIND, "candidats.csv", data, {"wave": wave}, by or officer(cast), TODAY)


def bring(cast, *rows):
    lines = list(to_write(read(cast, *rows)))
    return KIND.commit(lines, {"wave": "VNC-1"}, officer(cast), TODAY) if lines else {}


def codes(line):
    return [error.code for error in line.errors]


@pytest.fixture(autouse=True)
def wave(cast):
    return make_wave(cast)


def test_the_headings_of_an_office_are_those_we_ask_for():
    assert len(match(HEADINGS.split(";"), FIELDS).columns) == 14


def test_a_line_becomes_a_person_an_application_and_its_wishes(cast, wave):
    assert bring(cast, AFI, YAO) == {"new": 2, "registered": 2}
    afi = wave.applications.select_related("person").get(number="1")
    person = afi.person
    assert (person.family, person.married, person.birth_on, person.birth_year) == ("BATCHANA", "KAO", None, BORN.year)
    assert (person.phone, person.commune, afi.diploma) == ("+22896483889", cast.haho_1, "bts")
    assert (afi.paper_kind, afi.paper_number, afi.speciality) == ("national_id", "6177 6088", "computing")
    assert list(afi.wishes.values_list("rank", "need__reference")) == [(1, "B0001"), (3, "B0002")]


def test_a_wish_outside_the_wave_is_said_and_left_aside(cast):
    [line] = read(cast, AFI)
    assert line.remarks == ["Choix 2 : le besoin B0099 n’est pas ouvert dans cette vague."] and not line.errors


def test_a_line_whose_every_wish_is_unknown_is_an_error(cast):
    [line] = read(cast, AFI.replace("B0001", "X1").replace("b0002", "X2"))
    assert codes(line) == ["unknown_need"]


def test_the_same_file_again_changes_nothing(cast):
    bring(cast, AFI, YAO)
    assert [line.outcome for line in read(cast, AFI, YAO)] == ["same", "same"]
    assert bring(cast, AFI, YAO) == {} and Person.objects.count() == Application.objects.count() == 2


def test_a_number_already_given_to_another_is_an_error(cast):
    bring(cast, AFI)
    [line] = read(cast, YAO.replace("2;", "1;", 1))
    assert codes(line) == ["number_taken"]


def test_a_person_of_the_register_written_alike_is_not_registered_again(cast):
    bring(cast, AFI)
    make_wave(cast, code="VNC-2")
    lines = read(cast, AFI.replace("B0001", "B0003"), wave="VNC-2")
    assert KIND.commit(lines, {"wave": "VNC-2"}, officer(cast), TODAY) == {"new": 1, "registered": 0}


def test_a_candidate_under_another_number_is_named(cast):
    bring(cast, AFI)
    [line] = read(cast, AFI.replace("1;", "7;", 1))
    assert codes(line) == ["already_applied"] and "N° 1" in line.errors[0].sentence


def test_two_lines_written_alike_are_left_to_the_search_of_duplicates(cast):
    assert bring(cast, AFI, AFI.replace("1;", "7;", 1)) == {"new": 2, "registered": 2}


def test_the_same_number_on_two_lines_is_an_error(cast):
    assert [codes(line) for line in read(cast, AFI, YAO.replace("2;", "1;", 1))] == [[], ["line_twice"]]


def test_an_agent_brings_the_candidates_of_the_centre_only(cast):
    [line] = read(cast, AFI.replace("HAHO 1", "Tône 1"), by=cast["regional_agent"])
    assert codes(line) == ["out_of_perimeter"]


def test_a_line_without_paper_is_taken_and_judged_later(cast, wave):
    bring(cast, AFI.replace("CNI;6177 6088", ";"))
    assert actions.check_eligibility(wave=wave, by=officer(cast), on=TODAY) == {"no_paper": 1}


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (f"né(e) vers {BORN.year}", "bad_date"),
        ("HAHO 1", "unknown_place"),
        ("Féminin", "unknown_choice"),
        ("96-48-38-89", "bad_phone"),
    ],
)
def test_a_cell_that_says_nothing_known_is_an_error_of_its_line(cast, written, code):
    [line] = read(cast, AFI.replace(written, "31/31"))
    assert codes(line) == [code]


def test_a_file_for_no_wave_or_for_a_closed_one_is_refused(cast, wave):
    with pytest.raises(Refusal, match="unknown_wave"):
        read(cast, AFI, wave="VNC-9")
    actions.close_wave(wave=wave, by=officer(cast), on=TODAY)
    with pytest.raises(Refusal, match="call_closed"):
        read(cast, AFI)


def test_four_hundred_lines_take_as_many_queries_as_four(cast, wave, django_assert_max_num_queries):
    rows = [
        f"{n};AGBO;Afi{'abcdefghij'[n % 10]};F;06/04/{1990 + n % 10};;Haho 1;CNI;{n:08};BTS;;B0001;B0002;"
        for n in range(400)
    ]
    with django_assert_max_num_queries(40):
        bring(cast, *rows)
    assert wave.applications.count() == 400 and date(1990, 4, 6) in wave.applications.values_list(
        "person__birth_on", flat=True
    )
