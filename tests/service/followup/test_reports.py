"""A volunteer's month: written by oneself, read by the tutor and by the centre, one line for the centre alone."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from teriya.foundation.core.refusals import Refusal
from teriya.portals.waiting import tasks_of
from teriya.service.followup import actions
from teriya.service.followup.models import Appraisal, MonthlyReport
from tests.cast import appoint
from tests.factories.followup import MARKS, VISITED_ON, give, report
from tests.factories.missions import give_account, make_missions
from tests.foundation.offline.forms import bring, device_of, states, typed
from tests.scenes import scene

TODAY = timezone.localdate()
LAST_MONTH = (TODAY.replace(day=1) - timedelta(1)).replace(day=1)


@pytest.fixture
@scene
def mission(cast):
    [found] = make_missions(cast, starts_on=LAST_MONTH - timedelta(200))
    return give_account(found, cast.kossi)


def refused(code, do):
    with pytest.raises(Refusal) as no:
        do()
    assert no.value.code == code


def open_page(client, user, route, *args, **query):
    client.force_login(user)
    answer = client.get(reverse(f"followup:{route}", args=args), query)
    assert "variable inconnue" not in answer.content.decode(errors="ignore")
    return answer


def send(client, user, route, *args, **typed):
    client.force_login(user)
    return client.post(reverse(f"followup:{route}", args=args), {"receipt": uuid4()} | typed)


def test_a_month_served_is_told_by_oneself(cast, mission):
    refused(
        "not_your_mission",
        lambda: actions.write_report(mission=mission, month=LAST_MONTH, done="x", by=_other(cast), on=TODAY),
    )
    refused("month_not_served", lambda: report(cast, mission, date(2020, 1, 1), on=TODAY))
    refused("month_not_served", lambda: report(cast, mission, TODAY.replace(day=1) + timedelta(40), on=TODAY))
    written = report(cast, mission, LAST_MONTH, on=TODAY)
    again = report(cast, mission, LAST_MONTH, on=TODAY, done="Vingt et une leçons")
    assert (again.pk, MonthlyReport.objects.get().done) == (written.pk, "Vingt et une leçons")


def _other(cast):
    appoint(cast.afi, "volunteer")
    return cast.afi


def test_once_read_it_stays(cast, mission):
    written = report(cast, mission, LAST_MONTH, on=TODAY)
    refused("own_mission", lambda: actions.mark_read(report=written, by=cast.kossi, on=TODAY))
    refused("not_allowed", lambda: actions.mark_read(report=written, by=cast.sena, on=TODAY))
    actions.mark_read(report=written, by=cast.abla, on=TODAY)
    read = actions.mark_read(report=written, by=cast.yao, on=TODAY)
    assert (read.tutor_read_by_id, read.centre_read_by_id) == (cast.abla.pk, cast.yao.pk)
    refused("report_read", lambda: report(cast, mission, LAST_MONTH, on=TODAY))


def test_the_host_does_not_read_what_is_for_the_centre(client, cast, mission):
    written = report(cast, mission, LAST_MONTH, on=TODAY)
    for name, reads in (("abla", False), ("essi", False), ("yao", True), ("kossi", True)):
        shown = open_page(client, getattr(cast, name), "read_report", written.pk).content.decode()
        assert ("ne vient plus" in shown) is reads, name
    assert open_page(client, cast.afi, "read_report", written.pk).status_code == 404


def test_from_the_phone_with_and_without_network(client, cast, mission):
    assert "Écrire mon rapport" in open_page(client, cast.kossi, "mine").content.decode()
    device_of(cast.kossi)
    path = reverse("followup:report", args=[mission.pk])
    entry = typed([["month", LAST_MONTH.isoformat()], ["done", "Vingt leçons"]], path)
    client.force_login(cast.kossi)
    assert states(bring(client, entry)) == ["accepted"]
    assert MonthlyReport.objects.get().month == LAST_MONTH
    assert "Rapports de volontaires à lire" in {task.label for task in tasks_of(cast.abla, TODAY)}
    assert send(client, cast.abla, "read_report", MonthlyReport.objects.get().pk).status_code == 302
    assert "Rapports de volontaires à lire" not in {task.label for task in tasks_of(cast.abla, TODAY)}


def test_appraisals_on_their_pages(client, cast, mission):
    marks = dict.fromkeys(MARKS["volunteer"], 3)
    assert "à évaluer" in " ".join(task.label for task in tasks_of(cast.abla, TODAY))
    assert str(mission.person) in open_page(client, cast.abla, "team").content.decode()
    answer = send(client, cast.abla, "appraise", mission.pk, "mid_term", "volunteer", strengths="Présent", **marks)
    row = Appraisal.objects.get()
    assert answer["Location"] == reverse("followup:appraisal", args=[row.pk])
    assert send(client, cast.essi, "sign_appraisal", row.pk, agrees="yes").status_code == 404
    assert send(client, cast.kossi, "sign_appraisal", row.pk, agrees="no").status_code == 422
    assert send(client, cast.kossi, "sign_appraisal", row.pk, agrees="no", comment="Malade").status_code == 302
    done = send(client, cast.mazalo, "review_appraisal", row.pk, is_favourable="yes", on=f"{TODAY:%d/%m/%Y}")
    assert done.status_code == 302 and Appraisal.objects.get().is_favourable
    assert open_page(client, cast.kossi, "appraisal_sheet", row.pk)["Content-Type"] == "application/pdf"
    assert "désaccord" in open_page(client, cast.yao, "appraisals", etat="concluded").content.decode()


def test_pages_take_few_queries(client, cast, django_assert_max_num_queries):
    make_missions(cast, 30, starts_on=LAST_MONTH - timedelta(200))
    for user, route in ((cast.yao, "appraisals"), (cast.abla, "team"), (cast.yao, "reports")):
        client.force_login(user)
        with django_assert_max_num_queries(18):
            assert client.get(reverse(f"followup:{route}")).status_code == 200


def test_a_volunteer_before_the_start_has_nothing_to_tell(client, cast):
    [waiting] = make_missions(cast, until="prepared")
    give_account(waiting, cast.kossi)
    assert "pas encore en service" in open_page(client, cast.kossi, "mine").content.decode()
    refused("month_not_served", lambda: report(cast, waiting, on=VISITED_ON))
    refused("not_in_service", lambda: give(cast, waiting))
