"""What the officer sees before it leaves, what the volunteer reads and answers on a phone, what nobody else reads."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from teriya.exchange.reciprocity import actions
from teriya.exchange.reciprocity.models import Candidacy, Nomination, Offer
from teriya.exchange.wire import actions as wire
from tests.exchange.reciprocity.test_crossing import AFI
from tests.factories.missions import make_host
from tests.factories.reciprocity import a_post, binds, kossi_of, post_abroad, post_here, prepared, stay_of

TODAY = timezone.localdate


def page(client, user, name, *args, **asked) -> str:
    client.force_login(user)
    answer = client.get(reverse(f"reciprocity:{name}", args=args), asked)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def post(client, user, name, *args, **sent):
    client.force_login(user)
    return client.post(reverse(f"reciprocity:{name}", args=args), {"receipt": str(uuid4()), **sent})


def test_the_officer_thinks_of_somebody_and_the_volunteer_says_yes_on_the_own_page(client, cast, moussa, abroad):
    kossi = kossi_of(cast)
    answer = post(client, moussa, "prepare", abroad.uid, person=kossi.matricule, fields_=["family", "given", "motivation"], motivation="Apprendre.")  # fmt: skip
    row = Nomination.objects.get()
    assert answer.url == reverse("reciprocity:nomination", args=[row.uid])
    own = page(client, cast.kossi, "own", row.uid)
    assert "Ce qui partirait, et rien d’autre" in own and "Apprendre." in own and kossi.family in own
    post(client, cast.kossi, "own", row.uid, step="agree")
    assert Nomination.objects.get().state == "agreed"


def test_a_refused_form_keeps_what_was_typed(client, moussa, abroad):
    answer = post(client, moussa, "prepare", abroad.uid, person="TG-0", fields_=["family", "given"], motivation="Apprendre.")  # fmt: skip
    text = answer.content.decode()
    assert answer.status_code == 422 and "Personne n’a ce matricule" in text and "Apprendre." in text


def test_what_leaves_is_shown_before_and_is_what_the_person_sees_after(client, cast, moussa, burkina, abroad):
    row = actions.agree(nomination=prepared(cast, abroad), by=cast.kossi, on=TODAY())
    before = page(client, moussa, "act", row.uid, "envoyer")
    for value in ("Transmettre ce que j’ai appris.", row.person.family):
        assert value in before
    assert row.person.phone not in before
    assert "Rien n’est parti." in page(client, cast.kossi, "mine")
    assert post(client, moussa, "act", row.uid, "envoyer").status_code == 302
    wire.prepare(burkina.row)
    mine = page(client, cast.kossi, "mine")
    assert "Transmettre ce que j’ai appris." in mine and "Burkina" in mine
    assert "à envoyer" not in page(client, moussa, "nomination", row.uid)


def test_the_volunteer_takes_the_consent_back_on_the_own_page(client, cast, proposed):
    assert "Je retire mon accord" in page(client, cast.kossi, "own", proposed.uid)
    post(client, cast.kossi, "own", proposed.uid, step="retract")
    assert Nomination.objects.get().state == "undelivered"


def test_nobody_opens_the_page_of_another(client, cast, abroad):
    row = prepared(cast, abroad)
    client.force_login(cast.afi)
    assert client.get(reverse("reciprocity:own", args=[row.uid])).status_code == 403
    client.force_login(cast.kossi)
    assert client.get(reverse("reciprocity:own", args=[uuid4()])).status_code == 404


def test_who_only_reads_sees_a_reference_and_no_name(client, cast, proposed):
    for text in (page(client, cast.ama, "nomination", proposed.uid), page(client, cast.ama, "nominations")):
        assert proposed.reference in text
        assert proposed.person.family not in text and "Transmettre" not in text


@pytest.mark.parametrize("asked", ["", "repondre", "rendre", "rappeler", "closes", "n’importe quoi"])
def test_each_list_of_nominations_opens(client, cast, moussa, proposed, asked):
    assert "Candidatures" in page(client, moussa, "nominations", voir=asked)


def test_a_post_is_offered_and_taken_back(client, cast, moussa, burkina, mali):
    binds(cast, burkina.row)
    host = make_host(cast)
    new = a_post()
    days = {name: getattr(new, name).isoformat() for name in ("starts_on", "ends_on", "answer_by")}
    answer = post(client, moussa, "publish", agency=burkina.row.pk, title="Lecture", host=host.number, sheet="Lire.", profile="Bac", tutor="Chef", seats=1, **days)  # fmt: skip
    offer = Offer.objects.get(title="Lecture")
    assert answer.url == reverse("reciprocity:offer", args=[offer.uid])
    assert (offer.host, offer.host_name) == (host, host.name)
    assert post(client, moussa, "withdraw", offer.uid, because="").status_code == 422
    post(client, moussa, "withdraw", offer.uid, because="La salle ferme.")
    assert "La salle ferme." in page(client, moussa, "offer", offer.uid)


def test_a_letter_of_an_agency_without_the_system_is_typed_and_marked(client, cast, moussa, mali):
    offer = post_here(cast, mali)
    post(client, moussa, "received", offer.uid, family="TRAORÉ", given="Awa", source="lettre 4")
    row = Nomination.objects.get()
    text = page(client, moussa, "nomination", row.uid)
    assert "TRAORÉ Awa" in text and "déclaré" in text
    days = {name: day.isoformat() for name, day in stay_of(offer).items()}
    post(client, moussa, "act", row.uid, "accepter", **days)
    assert Nomination.objects.get().state == "accepted"


def test_the_call_narrows_by_ticks(client, cast, moussa, abroad):
    assert "Je suis candidat" not in page(client, cast.kossi, "mine")
    kossi_of(cast)
    page(client, cast.kossi, "post", abroad.uid)
    post(client, cast.kossi, "post", abroad.uid)
    one = Candidacy.objects.get()
    for step in ("find_eligible", "shortlist", "retain"):
        post(client, moussa, "call", abroad.uid, ids=[one.pk], step=step)
    assert Candidacy.objects.get().state == "retained"
    assert "100\u202f%" in page(client, moussa, "call", abroad.uid)
    assert post(client, moussa, "call", abroad.uid, step="stop").status_code == 422


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "{{ 7|add:7 }}", "%(agency)s %s", "=1+1", "\u202egnp.exe", "' OR 1=1 --"])  # fmt: skip
def test_hostile_words_of_another_agency_are_only_words(client, cast, moussa, burkina, hear, hostile):
    binds(cast, burkina.row)
    uid = uuid4()
    said = a_post().content() | {"title": hostile, "sheet": hostile, "host": hostile}
    assert hear(burkina, "offer.publish", uid, said) == "applied"
    assert "<script>alert" not in page(client, moussa, "offer", uid)
    there = post_here(cast, burkina.row)
    about = uuid4()
    assert (
        hear(burkina, "nomination.send", about, {"offer": str(there.uid)}, person=AFI | {"family": hostile})
        == "applied"
    )
    assert "<script>alert" not in page(client, moussa, "nomination", about)


@pytest.mark.parametrize("change", [
    {"seats": 0}, {"seats": True}, {"seats": 10**9}, {"starts_on": "2027-13-45"}, {"starts_on": "hier"}, {"title": ""}, {"title": "x" * 5000}, {"title": "a\x00b"},
    {"ends_on": "2020-01-01"},
])  # fmt: skip
def test_what_makes_no_sense_is_refused_and_leaves_nothing(burkina, hear, change):
    assert hear(burkina, "offer.publish", uuid4(), a_post().content() | change) in {
        "content_unfit",
        "cannot_apply",
        "dates_unfit",
    }
    assert not Offer.objects.exists()


@pytest.mark.parametrize("value", [5, None, ["Awa"], {"first": "Awa"}, "x" * 5000])
def test_personal_values_are_short_texts(cast, burkina, hear, value):
    offer = post_here(cast, burkina.row)
    assert (
        hear(burkina, "nomination.send", uuid4(), {"offer": str(offer.uid)}, person=AFI | {"given": value})
        == "content_unfit"
    )
    assert not Nomination.objects.exists()


def test_a_field_outside_the_catalogue_is_not_taken(cast, moussa, burkina, hear):
    offer = post_here(cast, burkina.row)
    assert (
        hear(burkina, "nomination.send", uuid4(), {"offer": str(offer.uid)}, person=AFI | {"blood": "O+"})
        == "field_unknown"
    )
    assert not Nomination.objects.exists()


def test_lists_ask_as_much_for_many_as_for_few(client, cast, moussa, burkina, hear):
    offer = post_here(cast, burkina.row, seats=20)
    client.force_login(moussa)

    def asked(people: int) -> list[int]:
        for _n in range(people):
            hear(burkina, "nomination.send", uuid4(), {"offer": str(offer.uid)}, person=AFI)
        counts = []
        for name, args in (("nominations", []), ("offer", [offer.uid]), ("offers", [])):
            with CaptureQueriesContext(connection) as log:
                assert client.get(reverse(f"reciprocity:{name}", args=args)).status_code == 200
            counts.append(len(log))
        return counts

    asked(2)  # what a process reads once
    few = asked(1)
    assert asked(9) == few and max(few) <= 12


def test_a_post_that_is_theirs_is_open_on_the_page_of_who_served(client, cast, burkina):
    abroad = post_abroad(cast, burkina.row)
    assert abroad.title not in page(client, cast.kossi, "mine")
    kossi_of(cast)
    assert abroad.title in page(client, cast.kossi, "mine")


def test_home_pages_say_what_waits(client, cast, moussa, burkina, abroad, hear):
    row = prepared(cast, abroad)
    client.force_login(cast.kossi)
    assert "Poste à l’étranger : dites oui ou non" in client.get("/").content.decode()
    actions.agree(nomination=row, by=cast.kossi, on=TODAY())
    offer = post_here(cast, burkina.row)
    about = uuid4()
    assert hear(burkina, "nomination.send", about, {"offer": str(offer.uid)}, person=AFI) == "applied"
    client.force_login(moussa)
    home = client.get("/", follow=True).content.decode()
    assert "Volontaires d’accord, à proposer" in home and "Candidatures d’autres agences à répondre" in home
    assert "Dossiers d’autres agences à rendre" not in home
    assert hear(burkina, "recall.ask", about, {"how": "return"}) == "applied"
    assert "Dossiers d’autres agences à rendre" in client.get("/", follow=True).content.decode()
