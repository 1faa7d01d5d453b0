import io
import re
import zipfile
from uuid import uuid4

import pytest
from django.urls import reverse

from teriya.mobilisation.placement import offers
from teriya.mobilisation.placement.appeals import file_appeal
from teriya.mobilisation.placement.engine.verify import certify_files, explain_files
from teriya.mobilisation.placement.models import Offer, Round
from teriya.people.models import Person
from tests.factories.hosts import TODAY
from tests.factories.placement import (
    apply,
    decided,
    fund,
    give_account,
    offer_to,
    open_wave,
    post,
    proposed,
    published,
    rank,
    ranked,
    simulated,
)


@pytest.fixture
def wave(cast):
    return ranked(cast, 240, 150, 90)


@pytest.fixture
def as_(client, cast):
    def enter(role: str):
        client.force_login(cast[role])
        return client

    return enter


def url(route: str, *args) -> str:
    return reverse(f"placement:{route}", args=args)


def text(response) -> str:
    return re.sub(r"[ \n\t]+", " ", response.content.decode())


def test_a_wave_shows_its_simulations(as_, cast, wave):
    simulated(cast, wave, "plafonds actuels")
    page = text(as_("operations").get(url("wave", wave.code)))
    assert "plafonds actuels" in page
    assert "Nouvelle simulation" in page


def test_a_simulation_is_made_with_its_limits(as_, wave):
    sent = {"receipt": uuid4(), "name": "plancher", "ceiling-educationtg-p": "1", "places-etat": "2"}
    answer = as_("operations").post(url("simulate", wave.code), sent)
    round = Round.objects.get()
    assert answer.url == url("round", round.pk)
    assert round.settings == {"ceilings": {"education/TG-P": 1}, "places": {"ETAT": 2}}


def test_a_refused_simulation_keeps_what_was_typed(as_, cast, wave):
    simulated(cast, wave, "A")
    answer = as_("operations").post(url("simulate", wave.code), {"receipt": uuid4(), "name": "A", "places-etat": "1"})
    assert answer.status_code == 422
    assert "donnez un autre nom" in text(answer)
    assert 'value="1"' in text(answer)


def test_a_round_shows_numbers_and_no_name(as_, cast, wave):
    round = simulated(cast, wave)
    page = text(as_("director").get(url("round", round.pk)))
    family = wave.applications.get(number="1").person.family
    assert "B0001" in page and "100\u202f%" in page
    assert family not in page


def test_why_shows_the_last_person_s_points(as_, cast, wave):
    page = text(as_("auditor").get(url("why", simulated(cast, wave).pk, "3")))
    assert "90 points, dernier pris 150" in page


def test_unplaced_people_are_listed_with_the_cause(as_, cast, wave):
    page = text(as_("auditor").get(url("unplaced", simulated(cast, wave).pk)))
    assert 'B0002 <span class="soft">plus de place</span>' in page


def test_two_simulations_are_compared(as_, cast, wave):
    one, two = simulated(cast, wave, "A"), simulated(cast, wave, "B", ceilings={"education/TG-P": 1})
    page = text(as_("director").get(url("compare", wave.code), {"s": [one.pk, two.pk]}))
    assert "meilleur vœu : 0 ; y perdent : 1 ; gardent le même poste : 1" in page
    assert "−\u202f1" in page


@pytest.mark.parametrize("chosen", [[], ["1"], ["1", "x"], ["999998", "999999"]])
def test_only_two_simulations_are_compared(as_, wave, chosen):
    assert as_("director").get(url("compare", wave.code), {"s": chosen}).url == url("wave", wave.code)


def test_deciding_says_what_it_will_do(as_, cast, wave):
    page = text(as_("director").get(url("decide", proposed(cast, wave).pk)))
    facts = re.findall(r"<dt>([^<]+)</dt><dd>\s*([^<]+?)\s*</dd>", page)
    assert ("Propositions faites", "2") in facts
    assert ("SMS envoyés", "2") in facts
    assert ("Personnes mises en réserve", "1") in facts


def test_the_director_decides_then_publishes(as_, cast, wave):
    round, director = proposed(cast, wave), as_("director")
    assert director.post(url("decide", round.pk), {"receipt": uuid4()}).url == url("round", round.pk)
    director.post(url("publish", round.pk), {"receipt": uuid4()})
    assert Round.objects.get().state == "published"
    assert director.get(url("minutes", round.pk))["Content-Type"] == "application/pdf"


