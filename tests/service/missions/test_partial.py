"""Done for many, of whom some are refused: the others pass, each refusal is told with its cure, and sending again changes nothing."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from teriya.foundation.core.models import Gate
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.models import Document
from teriya.mobilisation.hosts import actions as hosts
from teriya.service.missions import actions
from teriya.service.missions.models import Mission
from teriya.service.missions.passing import do_those_that_pass
from tests.factories.missions import STARTS_ON, make_missions
from tests.scenes import scene


def confirm(client, cast, receipt, **typed):
    """Mazalo confirms everybody who is ready, from the page."""
    client.force_login(cast.mazalo)
    on = f"{STARTS_ON + timedelta(3):%d/%m/%Y}"
    return client.post(reverse("missions:confirm"), {"receipt": receipt, "on": on, "who": "all"} | typed)


@pytest.fixture
@scene
def two(cast):
    """Two attested starts; Mazalo, who confirms, belongs to the host of the second."""
    [own_none] = make_missions(cast, until="attested")
    [own] = make_missions(cast, until="attested")
    hosts.add_officer(host=own.host, user=cast.mazalo, duty="officer", by=cast.yao, on=STARTS_ON)
    return own_none, own


def states(*missions):
    return [Mission.objects.get(pk=mission.pk).state for mission in missions]


def test_the_others_are_done_and_the_refused_are_told(client, cast, two):
    receipt = uuid4()
    sent = confirm(client, cast, receipt, expected=2)
    assert states(*two) == ["in_service", "prepared"]
    shown = client.get(sent["Location"]).content.decode()
    assert "Faits : 1. Arrêtés : 1." in shown and two[1].number in shown
    table = client.get(reverse("missions:refused", args=[receipt])).content.decode("utf-8-sig").splitlines()
    assert table[0] == "Personne;Numéro;Structure;Pourquoi, et que faire"
    assert table[1].startswith(f"{two[1].person};{two[1].number};") and "une autre personne doit le faire" in table[1]


def test_sent_again_it_answers_the_same_and_does_nothing(client, cast, two):
    receipt = uuid4()
    first = confirm(client, cast, receipt, expected=2)
    papers = Document.objects.count()
    again = confirm(client, cast, receipt, expected=2)
    assert again["Location"] == first["Location"] and Document.objects.count() == papers


def test_what_another_person_reads_of_it_is_nothing(client, cast, two):
    receipt = uuid4()
    confirm(client, cast, receipt, expected=2)
    client.force_login(cast.kodjo)
    assert client.get(reverse("missions:outcome", args=[receipt])).status_code == 404


def test_ticked_and_gone_meanwhile_stops_nobody(client, cast):
    done, left = make_missions(cast, 2, until="attested")
    actions.confirm_starts(missions=[done], by=cast.mazalo, on=STARTS_ON)
    sent = confirm(client, cast, uuid4(), expected=1, who="ticked", ticked=[done.pk, left.pk])
    assert states(left) == ["in_service"]
    assert "Déjà sortis de la liste : 1." in client.get(sent["Location"]).content.decode()


def test_stopped_since_the_page_was_read_is_told(client, cast):
    ready, stopped = make_missions(cast, 2, until="attested")

    Gate.objects.filter(subject="mission", subject_id=stopped.pk, gate="oath").delete()
    confirm(client, cast, receipt := uuid4(), expected=2, who="ticked", ticked=[ready.pk, stopped.pk])
    assert states(ready, stopped) == ["in_service", "prepared"]
    assert (
        "il manque : prestation de serment" in client.get(reverse("missions:refused", args=[receipt])).content.decode()
    )


def test_what_is_wrong_for_all_is_said_beside_its_field(client, cast):
    missions = make_missions(cast, 3, until="attested")
    to_come = timezone.localdate() + timedelta(2)
    sent = confirm(client, cast, uuid4(), expected=3, on=f"{to_come:%d/%m/%Y}")
    assert sent.status_code == 422 and states(*missions) == ["prepared"] * 3


def test_one_paper_for_those_that_pass(cast):
    """Trials leave nothing: no number is lost, and the minutes list the four who pass."""
    missions = make_missions(cast, 6, until="trained")
    wrong = {missions[1].pk, missions[4].pk}

    def swear(ids):
        if wrong & set(ids):
            raise Refusal("wrong", f"{min(wrong & set(ids))}")
        actions.record_oath(missions=Mission.objects.filter(pk__in=ids), place="Kara", by=cast.kodjo, on=STARTS_ON)

    refused = do_those_that_pass(swear, [mission.pk for mission in missions])
    assert {pk: no.sentence for pk, no in refused.items()} == {pk: str(pk) for pk in wrong}
    minutes = Document.objects.get(series="PV-SERMENT")
    assert minutes.number.endswith("000001") and len(minutes.data["rows"]) == 4


def test_the_list_of_the_stopped_is_taken_away_before_sending(client, cast):
    [mission] = make_missions(cast, until="prepared")
    client.force_login(cast.kodjo)
    answer = client.get(reverse("missions:swear"), {"vague": mission.wave.code, "arretes": "table"})
    assert answer["Content-Type"].startswith("text/csv") and mission.number in answer.content.decode()
