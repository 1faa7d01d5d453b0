"""Two agencies that speak at the same moment end with the same state, whichever is heard first."""

from itertools import permutations
from uuid import uuid4

import pytest
from django.utils import timezone

from teriya.exchange.reciprocity.engine.standing import Said, standing
from teriya.exchange.reciprocity.models import Nomination, Offer
from teriya.exchange.wire import actions as wire
from teriya.exchange.wire.models import Fact
from tests.exchange.conftest import authorise

POST = {
    "title": "Animatrice de lecture", "host": "Bibliothèque de Kpalimé", "place": "Kpalimé", "sheet": "Tenir la salle de lecture.",
    "profile": "Bac, goût des livres", "tutor": "Bibliothécaire", "seats": 2,
    "starts_on": "2027-02-01", "ends_on": "2027-08-01", "answer_by": "2027-01-10",
}  # fmt: skip
AFI = {"family": "SAWADOGO", "given": "Awa"}


@pytest.fixture
def offer(cast, burkina):
    """A post of ours, offered to Burkina Faso."""
    uid = uuid4()
    wire.say("offer.publish", to=burkina.row, about=uid, content=POST, by=cast.ama, on=timezone.localdate())
    return Offer.objects.get(uid=uid)


@pytest.fixture
def nominated(burkina, hear, offer):
    """Burkina Faso proposes somebody for it."""
    authorise(burkina.row, "in")
    uid = uuid4()
    assert hear(burkina, "nomination.send", uid, {"offer": str(offer.uid)}, person=AFI) == "applied"
    return Nomination.objects.get(uid=uid)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


@pytest.fixture
def ours(cast, burkina):
    def said(kind, about, **content):
        return wire.say(kind, to=burkina.row, about=about, content=content, by=cast.ama, on=timezone.localdate())

    return said


STAY = {"starts_on": "2027-02-01", "ends_on": "2027-08-01"}


@pytest.mark.parametrize("answer", [("nomination.accept", STAY), ("nomination.refuse", {"code": "taken"})])
@pytest.mark.parametrize("first", ["we", "they"])
def test_a_withdrawal_beats_an_answer_whichever_comes_first(burkina, hear, nominated, ours, answer, first):
    kind, content = answer
    if first == "we":
        ours(kind, nominated.uid, **content)
    assert hear(burkina, "nomination.withdraw", nominated.uid, {"code": "person"}) == "applied"
    if first == "they":
        ours(kind, nominated.uid, **content)
    row = fresh(nominated)
    assert (row.state, row.answer) == ("withdrawn", "accepted" if "accept" in kind else "refused")


@pytest.mark.parametrize("first", ["we", "they"])
def test_a_withdrawal_beats_that_of_the_post(burkina, hear, nominated, ours, offer, first):
    if first == "we":
        ours("offer.withdraw", offer.uid, because="La bibliothèque ferme.")
    hear(burkina, "nomination.withdraw", nominated.uid, {"code": "person"})
    if first == "they":
        ours("offer.withdraw", offer.uid, because="La bibliothèque ferme.")
    assert fresh(nominated).state == "withdrawn"


def test_somebody_proposed_for_a_post_that_is_gone_is_refused_and_nothing_of_her_is_kept(burkina, hear, offer, ours):
    authorise(burkina.row, "in")
    ours("offer.withdraw", offer.uid, because="La bibliothèque ferme.")
    uid = uuid4()
    assert hear(burkina, "nomination.send", uid, {"offer": str(offer.uid)}, person=AFI) == "offer_withdrawn"
    assert not Nomination.objects.filter(uid=uid).exists()
    assert not Fact.objects.filter(about=uid).exists()


@pytest.mark.parametrize("kind, content", [
    ("nomination.accept", STAY), ("nomination.refuse", {"code": "taken"}),
    ("recall.receipt", {"how": "delete", "parts": 1, "dossier": "0" * 64}),
])  # fmt: skip
def test_each_side_says_what_is_its_own_to_say(burkina, hear, nominated, kind, content):
    assert hear(burkina, kind, nominated.uid, content) == "wrong_side"
    assert fresh(nominated).state == "sent"


@pytest.mark.parametrize("order", list(permutations(["answer", "withdrawn", "offer"])))
def test_the_standing_is_one_whatever_the_order(order):
    """Folding word by word gives what all words together give."""
    said: dict = {}
    for word in order:
        said |= {"answer": {"answer": "accepted"}, "withdrawn": {"is_withdrawn": True}, "offer": {"offer_is_open": False}}[word]  # fmt: skip
    assert standing(Said(**said)) == "withdrawn"
    assert standing(Said(**said, has_arrived=True)) == "arrived"
