import pytest

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.models import Document
from teriya.foundation.journal.models import Entry
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.selection import actions
from teriya.mobilisation.selection.models import Ranking, Score
from tests.factories.calls import BORN, TODAY, make_applications, make_wave, officer
from tests.factories.selection import check_and_close, enter, make_jury
from tests.scenes import scene


@pytest.fixture
@scene
def wave(cast):
    wave = make_wave(cast)
    make_applications(cast, wave, BORN, BORN.replace(month=6), BORN.replace(year=BORN.year + 3))
    return wave


@pytest.fixture
def one(wave):
    return wave.applications.get(number="1")


def test_a_jury_has_three_different_persons(cast, wave):
    massan = cast["jury_member"]
    for members in (
        [("A", None)] * 2,
        [("A", massan), ("B", massan), ("C", None)],
        [("A", None), ("B", None), (" ", None)],
    ):
        with pytest.raises(Refusal, match="three_members"):
            make_jury(cast, wave, members=members)


def test_a_candidate_has_one_jury(cast, wave):
    make_jury(cast, wave, centre=cast.plateaux)
    make_jury(cast, wave, centre=cast.savanes, name="Jury de Dapaong")
    with pytest.raises(Refusal, match="jury_known"):
        make_jury(cast, wave, centre=cast.savanes, name="Jury de Mango")
    with pytest.raises(Refusal, match="jury_overlaps"):
        make_jury(cast, wave, name="Jury national")


def test_paper_scores_are_entered_once_and_sent_again_change_nothing(cast, wave, one):
    enter(cast, wave, (one, [30, None, 24]))
    enter(cast, wave, (one, [30, 28, 24]))
    enter(cast, wave, (one, [30, 28, 24]))
    assert list(one.scores.order_by("chair").values_list("points", flat=True)) == [30, 28, 24]
    with pytest.raises(Refusal, match="score_given"):
        enter(cast, wave, (one, [31, 28, 24]))


def test_a_score_out_of_range_is_refused_and_nothing_is_written(cast, wave, one):
    with pytest.raises(Refusal, match="score_out_of_range"):
        enter(cast, wave, (one, [30, 28, 101]))
    assert not Score.objects.exists()


def test_a_correction_says_why_and_the_journal_keeps_the_old_score(cast, wave, one):
    enter(cast, wave, (one, [30, 28, 24]))
    with pytest.raises(Refusal, match="reason_required"):
        actions.correct_score(application=one, chair=2, points=82, reason=" ", by=officer(cast), on=TODAY)
    actions.correct_score(application=one, chair=2, points=82, reason="Chiffres inversés.", by=officer(cast), on=TODAY)
    entry = Entry.objects.get(action="selection.correct")
    assert (entry.facts, entry.reason) == ({"before": 28, "after": 82}, "Chiffres inversés.")
    assert one.scores.get(chair=2).points == 82


def test_the_ranking_orders_by_points_and_leaves_out_who_has_no_score(cast, wave):
    first, second, third = wave.applications.order_by("pk")
    enter(cast, wave, (first, [30, 28, 24]), (second, [50, 63, 22]), (third, [90, 90, None]))
    check_and_close(cast, wave)
    rows = actions.rank(wave=wave, by=officer(cast), on=TODAY)
    assert [(row.application.number, row.points, row.rank) for row in rows] == [("2", 135, 1), ("1", 82, 2)]
    assert dict(wave.applications.values_list("number", "state")) == {"1": "ranked", "2": "ranked", "3": "unranked"}
    assert Wave.objects.get().state == "ranked"


def test_the_ranking_prints_its_minutes(cast, wave, one):
    make_jury(cast, wave)
    enter(cast, wave, (one, [30, 28, 24]))
    check_and_close(cast, wave)
    actions.rank(wave=wave, by=officer(cast), on=TODAY)
    data = Document.objects.get(kind="liste", series="PV-CLASSEMENT").data
    assert data["rows"] == [["1", one.person.matricule, str(one.person), 30, 28, 24, 82]]
    assert wave.seed in data["closing"] and len(data["signatures"]) == 3


def test_a_corrected_score_gives_a_new_ranking(cast, wave):
    first, second, _ = wave.applications.order_by("pk")
    enter(cast, wave, (first, [30, 28, 24]), (second, [50, 63, 22]))
    check_and_close(cast, wave)
    actions.rank(wave=wave, by=officer(cast), on=TODAY)
    actions.correct_score(application=first, chair=1, points=100, reason="Page oubliée.", by=officer(cast), on=TODAY)
    actions.rank(wave=wave, by=officer(cast), on=TODAY)
    assert list(Ranking.objects.order_by("rank").values_list("application__number", "points")) == [
        ("1", 152),
        ("2", 135),
    ]


def test_the_ranking_waits_for_the_eligibility_check_and_for_the_closing(cast, wave):
    with pytest.raises(Refusal, match="not_checked"):
        actions.rank(wave=wave, by=officer(cast), on=TODAY)
    Application.objects.update(state="eligible")
    with pytest.raises(Refusal, match="wrong_state"):
        actions.rank(wave=wave, by=officer(cast), on=TODAY)


def test_once_placed_no_score_changes(cast, wave, one):
    Wave.objects.update(state="placed")
    with pytest.raises(Refusal, match="wave_placed"):
        enter(cast, wave, (one, [30, 28, 24]))


def test_ranking_forty_takes_as_many_queries_as_ranking_four(cast, wave, django_assert_max_num_queries):
    make_applications(cast, wave, *[BORN.replace(year=BORN.year - n % 6) for n in range(40)], phone="")
    enter(cast, wave, *[(row, [50, 50, 50]) for row in wave.applications.select_related("person")])
    Application.objects.update(state="eligible")
    Wave.objects.update(state="closed")
    with django_assert_max_num_queries(40):
        actions.rank(wave=wave, by=officer(cast), on=TODAY)
