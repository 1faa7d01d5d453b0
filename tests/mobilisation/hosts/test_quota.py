"""Who may ask for volunteers, and how many: duties accepted, accreditation running, quota."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.rules.models import Form
from teriya.mobilisation.hosts import actions, needs, quotas
from teriya.mobilisation.hosts.engine.quota import Stay, peak
from teriya.mobilisation.hosts.models import Accreditation, Seat
from tests.factories.hosts import (
    TODAY,
    a_need,
    accredited,
    approved,
    envelope,
    evaluated,
    registered,
    reviewed,
    seats,
    submitted,
    with_officer,
)
from tests.mobilisation.hosts.test_views import page_of, sent

pytestmark = pytest.mark.django_db
JANUARY, JUNE, JULY, DECEMBER = date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1), date(2026, 12, 31)


def ask(cast, host, **changes):
    by = changes.pop("by", cast["regional_agent"])
    form = Form.objects.get(code="VNC")
    return needs.submit([a_need(host, **changes)], form=form, by=by, on=TODAY)[0]


def test_the_fullest_day_counts_not_the_sum():
    stays = [Stay(JANUARY, JUNE, 3), Stay(JULY, DECEMBER, 2), Stay(JUNE, JULY, 1)]
    assert (peak(stays, JANUARY, DECEMBER), peak(stays, JULY, DECEMBER), peak([], JANUARY, JUNE)) == (4, 3, 0)


def test_nobody_asks_before_the_duties_are_accepted(cast):
    host = evaluated(cast)
    with pytest.raises(Refusal, match="duties_not_accepted") as no:
        ask(cast, host)
    assert "Acceptez-les" in no.value.sentence


def test_a_lapsed_accreditation_asks_for_nothing(cast):
    host = accredited(cast)
    Accreditation.objects.update(period=(TODAY - timedelta(400), TODAY))
    with pytest.raises(Refusal, match="accreditation_lapsed"):
        ask(cast, host)


@pytest.mark.parametrize("step", ["suspend", "remove"])
def test_a_host_that_is_stopped_asks_for_nothing(cast, step):
    host = accredited(cast)
    actions.decide(host=host, step=step, reason="Impayés", by=cast["operations"], on=TODAY)
    with pytest.raises(Refusal, match="host_stopped"):
        ask(cast, host)


def test_a_need_sent_back_waits_for_the_host_too(cast):
    need = submitted(cast)
    needs.request_change(need=need, reason="Tuteur ?", by=cast["regional_supervisor"], on=TODAY)
    actions.decide(host=need.host, step="suspend", reason="Impayés", by=cast["operations"], on=TODAY)
    with pytest.raises(Refusal, match="host_stopped"):
        needs.resubmit(need=need, by=cast["regional_agent"], on=TODAY)


def test_the_page_says_it_before_one_types(client, cast):
    host = registered(cast)
    with_officer(cast, host)
    client.force_login(cast.essi)
    page = client.get(reverse("hosts:ask", args=[host.number])).content.decode()
    assert "n’a pas encore accepté ses engagements" in page and reverse("hosts:undertake", args=[host.number]) in page
    assert "De qui avez-vous besoin" not in page
    story = client.get(page_of(host)).content.decode()
    assert "Exprimer un besoin" not in story and "n’a pas encore accepté" in story


def test_needs_beyond_the_quota_are_refused_with_the_figures(cast):
    host = accredited(cast, quota=5)
    ask(cast, host, places=3)
    with pytest.raises(Refusal, match="quota_exceeded") as no:
        ask(cast, host, places=3, reference="B2")
    assert "agréée pour 5" in no.value.sentence and "il reste 2 places" in no.value.sentence
    assert no.value.field == "places"
    assert ask(cast, host, places=2, reference="B2").places == 2
    later = a_need(host).starts_on + timedelta(800)  # the others will have left
    assert ask(cast, host, places=5, reference="B3", starts_on=later).places == 5


def test_a_need_that_is_taken_back_or_refused_leaves_its_places(cast):
    host = accredited(cast, quota=2)
    needs.withdraw(need=ask(cast, host), reason="Poste pourvu", by=cast["regional_agent"], on=TODAY)
    needs.refuse(need=ask(cast, host, reference="B2"), reason="Non", by=cast["regional_supervisor"], on=TODAY)
    assert ask(cast, host, reference="B3")


def test_a_correction_keeps_within_the_quota(cast):
    host = accredited(cast, quota=3)
    need, form = ask(cast, host), Form.objects.get(code="VNC")
    needs.correct([(need, a_need(host, places=3))], form=form, by=cast["regional_agent"], on=TODAY)
    with pytest.raises(Refusal, match="quota_exceeded"):
        needs.correct([(need, a_need(host, places=4))], form=form, by=cast["regional_agent"], on=TODAY)


def test_what_was_asked_before_the_accreditation_is_approved_within_the_quota(client, cast):
    host = evaluated(cast)
    first, second = reviewed(cast, host), reviewed(cast, host, reference="B2")
    actions.accredit_many([host], months=24, quota=3, by=cast["operations"], on=TODAY)
    client.force_login(cast.kodjo)
    lines = client.get(reverse("hosts:approve")).context["lines"]
    assert {line.need.reference: line.no and line.no.code for line in lines} == {"B0001": None, "B2": "quota_exceeded"}
    with pytest.raises(Refusal, match="quota_exceeded"):
        needs.approve([first, second], by=cast["operations"], on=TODAY)
    assert not Seat.objects.exists()


def test_who_is_there_is_counted_until_the_seat_closes(cast):
    need = approved(cast, accredited(cast, quota=2))
    needs.fund(seats(need), envelope=envelope(cast), by=cast["finance_officer"], on=TODAY)
    Seat.objects.filter(pk=seats(need)[0].pk).update(state="filled")
    rooms = quotas.there([need.host_id], TODAY)
    assert (rooms.taken(need), rooms.left(need)) == (1, 1)
    late = quotas.there([need.host_id], need.starts_on + timedelta(500))  # nobody has ended this mission
    assert late.taken_from_now_on(need.host_id) == 1
    Seat.objects.update(state="closed")
    assert quotas.there([need.host_id], TODAY).left(need) == 2


def test_the_quota_is_shown_where_one_asks(client, cast):
    host = accredited(cast, quota=5)
    with_officer(cast, host)
    submitted(cast, host)
    client.force_login(cast.essi)
    for address in (page_of(host), reverse("hosts:ask", args=[host.number])):
        page = client.get(address).content.decode()
        assert "5 volontaires à la fois" in page and "Demandés ou présents : 2. Il en reste : 3." in page
    answer = client.post(
        reverse("hosts:ask", args=[host.number]) + "?profil=nurse",
        sent(form="VNC", profile="Infirmier", places=4, months=12, starts_on=f"{a_need(host).starts_on}"),
    )
    assert answer.status_code == 422 and "il reste 3 places" in answer.content.decode()
