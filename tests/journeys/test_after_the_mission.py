"""A volunteer hired by her host, and one whom nobody reaches: from the end of the mission to a published rate, on the pages of each."""

import re
from datetime import date, timedelta

import pytest

from teriya.foundation.messages.models import Message
from teriya.insertion.surveys import actions as surveys
from teriya.insertion.surveys.models import Survey
from tests.cast import appoint
from tests.factories.missions import give_account
from tests.factories.routes import make_former
from tests.factories.surveys import DUE
from tests.journeys.walk import Clock, Person
from tests.scenes import scene


@pytest.fixture
@scene
def ended(cast):
    appoint(cast.komlan, "monitoring")
    found = make_former(cast, 2)
    type(found[1].person).objects.filter(pk=found[1].person_id).update(phone="+22890112299")
    return [give_account(found[0], cast.kossi), found[1]]


def test_one_is_hired_and_one_is_never_reached(cast, ended, client, monkeypatch):
    hired, lost = ended
    clock = Clock(monkeypatch, date(2025, 4, 2))
    people = lambda role: Person(type(client)(), cast[role])  # noqa: E731
    people("host_officer").sends(
        f"/insertion/parcours/embauches/{hired.pk}/", route="employed_host", since="01/04/2025", evidence="contract"
    )
    people("volunteer").reads("/insertion/parcours/le-mien/", "Embauché par la structure d’accueil", "prouvé")
    people("regional_agent").reads("/insertion/parcours/?voie=inconnue", str(lost.person))
    clock.on(DUE)
    surveys.plan(on=DUE)
    surveys.ask(on=DUE)
    people("volunteer").reads("/", "Dites où vous en êtes")
    waiting = Survey.objects.get(person=lost.person_id)
    for call in range(3):
        day = DUE + timedelta(11 + call)
        clock.on(day)
        surveys.ask(on=day)
        people("regional_agent").reads("/insertion/enquetes/a-appeler/", str(lost.person))
        people("regional_agent").sends(f"/insertion/enquetes/{waiting.pk}/", result="no_answer")
    assert str(lost.person) not in people("regional_agent").reads("/insertion/enquetes/a-appeler/").text_content()
    assert Message.objects.filter(to="+22890112299", template__startswith="survey").count() == 2
    link = re.search(r"/e/\S+", Message.objects.get(to="+22890112299", template="survey_again").text)
    clock.on(waiting.closes_on + timedelta(1))
    surveys.close(on=clock.day)
    assert "n’attend plus de réponse" in client.get(link[0]).content.decode()
    clock.on(date(2026, 4, 2))
    address = "/insertion/taux/?annee=2025&horizon=3"
    komlan = Person(type(client)(), cast.komlan)
    komlan.reads(address, "1 connus sur 2", "50–100")
    figure = komlan.sends(address)
    people("director").sends(figure, step="publish")
    clock.on(date(2027, 4, 2))
    said = client.get("/insertion/taux/publies/").content.decode()
    assert "2 avril 2026" in said and "1 sur 1" in said and '<dt>Sans réponse</dt><dd class="num">1</dd>' in said
