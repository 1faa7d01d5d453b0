"""A term that ends is renewed after a new evaluation; what was decided may be contested, and somebody else answers."""

from datetime import timedelta

import pytest
from django.urls import reverse

from teriya.foundation.core.periods import between
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.messages.models import Message
from teriya.mobilisation.hosts import actions, offline, policies
from teriya.mobilisation.hosts.actions import Rubrics
from teriya.mobilisation.hosts.models import Evaluation, Host, Recourse
from tests.cast import appoint
from tests.factories.hosts import TODAY, accredited, evaluated, fresh, with_officer
from tests.mobilisation.hosts.test_views import page_of, sent

pytestmark = pytest.mark.django_db


def ending(cast, days: int) -> Host:
    """Accredited two years ago or so, until some days from now."""
    host, last = accredited(cast), TODAY + timedelta(days)
    host.accreditations.update(period=between(last - timedelta(700), last))
    Evaluation.objects.filter(host=host).update(on=last - timedelta(701))
    return fresh(host)


def seen_again(cast, host: Host, rubrics: Rubrics | None = None) -> Host:
    actions.evaluate_many({host.pk: rubrics or Rubrics()}, by=cast["regional_agent"], on=TODAY)
    return fresh(host)


def renew(cast, host: Host):
    return actions.accredit_many([host], months=12, quota=4, by=cast["operations"], on=TODAY)[0]


def test_a_renewed_term_begins_when_the_other_ends(cast):
    host = seen_again(cast, ending(cast, 30))
    assert host.state == "accredited" and Host.objects.accredited_on(TODAY).exists()
    term = renew(cast, host)
    assert term.period.lower == TODAY + timedelta(31) and term.quota == 4


def test_a_term_already_over_begins_again_today(cast):
    host = seen_again(cast, ending(cast, -20))
    assert not Host.objects.accredited_on(TODAY).exists()
    assert renew(cast, host).period.lower == TODAY and Host.objects.accredited_on(TODAY).exists()


def test_a_renewal_waits_for_the_last_months(cast):
    with pytest.raises(Refusal, match="too_early"):
        renew(cast, seen_again(cast, ending(cast, 200)))


def test_a_renewal_needs_a_new_evaluation_favourable_and_by_somebody_else(cast):
    host = ending(cast, 30)
    with pytest.raises(Refusal, match="not_evaluated_again"):
        renew(cast, host)
    with pytest.raises(Refusal, match="evaluation_unfavourable"):
        renew(cast, seen_again(cast, host, Rubrics(capacity=False)))
    actions.evaluate_many({host.pk: Rubrics()}, by=cast["operations"], on=TODAY)
    with pytest.raises(NotAllowed, match="same_person"):
        renew(cast, host)


def test_lists_say_what_to_evaluate_again_and_what_to_renew(cast):
    host, everyone = ending(cast, 30), Host.objects.all()
    assert policies.to_evaluate_again(everyone, TODAY).get() == host
    [(_label, address)] = offline.KIND.pages(cast["regional_agent"])  # kept on a device, to be done without network
    assert address == reverse("hosts:evaluate", args=[host.number])
    assert not policies.to_accredit(everyone, TODAY).exists()
    seen_again(cast, host)
    assert not policies.to_evaluate_again(everyone, TODAY).exists()
    assert policies.to_accredit(everyone, TODAY).get() == host


def test_the_page_renews_what_was_evaluated_again(client, cast):
    host = seen_again(cast, ending(cast, 30))
    client.force_login(cast.kodjo)
    answer = client.post(reverse("hosts:accredit"), sent(chosen=[host.pk], months=12, quota=3))
    assert answer.status_code == 302 and host.accreditations.count() == 2
    assert "Agrément renouvelé" in client.get(page_of(host)).content.decode()


def decided(cast, step: str = "suspend") -> Host:
    host = evaluated(cast) if step == "refuse" else accredited(cast)
    with_officer(cast, host)
    actions.decide(host=host, step=step, reason="Quote-part impayée", by=cast["operations"], on=TODAY)
    return fresh(host)


def contested(cast, step: str = "suspend") -> Recourse:
    return actions.recourse(host=decided(cast, step), text="Payée le 3.", by=cast["host_officer"], on=TODAY)


@pytest.mark.parametrize(
    ("step", "after"), [("suspend", "accredited"), ("remove", "accredited"), ("refuse", "registered")]
)
def test_an_appeal_admitted_undoes_the_decision(cast, step, after):
    row = contested(cast, step)
    actions.answer_recourse(recourse=row, uphold=True, reason="Reçu vu.", by=cast["director"], on=TODAY)
    assert (fresh(row.host).state, Recourse.objects.get().state) == (after, "upheld")


def test_who_decided_does_not_answer_nor_who_evaluated_nor_who_belongs(cast):
    row = contested(cast, "refuse")
    for role in ("regional_agent", "host_officer"):
        appoint(cast.by_role[role], "operations")
    for role, code in (("operations", "same_person"), ("regional_agent", "same_person"), ("host_officer", "own_host")):
        with pytest.raises(NotAllowed, match=code):
            actions.answer_recourse(recourse=row, uphold=True, reason="Oui", by=cast[role], on=TODAY)


def test_an_appeal_rejected_says_why_by_sms(cast):
    row = contested(cast)
    with pytest.raises(Refusal, match="reason_required"):
        actions.answer_recourse(recourse=row, uphold=False, reason=" ", by=cast["director"], on=TODAY)
    actions.answer_recourse(recourse=row, uphold=False, reason="Rien reçu.", by=cast["director"], on=TODAY)
    assert fresh(row.host).state == "suspended"
    assert "est rejeté. Motif : Rien recu" in Message.objects.latest("pk").text


def test_a_decision_is_contested_once_and_in_time(cast):
    host = decided(cast)
    _step, last = actions.contestable(host, TODAY)
    assert last == TODAY + timedelta(30) and actions.contestable(host, last + timedelta(1)) is None
    actions.recourse(host=host, text="Payée.", by=cast["host_officer"], on=TODAY)
    with pytest.raises(Refusal, match="appeal_closed"):
        actions.recourse(host=host, text="Payée encore.", by=cast["host_officer"], on=TODAY)


def test_only_an_officer_contests(cast):
    with pytest.raises(NotAllowed, match="not_of_this_host"):
        actions.recourse(host=decided(cast), text="Payée.", by=cast["regional_agent"], on=TODAY)


def test_an_appeal_goes_from_the_telephone_to_another_desk(client, cast):
    host = decided(cast)
    client.force_login(cast.essi)
    assert reverse("hosts:recourse", args=[host.number]) in client.get(page_of(host)).content.decode()
    assert client.post(page_of(host, "recourse"), sent(text="Payée le 3.")).url == page_of(host)
    client.force_login(cast.kodjo)  # he decided
    assert not client.get(reverse("hosts:recourses")).context["page"].object_list
    client.force_login(cast.ama)
    [shown] = client.get(reverse("hosts:recourses")).context["page"]
    address = reverse("hosts:answer_recourse", args=[shown.pk])
    assert "Payée le 3." in client.get(address).content.decode()
    assert client.post(address, sent(uphold="yes", reason="Reçu vu")).url == reverse("hosts:recourses")
    assert fresh(host).state == "accredited"
