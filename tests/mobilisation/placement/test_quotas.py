"""No host receives more volunteers at once than its accreditation says, those already there counted."""

import pytest
from django.urls import reverse

from teriya.foundation.core.refusals import Refusal
from teriya.mobilisation.calls.models import Application
from teriya.mobilisation.hosts.models import Accreditation, Seat
from teriya.mobilisation.placement import actions, offers, queries
from teriya.mobilisation.placement.models import Offer
from teriya.mobilisation.placement.openings import openings_of
from tests.factories import hosts
from tests.factories.hosts import TODAY
from tests.factories.placement import (
    apply,
    decided,
    fund,
    open_wave,
    post,
    proposed,
    published,
    rank,
    ranked,
    simulated,
)


def quota(cast, most: int) -> None:
    """The school of Haho 1 is now accredited for so many: its needs were approved before."""
    Accreditation.objects.update(quota=most)


def outcome(round) -> dict[str, str]:
    return dict(round.placements.values_list("application__number", "need__reference"))


def test_a_host_gets_no_more_than_its_quota_and_the_reason_is_published(client, cast):
    wave = ranked(cast, 240, 150, 90)
    quota(cast, 1)
    round = published(cast, wave)
    assert outcome(round) == {"1": "B0001"} and round.manifest["held"] == {"B0002": [1, 1, 1]}
    told = queries.why(round, Application.objects.get(number="2"))
    assert all("tous les volontaires que son agrément permet" in one for one in told[1:])
    [(need, held)] = queries.held_by_quotas(round)
    assert (need.reference, held.quota, held.there, held.seats) == ("B0002", 1, 1, 1)
    page = client.get(reverse("placement:thresholds", args=[wave.code])).content.decode()
    assert "Ce que les agréments retiennent" in page and "B0002" in page
    assert (
        "ne permet pas encore de pourvoir : 1"
        in client.get(reverse("placement:published", args=[wave.code])).content.decode()
    )


def test_who_is_there_already_is_counted(cast):
    old = decided(cast, ranked(cast, 240))  # one volunteer at B0001
    need = post(cast, "C0001", places=3)
    fund(cast, need, code="ETAT-2")
    quota(cast, 3)
    wave = open_wave(cast, need, code="VNC-2")
    assert Offer.objects.filter(round=old).count() == 1
    assert {reference: len(opening.seats) for reference, opening in openings_of(wave, TODAY).items()} == {"C0001": 2}
    Seat.objects.filter(state="filled").update(state="closed")  # the mission has ended
    assert len(openings_of(wave, TODAY)["C0001"].seats) == 3


def test_a_quota_that_changed_since_the_simulation_asks_for_another_one(cast):
    round = proposed(cast, ranked(cast, 240, 150))
    quota(cast, 1)
    with pytest.raises(Refusal, match="inputs_changed"):
        actions.decide(round=round, by=cast["director"], on=TODAY)


def test_a_wave_whose_hosts_are_full_says_so(cast):
    decided(cast, ranked(cast, 240))
    need = post(cast, "C0001")
    fund(cast, need, code="ETAT-2")
    quota(cast, 1)
    wave = open_wave(cast, need, code="VNC-2")
    apply(cast, wave, 200)
    with pytest.raises(Refusal, match="quotas_full"):
        simulated(cast, rank(cast, wave))


def test_the_reserve_is_called_within_the_quota_whatever_seat_is_free(cast):
    """B0001 and B0002 are of one host accredited for one: whoever declines leaves one place, not two."""
    wave = ranked(cast, 240, 150, 90)
    quota(cast, 1)
    round = decided(cast, wave)
    first = Offer.objects.get(round=round)
    with pytest.raises(Refusal, match="reserve_empty"):
        offers.call_reserve(round=round, by=cast["operations"], on=TODAY)
    offers.answer(offers=[first], accept=False, by=cast["regional_agent"], on=TODAY, reason="au téléphone")
    [called] = offers.call_reserve(round=round, by=cast["operations"], on=TODAY)
    assert called.application.number == "2" and Seat.objects.filter(state="filled").count() == 1


def test_a_better_wish_elsewhere_frees_a_place_of_the_quota(cast):
    """1 holds B0001 and 2 the post of another school; when 1 leaves, 2 moves up and the reserve takes what 2 leaves."""
    posts = [post(cast, "B0001"), post(cast, "B0002")]
    posts.append(post(cast, "B0003", host=hosts.accredited(cast, name="EPP Haho 2", office_number="8")))
    fund(cast, *posts)
    wave = open_wave(cast, *posts)
    apply(cast, wave, 240, 150, 90, wishes="B0001 B0003 B0002")
    Accreditation.objects.update(quota=1)
    round = decided(cast, rank(cast, wave))
    assert outcome(round) == {"1": "B0001", "2": "B0003"}
    offers.answer(
        offers=[Offer.objects.get(application__number="1")],
        accept=False,
        by=cast["regional_agent"],
        on=TODAY,
        reason=".",
    )
    offers.call_reserve(round=round, by=cast["operations"], on=TODAY)
    live = Offer.objects.filter(state="proposed").values_list("application__number", "seat__need__reference")
    assert dict(live) == {"2": "B0001", "3": "B0003"}
