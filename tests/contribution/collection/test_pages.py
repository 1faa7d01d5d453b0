"""Pages of who counts, who attests, who validates, who follows."""

from datetime import timedelta

from django.utils import timezone

from teriya.contribution.collection.models import Chase, Report
from teriya.foundation.messages.models import Message
from tests.contribution.collection.conftest import LAST_MONTH
from tests.factories.collection import attested, sent, validated, volunteer_of

TODAY = timezone.localdate()
BOXES = {
    "hours_taught---": "70", "classes_covered---": "1", "pupils-F--yes": "1", "pupils-F--no": "20", "pupils-M--yes": "0", "pupils-M--no": "18",
}  # fmt: skip
HOURS = {"hours_taught": 70}


def typed(**changes) -> dict[str, str]:
    return {"month": LAST_MONTH.isoformat(), "said": ""} | BOXES | changes


def test_a_month_is_counted_on_a_telephone(browse, send, serving):
    page = browse(volunteer_of(serving), "count", serving.pk)
    assert "Heures de cours effectivement données" in page and "Cahier de textes" in page
    assert send(volunteer_of(serving), "count", serving.pk, **typed()) == 302
    report = Report.objects.get(month=LAST_MONTH)
    assert (report.values.count(), report.channel, report.state) == (6, "volunteer", "sent")
    assert "70" in browse(volunteer_of(serving), "mine")


def test_the_month_before_stands_beside(browse, serving):
    sent(serving, LAST_MONTH, HOURS, on=TODAY)
    assert "En " in browse(volunteer_of(serving), "count", serving.pk) and " : 70." in browse(
        None, "count", serving.pk
    )


def test_a_box_left_out_of_a_split_count_is_asked(client, send, serving):
    assert send(volunteer_of(serving), "count", serving.pk, **typed(**{"pupils-M--no": ""})) == 422
    assert not Report.objects.exists()


def test_an_unusual_number_is_asked_again(send, serving):
    assert send(volunteer_of(serving), "count", serving.pk, **typed(**{"hours_taught---": "900"})) == 422
    assert (
        send(volunteer_of(serving), "count", serving.pk, **typed(**{"hours_taught---": "900"}, said="Cours du soir"))
        == 302
    )


def test_nothing_counted_is_said(send, serving):
    empty = dict.fromkeys(BOXES, "")
    assert send(volunteer_of(serving), "count", serving.pk, **typed(**empty)) == 422
    assert send(volunteer_of(serving), "count", serving.pk, **typed(**empty, said="École fermée")) == 302


def test_the_host_attests_what_is_plausible_in_one_tap(cast, browse, send, serving):
    report = sent(serving, LAST_MONTH, HOURS, on=TODAY, said="")
    assert f'value="{report.pk}"' in browse(cast.essi, "to_attest")
    assert send(cast.essi, "to_attest", reports=[report.pk]) == 302
    report.refresh_from_db()
    assert report.state == "attested"


def test_the_doubtful_is_looked_at_alone(cast, browse, send, serving):
    report = sent(serving, LAST_MONTH, {"hours_taught": 900}, on=TODAY, said="Cours du soir")
    page = browse(cast.essi, "to_attest")
    assert "900 est plus que" in page and 'name="reports"' not in page
    assert send(cast.essi, "to_attest", reports=[report.pk]) == 422
    assert send(cast.essi, "decide", report.pk, reports=[report.pk]) == 302
    report.refresh_from_db()
    assert report.state == "attested"


def test_the_centre_validates_or_sends_back(cast, browse, send, serving):
    report = attested(cast, serving, LAST_MONTH, HOURS, on=TODAY)
    assert f'value="{report.pk}"' in browse(cast.mazalo, "to_validate")
    assert send(cast.yao, "to_validate", reports=[report.pk]) == 403
    assert send(cast.mazalo, "to_validate", reports=[report.pk]) == 302
    other = attested(cast, serving, (LAST_MONTH - timedelta(1)).replace(day=1), HOURS, on=TODAY)
    assert send(cast.mazalo, "send_back", other.pk, why="Registre illisible") == 302
    assert [Report.objects.get(pk=row.pk).state for row in (report, other)] == ["validated", "returned"]


def test_a_silent_host_shows_its_register(cast, browse, send, serving):
    report = sent(serving, LAST_MONTH, HOURS, on=TODAY - timedelta(7))
    assert "Registre vu" in browse(cast.mazalo, "report", report.pk)
    assert send(cast.mazalo, "decide", report.pk, register_seen="") == 422
    assert send(cast.mazalo, "decide", report.pk, register_seen="Cahier vu le 3") == 302


def test_a_correction_shows_both_versions(cast, browse, send, serving):
    report = validated(cast, serving, LAST_MONTH, HOURS, on=TODAY)
    assert (
        send(volunteer_of(serving), "correct", report.pk, **typed(**{"hours_taught---": "75"}, why="Une page oubliée"))
        == 302
    )
    page = browse(cast.mazalo, "report", report.pk)
    assert "version 2" in page and "Une page oubliée" in page and "75" in page and str(cast.essi) in page


def test_a_report_is_seen_in_its_perimeter_only(cast, client, serving):
    report = sent(serving, LAST_MONTH, HOURS, on=TODAY)
    for user, status in ((cast.yao, 200), (cast.essi, 200), (cast.abla, 200), (cast.kossi, 404), (cast.pitala, 404)):
        client.force_login(user)
        assert client.get(f"/contribution/releves/{report.pk}/").status_code == status, user


def test_the_catalogue_opens_on_each_sheet(cast, browse):
    assert "Consultations prénatales" in browse(cast.ama, "sheets")
    page = browse(cast.ama, "sheet", "anc_visits")
    assert "Registre de CPN" in page and "À confirmer" in page and "ODD 3.1" in page


def test_completeness_and_the_chase(cast, browse, send, serving):
    serving.person.phone = "+22890112233"
    serving.person.save(update_fields=["phone"])
    page = browse(cast.yao, "completeness")
    assert "Plateaux" in page and str(serving.person) in page
    for _time in range(2):
        assert send(cast.yao, "chase", f"{LAST_MONTH:%Y-%m}") == 302
    [message] = Message.objects.filter(template="indicators_due")
    assert len(message.text) <= 160 and Chase.objects.count() == 1
    sent(serving, LAST_MONTH, HOURS, on=TODAY)
    assert "Tous les relevés attendus sont là" in browse(cast.yao, "completeness")


def test_the_host_is_reminded_of_what_waits(cast, send, serving):
    sent(serving, LAST_MONTH, HOURS, on=TODAY)
    assert send(cast.yao, "chase", f"{LAST_MONTH:%Y-%m}") == 302
    [message] = Message.objects.filter(template="indicators_to_attest")
    assert (message.to, len(message.text) <= 160) == (cast.abla.phone, True)
