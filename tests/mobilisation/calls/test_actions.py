import hashlib
from datetime import date, timedelta

import pytest

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.journal.models import Entry
from teriya.foundation.messages.models import Message
from teriya.mobilisation.calls import actions
from teriya.mobilisation.calls.models import Application, Wish
from teriya.people import actions as people
from teriya.people.models import Paper, ServicePeriod, Suspicion
from tests.factories.calls import (
    BORN,
    NEW_YEAR,
    OLD,
    STARTS_ON,
    TODAY,
    make_applications,
    make_needs,
    make_people,
    make_wave,
    officer,
)  # fmt: skip
from tests.scenes import scene


def check(cast, wave):
    return dict(actions.check_eligibility(wave=wave, by=officer(cast), on=TODAY))


def states(wave):
    return dict(wave.applications.values_list("number", "state"))


def test_a_wave_counts_ages_on_new_year_and_commits_to_its_seed(cast):
    wave = make_wave(cast)
    assert (wave.reference_on, wave.state, len(wave.seed)) == (NEW_YEAR, "open", 64)
    facts = Entry.objects.get(action="calls.open").facts
    assert facts["commitment"] == hashlib.sha256(wave.seed.encode()).hexdigest() and wave.seed not in str(facts)


def test_a_public_draw_is_added_once_between_the_closing_and_the_ranking(cast):
    wave, kodjo = make_wave(cast), officer(cast)
    with pytest.raises(Refusal, match="not_the_time"):
        actions.draw_lottery(wave=wave, drawn="4 2", by=kodjo, on=TODAY)
    actions.close_wave(wave=wave, by=kodjo, on=TODAY)
    drawn = actions.draw_lottery(wave=wave, drawn=" 4  2 6 ", by=kodjo, on=TODAY)
    assert drawn.lottery == wave.seed + "4 2 6"
    with pytest.raises(Refusal, match="already_drawn"):
        actions.draw_lottery(wave=wave, drawn="1 1 1", by=kodjo, on=TODAY)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"code": "VNC-1"}, "wave_known"),
        ({"code": "vague n° 2"}, "bad_code"),
        ({"code": "VNC-2", "closes_on": TODAY - timedelta(99)}, "wave_dates"),
        ({"code": "VNC-2", "starts_on": TODAY}, "wave_dates"),
    ],
)
def test_a_wave_that_makes_no_sense_is_refused(cast, change, code):
    make_wave(cast)
    with pytest.raises(Refusal, match=code):
        make_wave(cast, **change)


def test_only_approved_needs_of_the_form_enter_a_wave(cast):
    wave = make_wave(cast)
    [vec] = make_needs(cast, "", form="VEC", months=6)
    with pytest.raises(Refusal, match="need_of_another_form"):
        actions.attach_needs(wave=wave, needs=[vec], by=officer(cast), on=TODAY)
    need = wave.needs.first()
    need.state = "submitted"
    with pytest.raises(Refusal, match="need_not_approved"):
        actions.attach_needs(wave=wave, needs=[need], by=officer(cast), on=TODAY)


def test_an_application_keeps_its_wishes_in_order_and_gets_a_receipt_by_sms(cast):
    wave = make_wave(cast)
    [application] = make_applications(cast, wave, BORN)
    assert list(application.wishes.values_list("rank", "need__reference")) == [(1, "B0001"), (2, "B0002")]
    message = Message.objects.get(template="application_received")
    assert "candidature 1 " in message.text and wave.code in message.text and len(message.text) <= 160


def test_a_second_application_of_one_person_is_refused(cast):
    wave = make_wave(cast)
    [application] = make_applications(cast, wave, BORN)
    again = actions.NewApplication(person=application.person, number="2")
    with pytest.raises(Refusal, match="already_applied"):
        actions.apply_many(wave=wave, rows=[again], by=officer(cast), on=TODAY)


def test_a_number_serves_once_in_a_wave(cast):
    wave = make_wave(cast)
    make_applications(cast, wave, BORN)
    [other] = make_people(cast, BORN)
    with pytest.raises(Refusal, match="number_taken"):
        actions.apply_many(wave=wave, rows=[actions.NewApplication(other, "1")], by=officer(cast), on=TODAY)


