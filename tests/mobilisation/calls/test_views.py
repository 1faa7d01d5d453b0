from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from teriya.foundation.journal.models import Entry
from teriya.mobilisation.calls import actions
from teriya.mobilisation.calls.models import Application, Wave
from tests.factories.calls import (
    BORN,
    CLOSES_ON,
    OLD,
    OPENS_ON,
    STARTS_ON,
    TODAY,
    make_applications,
    make_needs,
    make_wave,
    officer,
)  # fmt: skip

UNKNOWN = "variable inconnue"


def page(client, route, *args, **query):
    answer = client.get(reverse(f"calls:{route}", args=args), query)
    assert answer.status_code == 200
    assert UNKNOWN not in answer.content.decode()
    return answer.content.decode()


def send(client, route, *args, **typed):
    return client.post(reverse(f"calls:{route}", args=args), {"receipt": uuid4()} | typed)


@pytest.fixture
def desk(client, cast):
    client.force_login(officer(cast))
    return client


@pytest.fixture
def candidate(client, cast):
    browser = type(client)()
    browser.force_login(cast["candidate"])
    return browser


@pytest.fixture
def wave(cast):
    return make_wave(cast)


@pytest.fixture
def afi(cast, wave):
    [application] = make_applications(cast, wave, OLD)
    type(application.person).objects.filter(pk=application.person_id).update(account=cast.afi)
    return application


def test_a_wave_is_opened_then_given_its_needs(desk, cast):
    [bac, licence] = make_needs(cast, "bac", "licence")
    dates = {"opens_on": OPENS_ON, "closes_on": CLOSES_ON, "starts_on": STARTS_ON}
    sent = send(
        desk,
        "open",
        code="VNC-7",
        title="Vague 7",
        form="VNC",
        mode="rule",
        **{k: f"{d:%d/%m/%Y}" for k, d in dates.items()},
    )
    assert sent.headers["Location"] == reverse("calls:needs", args=["VNC-7"])
    assert "B0001" in page(desk, "needs", "VNC-7")
    send(desk, "needs", "VNC-7", needs=[bac.pk])
    assert list(Wave.objects.get().needs.all()) == [bac]
    assert licence.reference in page(desk, "needs", "VNC-7")


def test_a_wave_that_is_refused_keeps_what_was_typed(desk, wave):
    sent = send(
        desk,
        "open",
        code="VNC-1",
        title="Vague 7",
        form="VNC",
        opens_on="01/01/2026",
        closes_on="02/01/2026",
        starts_on="03/01/2026",
        mode="wishes",
    )
    assert sent.status_code == 422
    assert "Une vague porte déjà ce code." in sent.content.decode() and 'value="Vague 7"' in sent.content.decode()


def test_the_page_of_a_wave_counts_each_step_and_says_what_is_next(desk, cast, wave):
    make_applications(cast, wave, BORN, OLD)
    shown = page(desk, "wave", wave.code)
    assert (
        "Contrôler l’éligibilité" in shown
        and "Clore les candidatures" in shown
        and wave.commitment in shown
        and wave.seed not in shown
    )
    actions.check_eligibility(wave=wave, by=officer(cast), on=TODAY)
    assert [row.value for row in desk.get(reverse("calls:wave", args=[wave.code])).context["funnel"]] == [2, 1, 0, 0]


def test_the_check_is_seen_before_it_is_done(desk, cast, wave):
    make_applications(cast, wave, BORN, OLD)
    shown = page(desk, "eligibility", wave.code)
    assert "trop âgés" in shown and "Contrôler 2 candidatures" in shown and "au moins 18 ans" in shown
    assert "la nationalité" in shown  # no column tells it: an officer reads it on the papers
    assert not Application.objects.exclude(state="submitted").exists()
    send(desk, "eligibility", wave.code)
    assert dict(wave.applications.values_list("number", "state")) == {"1": "eligible", "2": "ineligible"}


def test_the_list_is_narrowed_by_state_region_and_words(desk, cast, wave):
    make_applications(cast, wave, BORN, OLD)
    make_applications(cast, wave, BORN, commune=cast.tone_1)
    actions.check_eligibility(wave=wave, by=officer(cast), on=TODAY)

    def numbers(**query):
        rows = desk.get(reverse("calls:applications", args=[wave.code]), query).context["page"]
        return [row.number for row in rows]

    assert numbers() == ["1", "2", "3"]
    assert numbers(etat="ineligible") == ["2"]
    assert numbers(region=cast.tone_1.region.code) == ["3"]
    assert numbers(texte="2") == ["2"]
    assert numbers(texte=wave.applications.get(number="3").person.family.lower()) == ["3"]
    assert "l’âge limite est 35 ans" in page(desk, "applications", wave.code)


