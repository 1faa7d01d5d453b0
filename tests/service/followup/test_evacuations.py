"""A region is evacuated: the list of who serves there, its paper, who has been reached."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents import actions as documents
from teriya.foundation.messages.models import Message
from teriya.portals.waiting import tasks_of
from teriya.service.followup import actions
from teriya.service.followup.models import Evacuation, Evacuee
from teriya.service.missions import actions as missions
from tests.cast import appoint
from tests.factories.missions import give_account, make_missions
from tests.scenes import scene

TODAY = timezone.localdate()
MONTH_AGO = TODAY - timedelta(30)


@pytest.fixture
@scene
def team(cast):
    """Three who serve in the Plateaux today, and one who has not begun."""
    make_missions(cast, until="prepared", starts_on=MONTH_AGO)
    return make_missions(cast, 3, starts_on=MONTH_AGO)


def refused(code, do):
    with pytest.raises(Refusal) as no:
        do()
    assert no.value.code == code


def order(cast, **other) -> Evacuation:
    how = {
        "centre": cast.plateaux,
        "reason": "Attaque à la frontière",
        "is_told": True,
        "by": cast.mazalo,
        "on": TODAY,
    }
    return actions.order_evacuation(**how | other)


def send(client, user, route, *args, **typed):
    client.force_login(user)
    return client.post(reverse(f"followup:{route}", args=args), {"receipt": uuid4()} | typed)


def listed(row) -> set[int]:
    return set(row.evacuees.values_list("mission", flat=True))


def test_everybody_in_service_there_is_listed_suspended_too(cast, team):
    missions.suspend(mission=team[0], kind="illness", first_day=TODAY, last_day=TODAY + timedelta(9), why="Certificat 3",
                     by=cast.mazalo, on=TODAY)  # fmt: skip
    missions.end(
        missions=[team[1]], reason="resignation", last_day=TODAY - timedelta(1), why="Parti", by=cast.mazalo, on=TODAY
    )
    assert listed(order(cast)) == {team[0].pk, team[2].pk}


def test_the_paper_holds_telephones_and_whom_to_call(cast, team):
    give_account(team[0], cast.kossi)
    actions.write_contact(
        mission=team[0], name="Dédé Kossi", phone="+22890998877", lodging="Près du marché", by=cast.kossi, on=TODAY
    )
    row = order(cast)
    text = str(row.sheet.data["rows"])
    assert "90 99 88 77" in text and "Près du marché" in text and len(row.sheet.data["rows"]) == 3
    assert documents.pdf(row.sheet).startswith(b"%PDF")


def test_volunteers_and_tutors_are_told_once(cast, team):
    order(cast)
    told = list(Message.objects.filter(template="evacuation").values_list("to", flat=True))
    assert sorted(told) == sorted({*(row.person.phone for row in team), cast.abla.phone})


def test_one_runs_at_a_time_where_somebody_serves_by_who_may(cast, team):
    refused("reason_required", lambda: order(cast, reason=" "))
    refused("nobody_there", lambda: order(cast, centre=cast.savanes, by=cast.kodjo))
    refused("not_allowed", lambda: order(cast, by=cast.yao))
    refused("not_allowed", lambda: order(cast, centre=cast.savanes))
    order(cast, is_told=False)
    assert not Message.objects.filter(template="evacuation").exists()
    refused("evacuation_runs", lambda: order(cast, by=cast.ama))


def test_who_is_reached_is_marked_with_the_place(cast, team):
    row = order(cast)
    mark = {"evacuation": row, "on": TODAY}
    one, *others = row.evacuees.order_by("pk")
    refused("where_missing", lambda: actions.mark_reached(evacuees=[one.pk], where=" ", by=cast.yao, **mark))
    refused("not_allowed", lambda: actions.mark_reached(evacuees=[one.pk], where="Notsè", by=cast.essi, **mark))
    appoint(cast.afi, "regional_agent", cast.tone_1)
    refused("not_allowed", lambda: actions.mark_reached(evacuees=[one.pk], where="Notsè", by=cast.afi, **mark))
    assert actions.mark_reached(evacuees=[one.pk], where="Préfecture de Notsè", by=cast.yao, **mark) == 1
    refused("not_all_reached", lambda: actions.close_evacuation(evacuation=row, by=cast.mazalo, on=TODAY))
    actions.mark_reached(evacuees=[other.pk for other in others], where="Lomé", by=cast.mazalo, **mark)
    assert actions.close_evacuation(evacuation=row, by=cast.mazalo, on=TODAY).closed_on == TODAY
    refused("evacuation_closed", lambda: actions.mark_reached(evacuees=[one.pk], where="Lomé", by=cast.yao, **mark))
    assert order(cast).pk != row.pk


def test_two_actions_and_the_list_is_there(client, cast, team):
    client.force_login(cast.mazalo)
    assert client.get(reverse("followup:evacuations")).status_code == 200
    answer = send(client, cast.mazalo, "evacuations", centre=cast.plateaux.pk, reason="Inondation")
    row = Evacuation.objects.get()
    shown = client.get(answer["Location"]).content.decode()
    assert all(str(one.person) in shown for one in team) and "3 à joindre sur 3" in shown
    ticked = list(row.evacuees.values_list("pk", flat=True)[:2])
    assert send(client, cast.yao, "evacuation", row.pk, chosen=ticked, where="Atakpamé").status_code == 302
    shown = client.get(answer["Location"])
    assert "1 à joindre sur 3" in shown.content.decode() and shown.context["lines"][0][0].reached_at is None
    assert Evacuee.objects.filter(where="Atakpamé", reached_by_id=cast.yao.pk).count() == 2
    assert {"Personnes à joindre : évacuation": 1}.items() <= {
        task.label: task.count for task in tasks_of(cast.yao, TODAY)
    }.items()
    assert client.get(reverse("followup:evacuation_sheet", args=[row.pk]))["Content-Type"] == "application/pdf"


def test_the_list_takes_few_queries(client, cast, django_assert_max_num_queries):
    make_missions(cast, 30, starts_on=MONTH_AGO)
    row = order(cast)
    client.force_login(cast.yao)
    with django_assert_max_num_queries(18):
        assert client.get(reverse("followup:evacuation", args=[row.pk])).status_code == 200


def test_who_sees_a_list(client, cast, team):
    row = order(cast)
    appoint(cast.afi, "regional_supervisor", cast.tone_1)
    for user, status in (
        (cast.essi, 404),
        (cast.abla, 404),
        (cast.kossi, 404),
        (cast.afi, 404),
        (cast.yao, 200),
        (cast.ama, 200),
    ):
        client.force_login(user)
        assert client.get(reverse("followup:evacuation", args=[row.pk])).status_code == status, user


def test_a_contact_is_one_s_own_or_the_centre_s_to_write(client, cast, team):
    give_account(team[0], cast.kossi)
    typed = {"name": "Dédé", "phone": "90 99 88 77", "lodging": "Quartier Zongo"}
    assert send(client, cast.kossi, "contact", team[0].pk, **typed).status_code == 302
    assert send(client, cast.essi, "contact", team[0].pk, **typed).status_code == 404
    assert send(client, cast.kossi, "contact", team[1].pk, **typed).status_code == 404
    refused("not_allowed", lambda: actions.write_contact(mission=team[1], by=cast.essi, on=date(2024, 4, 1), **typed))
    client.force_login(cast.yao)
    assert "Quartier Zongo" in client.get(reverse("followup:contact", args=[team[0].pk])).content.decode()
