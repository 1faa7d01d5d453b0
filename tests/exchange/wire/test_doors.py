"""The public door: a carriage signed by a known key, once; whatever else comes is refused with a code, and takes nothing."""

import json
from datetime import timedelta
from random import Random
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.utils import timezone
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from teriya.exchange.wire import doors, kinds
from teriya.exchange.wire.engine import carriage, envelopes
from teriya.exchange.wire.engine.keys import Private, drawn
from teriya.exchange.wire.models import Fact, Incoming
from teriya.foundation.documents.engine.tokens import canonical, encoded
from tests.exchange.conftest import dumped

ABOUT = uuid4()
DOOR = "/echange/v1/messages"


@pytest.fixture(autouse=True)
def _word(monkeypatch):
    monkeypatch.setitem(kinds._known, "test.word", kinds.Kind("test.word", lambda fact, person: None))


@pytest.fixture
def carry(client, burkina, settings):
    """Hand in a body as Burkina Faso does; `change(carried)` spoils it once it is signed."""

    def handed(body: bytes, *, by: Private | None = None, now=None, nonce: str = "", url: str = "", change=None):
        carried = carriage.Carried(url or f"{settings.SITE}{DOOR}", body)
        carriage.sign(carried, by=by or burkina.keys, nonce=nonce or str(uuid4()), now=now or timezone.now())
        if change:
            change(carried)
        headers = {name: value for name, value in carried.headers.items() if name != "Content-Type"}
        return client.post(DOOR, carried.body, content_type=carried.headers["Content-Type"], headers=headers)

    return handed


def bundle(*tokens: str, **changes) -> bytes:
    return dumped({"teriya": 1, "from": "bf", "to": "tg", "messages": list(tokens)} | changes)


