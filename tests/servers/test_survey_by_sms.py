"""« Où en êtes-vous ? » through a real gateway: answered out of order, twice, with a word for a number, and in silence."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from teriya.foundation.messages import jobs
from teriya.foundation.messages.models import Inbound, Message
from teriya.insertion.routes.models import Situation
from teriya.insertion.surveys import actions
from teriya.insertion.surveys.models import Survey
from tests.browser.site import served
from tests.factories.surveys import AGAIN, DUE, make_surveys
from tests.servers.gateway import Kannel, wait_for

pytestmark = [pytest.mark.servers, pytest.mark.kannel]
KEY = "clef-du-portier"


@pytest.fixture
def kannel(own_database, cast, settings, tmp_path):
    settings.INBOUND_KEY, settings.TAKE_ON = KEY, True
    settings.SMS_GATEWAY, settings.SMS_SENDER, settings.SMS_TIMEOUT = "kannel", "8200", 5
    with served() as site:
        kannel = Kannel(tmp_path, inbound=f"{site}/sms/entrant/?cle={KEY}&from=%p&id=%I&text=%a")
        settings.KANNEL_URL, settings.KANNEL_USER, settings.KANNEL_PASSWORD = kannel.url, "teriya", "secret"
        yield kannel
        kannel.stop()


def asked(kannel: Kannel) -> list[str]:
    """The telephone of each question that reached the operator."""
    return [line.split()[1] for line in kannel.received() if "en etes-vous" in line.replace("ê", "e")]


def ask(day, kannel: Kannel, number: int) -> None:
    """As the worker does: what is due leaves, and reaches the operator."""
    actions.ask(on=day)
    Message.objects.filter(state=Message.State.QUEUED).update(next_at=Now())
    jobs.send_queued()
    wait_for(lambda: len(asked(kannel)) == number)


def says(kannel: Kannel, phone: str, words: str) -> str:
    """A telephone answers; what it reads in return."""
    before = Inbound.objects.count()
    kannel.say(f"{phone} 8200 text {words}")
    wait_for(lambda: Inbound.objects.filter(is_answered=True).count() > before)
    return Inbound.objects.latest("pk").answer


def test_a_survey_by_sms_both_ways(kannel, cast, monkeypatch):
    surveys = make_surveys(cast, 4)
    disordered, twice, worded, silent = [
        survey.person.__class__.objects.get(pk=survey.person_id).phone for survey in surveys
    ]
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: DUE)
    kannel.start()
    ask(DUE, kannel, 4)
    assert "Et aujourd'hui ? 1 ma structure" in says(kannel, disordered, "03/2025")
    assert says(kannel, disordered, "4").startswith("Merci")
    assert says(kannel, twice, "2") == says(kannel, twice, "2")
    assert "un seul chiffre" in says(kannel, worded, "je cherche")
    outcomes = list(Survey.objects.order_by("pk").values_list("outcome", flat=True))
    assert outcomes == ["answered", "answered", "", ""]
    told = Situation.objects.order_by("person").values_list("route", "since__month")
    assert list(told) == [("own_business", 3), ("employed_other", 5)]
    ask(AGAIN, kannel, 6)
    ask(AGAIN + timedelta(10), kannel, 6)
    assert sorted(asked(kannel)) == sorted([disordered, twice, worded, worded, silent, silent])
    actions.close(on=surveys[0].closes_on + timedelta(1))
    assert list(Survey.objects.order_by("pk").values_list("outcome", flat=True)) == [
        "answered",
        "answered",
        "silent",
        "silent",
    ]