def test_a_wish_is_for_a_need_of_the_wave(cast):
    wave = make_wave(cast)
    [elsewhere], [person] = make_needs(cast, "bac"), make_people(cast, BORN)
    with pytest.raises(Refusal, match="need_not_in_wave"):
        actions.apply_many(
            wave=wave, rows=[actions.NewApplication(person, "1", wishes=[elsewhere])], by=officer(cast), on=TODAY
        )
    assert not Wish.objects.exists()


def test_a_day_outside_the_call_takes_no_application(cast):
    wave, [person] = make_wave(cast, closes_on=TODAY - timedelta(1)), make_people(cast, BORN)
    with pytest.raises(Refusal, match="outside_call"):
        actions.apply_many(wave=wave, rows=[actions.NewApplication(person, "1")], by=officer(cast), on=TODAY)


def test_a_closed_call_takes_no_application_until_it_is_open_again(cast):
    wave, [person] = make_wave(cast), make_people(cast, BORN)
    row = [actions.NewApplication(person, "1")]
    actions.close_wave(wave=wave, by=officer(cast), on=TODAY)
    with pytest.raises(Refusal, match="call_closed"):
        actions.apply_many(wave=wave, rows=row, by=officer(cast), on=TODAY)
    actions.reopen_wave(wave=wave, reason="Pluies : routes coupées.", by=officer(cast), on=TODAY)
    assert actions.apply_many(wave=wave, rows=row, by=officer(cast), on=TODAY)


def test_an_agent_registers_for_the_communes_of_the_centre_only(cast):
    wave, [person] = make_wave(cast), make_people(cast, BORN, commune=cast.tone_1)
    with pytest.raises(Refusal, match="not_allowed"):
        actions.apply_many(wave=wave, rows=[actions.NewApplication(person, "1")], by=cast["regional_agent"], on=TODAY)


def test_a_check_writes_states_reasons_and_tells_those_it_refuses(cast):
    wave = make_wave(cast)
    make_applications(cast, wave, BORN, OLD, NEW_YEAR)
    assert check(cast, wave) == {"eligible": 1, "too_old": 1, "impossible_birth": 1}
    assert states(wave) == {"1": "eligible", "2": "ineligible", "3": "ineligible"}
    old = wave.applications.get(number="2")
    assert old.reasons == [["too_old", f"Vous aviez 44 ans au 1er janvier {NEW_YEAR.year} ; l’âge limite est 35 ans."]]
    told = Message.objects.filter(template="not_eligible").order_by("pk")
    assert [len(message.text) <= 160 for message in told] == [True, True]
    assert told[0].text.endswith("l'age limite est 35 ans. Ne payez jamais personne.")


def test_a_second_check_changes_nothing_and_sends_nothing(cast):
    wave = make_wave(cast)
    make_applications(cast, wave, BORN, OLD)
    first = check(cast, wave)
    before = list(wave.applications.values())
    assert check(cast, wave) == first and list(wave.applications.values()) == before
    assert Message.objects.filter(template="not_eligible").count() == 1


def test_a_corrected_birth_makes_eligible_again(cast):
    wave = make_wave(cast)
    [application] = make_applications(cast, wave, OLD)
    check(cast, wave)
    type(application.person).objects.update(birth_on=BORN, birth_year=BORN.year)
    assert check(cast, wave) == {"eligible": 1}
    application.refresh_from_db()
    assert (application.state, application.reasons) == ("eligible", [])


def test_a_diploma_below_one_wish_of_two_is_enough(cast):
    wave = make_wave(cast)
    make_applications(cast, wave, BORN, diploma="bac")
    make_applications(cast, wave, BORN, diploma="bepc")
    assert check(cast, wave) == {"eligible": 1, "diploma": 1}
    assert (
        wave.applications.get(number="2").reasons[0][1]
        == "Votre diplôme est BEPC ; les postes choisis demandent au moins BAC."
    )


def test_one_paper_of_persons_unlike_refuses_them_all(cast):
    wave = make_wave(cast)
    make_applications(cast, wave, BORN, date(BORN.year + 4, 8, 23), BORN.replace(year=BORN.year + 5))
    Paper.objects.exclude(person=wave.applications.get(number="3").person_id).update(
        number="76247561", folded="76247561"
    )
    assert check(cast, wave) == {"same_paper": 2, "eligible": 1}


def test_no_paper_is_a_reason_of_its_own(cast):
    wave = make_wave(cast)
    make_applications(cast, wave, BORN, papers=())
    assert check(cast, wave) == {"no_paper": 1}
    told = Message.objects.get(template="not_eligible").text  # the list of papers does not hold in an SMS
    assert told.endswith("Le motif est sur votre page et au centre régional. Ne payez jamais personne.")


