"""A quota widened while its accreditation runs: two people, dated rows, and every room counts with it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.messages.models import Message
from teriya.foundation.rules.models import Form
from teriya.mobilisation.hosts import actions, needs, pages, quotas
from teriya.mobilisation.hosts.models import Accreditation, Widening
from tests.factories.hosts import TODAY, a_need, accredited, evaluated, submitted, with_officer
from tests.mobilisation.hosts.test_views import page_of, sent

pytestmark = pytest.mark.django_db
WHY = "Deux classes de plus à la rentrée"


def asked(cast, host, quota=8, by=None):
    return actions.ask_wider_quota(host=host, quota=quota, reason=WHY, by=by or cast["regional_agent"], on=TODAY)


def decided(cast, widening, *, grant=True, reason="", by=None):
    return actions.decide_wider_quota(
        widening=widening, grant=grant, reason=reason, by=by or cast["operations"], on=TODAY
    )


def need_of(cast, host, places, reference="B9"):
    form = Form.objects.get(code="VNC")
    row = a_need(host, places=places, reference=reference)
    return needs.submit([row], form=form, by=cast["regional_agent"], on=TODAY)[0]


def test_a_head_asks_from_the_host_s_page_and_the_agency_grants_it(client, cast):
    host = accredited(cast, quota=5)
    with_officer(cast, host)
    client.force_login(cast.essi)
    assert reverse("hosts:widen", args=[host.number]) in client.get(page_of(host)).content.decode()
    answer = client.post(reverse("hosts:widen", args=[host.number]), sent(quota=8, reason=WHY))
    assert answer.status_code == 302 and not Widening.objects.get().is_proposal
    assert "8 volontaires à la fois demandés" in client.get(page_of(host)).content.decode()
    client.force_login(cast.kodjo)
    desk = client.get(reverse("hosts:accredit")).content.decode()
    assert "Quotas à élargir" in desk and "5 → 8" in desk
    page = reverse("hosts:decide_wider_quota", args=[Widening.objects.get().pk])
    assert WHY in client.get(page).content.decode()
    assert client.post(page, sent(grant="yes")).status_code == 302
    said = client.get(page_of(host)).content.decode()
    assert "8 volontaires à la fois" in said and Widening.objects.get().act in said
    assert "peut recevoir 8 volontaires" in Message.objects.get(template="quota_widened").text


def test_needs_stop_at_the_old_quota_until_the_day_it_is_granted(cast):
    host = accredited(cast, quota=5)
    submitted(cast, host, places=5)
    row = asked(cast, host)
    with pytest.raises(Refusal, match="quota_exceeded"):
        need_of(cast, host, 3)
    decided(cast, row)
    assert need_of(cast, host, 3)
    with pytest.raises(Refusal, match="quota_exceeded") as no:
        need_of(cast, host, 1, "B10")
    assert "agréée pour 8" in no.value.sentence


def test_the_quota_of_any_day_is_explained(cast):
    host = accredited(cast, quota=5)
    Accreditation.objects.update(period=(TODAY - timedelta(60), TODAY + timedelta(300)))
    decided(cast, asked(cast, host))
    yesterday, tomorrow = TODAY - timedelta(1), TODAY + timedelta(1)
    assert [quotas.quotas_on([host.pk], day)[host.pk] for day in (yesterday, TODAY, tomorrow)] == [5, 8, 8]
    assert quotas.quotas_on([host.pk], TODAY + timedelta(301)) == {}
    assert [(line.quota, line.since, line.reason) for line in pages.quotas_of(host)] == [
        (8, TODAY, WHY), (5, TODAY - timedelta(60), ""),
    ]  # fmt: skip


def test_a_refusal_says_why_and_changes_nothing(cast):
    host = accredited(cast, quota=5)
    with pytest.raises(Refusal, match="reason_required"):
        decided(cast, asked(cast, host), grant=False)
    decided(cast, Widening.objects.get(), grant=False, reason="Pas assez de tuteurs")
    assert quotas.quotas_on([host.pk], TODAY)[host.pk] == 5
    assert Message.objects.get(template="quota_refused").text.endswith("refusé. Motif : Pas assez de tuteurs")
    assert asked(cast, host).state == "asked"  # it may ask again


def test_two_people_and_nobody_of_the_host(cast):
    host = accredited(cast, quota=5)
    row = asked(cast, host, by=cast["operations"])
    with pytest.raises(Refusal, match="same_person"):
        decided(cast, row)
    with_officer(cast, host, cast.ama, duty="tutor")
    with pytest.raises(Refusal, match="own_host"):
        decided(cast, row, by=cast["director"])
    with pytest.raises(Refusal, match="not_allowed"):
        decided(cast, row, by=cast["regional_supervisor"])


def test_what_cannot_be_asked(cast):
    host = accredited(cast, quota=5)
    with pytest.raises(Refusal, match="not_wider"):
        asked(cast, host, 5)
    with pytest.raises(Refusal, match="not_of_this_host"):
        asked(cast, host, by=cast["host_officer"])
    asked(cast, host)
    with pytest.raises(Refusal, match="widening_waits"):
        asked(cast, host, 9)
    with pytest.raises(Refusal, match="no_term_running"):
        asked(cast, evaluated(cast, name="EPP Haho 2", office_number="8"))


def test_what_is_decided_is_still_running(cast):
    row = asked(cast, accredited(cast, quota=5))
    Accreditation.objects.update(period=(TODAY - timedelta(90), TODAY))
    with pytest.raises(Refusal, match="no_term_running"):
        decided(cast, row)
