"""What a host did in time is noted by the rooms above, shown to whoever reviews its needs, and may ask for a reason."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from teriya.foundation.core.models import Transition
from teriya.foundation.core.refusals import Refusal
from teriya.mobilisation.hosts import needs
from teriya.mobilisation.hosts.models import Fact, Host
from teriya.mobilisation.hosts.responsiveness import Noted, note, scores_of
from tests.factories.attendance import CLOSED_ON, attest, make_team, record
from tests.factories.hosts import TODAY, accredited, submitted
from tests.mobilisation.hosts.test_views import page_of, sent

pytestmark = pytest.mark.django_db


def silent(cast) -> Host:
    """A host that left three duties undone, and paid one share."""
    host, late = accredited(cast), TODAY - timedelta(60)
    rows = [Noted(host.pk, "attestation", "sheet", n, late) for n in range(3)]
    note([*rows, Noted(host.pk, "share", "call", 1, late, late)])
    return host


def test_a_fact_noted_again_takes_the_new_day(cast):
    host = silent(cast)
    assert scores_of([host.pk], TODAY)[host.pk].percent == 50
    note([Noted(host.pk, "attestation", "sheet", 0, TODAY - timedelta(60), TODAY - timedelta(61))])
    assert Fact.objects.count() == 4 and scores_of([host.pk], TODAY)[host.pk].percent == 66


def test_a_host_that_answers_badly_asks_for_a_reason(cast):
    host = silent(cast)
    note([Noted(host.pk, "share", "call", 1, TODAY - timedelta(60))])
    need, another = (
        submitted(cast, host),
        submitted(cast, accredited(cast, name="EPP", office_number="8"), reference="B2"),
    )
    with pytest.raises(Refusal, match="weak_host") as no:
        needs.review([need, another], by=cast["regional_supervisor"], on=TODAY)
    assert "réactivité 0 sur 100" in no.value.sentence and no.value.field == "reason"
    needs.review([need, another], by=cast["regional_supervisor"], on=TODAY, reason="Seul lycée du canton")
    said = (
        Transition.objects.filter(subject="need", name="review")
        .order_by("subject_id")
        .values_list("reason", flat=True)
    )
    assert list(said) == ["Seul lycée du canton", ""]


def test_the_score_stands_beside_the_need_with_its_lines(client, cast):
    host = silent(cast)
    need = submitted(cast, host)
    client.force_login(cast.mazalo)
    [line] = client.get(reverse("hosts:review")).context["lines"]
    assert line.score == 50
    assert "réactivité 50 sur 100" in client.get(reverse("hosts:need", args=[need.pk])).content.decode()
    lines = client.get(page_of(host)).context["score_lines"]
    assert [(line.in_time, line.missed, word) for line, word in lines] == [
        (0, 3, "attestations"),
        (1, 0, "quotes-parts payées"),
    ]


def test_the_page_says_when_no_share_is_counted(client, cast):
    host = silent(cast)
    client.force_login(cast.mazalo)
    assert "Les quotes-parts ne comptent pas" not in client.get(page_of(host)).content.decode()
    Fact.objects.filter(kind="share").delete()
    page = client.get(page_of(host)).content.decode()
    assert "Les quotes-parts ne comptent pas" in page and "quotes-parts payées" not in page


def test_the_page_asks_for_the_reason_and_keeps_what_was_ticked(client, cast):
    host = silent(cast)
    note([Noted(host.pk, "share", "call", 1, TODAY - timedelta(60))])
    need = submitted(cast, host)
    client.force_login(cast.mazalo)
    answer = client.post(reverse("hosts:review"), sent(chosen=[need.pk]))
    assert answer.status_code == 422 and "Dites pourquoi" in answer.content.decode()


def test_a_month_attested_at_the_host_is_a_fact_and_one_attested_in_the_field_is_not(cast, settings):
    settings.TAKE_ON = True  # the months of the factory are of 2024
    [here], [out] = make_team(cast, form="VNC", months=12), make_team(cast)
    [sheet], [other] = record(cast, [here]), record(cast, [out])
    assert not Fact.objects.filter(source="sheet", source_id=other.pk).exists()
    fact = Fact.objects.get(source="sheet", source_id=sheet.pk)
    assert (fact.host_id, fact.done_on, fact.kind) == (here.host_id, None, "attestation")
    attest(cast, [here])
    fact.refresh_from_db()
    assert (fact.done_on, fact.due_on) == (CLOSED_ON, date(2024, 4, 5))
