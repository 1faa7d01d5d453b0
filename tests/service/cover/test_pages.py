"""The pages of the cover: who lacks it, a month declared and its file, the numbers, the dependants, one's own."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from teriya.foundation.core.periods import Month
from teriya.service.cover import actions
from teriya.service.cover.models import Cover, Declaration, Dependant
from tests.factories.missions import give_account, make_missions
from tests.scenes import scene

ON = date(2024, 4, 2)


def url(route: str, *args) -> str:
    return reverse(f"cover:{route}", args=args)


def page(client, user, address: str) -> str:
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def send(client, user, address: str, **typed):
    client.force_login(user)
    return client.post(address, {"receipt": uuid4()} | typed)


@pytest.fixture
@scene
def mission(cast):
    [row] = make_missions(cast)  # nobody has ended it: still in service
    return row


@pytest.fixture
def declared(cast, mission):
    return actions.declare(scheme="health", month=Month(2024, 3), payer="agency", by=cast.awa, on=ON)


def test_the_centre_sees_who_serves_without_a_cover(client, cast, mission):
    shown = page(client, cast.yao, url("gaps") + "?regime=work_injury")
    assert str(mission.person) in shown and "Risque professionnel (CNSS)" in shown and "Déclarations" not in shown
    assert "En service sans une couverture due" in page(client, cast.mazalo, "/")


def test_a_month_is_seen_declared_and_its_file_taken_away(client, cast, mission):
    address = url("declare", "health", "2024-03")
    assert str(mission.person) in page(client, cast.awa, address)
    sent = send(client, cast.awa, address, payer="partner")
    row = Declaration.objects.get()
    assert sent.url == url("declaration", row.pk) and Cover.objects.get().payer == "partner"
    assert mission.person.matricule in page(client, cast.awa, sent.url)
    answer = client.get(url("declaration_file", row.pk))
    assert answer["Content-Disposition"].endswith('"declaration-health-2024-03-1.csv"')
    assert mission.person.matricule in answer.content.decode("utf-8-sig")
    assert "Tout le monde est couvert" in page(client, cast.yao, url("gaps") + "?regime=health")


def test_a_second_declaration_of_nothing_is_refused_in_words(client, cast, declared):
    answer = send(client, cast.awa, url("declare", "health", "2024-03"), payer="agency")
    assert answer.status_code == 422 and "rien à déclarer" in answer.content.decode()
    assert Declaration.objects.count() == 1


def test_the_numbers_that_came_are_typed_and_the_others_wait(client, cast, declared):
    cover = Cover.objects.get()
    assert "1 numéro attendu du régime" in page(client, cast.awa, url("declarations"))
    send(client, cast.awa, url("numbers", "health"), **{f"number_{cover.pk}": "INAM-77"})
    assert Cover.objects.get().number == "INAM-77"
    assert "Aucun numéro attendu" in page(client, cast.awa, url("numbers", "health"))


def test_a_centre_writes_a_child_then_that_it_is_covered_no_more(client, cast, mission):
    person = mission.person
    assert str(person) in page(client, cast.yao, url("people") + f"?qui={person.matricule}")
    typed = {"kin": "child", "family": "Koudjo", "given": "Abra", "birth_on": "01/06/2015", "paper": "Naissance n° 12"}
    send(client, cast.yao, url("family", person.matricule), **typed)
    child = Dependant.objects.get()
    assert "KOUDJO Abra" in page(client, cast.yao, url("family", person.matricule))
    day = f"{timezone.localdate():%d/%m/%Y}"
    send(client, cast.yao, url("end", child.pk), until=day, reason="propre couverture")
    child.refresh_from_db()
    assert child.until == timezone.localdate()


def test_a_volunteer_reads_the_own_cover_and_what_is_late(client, cast, declared, mission):
    give_account(mission, cast.kossi)
    Cover.objects.update(number="INAM-77")
    shown = page(client, cast.kossi, url("mine"))
    assert "INAM-77" in shown and "payé par l’agence" in shown
    assert "ne vous a pas encore déclaré : Risque professionnel (CNSS)" in shown


def test_unknown_addresses_are_not_found(client, cast):
    client.force_login(cast.awa)
    for address in (url("declare", "health", "2024-13"), url("declare", "lottery", "2024-03"), url("numbers", "x")):
        assert client.get(address).status_code == 404
