import pytest

from teriya.foundation.core.models import Transition
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.models import Document
from teriya.foundation.journal.models import Entry
from teriya.mobilisation.calls.models import Wave
from teriya.mobilisation.hosts.models import Host, Seat
from teriya.mobilisation.placement import actions, queries
from teriya.mobilisation.placement.models import Placement, Round
from teriya.mobilisation.selection.models import Ranking
from tests.cast import appoint
from tests.factories.hosts import TODAY, with_officer
from tests.factories.placement import (
    apply,
    decided,
    fund,
    give_account,
    open_wave,
    post,
    proposed,
    published,
    rank,
    ranked,
    simulated,
)


def outcome(round: Round) -> dict[str, str]:
    return dict(round.placements.values_list("application__number", "need__reference"))


def states(wave: Wave) -> dict[str, str]:
    return dict(wave.applications.values_list("number", "state"))


def test_the_best_points_go_first(cast):
    round = simulated(cast, ranked(cast, 90, 240, 150))
    assert outcome(round) == {"2": "B0001", "3": "B0002"}
    assert round.manifest["placed"] == 2
    assert round.manifest["candidates"] == 3


def test_a_post_above_the_diploma_is_never_given(cast):
    wave = open_wave(cast)
    apply(cast, wave, 240, diploma="bac", wishes="B0002 B0001")
    round = simulated(cast, rank(cast, wave))
    assert outcome(round) == {"1": "B0001"}
    assert round.placements.get().wish_rank == 2  # as the candidate wrote it


def test_seats_that_nobody_funds_are_not_placed(cast):
    unfunded, paid = post(cast, "B0001"), post(cast, "B0002")
    fund(cast, paid)
    wave = open_wave(cast, unfunded, paid)
    apply(cast, wave, 240, 150)
    assert outcome(simulated(cast, rank(cast, wave))) == {"1": "B0002"}


def test_a_suspended_host_receives_nobody(cast):
    wave = ranked(cast, 240)
    Host.objects.update(state="suspended")
    with pytest.raises(Refusal, match="no_funded_seat"):
        simulated(cast, wave)


def test_a_ceiling_limits_a_domain_in_a_region(cast):
    round = simulated(cast, ranked(cast, 240, 150), ceilings={"education/TG-P": 1})
    assert outcome(round) == {"1": "B0001"}
    assert round.cutoffs["B0002"][1] == "ceiling"


def test_an_envelope_may_be_employed_in_part(cast):
    round = simulated(cast, ranked(cast, 240, 150), places={"ETAT": 1})
    assert outcome(round) == {"1": "B0001"}
    assert round.manifest["money"]["ETAT"]["places"] == 1
    assert round.manifest["money"]["ETAT"]["francs"] * 2 == round.manifest["money"]["ETAT"]["of"]


def test_a_limited_envelope_pays_its_own_posts_only(cast):
    """B0001 is the partner's: with no place left to it, nobody is put there on the State's money."""
    first, second = post(cast, "B0001"), post(cast, "B0002")
    fund(cast, first, code="PNUD", title="PNUD")
    fund(cast, second)
    wave = open_wave(cast, first, second)
    apply(cast, wave, 240, 150)
    round = simulated(cast, rank(cast, wave), places={"PNUD": 0})
    assert outcome(round) == {"1": "B0002"}
    assert round.cutoffs["B0001"] == [0, "money"]


def test_limits_that_cross_are_refused(cast):
    first, second = post(cast, "B0001"), post(cast, "B0002")
    fund(cast, first, code="PNUD", title="PNUD")
    fund(cast, second)
    wave = open_wave(cast, first, second)
    apply(cast, wave, 240)
    rank(cast, wave)
    with pytest.raises(Refusal, match="crossing_limits"):
        simulated(cast, wave, ceilings={"education/TG-P": 1}, places={"PNUD": 0})


@pytest.mark.parametrize("settings", [{"ceilings": {"health/TG-X": 1}}, {"places": {"LUNE": 1}}])
def test_an_unknown_limit_is_refused(cast, settings):
    with pytest.raises(Refusal, match="unknown_setting"):
        simulated(cast, ranked(cast, 240), **settings)