def test_deciding_twice_by_the_same_form_decides_once(as_, cast, wave):
    round, director, receipt = proposed(cast, wave), as_("director"), uuid4()
    answers = [director.post(url("decide", round.pk), {"receipt": receipt}).status_code for _ in range(2)]
    assert answers == [302, 302]
    assert Offer.objects.count() == 2


def test_a_refused_decision_says_why(as_, cast, wave):
    round = proposed(cast, wave)
    wave.applications.filter(number="1").update(state="withdrawn")
    answer = as_("director").post(url("decide", round.pk), {"receipt": uuid4()})
    assert answer.status_code == 422
    assert "La vague a changé" in text(answer)


def test_the_published_list_is_open_to_all_by_number(client, cast, wave):
    published(cast, wave)
    found = text(client.get(url("published", wave.code), {"numero": "1"}))
    assert "B0001" in found and "B0002" not in found
    assert "Ce numéro n’est pas placé" in text(client.get(url("published", wave.code), {"numero": "3"}))


def test_a_simulation_is_not_public(client, cast, wave):
    decided(cast, wave)
    for route in ("published", "thresholds", "published_files"):
        assert client.get(url(route, wave.code)).status_code == 404


def test_thresholds_say_points_and_cause(client, cast, wave):
    published(cast, wave)
    page = text(client.get(url("thresholds", wave.code)))
    assert ">240<" in page and "<td>plus de place</td>" in page


def test_anyone_certifies_the_published_files(client, cast, wave, tmp_path):
    published(cast, wave)
    answer = client.get(url("published_files", wave.code))
    zipfile.ZipFile(io.BytesIO(answer.content)).extractall(tmp_path)
    assert certify_files(tmp_path / "donnees", tmp_path / "resultat").status == 0
    assert (
        explain_files(tmp_path / "donnees", tmp_path / "resultat", "3")
        .sentences[0]
        .startswith("Vœu 1, B0001 : refusé")
    )


def test_files_that_were_touched_do_not_certify(client, cast, wave, tmp_path):
    published(cast, wave)
    zipfile.ZipFile(io.BytesIO(client.get(url("published_files", wave.code)).content)).extractall(tmp_path)
    file = tmp_path / "resultat" / "placements.csv"
    file.write_text(file.read_text().replace("2,B0002", "3,B0002"))
    assert certify_files(tmp_path / "donnees", tmp_path / "resultat").status == 2


def test_the_files_are_the_same_bytes_each_time(client, cast, wave):
    published(cast, wave)
    first, second = (client.get(url("published_files", wave.code)).content for _ in range(2))
    assert first == second


def test_an_officer_records_a_pile_and_reads_what_could_not_be(as_, cast, wave):
    decided(cast, wave)
    offers.answer(offers=[offer_to("1")], accept=True, by=cast["operations"], on=TODAY)
    sent = {
        "receipt": uuid4(),
        "offers": [o.pk for o in Offer.objects.all()],
        "accept": "yes",
        "on": f"{TODAY:%d/%m/%Y}",
    }
    page = text(as_("regional_agent").post(url("offers"), sent))
    assert "1 réponse enregistrée" in page
    assert "N° 1 : Cette proposition est déjà acceptée." in page


def test_offers_are_found_by_number_and_state(as_, cast, wave):
    decided(cast, wave)
    agent = as_("regional_agent")
    assert "B0002" not in text(agent.get(url("offers"), {"q": "1"}))
    assert "Aucune proposition ne correspond" in text(agent.get(url("offers"), {"etat": "accepted"}))


def test_an_officer_does_not_see_the_offers_of_elsewhere(as_, cast, wave):
    decided(cast, wave)
    Person.objects.update(commune=cast.tone_1)
    assert "B0001" not in text(as_("regional_agent").get(url("offers")))


def test_the_reserve_is_called_from_the_wave(as_, cast, wave):
    round = decided(cast, wave)
    offers.answer(offers=[offer_to("1")], accept=False, by=cast["operations"], on=TODAY, reason="papier")
    operations = as_("operations")
    assert "Appeler la réserve" in text(operations.get(url("wave", wave.code)))
    operations.post(url("call_reserve", round.pk), {"receipt": uuid4()})
    assert offer_to("3").state == "proposed"


