"""The plan of a month and the sheet of a visit, on their pages and on a tablet."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from teriya.foundation.documents.models import Document
from teriya.foundation.offline import kinds
from teriya.portals.waiting import tasks_of
from teriya.service.followup.models import Visit
from tests.factories.followup import a_point, make_visit
from tests.factories.missions import give_account, make_missions
from tests.foundation.offline.forms import bring, device_of, states, typed

TODAY = timezone.localdate()
FIRST = TODAY.replace(day=1)


@pytest.fixture
def team(cast):
    """Three volunteers who serve today."""
    return make_missions(cast, 3, starts_on=FIRST - timedelta(60))


def page(client, user, route, *args, **query):
    client.force_login(user)
    answer = client.get(reverse(f"followup:{route}", args=args), query)
    assert "variable inconnue" not in answer.content.decode(errors="ignore")
    return answer


def send(client, user, route, *args, **typed):
    client.force_login(user)
    return client.post(reverse(f"followup:{route}", args=args), {"receipt": uuid4()} | typed)


SHEET = {
    "on": f"{TODAY:%d/%m/%Y}", "place": "Notsè", "met": ["volunteer"], "was_present": "yes", "findings": "Tout va bien.",
}  # fmt: skip


def shown(answer) -> list:
    return [mission for mission, _visit in answer.context["lines"]]


def test_the_plan_lists_who_is_due(client, cast, team):
    make_visit(cast, team[0], on=TODAY)
    assert set(shown(page(client, cast.yao, "plan"))) == set(team[1:])
    assert shown(page(client, cast.yao, "plan", liste="faites")) == team[:1]
    assert shown(page(client, cast.kodjo, "plan", centre=cast.savanes.pk)) == []
    labels = {task.label: task.count for task in tasks_of(cast.yao, TODAY)}
    assert labels["Volontaires à visiter ce mois"] == 2


def test_the_plan_takes_few_queries(client, cast, django_assert_max_num_queries):
    make_missions(cast, 30, starts_on=FIRST - timedelta(60))
    client.force_login(cast.mazalo)
    with django_assert_max_num_queries(18):
        assert client.get(reverse("followup:plan")).status_code == 200


def test_a_day_and_an_agent_for_those_ticked(client, cast, team):
    ticked = [row.pk for row in team[:2]]
    answer = send(client, cast.mazalo, "plan", day=f"{TODAY:%d/%m/%Y}", agent=cast.yao.pk, chosen=ticked)
    assert answer.status_code == 302 and Visit.objects.filter(agent=cast.yao, state="planned").count() == 2
    empty = send(client, cast.mazalo, "plan", day=f"{TODAY:%d/%m/%Y}", agent=cast.yao.pk)
    assert empty.status_code == 422 and "Cochez au moins un volontaire" in empty.content.decode()
    assert "Mes visites prévues" in {task.label for task in tasks_of(cast.yao, TODAY)}


def test_a_sheet_with_what_it_asks_for(client, cast, team):
    todo = {"what_1": "Poser une porte", "owner_1": "host", "due_1": f"{TODAY + timedelta(9):%d/%m/%Y}"}
    answer = send(client, cast.yao, "visit", team[0].pk, **SHEET, **todo)
    visit = Visit.objects.get()
    assert answer["Location"] == reverse("followup:sheet", args=[visit.pk])
    assert "Poser une porte" in page(client, cast.mazalo, "sheet", visit.pk).content.decode()
    assert "Poser une porte" in page(client, cast.essi, "points").content.decode()  # the host has it to do
    assert "Poser une porte" in page(client, cast.yao, "visit", team[0].pk).content.decode()  # shown at the next visit


def test_a_point_is_whole_or_nothing_is_lost(client, cast, team):
    answer = send(client, cast.yao, "visit", team[0].pk, **SHEET, what_1="Poser une porte")
    assert answer.status_code == 422 and "par qui, et avant quel jour" in answer.content.decode()
    assert "Poser une porte" in answer.content.decode() and not Visit.objects.exists()


def test_a_point_is_closed_from_the_list(client, cast, team):
    visit = make_visit(cast, team[0], a_point(due_on=TODAY), on=TODAY)
    point = visit.points.get()
    assert send(client, cast.yao, "close_point", point.pk, outcome="Porte posée").status_code == 302
    assert "Porte posée" in page(client, cast.yao, "sheet", visit.pk).content.decode()


def test_a_visit_elsewhere_is_not_found(client, cast, team):
    visit = make_visit(cast, team[0], on=TODAY)
    for user in (cast.essi, cast.abla, cast.afi, cast.sena):
        assert page(client, user, "sheet", visit.pk).status_code == 404
        assert page(client, user, "visit", team[0].pk).status_code == 404


def test_the_printed_plan_has_a_number(client, cast, team):
    answer = send(client, cast.yao, "print_plan", f"{TODAY:%Y-%m}", cast.plateaux.pk)
    paper = Document.objects.get(series="VISITES")
    assert answer["Location"].endswith(f"/{paper.pk}/")
    assert client.get(answer["Location"])["Content-Type"] == "application/pdf"
    assert send(client, cast.yao, "print_plan", f"{TODAY:%Y-%m}", cast.savanes.pk).status_code == 404


def test_a_sheet_typed_without_network_is_written_once(client, cast, team):
    give_account(team[1], cast.kossi)
    client.force_login(cast.yao)
    device_of(cast.yao)
    path = reverse("followup:visit", args=[team[0].pk])
    assert path in [address for _name, address in kinds.pages_for(cast.yao)]
    fields = [
        [name, text] for name, value in SHEET.items() for text in (value if isinstance(value, list) else [value])
    ]
    entry = typed(fields, path)
    assert states(bring(client, entry)) == states(bring(client, entry)) == ["accepted"]
    assert Visit.objects.get().findings == "Tout va bien."
    assert path not in [address for _name, address in kinds.pages_for(cast.yao)]  # seen this month


def test_the_past_is_not_planned(client, cast, team):
    answer = send(client, cast.yao, "plan", day=f"{date(2024, 1, 1):%d/%m/%Y}", agent=cast.yao.pk, chosen=[team[0].pk])
    assert answer.status_code == 422 and "jour à venir" in answer.content.decode()


def test_a_mission_s_page_tells_its_visits_and_leads_to_the_sheet(client, cast, team):
    make_visit(cast, team[0], on=TODAY)
    url = reverse("missions:mission", args=[team[0].pk])
    for user, has_door in ((cast.yao, True), (cast.essi, False), (cast.kodjo, False)):
        client.force_login(user)
        shown = client.get(url).content.decode()
        assert "Visite du centre" in shown and "Logement sans porte" not in shown
        assert (reverse("followup:visit", args=[team[0].pk]) in shown) is has_door, user
