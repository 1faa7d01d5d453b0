"""A ceremony of oath: who is called, who swore, and who was absent and stays due."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from teriya.foundation.core.models import Gate
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.messages.models import Message
from teriya.service.missions import actions
from teriya.service.missions.models import OathCall
from teriya.service.missions.steps import STEPS
from tests.cast import appoint
from tests.factories.missions import DEPLOYMENT, make_missions

DAY = DEPLOYMENT + timedelta(2)


def sworn() -> set[int]:
    return set(Gate.objects.filter(subject="mission", gate="oath").values_list("subject_id", flat=True))


def call(cast, missions):
    return actions.call_to_oath(missions=missions, place="Stade de Notsè", day=DAY, by=cast.kodjo, on=DEPLOYMENT)


def waiting(cast, missions) -> set[int]:
    return {line.pk for line in STEPS["call_to_oath"].lines(cast.kodjo, missions[0].wave)}


def test_absent_ones_stay_due_and_are_called_again(cast):
    here, away = make_missions(cast, 2, until="trained")
    oath = call(cast, [here, away])
    assert [row[0] for row in oath.called.data["rows"]] == [one.person.matricule for one in (here, away)]
    assert "Ne payez jamais personne" in Message.objects.filter(template="oath_called").first().text
    assert waiting(cast, [here]) == set()
    held = actions.hold_oath(oath=oath, absent=[away.pk], by=cast.kodjo, on=DAY)
    assert sworn() == {here.pk} and away.person.matricule in held.minutes.data["closing"]
    assert held.state == "held" and waiting(cast, [away]) == {away.pk}
    again = actions.hold_oath(oath=call(cast, [away]), absent=[], by=cast.kodjo, on=DAY)
    assert sworn() == {here.pk, away.pk} and again.minutes.number != held.minutes.number


@pytest.mark.parametrize(
    ("code", "absent", "day"), [("oath_not_today", False, DEPLOYMENT), ("nobody_swore", True, DAY)]
)
def test_a_ceremony_is_held_on_its_day_with_somebody(cast, code, absent, day):
    missions = make_missions(cast, until="trained")
    oath = call(cast, missions)
    with pytest.raises(Refusal) as no:
        actions.hold_oath(oath=oath, absent=[missions[0].pk] if absent else [], by=cast.kodjo, on=day)
    assert no.value.code == code and sworn() == set()


def test_a_ceremony_is_held_once(cast):
    oath = call(cast, make_missions(cast, until="trained"))
    actions.hold_oath(oath=oath, absent=[], by=cast.kodjo, on=DAY)
    with pytest.raises(Refusal):
        actions.hold_oath(oath=oath, absent=[], by=cast.kodjo, on=DAY)


def test_the_pages_call_then_write(client, cast):
    here, away = make_missions(cast, 2, until="trained")
    client.force_login(cast.kodjo)
    typed = {
        "receipt": uuid4(),
        "on": f"{DEPLOYMENT:%d/%m/%Y}",
        "who": "all",
        "expected": 2,
        "place": "Stade",
        "day": f"{DAY:%d/%m/%Y}",
    }
    url = reverse("missions:call_to_oath") + f"?vague={here.wave.code}"
    assert client.post(url, typed).status_code == 302
    oath = here.wave.oaths.get()
    page = reverse("missions:oath", args=[oath.pk])
    assert "Tous ont prêté serment, sauf" in client.get(page).content.decode()
    assert client.get(reverse("missions:oath_paper", args=[oath.pk, "appel"]))["Content-Type"] == "application/pdf"
    assert client.post(page, {"receipt": uuid4(), "on": f"{DAY:%d/%m/%Y}", "absent": [away.pk]}).status_code == 302
    assert sworn() == {here.pk} and "absent, à appeler de nouveau" in client.get(page).content.decode()


def test_a_reader_sees_those_of_the_own_perimeter_and_the_lists_only_who_sees_all(client, cast):
    here, [there] = make_missions(cast, until="trained")[0], make_missions(cast, until="trained")
    type(there.host).objects.filter(pk=there.host_id).update(commune=cast.tone_1)
    oath = call(cast, [here])
    OathCall.objects.create(oath=oath, mission=there)
    page, paper = reverse("missions:oath", args=[oath.pk]), reverse("missions:oath_paper", args=[oath.pk, "appel"])

    def opened(user, url):
        client.force_login(user)
        return client.get(url)

    seen = opened(cast.yao, page)
    assert [one.mission for one in seen.context["calls"]] == [here] and "1 autre personne" in seen.content.decode()
    assert opened(cast.yao, paper).status_code == 404 and opened(cast.kodjo, paper).status_code == 200
    assert "1 autre personne" not in opened(cast.kodjo, page).content.decode()
    appoint(cast.pitala, "regional_agent", cast.haho_2)
    assert opened(cast.pitala, page).status_code == 404
    deployment = reverse("missions:deployment", args=[here.wave.code])
    assert page in opened(cast.yao, deployment).content.decode()
    assert page not in opened(cast.pitala, deployment).content.decode()


def test_oaths_are_written_by_who_sees_everybody_called(client, cast, settings):
    settings.TAKE_ON = True
    missions = make_missions(cast, until="trained")
    [there] = make_missions(cast, until="trained")
    type(there.host).objects.filter(pk=there.host_id).update(commune=cast.tone_1)
    oath = call(cast, missions)
    OathCall.objects.create(oath=oath, mission=there)
    appoint(cast.pitala, "operations", cast.haho_1)
    client.force_login(cast.pitala)
    page = reverse("missions:oath", args=[oath.pk])
    assert "Tous ont prêté serment, sauf" not in client.get(page).content.decode()
    client.post(page, {"receipt": uuid4(), "on": f"{DAY:%d/%m/%Y}"})
    assert sworn() == set()
