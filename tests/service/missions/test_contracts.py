from datetime import date

import pytest

from teriya.foundation.core.receipts import digest_of
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.models import Document
from teriya.foundation.messages.models import Message
from teriya.service.missions import actions
from teriya.service.missions.models import Contract, Signature
from tests.cast import appoint
from tests.factories.missions import DEPLOYMENT, give_account, make_missions


def issued(cast, count: int = 1, **need) -> list[Contract]:
    missions = make_missions(cast, count, until="issued", **need)
    return list(Contract.objects.filter(mission__in=missions).order_by("pk"))


def sign(by, party, contracts):
    return actions.sign(contracts=contracts, party=party, by=by, on=DEPLOYMENT)


def test_contract_says_who_where_and_how_much(cast):
    [contract] = issued(cast)
    data = contract.document.data
    assert (contract.document.number, contract.monthly_allowance) == ("CONTRAT/2024/000001", 60_000)
    assert data["represented_by"] == {"name": "Ama", "function": "Direction générale", "act": "D-001"}
    assert data["allowance"] == {"amount": 60_000, "per": "par mois", "funder": "État"}
    assert (data["mission"]["tutor"], data["mission"]["duration"]) == ("Abla", "12 mois")
    assert data["mission"]["tasks"] == ["Tenir une classe", "Animer un club"]
    assert "Loi n° 2011-001 du 17 février 2011, art. 27" in [article["source"] for article in data["articles"]]


def test_contract_of_a_citizen_volunteer_pays_days(cast):
    [contract] = issued(cast, form="VEC", months=6)
    assert contract.document.data["allowance"] == {"amount": 1_500, "per": "par jour de présence", "funder": "État"}
    durations = [a["text"] for a in contract.document.data["articles"] if a["title"] == "Durée"]
    assert durations == ["Le contrat est conclu pour 6 mois, du 01/03/2024 au 31/08/2024. Il prend fin avec la phase."]


def test_each_signatory_is_asked_to_sign_once(cast):
    [contract] = issued(cast)
    asked = Message.objects.filter(template="contract_to_sign")
    assert set(asked.values_list("to", flat=True)) == {contract.mission.person.phone, cast.essi.phone, cast.ama.phone}
    assert all(contract.document.number in one.text and "/signer/" in one.text for one in asked)
    with pytest.raises(Refusal, match="contract_known"):
        actions.issue_contracts(missions=[contract.mission], by=cast.kodjo, on=DEPLOYMENT)


def test_no_contract_without_a_signatory(cast):
    missions = insured(cast)
    cast.ama.appointment_set.filter(role="director").delete()
    with pytest.raises(Refusal, match="no_signatory"):
        actions.issue_contracts(missions=missions, by=cast.kodjo, on=DEPLOYMENT)


def test_each_party_signs_for_itself(cast):
    [contract] = issued(cast)
    give_account(contract.mission, cast.kossi)
    for by, party in ((cast.kossi, "volunteer"), (cast.essi, "host"), (cast.ama, "agency")):
        sign(by, party, [contract])
    signed = {s.party: (s.name, s.capacity, s.text_digest) for s in Signature.objects.all()}
    digest = digest_of(Document.objects.get(series="CONTRAT").data)
    assert signed["volunteer"] == ("Kossi", "le volontaire", digest)
    assert signed["host"] == ("Essi", "Responsable de structure", digest)
    assert signed["agency"] == ("Ama", "Direction générale", digest)


@pytest.mark.parametrize(
    ("who", "party", "code"),
    [
        ("kossi", "volunteer", "not_your_contract"),
        ("essi", "volunteer", "not_your_contract"),
        ("ama", "host", "not_allowed"),
        ("kossi", "host", "not_allowed"),
        ("kodjo", "agency", "not_allowed"),
    ],
)
def test_nobody_signs_for_another(cast, who, party, code):
    contracts = issued(cast)
    with pytest.raises(Refusal, match=code):
        sign(getattr(cast, who), party, contracts)