@pytest.fixture
@scene
def twins(cast):
    """Two applications, and an open suspicion that they are one person's."""
    wave = make_wave(cast)
    one, other = make_applications(cast, wave, BORN, BORN)
    suspicion = Suspicion.objects.create(
        first=one.person, second=other.person, score=900, reasons=[], is_held=True, found_on=TODAY
    )
    return wave, suspicion


def test_a_suspected_pair_waits_for_an_officer(cast, twins):
    wave, suspicion = twins
    assert check(cast, wave) == {"suspected_duplicate": 2} and set(states(wave).values()) == {"held"}
    people.decide(suspicion=suspicion, same=False, reason="Deux sœurs.", by=officer(cast), on=TODAY)
    assert check(cast, wave) == {"eligible": 2}


def test_of_one_person_the_application_of_the_record_kept_stands(cast, twins):
    wave, suspicion = twins
    people.decide(suspicion=suspicion, same=True, reason="Même acte.", by=officer(cast), on=TODAY)
    assert check(cast, wave) == {"eligible": 1, "duplicate": 1}
    assert states(wave) == {"1": "eligible", "2": "duplicate"}
    assert wave.applications.get(number="2").reasons[0][1] == "Vous êtes déjà candidat à cette vague sous le numéro 1."
    people.undo(suspicion=suspicion, reason="Erreur.", by=officer(cast), on=TODAY)
    assert check(cast, wave) == {"suspected_duplicate": 2}


def test_a_paper_shown_under_a_merged_record_counts(cast, twins):
    wave, suspicion = twins
    Paper.objects.filter(person=suspicion.first).delete()
    people.decide(suspicion=suspicion, same=True, reason="Même acte.", by=officer(cast), on=TODAY)
    assert check(cast, wave) == {"eligible": 1, "duplicate": 1}


def test_past_service_of_a_merged_record_counts(cast, twins):
    wave, suspicion = twins
    periods = [(suspicion.second_id, "VNC", STARTS_ON - timedelta(1825), STARTS_ON - timedelta(1), 1)]
    people.add_services(periods, source="history")
    people.decide(suspicion=suspicion, same=True, reason="Même acte.", by=officer(cast), on=TODAY)
    assert check(cast, wave) == {"legal_cap": 1, "duplicate": 1}
    assert ServicePeriod.objects.count() == 1


def test_a_regional_agent_checks_the_communes_of_the_centre_only(cast):
    wave = make_wave(cast)
    make_applications(cast, wave, BORN)
    make_applications(cast, wave, BORN, commune=cast.tone_1)
    counts = actions.check_eligibility(wave=wave, by=cast["regional_agent"], on=TODAY)
    assert dict(counts) == {"eligible": 1} and states(wave) == {"1": "eligible", "2": "submitted"}


def test_a_check_takes_as_many_queries_for_forty_as_for_four(cast, django_assert_max_num_queries):
    wave = make_wave(cast)
    births = [date(NEW_YEAR.year - 45 + n, 1, 1) for n in range(40)]
    make_applications(cast, wave, *births, papers=(("national_id", "76247561"),))
    with django_assert_max_num_queries(35):
        check(cast, wave)


def test_a_candidate_withdraws_and_an_officer_says_why(cast):
    wave = make_wave(cast)
    mine, other = make_applications(cast, wave, BORN, BORN)
    type(mine.person).objects.filter(pk=mine.person_id).update(account=cast.afi)
    assert actions.withdraw(application=mine, by=appointed(cast, "candidate"), on=TODAY).state == "withdrawn"
    with pytest.raises(Refusal, match="reason_required"):
        actions.withdraw(application=other, by=officer(cast), on=TODAY)
    with pytest.raises(Refusal, match="not_allowed"):
        actions.withdraw(application=other, by=appointed(cast, "candidate"), on=TODAY)


def appointed(cast, role):
    return cast[role]


def test_who_has_a_proposal_answers_it(cast):
    wave = make_wave(cast)
    [mine] = make_applications(cast, wave, BORN)
    Application.objects.update(state="placed")
    with pytest.raises(Refusal, match="answer_the_offer"):
        actions.withdraw(application=mine, by=officer(cast), on=TODAY)
