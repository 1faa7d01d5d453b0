from datetime import date

import pytest

from teriya.foundation.core.refusals import Refusal
from teriya.people.actions import add_services
from teriya.service.missions import actions, queries
from teriya.service.missions.models import Mission
from tests.factories.missions import DEPLOYMENT, give_account, make_missions, make_offers


def prepare(cast, of_wave, offers=None):
    return actions.prepare_many(wave=of_wave[0].application.wave, by=cast.kodjo, on=DEPLOYMENT, offers=offers)


def served(person, years: int, unproven: int = 0) -> None:
    """`years` contracts of a year that ended on the last day of 2023, taken on from history; the last `unproven` without proof."""
    periods = [
        (person.pk, "VNC", date(2024 - n, 1, 1), date(2024 - n, 12, 31), 100 * person.pk + n)
        for n in range(1, years + 1)
    ]
    add_services(periods, source="history", unproven=[row[-1] for row in periods[:unproven]])


def test_mission_of_an_accepted_offer(cast):
    [mission] = prepare(cast, make_offers(cast))
    assert (mission.number, mission.state, mission.tutor) == ("MISSION/2024/000001", "prepared", "Abla")
    assert (mission.period.lower, queries.last_day(mission)) == (date(2024, 3, 1), date(2025, 2, 28))
    assert mission.required_gates == ["training", "oath", "signed_volunteer", "signed_host", "signed_agency"]
    assert mission.tutor_account == cast.abla


def test_each_accepted_offer_gives_one_mission(cast):
    offers = make_offers(cast, 2)
    assert len(prepare(cast, offers)) == 2
    assert prepare(cast, offers) == []
    with pytest.raises(Refusal, match="offer_not_accepted"):
        prepare(cast, offers, offers=offers[:1])


def test_offer_without_answer_gives_no_mission(cast):
    offers = make_offers(cast, 2, accepted=False)
    assert prepare(cast, offers) == []
    with pytest.raises(Refusal, match="offer_not_accepted"):
        prepare(cast, offers, offers=offers)


def test_sixth_year_is_refused(cast):
    offers = make_offers(cast, 2)
    served(offers[1].application.person, 5)
    with pytest.raises(Refusal, match=r"legal_cap.* 60 mois"):
        prepare(cast, offers)
    assert not Mission.objects.exists()
    assert len(prepare(cast, offers, offers=offers[:1])) == 1


def test_sixth_year_is_warned_where_a_year_before_is_not_proven(cast):
    offers = make_offers(cast)
    served(offers[0].application.person, 5, unproven=1)
    missions = prepare(cast, offers)
    law, warned = queries.over_caps(missions)
    assert not law and "sans preuve" in warned[offers[0].pk]


def test_third_year_is_warned(cast):
    offers = make_offers(cast, 2)
    served(offers[0].application.person, 2)
    served(offers[1].application.person, 1)
    missions = prepare(cast, offers)
    law, policy = queries.over_caps(missions)
    assert law == {}
    assert list(policy) == [missions[0].offer_id]
    assert "a déjà servi 24 mois : la pratique de l’agence est de 24 mois au plus." in policy[missions[0].offer_id]


def test_service_of_a_merged_record_counts(cast):
    offers = make_offers(cast, 2)
    first, second = (offer.application.person for offer in offers)
    served(second, 5)
    second.merged_into = first
    second.save()
    with pytest.raises(Refusal, match="legal_cap"):
        prepare(cast, offers, offers=offers[:1])


def test_somebody_already_in_mission_is_refused(cast):
    [mission] = make_missions(cast)
    [offer] = make_offers(cast)
    offer.application.person = mission.person
    offer.application.save()
    with pytest.raises(Refusal, match="mission_overlaps"):
        prepare(cast, [offer])


def test_who_may_not_prepare(cast):
    offers = make_offers(cast)
    with pytest.raises(Refusal, match="not_allowed"):
        actions.prepare_many(wave=offers[0].application.wave, by=cast.mazalo, on=DEPLOYMENT)


def test_replacement_ends_when_the_former_contract_would_have(cast):
    [mission] = make_missions(cast)
    actions.end(missions=[mission], reason="resignation", last_day=date(2024, 6, 30), why="emploi trouvé", by=cast.mazalo,
                on=date(2024, 7, 1))  # fmt: skip
    [other] = make_offers(cast, host=mission.host)
    other.seat = mission.seat
    other.save()
    [next_one] = actions.prepare_many(wave=other.application.wave, by=cast.kodjo, on=date(2024, 7, 15))
    assert (next_one.period.lower, queries.last_day(next_one)) == (date(2024, 7, 15), date(2025, 2, 28))


def test_host_names_a_tutor_of_its_own(cast):
    [mission] = make_missions(cast, until="prepared", tutor="")
    assert mission.tutor_account is None
    with pytest.raises(Refusal, match="tutor_of_another_host"):
        actions.name_tutor(mission=mission, name="Kossi", account=cast.kossi, by=cast.essi, on=DEPLOYMENT)
    named = actions.name_tutor(mission=mission, name="Abla", account=cast.abla, by=cast.essi, on=DEPLOYMENT)
    assert (named.tutor, named.tutor_account) == ("Abla", cast.abla)


def test_volunteer_names_no_tutor(cast):
    [mission] = make_missions(cast, until="prepared")
    give_account(mission, cast.kossi)
    with pytest.raises(Refusal, match="not_allowed"):
        actions.name_tutor(mission=mission, name="Moi", by=cast.kossi, on=DEPLOYMENT)


def test_facilitator_of_a_team(cast):
    missions = make_missions(cast, 2, until="prepared", form="VEC", months=6)
    actions.name_facilitator(missions=missions, account=cast.sena, by=cast.yao, on=DEPLOYMENT)
    assert Mission.objects.filter(facilitator=cast.sena).count() == 2


def test_facilitator_is_one(cast):
    missions = make_missions(cast, until="prepared", form="VEC", months=6)
    with pytest.raises(Refusal, match="not_a_facilitator"):
        actions.name_facilitator(missions=missions, account=cast.essi, by=cast.yao, on=DEPLOYMENT)
