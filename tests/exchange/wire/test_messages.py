"""What is said leaves once allowed, and is heard once, in order, whatever happens on the way."""

import json
from datetime import timedelta
from random import Random
from uuid import uuid4

import pytest
from django.utils import timezone

from teriya.exchange.wire import actions, files, kinds, own, queries
from teriya.exchange.wire.actions.sending import Undelivered
from teriya.exchange.wire.engine import envelopes
from teriya.exchange.wire.models import Fact, Incoming
from teriya.foundation.core.refusals import Refusal
from tests.exchange.conftest import authorise, dumped, outbox
from tests.factories.people import register, somebody
from tests.factories.routes import a_paper

ABOUT = uuid4()


@pytest.fixture
def applied(monkeypatch) -> list:
    """Words said between agencies, as this side applied them: the content, and the personal part."""
    found: list = []

    def apply(fact, person):
        if fact.content.get("no"):
            raise Refusal("said_no", "Non.")
        if fact.content.get("broken"):
            raise KeyError("a fault of ours")
        found.append((fact.content["n"], person))

    word = kinds.Kind("test.word", apply, {"required": ["n"], "properties": {"n": {"type": "integer"}}})
    monkeypatch.setitem(kinds._known, "test.word", word)
    monkeypatch.setitem(
        kinds._known, "test.person", kinds.Kind("test.person", apply, {"required": ["n"]}, person_fields=True)
    )
    return found


@pytest.fixture
def say(cast, burkina, applied):
    def said(n=1, kind="test.word", **more):
        return actions.say(
            kind, to=burkina.row, about=ABOUT, content={"n": n}, by=cast.ama, on=timezone.localdate(), **more
        )

    return said


def answering(other, *, outcome="applied", heard=None):
    """A way to the other agency, which takes what comes and signs for it."""

    def post(_agency, body):
        tokens = envelopes_of(body)
        if heard is not None:
            heard.extend(tokens)
        return dumped({"receipts": other.acknowledge(tokens, outcome)})

    return post


def envelopes_of(body: bytes) -> list[str]:
    return json.loads(body)["messages"]


def test_what_is_said_is_applied_here_leaves_and_keeps_its_receipt(say, burkina, applied):
    fact = say(7)
    assert applied == [(7, None)]
    sent = actions.deliver(burkina.row, answering(burkina))
    (row,) = outbox(burkina.row)
    assert (sent.settled, row.state, row.outcome, row.sequence) == (1, "applied", "applied", 1)
    assert envelopes.read_receipt(
        row.receipt, known={burkina.keys.public.kid: burkina.keys.public.x}, issuer="bf", audience="tg"
    ).id == str(fact.pk)
    assert actions.prepare(burkina.row) == []


def test_a_silent_agency_is_tried_again_later_and_later_with_the_same_message(say, burkina):
    say()
    now, seen = timezone.now(), []

    def silent(_agency, body):
        seen.append(body)
        raise Undelivered("injoignable")

    for expected in (15, 30, 60):
        actions.deliver(burkina.row, silent, now)
        burkina.row.refresh_from_db()
        assert burkina.row.next_at == now + timedelta(seconds=expected)
    assert len(set(seen)) == 1
    actions.deliver(burkina.row, answering(burkina), now)
    burkina.row.refresh_from_db()
    assert (burkina.row.tries, burkina.row.error) == (0, "")


def test_messages_are_applied_in_their_order_once_whatever_comes(burkina, applied):
    tokens = [burkina.wrapped("test.word", ABOUT, {"n": n}) for n in range(40)]
    deck = tokens * 2
    Random(5).shuffle(deck)
    for at in range(0, len(deck), 7):
        actions.receive(burkina.row, deck[at : at + 7])
    assert [n for n, _person in applied] == list(range(40))
    assert Incoming.objects.exclude(outcome="applied").count() == 0


def test_the_same_message_twice_gets_the_same_receipt(burkina, applied):
    token = burkina.wrapped("test.word", ABOUT, {"n": 1})
    assert actions.receive(burkina.row, [token]) == actions.receive(burkina.row, [token, token])
    assert len(applied) == 1


