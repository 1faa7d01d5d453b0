import re
from uuid import uuid4

import pytest
from django.urls import reverse

from teriya.mobilisation.calls.models import Wave
from teriya.mobilisation.selection import actions, papers
from teriya.mobilisation.selection.models import Hearing, Jury, Sheet
from tests.factories.calls import BORN, TODAY, make_applications, make_wave, officer
from tests.factories.selection import check_and_close, enter, make_jury, make_venue, marks, plan
from tests.scenes import scene


def url(route, *args):
    return reverse(f"selection:{route}", args=args)


def page(client, route, *args):
    answer = client.get(url(route, *args))
    assert answer.status_code == 200
    assert "variable inconnue" not in answer.content.decode()
    return answer.content.decode()


def send(client, route, *args, **typed):
    return client.post(url(route, *args), {"receipt": uuid4()} | typed)


@pytest.fixture
def desk(client, cast):
    client.force_login(officer(cast))
    return client


@pytest.fixture
def juror(client, cast):
    browser = type(client)()
    browser.force_login(cast["jury_member"])
    return browser


@pytest.fixture
@scene
def wave(cast):
    wave = make_wave(cast)
    make_applications(cast, wave, BORN, BORN.replace(month=6))
    return wave


@pytest.fixture
def heard(cast, wave):
    """A wave whose jury sits, checked and closed."""
    make_jury(cast, wave)
    check_and_close(cast, wave)
    return wave


@pytest.fixture
def one(heard):
    return heard.applications.get(number="1")


def test_a_jury_is_constituted(desk, cast, wave):
    page(desk, "constitute", wave.code)
    names = {"name_1": "Massan", "name_2": "AGBO Yaovi", "name_3": "KAO Essi"}
    send(desk, "constitute", wave.code, name="Jury de Notsè", centre=cast.plateaux.pk, user_1=cast.massan.pk, **names)
    jury = Jury.objects.get()
    assert [(member.name, member.user) for member in jury.members.all()] == [
        ("Massan", cast.massan),
        ("AGBO Yaovi", None),
        ("KAO Essi", None),
    ]
    assert "Jury de Notsè" in page(desk, "constitute", wave.code) and "Jury de Notsè" in page(desk, "juries")


def test_a_juror_seals_a_sheet_and_the_next_candidate_follows(juror, heard, one):
    two = heard.applications.get(number="2")
    assert "N° 1" in page(juror, "scores", heard.code)
    shown = page(juror, "sheet", heard.code, one.pk)
    assert "Motivation" in shown and "de 0 à 25" in shown
    sent = send(juror, "sheet", heard.code, one.pk, base=0, remark="Très clair.", **marks(55))
    assert sent.url == url("sheet", heard.code, two.pk)
    assert list(Sheet.objects.values_list("hearing__application", "chair", "points")) == [(one.pk, 1, None)]
    shown = page(juror, "scores", heard.code)
    assert "1 à noter, 1 fiches scellées" in shown and "N° 1 ·" not in shown
    own = page(juror, "given", heard.code) + page(juror, "sheet", heard.code, one.pk)
    assert "scellées" in own and "Très clair" not in own
    assert "55" not in "".join(re.findall(r"(?s)<main.*?</main>", re.sub(r"<code.*?</code>", "", own)))


def test_a_mark_out_of_range_is_said_beside_its_criterion(juror, heard, one):
    sent = send(juror, "sheet", heard.code, one.pk, base=0, **marks(55) | {"openness": 26})
    assert sent.status_code == 422 and 'value="26"' in sent.content.decode()
    assert not Sheet.objects.exists()


def test_the_same_sheet_sent_twice_is_written_once(juror, heard, one):
    typed = {"receipt": uuid4(), "base": 0} | marks(55)
    for _ in range(2):
        assert juror.post(url("sheet", heard.code, one.pk), typed).status_code == 302
    assert Sheet.objects.count() == 1


