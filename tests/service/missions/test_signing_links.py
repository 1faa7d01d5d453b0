"""From the SMS to signed: two screens, a code, and the link again, without an account."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from teriya.foundation.documents.actions import pdf
from teriya.foundation.documents.engine.seals import holds
from teriya.foundation.documents.signing import public_keys
from teriya.foundation.messages.models import Message
from teriya.service.missions import actions, links
from teriya.service.missions.models import Contract, Signature, SigningLink
from tests.factories.missions import DEPLOYMENT, make_missions
from tests.scenes import scene

TODAY = timezone.localdate()


@pytest.fixture
@scene
def contract(cast) -> Contract:
    [mission] = make_missions(cast, until="issued")
    return mission.contracts.get()


def link_of(contract, party="volunteer") -> SigningLink:
    return contract.links.filter(party=party).latest("pk")


def address(link, route="read") -> str:
    return reverse(f"signing:{route}", args=[links.token(link)])


def post(client, url, **typed):
    return client.post(url, {"receipt": uuid4()} | typed)


def code_sent(link) -> str:
    text = Message.objects.filter(template="signing_code", to=link.phone).latest("pk").text
    return re.search(r"\d{6}", text).group()


def sign(client, link):
    post(client, address(link))
    return post(client, address(link, "code"), code=code_sent(link))


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_sms_leads_to_a_signature_in_two_screens(client, contract):
    link = link_of(contract)
    sms = Message.objects.get(template="contract_to_sign", to=link.phone)
    assert address(link) in sms.text
    assert "Allocation" in text(client.get(address(link)))
    assert post(client, address(link)).url == address(link, "code")
    assert post(client, address(link, "code"), code=code_sent(link)).url == address(link, "done")
    signature = Signature.objects.get()
    assert (signature.party, signature.mode, signature.phone, signature.by_id) == ("volunteer", "link", link.phone, 0)
    assert "l’agence, la structure" in text(client.get(address(link, "done")))


def test_wrong_code_signs_nothing_and_tries_are_counted(client, contract):
    link = link_of(contract)
    post(client, address(link))
    wrong = f"{(int(code_sent(link)) + 1) % 10**6:06}"
    for _try in range(5):
        assert "pas le code reçu" in text(post(client, address(link, "code"), code=wrong))
    assert "Trop d’essais" in text(post(client, address(link, "code"), code=code_sent(link)))
    assert not Signature.objects.exists()


def test_code_lasts_ten_minutes(client, contract):
    link = link_of(contract)
    post(client, address(link))
    SigningLink.objects.filter(pk=link.pk).update(code_at=timezone.now() - timedelta(minutes=11))
    assert "ne vaut plus" in text(post(client, address(link, "code"), code=code_sent(link)))


def test_link_serves_once(client, contract):
    link = link_of(contract)
    sign(client, link)
    assert "Il a servi" in text(client.get(address(link)))
    assert "Il a servi" in text(post(client, address(link, "code"), code="000000"))
    assert Signature.objects.count() == 1


@pytest.mark.parametrize(
    "changed", [lambda t: t[:-1] + ("A" if t[-1] != "A" else "B"), lambda t: "zz-" + t[3:], lambda t: "é"]
)
def test_address_that_nobody_was_sent_is_unknown(client, contract, changed):
    token = changed(links.token(link_of(contract)))
    assert client.get(reverse("signing:read", args=[token])).status_code == 404


def test_three_telephones_make_a_sealed_contract(client, cast, contract):
    for party in ("volunteer", "host", "agency"):
        assert sign(client, link_of(contract, party)).status_code == 302
    contract.refresh_from_db()
    assert contract.signed_on == TODAY
    content, keys = pdf(contract.signed_copy), {one["kid"]: one["x"] for one in public_keys()["keys"]}
    assert holds(content, keys)
    assert not holds(content.replace(b"/Type", b"/type", 1), keys)
    proofs = contract.signed_copy.data["proofs"]
    assert proofs["text"] == contract.document.number
    assert cast.essi.phone not in str(proofs) and cast.essi.phone[-2:] in str(proofs)


def test_one_telephone_signs_for_one_party(client, cast, contract):
    sign(client, link_of(contract))
    contract.mission.person.refresh_from_db()
    cast.essi.phone = contract.mission.person.phone
    cast.essi.save()
    SigningLink.objects.filter(pk=link_of(contract, "host").pk).update(phone=cast.essi.phone)
    assert "pour une autre partie" in text(sign(client, link_of(contract, "host")))
    assert Signature.objects.count() == 1


def test_telephone_that_is_no_longer_the_signatorys_does_not_sign(client, contract):
    link = link_of(contract)
    person = contract.mission.person
    person.phone = "+22891000099"
    person.save()
    assert "a changé" in text(sign(client, link))


def test_one_sms_for_all_the_contracts_of_an_officer(client, cast):
    missions = make_missions(cast, 3, until="issued")
    [link] = SigningLink.objects.filter(party="host")
    assert "3 contrats" in Message.objects.get(template="contract_to_sign", to=cast.essi.phone).text
    assert sign(client, link).status_code == 302
    assert Signature.objects.filter(contract__mission__in=missions, party="host").count() == 3


def ask_again(client, phone):
    """What the page says, without the sign that protects its form."""
    return re.sub(r"csrf\S+ value=\S+", "", text(client.post(reverse("signing:again"), {"phone": phone})))


def test_link_again_kills_the_former_and_answers_alike(client, contract):
    link = link_of(contract)
    SigningLink.objects.update(sent_at=timezone.now() - timedelta(minutes=11))
    known, unknown = ask_again(client, link.phone), ask_again(client, "+22890123456")
    assert known == unknown
    assert link_of(contract).pk != link.pk and "ne s’ouvre plus" in text(client.get(address(link)))
    assert sign(client, link_of(contract)).status_code == 302


def test_link_again_waits_ten_minutes(client, contract):
    ask_again(client, link_of(contract).phone)
    assert Message.objects.filter(template="contract_to_sign", to=link_of(contract).phone).count() == 1


def test_changed_text_voids_the_signatures_and_says_so(client, cast, contract):
    former = link_of(contract)
    sign(client, former)
    actions.name_tutor(mission=contract.mission, name="Mensah Kodjo", by=cast.essi, on=TODAY)
    contract.refresh_from_db()
    new = Contract.objects.waiting().get()
    assert (contract.void_on, new.replaces, new.version, new.document.data["mission"]["tutor"]) == (
        TODAY,
        contract,
        2,
        "Mensah Kodjo",
    )
    told = Message.objects.get(template="contract_changed")
    assert told.to == contract.mission.person.phone and address(link_of(new)) in told.text
    assert "ne comptent plus" in text(client.get(address(link_of(new))))
    assert "révoqué" in text(client.get(reverse("documents:verify", args=[contract.document.code]))).lower()


def test_new_director_has_to_issue_again(client, cast, contract):
    sign(client, link_of(contract))
    cast.ama.appointment_set.filter(role="director").update(user=cast.komlan)
    assert "établir à nouveau" in text(sign(client, link_of(contract, "host")))
    [new] = actions.reissue_contracts(missions=[contract.mission], why="Nouveau directeur", by=cast.kodjo, on=TODAY)
    assert new.document.data["represented_by"]["name"] == "Komlan"
    for party in ("volunteer", "host", "agency"):
        assert sign(client, link_of(new, party)).status_code == 302
    assert Contract.objects.in_force().get() == new
    assert DEPLOYMENT < TODAY