def test_what_may_not_stand_is_answered_with_its_code_and_holds_nobody_up(burkina, applied, hear):
    assert hear(burkina, "test.word", ABOUT, {"n": 1, "no": True}) == "said_no"
    assert hear(burkina, "test.unknown", ABOUT, {"n": 1}) == "type_unknown"
    assert hear(burkina, "test.word", ABOUT, {}) == "content_unfit"
    assert hear(burkina, "test.word", ABOUT, {"n": 1, "broken": True}) == "cannot_apply"
    assert hear(burkina, "test.word", ABOUT, {"n": 5, "later": "a name of tomorrow"}) == "applied"
    assert [fact.content for fact in Fact.objects.all()] == [{"n": 5, "later": "a name of tomorrow"}]


def test_a_refusal_of_the_other_agency_is_told_to_the_room(say, burkina, monkeypatch, applied):
    told = []
    kind = kinds.Kind("test.word", lambda fact, person: None, undone=lambda fact, code: told.append(code))
    monkeypatch.setitem(kinds._known, "test.word", kind)
    say()
    actions.deliver(burkina.row, answering(burkina, outcome="wrong_state"))
    assert told == ["wrong_state"] and outbox(burkina.row)[0].state == "refused"


@pytest.fixture
def kossi(cast):
    return register(cast, somebody(cast))[0]


def consent(moussa, burkina, person, *fields):
    return actions.record_consent(
        person=person, agency=burkina.row, fields=fields, purpose="candidature", until=timezone.localdate() + timedelta(90),
        how="signed", paper=a_paper(), by=moussa, on=timezone.localdate(),
    )  # fmt: skip


PERSON = {"family": "AMOUZOU", "given": "Kossi"}


def test_nothing_about_a_person_leaves_without_authorisation_and_consent(say, burkina, moussa, kossi):
    say(1, "test.person", person=PERSON, subject=kossi)
    assert actions.prepare(burkina.row) == [] and "autorisation" in outbox(burkina.row)[0].held_because
    authorise(burkina.row, "out", "identity")
    assert actions.prepare(burkina.row) == [] and "consenti" in outbox(burkina.row)[0].held_because
    consent(moussa, burkina, kossi, "family")
    assert actions.prepare(burkina.row) == []  # the given name is not among what was agreed
    consent(moussa, burkina, kossi, "family", "given")
    (token,) = actions.prepare(burkina.row)
    assert "AMOUZOU" not in str(envelopes.tokens.decoded(token.split(".")[1]))
    said = envelopes.unwrap(token, known={own.current().public.kid: own.current().public.x}, opened_by={burkina.keys.public.kid: burkina.keys}, issuer="tg", audience="bf")  # fmt: skip
    assert said.person == PERSON


def test_a_consent_withdrawn_after_a_try_leaves_an_empty_message_in_its_place(say, burkina, moussa, kossi):
    authorise(burkina.row, "out")
    given = consent(moussa, burkina, kossi, "family", "given")
    say(1, "test.person", person=PERSON, subject=kossi)
    (before,) = actions.prepare(burkina.row)  # and its bundle was lost
    actions.withdraw_consent(consent=given, by=moussa, on=timezone.localdate())
    say(2)
    sent = []
    actions.deliver(burkina.row, answering(burkina, heard=sent))
    assert before not in sent and len(sent) == 2
    assert [(row.state, row.sequence) for row in outbox(burkina.row)] == [("voided", 1), ("applied", 2)]


@pytest.mark.parametrize("had_arrived", [True, False])
def test_what_is_voided_stands_or_not_as_its_receipt_says(say, burkina, moussa, kossi, monkeypatch, had_arrived):
    told: list[str] = []
    kind = kinds.Kind(
        "test.person", lambda fact, person: None, person_fields=True, undone=lambda fact, code: told.append(code)
    )
    monkeypatch.setitem(kinds._known, "test.person", kind)
    authorise(burkina.row, "out")
    given = consent(moussa, burkina, kossi, "family", "given")
    say(1, "test.person", person=PERSON, subject=kossi)
    before = actions.prepare(burkina.row)  # whether it arrives, nobody knows here
    actions.withdraw_consent(consent=given, by=moussa, on=timezone.localdate())
    after = actions.prepare(burkina.row)
    assert told == [] and outbox(burkina.row)[0].state == "voided"
    actions.settle(burkina.row, burkina.acknowledge(before if had_arrived else after))
    assert (outbox(burkina.row)[0].state, told) == (("applied", []) if had_arrived else ("voided", ["voided"]))


