"""What a committee may set, and what each setting does to a round."""

import io
import zipfile
from collections import Counter

import pytest

from teriya.foundation.core.refusals import Refusal
from teriya.mobilisation.placement.archive import archive
from teriya.mobilisation.placement.engine.verify import certify_files
from teriya.mobilisation.placement.models import Round
from teriya.people.models import Person
from tests.factories import hosts
from tests.factories.placement import apply, decided, fund, open_wave, post, rank, ranked, simulated


def outcome(round: Round) -> dict[str, str]:
    return dict(round.placements.values_list("application__number", "need__reference"))


def two_posts(cast, *points, mode="wishes", **second):
    """B0001 in a school, B0002 as told; both paid by the State."""
    posts = (post(cast, "B0001"), post(cast, "B0002", **second))
    fund(cast, *posts)
    wave = open_wave(cast, *posts)
    wave.mode = mode
    wave.save(update_fields=["mode"])
    apply(cast, wave, *points)
    return rank(cast, wave)


def test_a_budget_in_francs_is_planned_into_places(cast):
    """12 months at 60 000 F is 720 000 F a seat: 1 000 000 F pay one of the two."""
    round = simulated(cast, ranked(cast, 240, 150), budgets={"ETAT": 1_000_000})
    assert outcome(round) == {"1": "B0001"}
    assert round.manifest["plan"] == {"ETAT/720000": 1} and round.manifest["money"]["ETAT"]["francs"] == 720_000
    assert decided(cast, round.wave, "B", budgets={"ETAT": 1_000_000}).state == "decided"


def test_a_budget_and_places_for_the_same_money_are_refused(cast):
    with pytest.raises(Refusal, match="two_limits"):
        simulated(cast, ranked(cast, 240), budgets={"ETAT": 1}, places={"ETAT": 1})


def test_a_ceiling_of_region_limits_all_its_domains(cast):
    round = simulated(cast, ranked(cast, 240, 150), regions={"TG-P": [0, 1]})
    assert outcome(round) == {"1": "B0001"}


def test_a_floor_that_no_money_reaches_is_refused(cast):
    with pytest.raises(Refusal, match="floors_unreachable"):
        simulated(cast, ranked(cast, 240, 150), regions={"TG-P": [3, None]})


def test_seats_kept_for_women_go_to_them(cast):
    """One seat in two of each post is kept: the second man gives way to a woman with fewer points."""
    wave = open_wave(cast, *(posts := (post(cast, "B0001", places=2),)))
    fund(cast, *posts)
    apply(cast, wave, 240, 230, 90)
    Person.objects.filter(applications__number__in=["1", "2"]).update(sex="M")
    rank(cast, wave)
    assert outcome(simulated(cast, wave)) == {"1": "B0001", "2": "B0001"}
    kept = simulated(cast, wave, "B", reserved_women=50)
    assert outcome(kept) == {"1": "B0001", "3": "B0001"}
    assert kept.placements.get(application__number="3").group == "F"


def test_the_smallest_bonus_places_the_women_asked_for(cast):
    wave = ranked(cast, 240, 150, 145)
    Person.objects.filter(applications__number__in=["1", "2"]).update(sex="M")
    round = simulated(cast, wave, least_women=1)
    assert "3" in outcome(round) and round.manifest["bonus"]["points"] in (5, 6)
    with pytest.raises(Refusal, match="floor_unreachable"):
        simulated(cast, wave, "B", least_women=2)


def test_a_priority_domain_goes_first_where_money_is_shared(cast):
    """One place for two posts: the second is of a priority domain, and takes it though its candidate has fewer points."""
    posts = (post(cast, "B0001"), post(cast, "B0002", host=hosts.accredited(cast, name="CMS Haho", domain="health")))
    fund(cast, *posts)
    wave = open_wave(cast, *posts)
    apply(cast, wave, 150, wishes="B0002")
    apply(cast, wave, 240, wishes="B0001")
    rank(cast, wave)
    assert outcome(simulated(cast, wave, places={"ETAT": 1})) == {"2": "B0001"}
    assert outcome(simulated(cast, wave, "B", places={"ETAT": 1}, domains=["health"])) == {"1": "B0002"}


def test_a_host_orders_its_candidates(cast):
    wave = ranked(cast, 240, 150)
    round = simulated(cast, wave, host_ranks={"B0001": ["2", "1"]})
    assert outcome(round) == {"2": "B0001", "1": "B0002"}
    with pytest.raises(Refusal, match="host_rank_unwished"):
        simulated(cast, wave, "B", host_ranks={"B0001": ["2", "2"]})


def test_by_rule_the_home_commune_comes_first(cast):
    hosts.accredited(cast)
    away = hosts.accredited(cast, name="CEG Tône", commune_id=cast.haho_2.pk)
    wave = two_posts(cast, 240, 150, mode="rule", host=away)
    Person.objects.filter(applications__number="1").update(commune=cast.haho_2)
    round = simulated(cast, wave)
    assert outcome(round) == {"1": "B0002", "2": "B0001"}
    assert set(round.placements.values_list("wish_rank", flat=True)) == {1}


def test_by_rule_nobody_is_without_a_post_while_one_is_free(cast):
    wave = two_posts(cast, 240, 150, 90, mode="rule")
    assert Counter(outcome(simulated(cast, wave)).values()) == {"B0001": 1, "B0002": 1}


@pytest.mark.parametrize(("settings", "code"), [
    ({"couleur": 1}, "unknown_setting"), ({"rule": ["astrologie"]}, "unknown_setting"),
    ({"reserved_women": 101}, "not_a_share"), ({"regions": {"TG-X": [0, 1]}}, "unknown_setting"),
    ({"host_ranks": {"B0099": ["1"]}}, "unknown_setting"), ({"budgets": {"ETAT": -1}}, "negative_budget"),
])  # fmt: skip
def test_wrong_settings_are_refused(cast, settings, code):
    with pytest.raises(Refusal, match=code):
        simulated(cast, ranked(cast, 240), **settings)


def test_every_setting_is_published_with_files_that_certify(cast, tmp_path):
    round = decided(cast, ranked(cast, 240, 150, 90), budgets={"ETAT": 800_000}, least_women=1, domains=["education"])
    with zipfile.ZipFile(io.BytesIO(archive(round))) as files:
        files.extractall(tmp_path)
    assert certify_files(tmp_path / "donnees", tmp_path / "resultat").status == 0