def test_a_negative_limit_is_refused(cast):
    with pytest.raises(Refusal, match="negative_ceiling"):
        simulated(cast, ranked(cast, 240), ceilings={"education/TG-P": -1})


def test_only_a_ranked_wave_is_simulated(cast):
    with pytest.raises(Refusal, match="wave_not_ranked"):
        simulated(cast, open_wave(cast))


def test_two_simulations_have_two_names(cast):
    wave = ranked(cast, 240)
    simulated(cast, wave, "plafonds")
    with pytest.raises(Refusal, match="round_known"):
        simulated(cast, wave, " plafonds ")
    with pytest.raises(Refusal, match="bad_name"):
        simulated(cast, wave, " ")


def test_a_director_does_not_simulate(cast):
    with pytest.raises(Refusal, match="not_allowed"):
        actions.simulate(wave=ranked(cast, 240), name="A", settings={}, by=cast["director"], on=TODAY)


def test_a_decision_makes_offers_and_a_reserve(cast):
    wave = ranked(cast, 240, 150, 90, None)
    round = decided(cast, wave)
    assert states(wave) == {"1": "placed", "2": "placed", "3": "reserve", "4": "unranked"}
    assert Seat.objects.filter(state="filled").count() == 2
    assert Document.objects.get(subject="round").subject_id == round.pk
    assert Entry.objects.get(action="placement.decide").count == 2
    taken = Transition.objects.filter(subject="round").order_by("pk").values_list("name", flat=True)
    assert list(taken) == ["compute", "propose", "decide"]


def test_nobody_decides_what_one_simulated(cast):
    round = proposed(cast, ranked(cast, 240))
    appoint(cast.kodjo, "director")
    with pytest.raises(Refusal, match="same_person"):
        actions.decide(round=round, by=cast["operations"], on=TODAY)


def test_nobody_decides_what_one_proposed(cast):
    round = simulated(cast, ranked(cast, 240))
    appoint(cast.ama, "operations")
    actions.propose(round=round, by=cast["director"], on=TODAY)
    with pytest.raises(Refusal, match="same_person"):
        actions.decide(round=round, by=cast["director"], on=TODAY)


def test_a_candidate_of_the_wave_does_not_decide(cast):
    wave = ranked(cast, 240)
    give_account(wave.applications.get(), cast.ama)
    with pytest.raises(Refusal, match="same_person"):
        decided(cast, wave)


def test_an_officer_of_a_host_does_not_decide(cast):
    wave = ranked(cast, 240)
    with_officer(cast, wave.needs.first().host, cast.ama)
    with pytest.raises(Refusal, match="own_host"):
        decided(cast, wave)


def test_a_wave_that_changed_is_simulated_anew(cast):
    wave = ranked(cast, 240, 150)
    round = proposed(cast, wave)
    wave.applications.filter(number="1").update(state="withdrawn")
    with pytest.raises(Refusal, match="inputs_changed"):
        actions.decide(round=round, by=cast["director"], on=TODAY)
    assert states(wave)["2"] == "ranked"


def test_a_result_that_was_touched_is_not_decided(cast):
    wave = ranked(cast, 240, 150)
    round = proposed(cast, wave)
    Placement.objects.filter(application__number="2").update(need=wave.needs.get(reference="B0001"))
    with pytest.raises(Refusal, match="not_certified"):
        actions.decide(round=round, by=cast["director"], on=TODAY)


def test_a_wave_is_decided_once(cast):
    wave = ranked(cast, 240)
    other = proposed(cast, wave, "B")
    decided(cast, wave)
    with pytest.raises(Refusal, match="already_decided"):
        actions.decide(round=other, by=cast["director"], on=TODAY)


def test_a_simulation_is_not_published(cast):
    with pytest.raises(Refusal, match="wrong_state"):
        actions.publish(round=simulated(cast, ranked(cast, 240)), by=cast["director"], on=TODAY)


def test_a_dropped_simulation_is_not_decided(cast):
    round = actions.drop(round=proposed(cast, ranked(cast, 240)), by=cast["operations"], on=TODAY)
    with pytest.raises(Refusal, match="wrong_state"):
        actions.decide(round=round, by=cast["director"], on=TODAY)