def test_an_agent_sees_the_centre_only(client, cast, wave):
    make_applications(cast, wave, BORN)
    make_applications(cast, wave, BORN, commune=cast.tone_1)
    client.force_login(cast["regional_agent"])
    assert [row.number for row in client.get(reverse("calls:applications", args=[wave.code])).context["page"]] == ["1"]
    elsewhere = wave.applications.get(number="2")
    assert client.get(reverse("calls:application", args=[elsewhere.pk])).status_code == 404


def test_a_page_of_applications_takes_few_queries(desk, cast, wave, django_assert_max_num_queries):
    make_applications(cast, wave, *[BORN.replace(year=BORN.year - n % 5) for n in range(30)])
    with django_assert_max_num_queries(12):
        page(desk, "applications", wave.code)


def test_reading_a_file_is_journalled(desk, afi):
    assert "Lycée" in page(desk, "application", afi.pk) or "CEG" in page(desk, "application", afi.pk)
    assert Entry.objects.filter(action="people.read_dossier", subject_id=str(afi.person_id)).exists()


def test_the_story_of_an_application_says_who_and_why(desk, cast, wave, afi):
    actions.check_eligibility(wave=wave, by=officer(cast), on=TODAY)
    shown = page(desk, "application", afi.pk)
    assert "non éligible" in shown and "Direction des opérations" in shown and "Vous aviez 44 ans" in shown


def test_a_candidate_reads_where_the_application_stands(candidate, cast, wave, afi):
    assert "Votre candidature est reçue." in page(candidate, "mine")
    actions.check_eligibility(wave=wave, by=officer(cast), on=TODAY)
    shown = page(candidate, "mine")
    assert "Votre candidature n’est pas retenue." in shown and "l’âge limite est 35 ans" in shown
    assert str(cast.plateaux) in shown  # whom to ask
    assert page(candidate, "application", afi.pk)


def test_a_candidate_withdraws_once(candidate, cast, afi):
    assert page(candidate, "withdraw", afi.pk)
    send(candidate, "withdraw", afi.pk, reason="")
    afi.refresh_from_db()
    assert afi.state == "withdrawn"
    assert "Vous avez retiré votre candidature." in page(candidate, "mine")
    assert send(candidate, "withdraw", afi.pk, reason="").status_code == 422


def test_an_officer_says_why_a_person_leaves(desk, afi):
    assert send(desk, "withdraw", afi.pk, reason="").status_code == 422
    assert send(desk, "withdraw", afi.pk, reason="Lettre du 3 mars.").status_code == 302


def test_a_candidate_sees_nobody_else(candidate, cast, wave):
    [other] = make_applications(cast, wave, BORN)
    assert candidate.get(reverse("calls:application", args=[other.pk])).status_code == 404
    assert candidate.get(reverse("calls:withdraw", args=[other.pk])).status_code == 404


def test_a_wave_is_closed_and_open_again_with_a_reason(desk, wave):
    page(desk, "close", wave.code)
    send(desk, "close", wave.code)
    assert "Rouvrir les candidatures" in page(desk, "wave", wave.code)
    assert send(desk, "reopen", wave.code, reason="").status_code == 422
    send(desk, "reopen", wave.code, reason="Routes coupées.")
    assert Wave.objects.get().state == "open"


@pytest.mark.parametrize("state", ["held", "eligible", "duplicate", "ranked", "unranked", "placed", "reserve"])
def test_every_state_has_its_plain_sentence(candidate, afi, state):
    Application.objects.filter(pk=afi.pk).update(state=state, reasons=[["x", "Motif."]])
    assert "Motif." in page(candidate, "mine")


def test_the_list_of_waves_shows_the_latest_first(desk, cast, wave):
    make_wave(cast, code="VNC-2", opens_on=TODAY, closes_on=TODAY + timedelta(3))
    shown = page(desk, "waves")
    assert shown.index("VNC-2") < shown.index("VNC-1")
