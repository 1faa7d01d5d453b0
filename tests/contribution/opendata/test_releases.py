"""A release: prepared by one, published by another, the same bytes for ever."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from teriya.contribution.opendata import actions
from teriya.contribution.opendata.models import Production, Release, ReleaseFile
from teriya.foundation.core.refusals import Refusal
from tests.cast import appoint
from tests.factories.missions import make_missions
from tests.factories.opendata import DAY, dodzi, made

LATER = DAY + timedelta(90)


def code_of(call, *args, **kwargs) -> str:
    with pytest.raises(Refusal) as no:
        call(*args, **kwargs)
    return no.value.code


def refused(change) -> bool:
    with pytest.raises(DatabaseError), transaction.atomic():
        change()
    return True


def test_who_prepares_never_publishes(cast):
    release = made("data")
    appoint(dodzi(), "director")
    assert code_of(actions.decide, release=release, step="publish", by=dodzi(), on=DAY) == "same_person"
    assert code_of(actions.prepare, kind="data", by=cast.ama, on=DAY) == "not_allowed"
    assert code_of(actions.prepare, kind="data", by=dodzi(), on=DAY) == "release_waiting"
    assert actions.decide(release=release, step="publish", by=cast.ama, on=DAY).published_on == DAY


def test_nothing_is_published_before_it_is_made(cast):
    release = actions.prepare(kind="data", by=dodzi(), on=DAY)
    assert code_of(actions.decide, release=release, step="publish", by=cast.ama, on=DAY) == "release_not_made"


def test_one_that_stopped_is_made_again_under_its_number(cast):
    release = actions.prepare(kind="data", by=dodzi(), on=DAY)
    release.production.give_up("Le travail s’est arrêté.")
    again = actions.prepare(kind="data", by=dodzi(), on=LATER)
    assert (again.number, again.on) == (release.number, LATER)
    actions.make(Production.objects.get(release=again))
    assert Release.objects.get().digest


def test_an_old_release_keeps_its_address_and_its_bytes(cast, client):
    """Missions begun afterwards change the next release, never this one; the database refuses any change."""
    make_missions(cast, 6)
    first = made("data")
    actions.decide(release=first, step="publish", by=cast.ama, on=DAY)
    address = f"/donnees-ouvertes/{first.number}/volontaires-mobilises.csv"
    before = client.get(address).content
    make_missions(cast, 7)
    second = made("data", LATER)
    actions.decide(release=second, step="publish", by=cast.ama, on=LATER)
    after = client.get(address)
    assert after.content == before and "immutable" in after["Cache-Control"]
    assert client.get(f"/donnees-ouvertes/{second.number}/volontaires-mobilises.csv").content != before
    known = ReleaseFile.objects.filter(release=first)
    assert refused(lambda: known.update(content=b"autre")) and refused(lambda: known.delete())
    assert refused(lambda: Release.objects.filter(pk=first.pk).update(published_on=LATER))
    assert refused(lambda: ReleaseFile.objects.create(release=first, dataset="x", format="csv", lines=0, content=b"", sha256="0"))  # fmt: skip


def test_what_is_not_published_is_not_public(cast, client):
    release = made("data")
    for address in (f"/donnees-ouvertes/{release.number}/", f"/donnees-ouvertes/{release.number}/dictionnaire.csv", f"/donnees-ouvertes/api/v1/releases/{release.number}"):  # fmt: skip
        assert client.get(address).status_code == 404
    client.force_login(cast.issa)
    assert client.get(f"/contribution/donnees/{release.number}/dictionnaire.csv").status_code == 200
    client.force_login(cast.yao)
    assert client.get(f"/contribution/donnees/{release.number}/dictionnaire.csv").status_code == 403


def test_from_the_form_to_the_public_page(cast, client):
    """Dodzi asks, the worker makes, Ama reads and publishes, everybody reads."""
    make_missions(cast, 6)
    client.force_login(dodzi())
    page = client.get("/contribution/donnees/")
    receipt = page.context["form"]["receipt"].value()
    answer = client.post("/contribution/donnees/", {"kind": "data", "receipt": receipt})
    release = Release.objects.get()
    assert answer.url == f"/contribution/donnees/{release.number}/"
    assert "progress" in client.get(answer.url).content.decode()
    actions.make(release.production)
    client.force_login(cast.ama)
    assert "Données ouvertes à publier" in client.get("/").content.decode()
    page = client.get(answer.url)
    assert "Publier" in page.content.decode()
    client.post(answer.url, {"step": "publish", "receipt": page.context["form"]["receipt"].value()})
    client.logout()
    shown = client.get("/donnees-ouvertes/").content.decode()
    for said in ("Volontaires mobilisés", "CSV", "JSON", release.number, "Creative Commons", "SHA-256", "Région de la structure"):  # fmt: skip
        assert said in shown, said


def test_pages_ask_the_same_whatever_the_releases(cast, client):
    asked = []
    for day in (DAY, LATER):
        actions.decide(release=made("data", day), step="publish", by=cast.ama, on=day)
        for address in ("/donnees-ouvertes/", "/donnees-ouvertes/api/v1/releases"):
            assert client.get(address).status_code == 200  # reads what a process keeps
            with CaptureQueriesContext(connection) as questions:
                client.get(address)
            asked.append(len(questions))
    assert asked[:2] == asked[2:]