def code(answer) -> str:
    assert answer.headers["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == answer.status_code and told["detail"] and told["type"].endswith(told["code"])
    return told["code"]


def test_a_bundle_is_taken_and_answered_by_receipts(carry, burkina):
    answer = carry(bundle(burkina.wrapped("test.word", ABOUT, {"n": 1})))
    assert answer.status_code == 200 and len(answer.json()["receipts"]) == 1
    assert Fact.objects.get().content == {"n": 1}


@pytest.mark.parametrize(
    ("spoiled", "expected"),
    [
        ({"change": lambda one: setattr(one, "body", one.body + b" ")}, "carriage_unsigned"),
        ({"change": lambda one: one.headers.update({"Signature": one.headers["Signature"].replace("=:", "=:AA", 1)})}, "carriage_unsigned"),
        ({"change": lambda one: one.headers.pop("Signature")}, "carriage_unsigned"),
        ({"by": drawn("somebody else", 1)}, "carriage_unsigned"),
        ({"now": timezone.now() - timedelta(minutes=20)}, "carriage_unsigned"),
        ({"now": timezone.now() + timedelta(minutes=20)}, "carriage_unsigned"),
        ({"url": f"http://bf.localhost:8001{DOOR}"}, "carriage_unsigned"),
    ],
    ids=["body", "signature", "unsigned", "key", "expired", "to come", "other address"],
)  # fmt: skip
def test_a_carriage_that_is_not_signed_for_this_door_now_is_refused(carry, burkina, spoiled, expected):
    answer = carry(bundle(burkina.wrapped("test.word", ABOUT, {"n": 1})), **spoiled)
    assert (answer.status_code, code(answer)) == (401, expected)
    assert not Incoming.objects.exists()


def test_the_same_carriage_is_taken_once(carry, burkina):
    token = burkina.wrapped("test.word", ABOUT, {"n": 1})
    assert carry(bundle(token), nonce="once").status_code == 200
    assert code(carry(bundle(token), nonce="once")) == "carriage_repeated"
    assert Incoming.objects.count() == 1


@pytest.mark.parametrize("body", [b"{}", b"[]", b"\xff", bundle(to="ml"), bundle(messages=[1]), b"[" * 50_000])
def test_a_bundle_badly_written_or_for_another_is_refused(carry, body):
    assert code(carry(body)) == "message_unfit"


def test_a_suspended_agency_is_told_so(carry, burkina):
    type(burkina.row).objects.update(state="suspended")
    assert carry(bundle(burkina.wrapped("test.word", ABOUT, {"n": 1}))).status_code == 403


def test_another_version_is_refused_with_those_that_we_speak(carry, burkina, monkeypatch):
    token = burkina.wrapped("test.word", ABOUT, {"n": 1})
    monkeypatch.setattr(envelopes, "VERSIONS", (2, 3))
    answer = carry(bundle(token))
    assert (code(answer), answer.json()["versions"]) == ("version_unsupported", [2, 3])


def resigned(burkina, **changes) -> str:
    """A message of theirs with other content, signed by their own key."""
    content = (
        json.loads(envelopes.tokens.decoded(burkina.wrapped("test.word", ABOUT, {"n": 1}).split(".")[1])) | changes
    )
    return envelopes.tokens.sign(content, key=burkina.keys.signs, kid=burkina.keys.public.kid, typ=envelopes.MESSAGE)


def mutants(burkina, genuine: str, chance: Random):
    """For ever: messages that only resemble one of theirs."""
    _head, content, signature = genuine.split(".")
    stranger = Ed25519PrivateKey.generate()
    while True:
        at = chance.randrange(len(genuine))
        yield genuine[:at] + chance.choice("ABCDEFGHabcdefgh0123456789-_.") + genuine[at + 1 :]
        yield genuine[:at]
        yield genuine + chance.choice("A=.\n ")
        yield envelopes.tokens.sign(
            json.loads(envelopes.tokens.decoded(content)),
            key=stranger,
            kid=burkina.keys.public.kid,
            typ=envelopes.MESSAGE,
        )
        yield resigned(burkina, aud=chance.choice(["ml", "bf", "", "TG"]))
        yield resigned(burkina, iss=chance.choice(["ml", "tg", "hub"]))
        yield resigned(burkina, v=chance.choice([0, 2, 99]))
        yield resigned(burkina, seq=chance.choice([0, -1, 10_000, 2**62]))
        yield resigned(burkina, jti="not-an-id")
        yield envelopes.tokens.sign(
            json.loads(envelopes.tokens.decoded(content)),
            key=burkina.keys.signs,
            kid=burkina.keys.public.kid,
            typ=chance.choice(["JWT", envelopes.RECEIPT]),
        )
        for alg in ("none", "HS256", "EdDSA", "ES256"):
            yield f"{encoded(canonical({'alg': alg, 'kid': burkina.keys.public.kid, 'typ': envelopes.MESSAGE}))}.{content}.{signature}"


@pytest.mark.parametrize("many", [300, pytest.param(10_000, marks=pytest.mark.hostile)])
def test_mutants_of_a_message_are_never_taken(carry, burkina, many):
    chance, genuine = Random(19), burkina.wrapped("test.word", ABOUT, {"n": 1})
    source = mutants(burkina, genuine, chance)
    tried = 0
    while tried < many:
        mutant = next(source)
        if mutant != genuine:
            assert carry(bundle(mutant)).status_code in {400, 425}
            tried += 1
    assert not Incoming.objects.exists()
    assert carry(bundle(genuine)).status_code == 200 and Incoming.objects.get().outcome == "applied"  # the control


def test_the_document_of_the_protocol_is_valid_and_holds_for_what_is_answered(client, carry, burkina):
    document = client.get("/echange/v1/openapi.json").json()
    validate(document)
    schemas, door = document["components"]["schemas"], document["paths"][DOOR]["post"]["responses"]
    Draft202012Validator(schemas["About"]).validate(client.get("/echange/v1/").json())
    taken = carry(bundle(burkina.wrapped("test.word", ABOUT, {"n": 1})))
    Draft202012Validator(schemas["Receipts"]).validate(taken.json())
    Draft202012Validator(schemas["Problem"]).validate(carry(b"{}").json())
    assert {str(status) for status in doors.STATUSES.values()} <= set(door)
    assert {f"said.{name}" for name in kinds.names()} <= set(schemas)
