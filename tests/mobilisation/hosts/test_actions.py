"""The life of a host: registered, evaluated on the spot, accredited by somebody else, suspended, removed."""

from datetime import timedelta

import pytest

from teriya.foundation.core.models import Transition
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.documents.actions import pdf
from teriya.foundation.documents.models import Document
from teriya.foundation.journal.models import Entry
from teriya.foundation.messages.models import Message
from teriya.mobilisation.hosts import actions
from teriya.mobilisation.hosts.actions import Rubrics
from teriya.mobilisation.hosts.models import Accreditation, Evaluation, Host
from tests.factories.hosts import TODAY, a_host, accredited, evaluated, fresh, registered, with_officer

pytestmark = pytest.mark.django_db


def test_register_numbers_hosts_without_gap(cast):
    first = registered(cast)
    second = registered(cast, name="CEG Haho 2", office_number="8")
    assert (first.number, second.number) == (f"SA-{TODAY.year}-0001", f"SA-{TODAY.year}-0002")


def test_the_same_host_in_the_same_commune_is_known(cast):
    registered(cast)
    with pytest.raises(Refusal, match="host_known") as no:
        registered(cast, name="C.E.G.  haho-1".replace(".", ""), office_number="9")
    assert (no.value.field, Host.objects.count()) == ("name", 1)


def test_two_schools_of_one_name_have_two_telephones(cast):
    registered(cast)
    assert registered(cast, phone="+22890000000", office_number="54").number.endswith("0002")


@pytest.mark.parametrize("legal_form", ["ngo", "association"])
def test_ngos_and_associations_give_their_receipt(cast, legal_form):
    with pytest.raises(Refusal, match="receipt_missing") as no:
        registered(cast, legal_form=legal_form)
    assert no.value.field == "receipt_number"
    assert registered(cast, legal_form=legal_form, receipt_number="884/MATDCL/2009").state == "registered"


def test_register_is_refused_outside_the_perimeter(cast):
    with pytest.raises(NotAllowed):
        registered(cast, commune_id=cast.tone_1.pk)


def test_an_office_number_passes_to_the_last_host_of_the_centre(cast):
    first, second = registered(cast), registered(cast, name="Mairie de Haho 2", commune_id=cast.haho_2.pk)
    assert (fresh(first).office_number, second.office_number) == ("", "7")


def test_an_office_number_of_another_centre_stays(cast):
    first = registered(cast)
    actions.register_many([a_host(cast, commune_id=cast.tone_1.pk)], by=cast["operations"], on=TODAY)
    assert fresh(first).office_number == "7"


def test_correct_changes_what_is_said_and_erases_nothing(cast):
    host = registered(cast, receipt_number="12/A")
    actions.correct_many(
        [(host, a_host(cast, head="KAO Adjo", receipt_number=""))], by=cast["regional_agent"], on=TODAY
    )
    assert (fresh(host).head, fresh(host).receipt_number, fresh(host).number) == ("KAO Adjo", "12/A", host.number)


def test_evaluate_prints_its_fiche_and_keeps_who_went_there(cast):
    host = evaluated(cast, Rubrics(capacity=False, findings="Pas de comptable"))
    row = Evaluation.objects.get(host=host)
    paper = Document.objects.get(subject="evaluation", subject_id=row.pk)
    assert (host.state, row.is_favourable, paper.kind) == ("evaluated", False, "fiche")
    assert paper.data["visas"][0]["name"] == "Yao"
    assert pdf(paper).startswith(b"%PDF")


def test_evaluate_is_refused_outside_the_perimeter(cast):
    [host] = actions.register_many([a_host(cast, commune_id=cast.tone_1.pk)], by=cast["operations"], on=TODAY)
    with pytest.raises(NotAllowed):
        actions.evaluate_many({host.pk: Rubrics()}, by=cast["regional_agent"], on=TODAY)


def test_who_evaluated_does_not_accredit(cast):
    host = registered(cast)
    actions.evaluate_many({host.pk: Rubrics()}, by=cast["operations"], on=TODAY)
    with pytest.raises(NotAllowed, match="same_person"):
        actions.accredit_many([host], months=12, quota=3, by=cast["operations"], on=TODAY)


