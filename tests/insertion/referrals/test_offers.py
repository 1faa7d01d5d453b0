"""Offers proposed, published, shown to whom they suit, answered in two taps."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.insertion.referrals import actions, queries
from teriya.insertion.referrals.models import Interest, Opening
from teriya.insertion.routes.queries import situation_at
from teriya.portals.waiting import tasks_of
from tests.cast import appoint
from tests.factories.missions import give_account, make_missions
from tests.factories.referrals import ON, make_officer, make_opening

TODAY = timezone.localdate()


@pytest.fixture
def mission(cast):
    """Kossi's, ended at its term."""
    [mission] = make_missions(cast, until="ended")
    return give_account(mission, cast.kossi)


def test_a_host_proposes_the_officer_publishes(cast, mission):
    offered = make_opening(cast, by=cast["host_officer"], host=mission.host, employer="")
    assert (offered.state, offered.employer) == ("proposed", mission.host.name)
    assert queries.offers_for(mission.person, ON) == []
    with pytest.raises(Refusal, match="reason_required"):
        actions.decide(opening=offered, step="refuse", by=make_officer(), on=ON)
    actions.decide(opening=offered, step="publish", by=make_officer(), on=ON)
    [suits] = queries.offers_for(mission.person, ON)
    assert suits.points == 40 + 12 + 30
    with pytest.raises(NotAllowed, match="not_your_host"):
        make_opening(cast, by=appoint(cast.massan, "partner").user, host=mission.host)


def test_offers_open_in_the_last_months(cast):
    [mission] = make_missions(cast)
    make_opening(cast, profiles=())
    last = mission.period.upper - timedelta(1)
    assert not queries.is_sought(mission.person, last - timedelta(190))
    assert queries.is_sought(mission.person, last - timedelta(170))


def test_the_people_of_ones_perimeter_whom_an_offer_suits(cast, mission, django_assert_max_num_queries):
    others = make_missions(cast, 2, until="ended")
    opening = make_opening(cast, profiles=(others[0].profile,), diploma="licence")
    with django_assert_max_num_queries(10):
        found = queries.people_for(opening, cast["regional_agent"], ON)
    assert {one.person for one in found} == {mission.person, *(other.person for other in others)}
    assert any("poste tenu" in reason for reason in found[0].reasons)
    assert queries.people_for(make_opening(cast, diploma="master"), cast["regional_agent"], ON) == []


def test_two_taps_say_interested_and_take_it_back(client, cast, mission):
    opening = make_opening(cast, title="Agent de bureau", profiles=())
    Opening.objects.update(closes_on=TODAY + timedelta(5))
    client.force_login(cast["volunteer"])
    listed = client.get(reverse("referrals:mine")).content.decode()
    assert "Agent de bureau" in listed and "même commune : Haho 1" in listed
    page = reverse("referrals:answer", args=[opening.pk])
    assert client.post(page, {"receipt": uuid4()}).status_code == 302
    assert "vous êtes sur la liste" in client.get(reverse("referrals:mine")).content.decode()
    interest = Interest.objects.get()
    client.force_login(make_officer())
    assert "Kossi" not in client.get(reverse("referrals:opening", args=[opening.pk])).content.decode()
    actions.answer_interest(interest=interest, step="introduce", by=make_officer(), on=TODAY)
    client.force_login(cast["volunteer"])
    client.post(page, {"receipt": uuid4()})
    interest.refresh_from_db()
    assert interest.state == "retracted"


def test_an_offer_stands_on_the_home_page_and_who_is_taken_works_since_a_day(
    client, cast, mission, django_assert_max_num_queries
):
    near, course = make_opening(cast), make_opening(cast, kind="training", profiles=(), diploma="")
    make_opening(cast, diploma="master")
    kossi, yao = cast["volunteer"], cast["regional_agent"]
    with django_assert_max_num_queries(7):
        assert set(queries.new_for(kossi, ON)) == {near, course}
    interest = actions.say_interest(opening=near, is_interested=True, by=kossi, on=ON)
    assert [(t.count, t.since) for t in tasks_of(kossi, ON) if t.label == "Offres pour vous"] == [(1, ON)]
    take = {"interest": interest, "step": "take", "by": yao, "on": ON}
    with pytest.raises(Refusal, match="since_missing"):
        actions.answer_interest(**take)
    with pytest.raises(Refusal, match="since_to_come"):
        actions.answer_interest(**take, since=ON + timedelta(1))
    interest.refresh_from_db()
    assert interest.state == "said" and queries.people_for(course, yao, ON)
    client.force_login(yao)
    sent = {"receipt": uuid4(), "step": "take", "since": f"{ON:%d/%m/%Y}", "reason": ""}
    assert client.post(reverse("referrals:interest", args=[interest.pk]), sent).status_code == 302
    told = situation_at([mission.person], ON)[mission.person.pk]
    assert (told.route, told.source, told.since, told.mission) == ("employed_other", "agent", ON, mission)
    assert told.detail == "Instituteur, école privée de Notsè, École La Paix"
    assert (queries.people_for(course, yao, TODAY), queries.new_for(kossi, TODAY)) == ([], [])


def test_the_host_reads_how_many_never_who(client, cast, mission):
    opening = make_opening(cast, host=mission.host)
    Opening.objects.update(closes_on=TODAY)
    actions.say_interest(opening=opening, is_interested=True, by=cast["volunteer"], on=TODAY)
    client.force_login(cast["host_officer"])
    said = client.get(reverse("referrals:opening", args=[opening.pk])).content.decode()
    assert "1 personne intéressée." in said and str(mission.person) not in said