def test_a_decision_asks_the_same_number_of_queries_whatever_the_people(cast, django_assert_max_num_queries):
    round = proposed(cast, ranked(cast, *range(150, 180)))
    with django_assert_max_num_queries(48):
        actions.decide(round=round, by=cast["director"], on=TODAY)


def test_why_says_the_last_person_s_points(cast):
    wave = ranked(cast, 240, 150, 90)
    first, _second, third = wave.applications.order_by("number")
    round = simulated(cast, wave)
    assert queries.why(round, first)[0].endswith("CEG Haho 1 : oui, vous avez obtenu cette place.")
    assert queries.why(round, first)[1].endswith("sans objet : vous avez obtenu un vœu que vous préfériez.")
    assert queries.why(round, third)[1] == (
        "B0002 · Instituteur, CEG Haho 1 : non. Il n’y avait plus de place. "
        "La dernière personne prise avait 150 points, vous en aviez 90."
    )


def test_why_says_a_tie(cast):
    wave = ranked(cast, 150, 150, 150)
    round = simulated(cast, wave)
    [loser] = wave.applications.exclude(placements__round=round)
    assert all(
        "comme la dernière personne prise ; le tirage au sort publié" in said for said in queries.why(round, loser)
    )


def test_why_says_the_ceiling_and_the_money(cast):
    wave = ranked(cast, 240, 150)
    second = wave.applications.get(number="2")
    capped, short = (
        simulated(cast, wave, "A", ceilings={"education/TG-P": 1}),
        simulated(cast, wave, "B", places={"ETAT": 0}),
    )
    assert "Le plafond de « Éducation · Plateaux » était atteint." in queries.why(capped, second)[1]
    assert queries.why(short, second)[1].endswith("non. L’argent de « État » était employé.")  # it took nobody


def test_why_says_the_diploma_the_seat_and_the_score(cast):
    paid, unpaid = post(cast, "B0001", "licence"), post(cast, "B0002")
    fund(cast, paid)
    wave = open_wave(cast, paid, unpaid)
    (one,) = apply(cast, wave, 240, diploma="bac")
    (two,) = apply(cast, wave, None)
    round = simulated(cast, rank(cast, wave))
    assert "Ce poste demande au moins : Licence." in queries.why(round, one)[0]
    assert "Aucune place financée n’y était ouverte." in queries.why(round, one)[1]
    assert "Il vous manque une note du jury" in queries.why(round, two)[0]


def test_points_of_a_round_outlive_another_ranking(cast):
    wave = ranked(cast, 240, 150, 90)
    round = simulated(cast, wave)
    Ranking.objects.update(points=0)
    assert "240 points, vous en aviez 90" in queries.why(round, wave.applications.get(number="3"))[0]


def test_unplaced_wishes_have_a_line_each(cast):
    round = simulated(cast, ranked(cast, 240, 150, 90, None))
    assert queries.unplaced_wishes(round) == [
        ("3", "B0001", 90, 240, "seats"),
        ("3", "B0002", 90, 150, "seats"),
        ("4", "B0001", "", "", "unranked"),
        ("4", "B0002", "", "", "unranked"),
    ]


def test_two_rounds_compared_say_who_loses(cast):
    wave = ranked(cast, 240, 150, 90)
    compared = queries.compare(simulated(cast, wave, "A"), simulated(cast, wave, "B", ceilings={"education/TG-P": 1}))
    assert [(one.candidate, one.before, one.after) for one in compared.changes.loses] == [("2", "B0002", None)]
    assert (compared.changes.gains, compared.changes.unchanged) == ([], ["1"])
    assert (compared.before.placed, compared.after.placed) == (2, 1)
    assert compared.before.regions == {"TG-P": 2}


def test_the_published_thresholds_are_in_points(cast):
    lines = queries.thresholds(published(cast, ranked(cast, 240, 150, 90)))
    assert [(line.need.reference, line.taken, line.last, line.cause) for line in lines] == [
        ("B0001", 1, 240, "seats"),
        ("B0002", 1, 150, "seats"),
    ]