def test_a_void_takes_the_rank_of_what_did_not_arrive(burkina, applied):
    late, void = burkina.wrapped("test.word", ABOUT, {"n": 1}, rank=2), burkina.wrapped("wire.void", ABOUT, {}, rank=2)
    actions.receive(burkina.row, [late])  # waits for rank 1
    actions.receive(burkina.row, [void])
    actions.receive(burkina.row, [burkina.wrapped("test.word", ABOUT, {"n": 0}, rank=1)])
    actions.receive(burkina.row, [late])
    assert applied == [(0, None)]


def test_another_message_under_the_same_rank_or_id_is_refused(burkina, applied, hear):
    id = str(uuid4())
    hear(burkina, "test.word", ABOUT, {"n": 1}, id=id, rank=1)
    for said in ({"rank": 1}, {"id": id, "rank": 2}):
        with pytest.raises(Refusal) as no:
            hear(burkina, "test.word", ABOUT, {"n": 2}, **said)
        assert no.value.code == "other_message"


def test_what_comes_too_early_waits_outside(burkina, applied):
    with pytest.raises(Refusal) as no:
        actions.receive(burkina.row, [burkina.wrapped("test.word", ABOUT, {"n": 1}, rank=500)])
    assert no.value.code == "too_far_ahead" and not Incoming.objects.exists()


def test_a_file_does_the_whole_work_of_the_network(say, burkina, applied):
    say(1)
    written = files.written(burkina.row)
    tokens = envelopes_of(written)
    back = {
        "teriya": 1,
        "from": "bf",
        "to": "tg",
        "messages": [burkina.wrapped("test.word", ABOUT, {"n": 9})],
        "receipts": burkina.acknowledge(tokens),
    }
    assert files.read(dumped(back)) == (burkina.row, 1, 1)
    assert files.read(dumped(back))[1:] == (0, 0)  # the same file again
    assert outbox(burkina.row)[0].state == "applied" and applied == [(1, None), (9, None)]


def test_what_an_agency_without_the_system_wrote_is_declared(cast, mali, applied):
    fact = actions.declare(
        "test.word",
        agency=mali,
        about=ABOUT,
        content={"n": 3},
        source="lettre du 3 mars",
        by=cast.ama,
        on=timezone.localdate(),
    )
    assert (fact.is_declared, fact.is_ours, applied) == (True, False, [(3, None)])
    actions.say("test.word", to=mali, about=ABOUT, content={"n": 4}, by=cast.ama, on=timezone.localdate())
    assert outbox(mali) == []  # a letter tells it


def test_new_keys_are_told_under_the_former_and_used_once_taken(say, burkina, cast, applied):
    former = own.current().public
    actions.rotate_keys(by=cast.ama, on=timezone.localdate())
    say(1)
    sent: list[str] = []

    def post(_agency, body):
        tokens = envelopes_of(body)
        sent.extend(tokens)
        known = {former.kid: former.x, own.current().public.kid: own.current().public.x}
        receipts = []
        for token in tokens:
            m = envelopes.unwrap(token, known=known, opened_by={}, issuer="tg", audience="bf")
            receipts.append(envelopes.acknowledge(envelopes.Receipt("bf", "tg", m.id, m.sequence, envelopes.digest_of(token), "applied", 1), by=burkina.keys))  # fmt: skip
        return dumped({"receipts": receipts})

    actions.deliver(burkina.row, post)
    say(2)
    actions.deliver(burkina.row, post)
    kids = [envelopes.tokens._object(token.split(".")[0])["kid"] for token in sent]
    assert kids == [former.kid, former.kid, own.current().public.kid]


def test_two_ends_that_said_the_same_have_the_same_digest(say, burkina, hear):
    before = queries.digest(burkina.row)
    say(1)
    assert queries.digest(burkina.row) == before  # not yet there
    actions.deliver(burkina.row, answering(burkina))
    assert queries.digest(burkina.row) != before