def test_who_belongs_to_a_host_does_not_accredit_it(cast):
    host = evaluated(cast)
    with_officer(cast, host, cast.kodjo)
    with pytest.raises(NotAllowed, match="own_host"):
        actions.accredit_many([host], months=12, quota=3, by=cast["operations"], on=TODAY)


@pytest.mark.parametrize("rubric", ["identification", "capacity", "mission", "papers"])
def test_each_rubric_is_eliminatory(cast, rubric):
    host = evaluated(cast, Rubrics(**{rubric: False}))
    with pytest.raises(Refusal, match="evaluation_unfavourable"):
        actions.accredit_many([host], months=12, quota=3, by=cast["operations"], on=TODAY)


def test_a_host_that_was_not_evaluated_is_not_accredited(cast):
    with pytest.raises(Refusal, match="wrong_state"):
        actions.accredit_many([registered(cast)], months=12, quota=3, by=cast["operations"], on=TODAY)


def test_accredit_is_all_or_nothing(cast):
    good = evaluated(cast)
    bad = evaluated(cast, Rubrics(papers=False), name="EPP Haho 1", office_number="8")
    with pytest.raises(Refusal):
        actions.accredit_many([good, bad], months=12, quota=3, by=cast["operations"], on=TODAY)
    assert fresh(good).state == "evaluated" and not Accreditation.objects.exists()


@pytest.mark.parametrize(("months", "quota"), [(0, 3), (12, 0)])
def test_an_accreditation_has_a_term_and_a_quota(cast, months, quota):
    with pytest.raises(Refusal, match="bad_term"):
        actions.accredit_many([evaluated(cast)], months=months, quota=quota, by=cast["operations"], on=TODAY)


def test_accreditation_runs_for_whole_months(cast):
    host = accredited(cast)
    term = host.accreditations.get()
    assert term.act == f"AGREMENT/{TODAY.year}/0001"
    assert Host.objects.accredited_on(TODAY).get() == host
    assert Host.objects.accredited_on(term.period.upper - timedelta(1)).exists()
    assert not Host.objects.accredited_on(term.period.upper).exists()


def test_accrediting_many_takes_as_many_queries_as_one(cast, django_assert_max_num_queries):
    hosts = [evaluated(cast, name=f"EPP {n}", office_number=str(n)) for n in range(12)]
    with django_assert_max_num_queries(20):
        actions.accredit_many(hosts, months=12, quota=3, by=cast["operations"], on=TODAY)


def test_a_suspended_host_receives_nobody_until_it_is_reinstated(cast):
    host = accredited(cast)
    actions.decide(host=host, step="suspend", reason="Quote-part impayée", by=cast["operations"], on=TODAY)
    assert not Host.objects.accredited_on(TODAY).exists()
    actions.decide(host=host, step="reinstate", reason="Payée", by=cast["operations"], on=TODAY)
    assert Host.objects.accredited_on(TODAY).exists()


def test_a_decision_needs_its_reason_and_keeps_it(cast):
    host = accredited(cast)
    with pytest.raises(Refusal, match="reason_required"):
        actions.decide(host=host, step="suspend", reason="", by=cast["operations"], on=TODAY)
    actions.decide(host=host, step="remove", reason="Fermée", by=cast["operations"], on=TODAY)
    assert Transition.objects.get(name="remove").reason == "Fermée"
    assert Entry.objects.get(action="hosts.remove").reason == "Fermée"


def test_a_host_is_told_the_decision_and_its_reason(cast):
    host = accredited(cast)
    assert "est agréée depuis le" in Message.objects.get(to=host.phone).text
    actions.decide(host=host, step="suspend", reason="Quote-part impayée", by=cast["operations"], on=TODAY)
    text = Message.objects.filter(to=host.phone).latest("pk").text
    assert "est suspendue" in text and text.endswith("Motif : Quote-part impayée") and len(text) <= 160


def test_a_reason_too_long_for_a_message_is_left_to_the_page(cast):
    host = accredited(cast)
    actions.decide(host=host, step="suspend", reason="Impayés. " * 20, by=cast["operations"], on=TODAY)
    assert "Motif" not in Message.objects.filter(to=host.phone).latest("pk").text


def test_a_regional_agent_does_not_suspend(cast):
    with pytest.raises(NotAllowed):
        actions.decide(host=accredited(cast), step="suspend", reason="?", by=cast["regional_agent"], on=TODAY)