def test_offers_past_their_day_are_closed_from_the_list(as_, cast, wave):
    decided(cast, wave)
    Offer.objects.update(on=TODAY.replace(year=TODAY.year - 1), answer_by=TODAY.replace(year=TODAY.year - 1))
    operations = as_("operations")
    assert "Clore les propositions hors délai" in text(operations.get(url("offers")))
    operations.post(url("expire"), {"receipt": uuid4()})
    assert set(Offer.objects.values_list("state", flat=True)) == {"expired"}


def test_a_candidate_reads_the_offer_and_accepts(as_, cast, wave):
    give_account(wave.applications.get(number="1"), cast.afi)
    decided(cast, wave)
    afi = as_("candidate")
    page = text(afi.get(url("mine")))
    assert "Une place vous est proposée" in page and "CEG Haho 1, Haho 1" in page
    afi.post(url("mine"), {"receipt": uuid4(), "accept": "yes"})
    assert "Vous avez accepté cette place" in text(afi.get(url("mine")))


def test_a_candidate_in_reserve_reads_why(as_, cast, wave):
    give_account(wave.applications.get(number="3"), cast.afi)
    decided(cast, wave)
    page = text(as_("candidate").get(url("mine")))
    assert "Vous êtes sur la liste de réserve" in page
    assert "La dernière personne prise avait 150 points, vous en aviez 90." in page


def test_a_candidate_reads_nothing_before_the_decision(as_, cast, wave):
    give_account(wave.applications.get(number="1"), cast.afi)
    proposed(cast, wave)
    assert "Aucun placement pour vous" in text(as_("candidate").get(url("mine")))


def test_pages_ask_the_same_number_of_queries_whatever_the_people(as_, cast, django_assert_max_num_queries):
    posts = [post(cast, f"B{n:04}", places=4) for n in range(1, 4)]
    fund(cast, *posts)
    wave = open_wave(cast, *posts)
    apply(cast, wave, *range(150, 180))
    round, other = simulated(cast, rank(cast, wave)), simulated(cast, wave, "B", places={"ETAT": 5})
    director = as_("director")
    for page in (
        url("rounds"), url("wave", wave.code), url("round", round.pk), url("unplaced", round.pk),
        url("compare", wave.code) + f"?s={round.pk}&s={other.pk}", url("why", round.pk, "1"),
    ):  # fmt: skip
        with django_assert_max_num_queries(14):
            assert director.get(page).status_code == 200


def test_a_wave_says_what_is_left_of_its_placement(as_, cast, wave):
    assert "Simuler le placement" in text(as_("operations").get(reverse("calls:wave", args=[wave.code])))
    round = proposed(cast, wave)
    director = as_("director")
    assert "Décider le placement proposé" in text(director.get(reverse("calls:wave", args=[wave.code])))
    director.post(url("decide", round.pk), {"receipt": uuid4()})
    assert "Publier le placement" in text(director.get(reverse("calls:wave", args=[wave.code])))
    assert "Recueillir les réponses" in text(as_("regional_agent").get(reverse("calls:wave", args=[wave.code])))


def test_an_application_says_its_place(as_, cast, wave):
    application = wave.applications.get(number="1")
    give_account(application, cast.afi)
    decided(cast, wave)
    page = reverse("calls:application", args=[application.pk])
    assert "Savoir pourquoi" in text(as_("auditor").get(page))
    assert "Répondre, et savoir pourquoi" in text(as_("candidate").get(page))
    assert "Savoir pourquoi" not in text(as_("regional_agent").get(page))


def test_a_hand_of_the_placement_reads_an_appeal_without_a_form(as_, cast, wave):
    published(cast, wave)
    application = wave.applications.get(number="3")
    give_account(application, cast["candidate"])
    appeal = file_appeal(application=application, text="Je conteste.", by=cast["candidate"], on=TODAY)
    page = text(as_("operations").get(url("appeal", appeal.pk)))
    assert "vous êtes déjà intervenu" in page and "Envoyer la réponse" not in page
    assert "Envoyer la réponse" in text(as_("regional_supervisor").get(url("appeal", appeal.pk)))
