import pytest

from teriya.mobilisation.selection import lists
from teriya.mobilisation.selection.models import Contest, Criteria, Listing
from tests.factories.calls import TODAY, officer
from tests.mobilisation.selection.test_lists import contested, ranked
from tests.mobilisation.selection.test_lists import wave as wave  # the fixture
from tests.mobilisation.selection.test_views import page, send, url


@pytest.fixture
def desk(client, cast):
    client.force_login(officer(cast))
    return client


def browser(client, user):
    other = type(client)()
    other.force_login(user)
    return other


def test_criteria_are_published_and_read(desk, cast, wave):
    assert "Critères de sélection" in page(desk, "criteria", wave.code)
    send(desk, "criteria", wave.code, mode="jury", places=3, reserve=2, women=40)
    assert (Criteria.objects.get().women, Criteria.objects.get().places) == (40, 3)
    assert "40 %" in page(desk, "criteria", wave.code)


def test_a_list_is_published_then_read_by_anybody_without_a_name(client, cast, wave):
    listing = ranked(cast, wave, places=3, reserve=2)
    director = browser(client, cast["director"])
    assert client.get(url("published", wave.code)).status_code == 404
    page(director, "publish", listing.pk)
    assert send(director, "publish", listing.pk).url == url("published", wave.code)
    shown = page(type(client)(), "published", wave.code)
    names = set(wave.applications.values_list("person__family", flat=True))
    assert "non retenu" in shown and not any(name in shown for name in names)
    assert wave.commitment in shown and wave.seed in shown
    assert client.get(url("numbers", wave.code)).content.decode().split() == [str(n) for n in range(1, 8)]
    assert client.get(url("board", wave.code)).content.startswith(b"%PDF")
    assert (
        "Ce numéro n’est pas sur la liste" in client.get(f"{url('published', wave.code)}?numero=99").content.decode()
    )


def test_a_candidate_contests_and_reads_the_answer(client, cast, wave):
    listing = lists.publish(listing=ranked(cast, wave, places=3), by=cast["director"], on=TODAY)
    row = wave.applications.select_related("person").get(number="5")
    type(row.person).objects.filter(pk=row.person_id).update(account=cast.afi)
    afi, mazalo = browser(client, cast["candidate"]), browser(client, cast["regional_supervisor"])
    page(afi, "contest", row.pk)
    assert send(afi, "contest", row.pk, text=" ").status_code == 422
    send(afi, "contest", row.pk, text="Ma note est fausse.")
    found = Contest.objects.get()
    assert found.listing == listing and "5" in page(mazalo, "contests")
    assert "Ma note est fausse." in page(mazalo, "answer", found.pk)
    send(mazalo, "answer", found.pk, uphold="0", reason="La note est celle de la fiche.")
    assert "La note est celle de la fiche." in page(afi, "contest", row.pk)


def test_the_ranking_page_says_what_waits(desk, cast, wave):
    ranked(cast, wave, places=3)
    assert "attend sa publication" in page(desk, "ranking", wave.code) and Listing.objects.count() == 1


def test_an_appeal_stays_out_of_sight_of_other_regions(client, cast, wave):
    _, appeal = contested(cast, wave, cast["director"], number="7")
    assert browser(client, cast["regional_supervisor"]).get(url("answer", appeal.pk)).status_code == 404
