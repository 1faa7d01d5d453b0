"""The page of a personal link, the list of calls, several at once."""

from datetime import date

import pytest

from teriya.insertion.surveys import links
from teriya.insertion.surveys.models import Survey
from tests.factories.surveys import DUE, make_surveys


@pytest.fixture
def due(cast, monkeypatch):
    found = make_surveys(cast, 2)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: DUE)
    return found


def test_a_personal_link_is_answered_without_an_account_and_refused_for_ever(due, client):
    survey, other = due
    url = f"/e/{links.token(survey)}/"
    assert client.get(f"/e/{links.token(other)[:-1]}x/").status_code == 404
    page = client.get(url)
    assert survey.person.family not in page.content.decode()
    sent = {
        "receipt": page.context["form"]["receipt"].value(),
        "route": "training",
        "since": f"{date(2025, 4, 1):%d/%m/%Y}",
    }
    assert "Votre réponse est notée" in client.post(url, sent).content.decode()
    assert Survey.objects.get(pk=survey.pk).situation.route == "training"
    client.post(url, {"receipt": client.get(url).context["no"]["receipt"].value(), "refuse": "1"})
    assert (
        Survey.objects.get(pk=survey.pk).outcome == "answered"
        and Survey.objects.filter(person=survey.person, outcome="").count() == 0
    )


def test_several_calls_are_typed_at_once_and_nothing_typed_is_lost(due, cast, client):
    first, second = due
    client.force_login(cast.yao)
    assert first.person.family in client.get("/insertion/enquetes/a-appeler/").content.decode()
    page = client.get("/insertion/enquetes/plusieurs/")
    sent = {"receipt": page.context["form"]["receipt"].value(), f"result_{first.pk}": "own_business", f"since_{first.pk}": "01/06/2026",
            f"result_{second.pk}": "no_answer", f"since_{second.pk}": ""}  # fmt: skip
    refused = client.post("/insertion/enquetes/plusieurs/", sent)
    assert (
        refused.status_code == 422
        and 'value="01/06/2026"' in refused.content.decode()
        and not second.attempts.exists()
    )
    client.post("/insertion/enquetes/plusieurs/", sent | {f"since_{first.pk}": "01/05/2025"})
    assert (Survey.objects.get(pk=first.pk).outcome, second.attempts.get().result) == ("answered", "no_answer")
    shown = client.get(f"/insertion/enquetes/{second.pk}/").content.decode()
    assert "Appel 2 sur 3" in shown
    assert "Réponses" in client.get("/insertion/enquetes/").content.decode()