def test_a_sheet_written_before_a_move_keeps_its_marks_and_is_sent_again(juror, cast, wave):
    venue = make_venue(cast, wave)
    make_jury(cast, wave, name="Notsè de Massan", venue=venue)
    check_and_close(cast, wave)
    hearing = next(row for row in plan(cast, wave) if row.jury.name == "Notsè de Massan")
    Hearing.objects.filter(pk=hearing.pk).update(version=2)
    sent = send(juror, "sheet", wave.code, hearing.application_id, base=1, **marks(55))
    assert sent.status_code == 422 and "changé d’heure" in sent.content.decode()
    assert 'name="base" value="2"' in sent.content.decode() and not Sheet.objects.exists()


def test_scores_stay_sealed_until_the_ranking(juror, desk, cast, heard, one):
    enter(cast, heard, (one, [None, 63, 22]))
    for route in ("scores", "given"):
        main = page(juror, route, heard.code).partition("<main")[2].partition("</main>")[0]
        assert not re.search(r"\b63\b", main)
    officer(cast)  # copies scores and sits in no jury: sees them
    assert "63" in desk.get(reverse("calls:application", args=[one.pk])).content.decode()


def test_a_candidate_who_is_scored_does_not_see_it_yet(client, cast, heard, one):
    enter(cast, heard, (one, [50, 63, 22]))
    type(one.person).objects.filter(pk=one.person_id).update(account=cast.afi)
    client.force_login(cast["candidate"])
    address = reverse("calls:application", args=[one.pk])
    assert "Notes du jury" not in client.get(address).content.decode()
    actions.rank(wave=heard, by=officer(cast), on=TODAY)
    assert "Notes du jury" in client.get(address).content.decode()


def test_who_sits_nowhere_has_no_sheet(juror, wave):
    assert juror.get(url("scores", wave.code)).status_code == 403


def test_the_ranking_says_what_is_ready_then_shows_it_with_its_minutes(desk, cast, heard, one):
    enter(cast, heard, (one, [50, 63, 22]))
    assert "Établir le classement" in page(desk, "ranking", heard.code)
    send(desk, "ranking", heard.code)
    shown = page(desk, "ranking", heard.code)
    assert "50 + 63 + 22" in shown and "135" in shown and "PV-CLASSEMENT" in shown
    [paper] = desk.get(url("ranking", heard.code)).context["papers"]
    assert desk.get(url("minutes", heard.code, paper.pk)).content.startswith(b"%PDF")
    assert Wave.objects.get().state == "ranked"


def test_a_regional_agent_reads_own_part_of_the_ranking_and_no_minutes(client, cast, wave):
    make_applications(cast, wave, BORN, commune=cast.tone_1)
    check_and_close(cast, wave)
    enter(cast, wave, *[(row, [50, 50, 50]) for row in wave.applications.select_related("person")])
    actions.rank(wave=wave, by=officer(cast), on=TODAY)
    client.force_login(cast["regional_agent"])
    seen = client.get(url("ranking", wave.code)).context
    assert {row.number for row in seen["page"]} == {"1", "2"}
    assert not seen["papers"]
    assert client.get(url("minutes", wave.code, papers.minutes_of(wave)[0].pk)).status_code == 403


def test_a_score_is_corrected_with_its_reason(desk, cast, heard, one):
    enter(cast, heard, (one, [50, 63, 22]))
    assert "63" in page(desk, "correct", one.pk)
    assert send(desk, "correct", one.pk, chair=2, points=36, reason="").status_code == 422
    assert send(desk, "correct", one.pk, chair=2, points=36, reason="Chiffres inversés.").status_code == 302
    assert one.scores.get(chair=2).points == 36


def test_a_page_of_the_ranking_takes_few_queries(desk, cast, heard, django_assert_max_num_queries):
    enter(cast, heard, *[(row, [50, 50, 50]) for row in heard.applications.select_related("person")])
    actions.rank(wave=heard, by=officer(cast), on=TODAY)
    with django_assert_max_num_queries(15):
        page(desk, "ranking", heard.code)
