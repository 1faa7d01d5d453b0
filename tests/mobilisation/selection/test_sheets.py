import pytest

from teriya.foundation.intake.actions import read_lines, to_write
from teriya.mobilisation.selection.models import Score
from teriya.mobilisation.selection.sheets import KIND
from tests.factories.calls import BORN, TODAY, make_applications, make_wave, officer

CONTEXT = {"wave": "VNC-1"}


def read(cast, *rows, by=None):
    data = "\n".join(["N°,Juré 1,Juré 2,Juré 3", *rows]).encode()
    return read_lines(KIND, "notes_jury.csv", data, CONTEXT, by or officer(cast), TODAY)


def bring(cast, *rows):
    lines = list(to_write(read(cast, *rows)))
    return KIND.commit(lines, CONTEXT, officer(cast), TODAY) if lines else {}


def codes(line):
    return [error.code for error in line.errors]


@pytest.fixture(autouse=True)
def wave(cast):
    wave = make_wave(cast)
    make_applications(cast, wave, BORN, BORN.replace(month=6))
    return wave


def test_three_scores_a_line(cast):
    assert bring(cast, "1,30,28,24", "2,50,63,22") == {"new": 6}
    assert list(Score.objects.filter(application__number="2").order_by("chair").values_list("points", flat=True)) == [
        50,
        63,
        22,
    ]


def test_the_same_file_again_changes_nothing(cast):
    bring(cast, "1,30,28,24")
    assert [line.outcome for line in read(cast, "1,30,28,24")] == ["same"] and bring(cast, "1,30,28,24") == {}


def test_a_missing_score_is_said_and_may_come_later(cast):
    [line] = read(cast, "1,30,,24")
    assert line.remarks == ["Il manque une note : le candidat ne sera pas classé."]
    bring(cast, "1,30,,24")
    assert bring(cast, "1,30,28,24") == {"new": 1}


def test_a_score_that_differs_from_the_one_given_is_an_error(cast):
    bring(cast, "1,30,28,24")
    assert [codes(line) for line in read(cast, "1,30,82,24")] == [["score_given"]]


@pytest.mark.parametrize(
    ("row", "code"), [("9,1,2,3", "unknown_number"), ("1,101,2,3", "bad_number"), ("1,quinze,2,3", "bad_number")]
)
def test_a_line_that_cannot_be_is_an_error(cast, row, code):
    assert codes(read(cast, row)[0]) == [code]


def test_an_agent_brings_the_scores_of_the_centre_only(cast, wave):
    make_applications(cast, wave, BORN, commune=cast.tone_1)
    assert [codes(line) for line in read(cast, "1,1,2,3", "3,1,2,3", by=cast["regional_agent"])] == [
        [],
        ["out_of_perimeter"],
    ]