def test_officer_of_another_host_does_not_sign(cast):
    contracts = issued(cast)
    appoint(cast.abla, "host_officer")
    with pytest.raises(Refusal, match="not_of_this_host"):
        sign(cast.abla, "host", contracts)


def test_director_who_belongs_to_the_host_does_not_sign(cast):
    contracts = issued(cast)
    contracts[0].mission.host.officers.create(user=cast.ama, duty="officer", since=DEPLOYMENT)
    with pytest.raises(Refusal, match="own_host"):
        sign(cast.ama, "agency", contracts)


def test_delegation_is_shown(cast):
    contracts = issued(cast)
    appoint(cast.kodjo, "director", kind="delegation", for_user=cast.ama, until="2030-01-01")
    [signature] = sign(cast.kodjo, "agency", contracts)
    assert signature.capacity == "Direction générale (délégation de signature, acte D-001)"


def test_nobody_signs_for_two_parties(cast):
    contracts = issued(cast)
    appoint(cast.ama, "regional_agent")
    actions.record_signatures(contracts=contracts, party="volunteer", by=cast.ama, on=DEPLOYMENT)
    with pytest.raises(Refusal, match="same_person"):
        sign(cast.ama, "agency", contracts)


def test_ink_names_the_signatory_and_who_recorded_it(cast):
    contracts = issued(cast)
    [signature] = actions.record_signatures(contracts=contracts, party="host", by=cast.yao, on=DEPLOYMENT)
    assert (signature.name, signature.mode, signature.by_id) == ("DOUTI Adjo", "ink", cast.yao.id)


def test_no_party_records_the_ink_of_another(cast):
    contracts = issued(cast)
    appoint(cast.essi, "regional_agent")
    with pytest.raises(Refusal, match="own_host"):
        actions.record_signatures(contracts=contracts, party="volunteer", by=cast.essi, on=DEPLOYMENT)


def test_party_signs_once(cast):
    contracts = issued(cast, 2)
    sign(cast.ama, "agency", contracts[:1])
    with pytest.raises(Refusal, match="already_signed"):
        sign(cast.ama, "agency", contracts)
    assert Signature.objects.count() == 1


def insured(cast, **need):
    missions = make_missions(cast, until="prepared", **need)
    actions.record_insurance(missions=missions, reference="CNSS 117", by=cast.kodjo, on=DEPLOYMENT)
    return missions


@pytest.mark.parametrize("state", ["suspended", "removed"])
def test_host_suspended_since_receives_nobody(cast, state):
    [mission] = insured(cast)
    mission.host.state = state
    mission.host.save()
    with pytest.raises(Refusal, match="il manque l’agrément de la structure\\."):
        actions.issue_contracts(missions=[mission], by=cast.kodjo, on=DEPLOYMENT)


def test_everything_that_a_contract_lacks_is_named_at_once(cast):
    [mission] = make_missions(cast, until="prepared", tutor="")
    envelope = mission.seat.envelope
    envelope.closes_on = date(2024, 12, 31)
    envelope.save()
    with pytest.raises(Refusal, match="contract_incomplete") as refused:
        actions.issue_contracts(missions=[mission], by=cast.kodjo, on=DEPLOYMENT)
    assert (
        "un financement jusqu’à la fin (l’enveloppe ferme le 31/12/2024), le tuteur, l’assurance du volontaire"
        in str(refused.value)
    )


def test_form_without_social_cover_asks_no_insurance(cast):
    missions = make_missions(cast, until="prepared", form="VEC", months=6)
    assert actions.issue_contracts(missions=missions, by=cast.kodjo, on=DEPLOYMENT)


def test_unknown_party_signs_nothing(cast):
    with pytest.raises(ValueError, match="ministry"):
        sign(cast.kossi, "ministry", issued(cast))
