"""The joint certificate: each agency signs the same content, the person receives one paper, and anybody checks it without network."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from teriya.exchange.stays import actions, joint
from teriya.exchange.stays.models import Certificate, SigningKey
from teriya.exchange.wire import actions as wire
from teriya.exchange.wire import queries as said
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents import actions as documents
from teriya.foundation.documents import queries as papers
from teriya.foundation.documents import signing
from teriya.foundation.documents.engine import jointly, seals, tokens
from teriya.foundation.documents.engine.credentials import Keys, seconds
from tests.exchange.conftest import outbox
from tests.exchange.stays.conftest import first_day, fresh, last_day
from tests.factories.stays import KEY, their_signature

TODAY = timezone.localdate


def refuses(code: str):
    return pytest.raises(Refusal, match=code)


def known(file) -> Keys:
    return Keys(file["issuer"], file["name"], {key["kid"]: key["x"] for key in file["keys"]})


def every_key() -> list[Keys]:
    return [known(signing.public_keys()), *map(known, joint.keys_of_others())]


@pytest.fixture
def both_signed(signed, burkina, hear) -> Certificate:
    assert hear(burkina, "stay.countersign", signed.stay.uid, their_signature(signed)) == "applied"
    return fresh(signed)


def test_one_prepares_another_signs_and_only_the_name_is_personal(cast, moussa, burkina, ended):
    row = actions.prepare_certificate(stay=ended, by=moussa, on=TODAY())
    with refuses("not_allowed"):
        actions.sign_certificate(certificate=row, by=moussa, on=TODAY())
    row = actions.sign_certificate(certificate=row, by=cast.ama, on=TODAY())
    fact = outbox(burkina.row)[-1].fact
    person = ended.nomination.person
    assert (row.state, fact.kind, said.person_part(fact)) == ("signed", "stay.certify", {"family": person.family, "given": person.given})  # fmt: skip
    assert person.family not in str(fact.content) and person.family not in str(row.content)
    assert (row.content["startsOn"], row.content["endsOn"], row.content["days"]) == (str(first_day()), str(last_day()), 200)  # fmt: skip


def test_signed_by_both_it_is_checked_without_network_from_its_pdf(moussa, both_signed):
    paper = actions.deliver_certificate(certificate=both_signed, by=moussa, on=TODAY())
    keys = every_key()
    token = seals.token_of(documents.pdf(paper), {kid: x for one in keys for kid, x in one.known.items()})
    now = seconds(TODAY() + timedelta(2))
    found, is_looked_up = jointly.check(token, keys, now=now, statuses=joint.revocations(both_signed.year))
    assert is_looked_up and found["volunteer"].startswith(both_signed.stay.nomination.person.family.upper())
    assert (paper.kind, paper.person) == ("conjointe", both_signed.stay.nomination.person_id)
    assert actions.deliver_certificate(certificate=both_signed, by=moussa, on=TODAY()) == paper


@pytest.mark.parametrize("revoker", ["we", "they"])
def test_revoked_by_one_it_is_worth_nothing_with_network_or_without(cast, moussa, burkina, hear, both_signed, revoker):
    paper = actions.deliver_certificate(certificate=both_signed, by=moussa, on=TODAY())
    token = paper.data["verification"]["token"]
    if revoker == "we":
        with refuses("reason_required"):
            actions.revoke_certificate(certificate=both_signed, reason=" ", by=cast.ama, on=TODAY())
        actions.revoke_certificate(certificate=both_signed, reason="Jours faux", by=cast.ama, on=TODAY())
    else:
        assert hear(burkina, "stay.revoke", both_signed.stay.uid, {"certificate": both_signed.number}) == "applied"
    assert papers.check(paper.code, TODAY())[0] == "revoked"
    with refuses("revoked"):
        jointly.check(token, every_key(), now=seconds(TODAY() + timedelta(2)), statuses=joint.revocations(both_signed.year))  # fmt: skip
    again = actions.prepare_certificate(stay=both_signed.stay, by=moussa, on=TODAY())
    assert again.pk != both_signed.pk and again.index == both_signed.index + 1


def test_a_signature_of_another_key_or_content_does_not_stand(burkina, hear, signed):
    uid, other = signed.stay.uid, tokens.private_key("a forger")
    assert hear(burkina, "stay.countersign", uid, their_signature(signed, days=999)) == "signature_unfit"
    assert hear(burkina, "stay.countersign", uid, their_signature(signed) | {"x": tokens.public_part(other)}) == "signature_unfit"  # fmt: skip
    assert hear(burkina, "stay.countersign", uid, their_signature(signed) | {"digest": "0" * 64}) == "other_content"
    assert hear(burkina, "stay.countersign", uid, {"certificate": signed.number, "digest": "0" * 64}) == "other_content"  # fmt: skip
    nothing = {"certificate": signed.number, "digest": joint.digest_of(signed.content)}
    assert hear(burkina, "stay.countersign", uid, nothing) == "cannot_apply"
    assert fresh(signed).state == "signed" and not SigningKey.objects.exists()


def test_prepared_anew_while_they_sign_it_is_the_new_content_that_waits(cast, moussa, burkina, hear, signed):
    """Crossing: they sign what we changed meanwhile; both end with the new content, signed by us alone."""
    theirs = their_signature(signed)
    hear(burkina, "stay.end", signed.stay.uid, {"ended_on": str(last_day() - timedelta(2)), "how": "person"})
    again = actions.prepare_certificate(stay=signed.stay, by=moussa, on=TODAY())
    actions.sign_certificate(certificate=again, by=cast.ama, on=TODAY())
    assert hear(burkina, "stay.countersign", signed.stay.uid, theirs) == "other_content"
    assert (fresh(signed).state, fresh(signed).content["days"]) == ("signed", 198)


def test_what_two_agencies_signed_is_never_rewritten(moussa, both_signed):
    with refuses("already_joint"):
        actions.prepare_certificate(stay=both_signed.stay, by=moussa, on=TODAY())
    with pytest.raises(IntegrityError, match="joint_certificate_stays"), transaction.atomic():
        Certificate.objects.filter(pk=both_signed.pk).update(content={"days": 999})


def certified(received, burkina, hear, **changes) -> str:
    """Burkina Faso signs for Awa, whom we receive: what became of it here."""
    home, host = {"id": burkina.row.address, "name": burkina.row.name}, {"id": signing.issuer().id, "name": "ANVT"}
    nomination = received.nomination
    content = {
        "type": [jointly.TYPE], "id": f"urn:uuid:{received.uid}", "iss": home["id"], "nbf": seconds(last_day()), "home": home, "host": host,
        "startsOn": str(nomination.arrived_on), "endsOn": str(nomination.ended_on), "days": 200, "name": f"{last_day().year}/7",
        "form": "INT", "structure": "CSI de Haho", "post": "Animatrice",
    } | changes  # fmt: skip
    x = tokens.public_part(KEY)
    kid = f"{home['id']}/attestations/cles/{tokens.thumbprint(x)}"
    head, _body, signature = tokens.sign(content | {"volunteer": "SAWADOGO Awa"}, key=KEY, kid=kid, typ=jointly.TYP).split(".")  # fmt: skip
    message = {"content": content, "signature": f"{head}..{signature}", "kid": kid, "x": x}
    return hear(burkina, "stay.certify", received.uid, message, person={"family": "Sawadogo", "given": "Awa"})


@pytest.fixture
def over(received, moussa, burkina):
    actions.record_arrival(stay=received, arrived_on=TODAY() - timedelta(40), by=moussa, on=TODAY())
    actions.record_end(stay=received, ended_on=last_day(), how="term", by=moussa, on=TODAY())
    return fresh(received)


def test_the_host_s_director_signs_what_the_home_agency_signed(cast, moussa, burkina, hear, over):
    assert certified(over, burkina, hear, startsOn="2020-01-01") == "certificate_differs"
    assert certified(over, burkina, hear, host={"id": "https://elsewhere.example", "name": "X"}) == "certificate_unfit"
    assert certified(over, burkina, hear) == "applied"
    row = Certificate.objects.get(stay=over)
    with refuses("not_allowed"):
        actions.countersign_certificate(certificate=row, by=moussa, on=TODAY())
    row = actions.countersign_certificate(certificate=row, by=cast.ama, on=TODAY())
    found, _listed = jointly.check(joint.token_of(row), every_key(), now=seconds(TODAY()))
    assert (row.state, found["volunteer"]) == ("joint", "SAWADOGO Awa")
    with refuses("not_joint"):
        actions.deliver_certificate(certificate=row, by=moussa, on=TODAY())
    assert joint.revocations(row.year)  # their list is theirs: nothing of it is in ours


def test_once_the_person_is_erased_here_nothing_is_signed(cast, moussa, burkina, hear, over):
    certified(over, burkina, hear)
    wire.forget_person(about=over.uid, by=moussa, on=TODAY())
    with refuses("person_erased"):
        actions.countersign_certificate(certificate=Certificate.objects.get(stay=over), by=cast.ama, on=TODAY())


def test_an_arrival_that_we_said_beats_their_withdrawal(moussa, burkina, hear, received):
    actions.record_arrival(stay=received, arrived_on=TODAY(), by=moussa, on=TODAY())
    assert hear(burkina, "nomination.withdraw", received.uid, {"code": "person"}) == "arrived"
    assert fresh(received).nomination.state == "arrived"
