"""Without a telephone: signed before an agent who sees the identity paper, or in ink on originals that are followed."""

import pytest
from django.urls import reverse

from teriya.foundation.core.refusals import Refusal
from teriya.service.missions import actions
from teriya.service.missions.models import Contract, Signature
from tests.cast import appoint
from tests.factories.files import photo
from tests.factories.missions import DEPLOYMENT, make_missions
from tests.scenes import scene


@pytest.fixture
@scene
def contract(cast) -> Contract:
    [mission] = make_missions(cast, until="issued")
    return mission.contracts.get()


def sign(cast, contract, *, party="volunteer", name="", seen="", by=None) -> Signature:
    data = contract.document.data["volunteer"]
    own = f"{data['given_names']} {data['surname']}".lower()
    return actions.sign_before_witness(
        contract=contract, party=party, name=name or own, seen=seen or data["identity_paper"], by=by or cast.yao, on=DEPLOYMENT
    )  # fmt: skip


def test_witnessed_signature_keeps_who_was_seen_and_who_saw(cast, contract):
    signature = sign(cast, contract)
    assert (signature.mode, signature.by_id, signature.name) == (
        "witnessed",
        cast.yao.id,
        str(contract.mission.person),
    )
    assert signature.seen == contract.document.data["volunteer"]["identity_paper"]


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"name": "KOFFI Ama"}, "another_name"),
        ({"seen": "CNI n° 999"}, "another_paper"),
        ({"seen": " "}, "paper_missing"),
        ({"party": "agency", "name": "Ama"}, "agency_signs_itself"),
    ],
)
def test_nobody_signs_for_another_before_a_witness(cast, contract, how, code):
    with pytest.raises(Refusal, match=code):
        sign(cast, contract, **how)


def test_witness_is_no_party(cast, contract):
    appoint(cast.essi, "regional_agent")
    with pytest.raises(Refusal, match="own_host"):
        sign(cast, contract, by=cast.essi)
    appoint(cast.yao, "director", kind="delegation", for_user=cast.ama, until="2030-01-01")
    sign(cast, contract)
    with pytest.raises(Refusal, match="same_person"):
        actions.sign(contracts=[contract], party="agency", by=cast.yao, on=DEPLOYMENT)


def test_witness_page_shows_the_text_and_signs(client, cast, contract):
    client.force_login(cast.yao)
    page = reverse("missions:witness", args=[contract.mission_id])
    receipt = client.get(page).context["form"]["receipt"].value()
    typed = {"party": "host", "name": "Adjo Douti", "seen": "CNI n° 77", "is_present": "on", "receipt": receipt}
    assert client.post(page, typed).status_code == 302
    assert Signature.objects.get().party == "host"


def test_originals_are_followed_from_the_printer_to_the_shelf(cast, contract):
    [original] = actions.send_originals(contracts=[contract], to="Mairie de Haho 1", by=cast.yao, on=DEPLOYMENT)
    assert original.state == "sent"
    actions.record_signatures(contracts=[contract], party="volunteer", by=cast.yao, on=DEPLOYMENT)
    original.refresh_from_db()
    assert (original.state, original.received_on) == ("received", DEPLOYMENT)
    with pytest.raises(Refusal, match="scan_missing"):
        actions.file_originals(contracts=[contract], shelf="A3", by=cast.yao, on=DEPLOYMENT)
    actions.keep_scan(contract=contract, file=photo(), by=cast.yao, on=DEPLOYMENT)
    [filed] = actions.file_originals(contracts=[contract], shelf="Armoire A, boîte 3", by=cast.yao, on=DEPLOYMENT)
    assert (filed.state, filed.shelf) == ("filed", "Armoire A, boîte 3")


def test_ink_without_a_sending_is_received_all_the_same(cast, contract):
    actions.record_signatures(contracts=[contract], party="host", by=cast.yao, on=DEPLOYMENT)
    assert contract.__class__.objects.get(pk=contract.pk).original.state == "received"


def test_code_of_the_printed_paper_leads_its_agent_to_the_record(client, cast, contract):
    address, record = (
        reverse("documents:verify", args=[contract.document.code]),
        reverse("missions:mission", args=[contract.mission_id]),
    )
    assert record not in client.get(address).content.decode()
    client.force_login(cast.yao)
    assert record in client.get(address).content.decode()
