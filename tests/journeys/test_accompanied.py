"""A VNC accompanied, from the project that she writes to the post that her host opens."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from teriya.foundation.documents.actions import pdf
from teriya.insertion.plans import actions as plans
from teriya.insertion.plans.models import Plan
from teriya.insertion.routes import queries as routes
from teriya.service.missions import actions as missions
from tests.factories.missions import give_account, make_missions
from tests.factories.plans import interview, open_plan
from tests.factories.routes import a_paper

LAST = date(2025, 3, 2)  # the day on which its end is noted


@pytest.fixture(autouse=True)
def _the_past(settings):
    settings.TAKE_ON = True


def read(client, user, route: str, *args) -> str:
    client.force_login(user)
    answer = client.get(reverse(route, args=args))
    assert answer.status_code == 200
    return answer.content.decode().replace("\u202f", " ").replace("\u00a0", " ")


def test_her_host_opens_the_post(cast, client):
    [mission] = make_missions(cast)
    give_account(mission, cast.kossi)
    plan = open_plan(cast, mission, on=date(2024, 3, 4))

    # She writes her project; at the exit interview, one action is the host's.
    client.force_login(cast.kossi)
    project = {"receipt": uuid4(), "kind": "career", "title": "Rester institutrice", "told": "À Notsè"}
    assert client.post(reverse("plans:mine"), project).status_code == 302
    goal = plans.set_goal(plan=plan, title="Un contrat", due_on=date(2025, 3, 1), by=cast.yao, on=date(2024, 12, 2))
    todo = plans.add_todo(goal=goal, what="Ouvrir le poste", owner="host", due_on=date(2025, 2, 1), by=cast.yao, on=date(2024, 12, 2))  # fmt: skip
    plans.hold(interview=interview(plan, "exit"), said="La directrice la garde.", by=cast.yao, on=date(2025, 2, 20))
    plans.close_todo(todo=todo, outcome="Poste ouvert au budget", by=cast.yao, on=date(2025, 2, 20))
    missions.end(missions=[mission], reason="term", by=cast.mazalo, on=LAST)

    # The host says that it hired her, with the contract; the agent reads it as proven, and her CV names the post held.
    client.force_login(cast.essi)
    hired = {
        "receipt": uuid4(),
        "route": "employed_host",
        "since": "10/03/2025",
        "evidence": "contract",
        "proof": a_paper(),
    }
    assert client.post(reverse("routes:hire", args=[mission.pk]), hired).status_code == 302
    [situation] = routes.situation_at([mission.person_id], date(2025, 5, 28)).values()
    assert (situation.route, situation.source, situation.is_proven) == ("employed_host", "host", True)
    assert mission.host.name in read(client, cast.yao, "routes:person", mission.person.matricule)
    paper = plans.issue_cv(plan=plan, by=cast.yao, on=LAST)
    assert pdf(paper).startswith(b"%PDF") and mission.host.name in str(paper.data)
    plans.end_plan(plan=plan, why="inserted", reason="Embauchée par l’école", by=cast.yao, on=LAST)
    assert Plan.objects.get().state == "ended"
