import pytest
from django.core.paginator import Page
from django.test import Client
from django.urls import reverse

from teriya.foundation.core.refusals import NotAllowed
from teriya.foundation.core.web import RefusalPages
from teriya.foundation.ui import navigation
from teriya.foundation.ui.parts import page_of


def test_gallery_shows_every_component_to_staff(client, cast):
    client.force_login(cast.yao)
    page = client.get(reverse("ui:gallery"))
    assert page.status_code == 200
    assert "variable inconnue" not in page.content.decode()


def test_gallery_is_not_for_candidates(client, cast):
    client.force_login(cast.afi)
    assert client.get(reverse("ui:gallery")).status_code == 404


def test_a_refused_form_keeps_what_was_typed(client, cast):
    client.force_login(cast.yao)
    page = client.post(reverse("ui:gallery"), {"name": "ADJOVI", "born_on": "demain"})
    assert page.status_code == 422
    assert 'value="demain"' in page.content.decode() and "Erreur :" in page.content.decode()


def test_an_unknown_address_gets_a_page_of_ours(client, db):
    page = client.get("/rien/")
    assert page.status_code == 404 and "Cette page n’existe pas" in page.content.decode()


def test_a_form_without_its_token_gets_a_page_of_ours(cast):
    page = Client(enforce_csrf_checks=True).post(reverse("ui:language"), {"language": "en"})
    assert page.status_code == 403 and "trop ancien" in page.content.decode()


def test_language_is_chosen_without_signing_in(client, db):
    page = client.post(reverse("ui:language"), {"language": "en", "next": "/rien/"}, follow=True)
    assert '<html lang="en">' in page.content.decode()


@pytest.mark.parametrize(
    ("came_from", "back"), [("http://testserver/a/", "http://testserver/a/"), ("http://evil/", "/")]
)
def test_a_refusal_page_says_the_sentence_and_leads_back(rf, cast, came_from, back):
    request = rf.post("/a/", headers={"referer": came_from})
    request.user = cast.yao
    page = RefusalPages(None).process_exception(
        request, NotAllowed("not_allowed", "Une autre personne doit le faire.")
    )
    assert page.status_code == 403
    assert "Une autre personne doit le faire." in page.content.decode() and f'href="{back}"' in page.content.decode()


def test_menu_shows_only_the_doors_that_a_person_may_open(rf, cast, monkeypatch):
    monkeypatch.setattr(navigation, "ENTRIES", [])
    navigation.add("Galerie", "ui:gallery", "people.register")
    navigation.add("Langue", "ui:language", "pay.order")
    request = rf.get(reverse("ui:gallery"))
    request.user = cast.yao
    [group] = navigation.menu(request)
    assert group == navigation.Group("Galerie", [navigation.Link("Galerie", reverse("ui:gallery"), True)])


def test_doors_beyond_a_row_stand_by_wing(rf, cast, monkeypatch):
    monkeypatch.setattr(navigation, "ENTRIES", [])
    for n in range(navigation.FEW):
        navigation.add(f"Porte {n}", "ui:gallery", "people.register")
    navigation.add("Personnes", "people:people", "people.read")
    request = rf.get(reverse("people:people"))
    request.user = cast.yao
    agency, people = navigation.menu(request)
    assert (str(agency.label), len(agency.links), agency.is_current) == ("Agence", navigation.FEW, False)
    assert (people.label, len(people.links), people.is_current) == ("Personnes", 1, True)


@pytest.mark.parametrize(("asked", "first"), [("", 1), ("3", 51), ("99", 51), ("x", 1)])
def test_a_list_goes_by_twenty_five(rf, asked, first):
    page = page_of(rf.get("/", {"page": asked}), range(60))
    assert isinstance(page, Page) and page.start_index() == first
