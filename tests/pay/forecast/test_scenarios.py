"""Scenarios kept and compared; a budget that falls, its list and its letters."""

import html
import re
from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.utils import timezone
from pypdf import PdfReader

from teriya.foundation.accounts.models import User
from teriya.foundation.core.periods import add_months
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.documents import actions as documents
from teriya.foundation.ledger.actions import top_up, withdraw
from teriya.foundation.ledger.models import Envelope
from teriya.pay.forecast import actions, frozen, jobs
from teriya.pay.forecast.engine.cut import RULES, Candidate, cut
from teriya.pay.forecast.models import Alert, CutMission, PrintedLetters, Scenario
from teriya.pay.forecast.reading import forecast
from teriya.service.missions.models import Mission
from tests.factories.attendance import make_team

ON = date(2024, 4, 5)


def text_of(answer) -> str:
    return html.unescape(re.sub("<[^>]+>", " ", answer.text)).replace("\u202f", " ").replace("\u00a0", " ")


def state() -> Envelope:
    return Envelope.objects.get(code="ETAT-2024")


def lower(cast, left: int) -> None:
    withdraw(envelope=state(), amount=10**10 - left, reason="Budget coupé.", by=cast.awa, on=ON)


def save(cast, *changes, name="Essai"):
    return actions.save_scenario(name=name, changes=changes, by=cast.awa, on=ON)


def test_a_scenario_that_changes_nothing_is_the_base(cast):
    make_team(cast, 2, form="VNC", weights=(2, 1))
    assert save(cast).result == frozen.result(forecast(ON))


def test_each_change_does_what_it_says_and_nothing_else_moves(cast):
    make_team(cast, 2, form="VNC", months=12)
    base, pk = forecast(ON), state().pk
    spent = base.whole.spent
    more = save(cast, {"what": "number", "people": 10, "form": "VNC", "since": "2024-06-01", "months": 2, "envelope": pk}).result  # fmt: skip
    assert [a - b for a, b in zip(more["spent"], spent, strict=True)][3:5] == [600_000, 600_000]
    assert [row["region"] for row in more["regions"]] == list(base.regions)  # where the others serve
    rate = save(cast, {"what": "rate", "form": "VNC", "since": "2024-06-01", "amount": 90_000}, name="Taux").result
    assert (
        rate["spent"][:4] == [120_000, 120_000, 120_000, 180_000]
        and rate["months_served"] == more["months_served"] - 20
    )
    budget = save(
        cast, {"what": "budget", "envelope": pk, "since": "2024-05-01", "amount": 250_000}, name="Budget"
    ).result
    assert (budget["spent"], budget["dry"]) == (spent, 2)


def test_a_scenario_prints_the_same_when_the_rows_have_changed(cast, client):
    [one, _other] = make_team(cast, 2, form="VNC", months=12)
    kept = save(
        cast,
        {"what": "rate", "form": "VNC", "since": "2024-06-01", "amount": 90_000},
        {"what": "renewal", "percent": 30},
    )
    Mission.objects.filter(pk=one.pk).update(state="ended", ended_on=date(2024, 3, 31), end_reason="resignation")
    kept.refresh_from_db()
    assert frozen.result(frozen.again(kept.inputs, kept.changes)) == kept.result
    assert sum(frozen.result(frozen.afresh(kept.changes, ON))["spent"]) == 60_000 + sum(kept.result["spent"]) // 2
    client.force_login(cast.ama)
    assert "les mêmes francs" in text_of(client.get(f"/prevision/scenarios/{kept.pk}/"))


def test_scenarios_are_typed_kept_and_set_side_by_side(cast, client):
    make_team(cast, 1, form="VNC", months=12, starts_on=timezone.localdate().replace(day=1))
    client.force_login(cast.awa)
    form = client.get("/prevision/scenarios/nouveau/").context["form"]
    sent = {
        "receipt": form["receipt"].value(),
        "name": "De 3 milliards à 200 millions",
        "envelope": state().pk,
        "amount": "50 000",
    }
    refused = client.post("/prevision/scenarios/nouveau/", sent)
    assert refused.status_code == 422 and "À dire aussi" in refused.text
    client.post("/prevision/scenarios/nouveau/", sent | {"since": timezone.localdate().replace(day=1).isoformat()})
    kept = Scenario.objects.get()
    page = text_of(client.get(f"/prevision/comparer/?s={kept.pk}"))
    assert "De 3 milliards à 200 millions" in page and "Prévision d’aujourd’hui" in page and "720 000" in page
    assert "dotation de « État 2024 » : 50 000 F" in text_of(client.get("/prevision/scenarios/"))


def test_a_cut_stops_as_few_missions_as_pay_for_the_others_in_the_order_of_the_rule(cast):
    team = make_team(cast, 3, form="VNC", months=12)
    lower(cast, 1_500_000)  # of 3 × 12 × 60 000 = 2 160 000
    kept = actions.propose_cut(envelope=state(), rule="last_started", last_day=date(2024, 6, 30), reason="L’État donne moins.", by=cast.awa, on=ON)  # fmt: skip
    assert kept.needed == 660_000
    rows = list(CutMission.objects.values_list("rank", "mission", "saved", "was_to_end"))
    assert rows == [(1, team[2].pk, 480_000, date(2025, 2, 28)), (2, team[1].pk, 480_000, date(2025, 2, 28))]
    assert min(kept.before) == -660_000 and min(kept.after) >= 0


def test_the_list_is_decided_by_another_person_whose_letters_come_in_one_go(cast, client):
    make_team(cast, 2, form="VNC", months=12)
    lower(cast, 1_000_000)
    kept = actions.propose_cut(envelope=state(), rule="latest_end", last_day=date(2024, 6, 30), reason="L’État donne moins.", by=cast.awa, on=ON)  # fmt: skip
    with pytest.raises(NotAllowed):
        actions.decide_cut(cut=kept, step="decide", by=cast.awa, on=ON)
    with pytest.raises(Refusal, match="attend déjà"):
        actions.propose_cut(
            envelope=state(), rule="latest_end", last_day=date(2024, 6, 30), reason="Encore.", by=cast.awa, on=ON
        )
    actions.decide_cut(cut=kept, step="decide", by=cast.dede, on=ON)
    client.force_login(cast.ama)
    assert "Imprimer toutes les lettres" in client.get(f"/prevision/coupes/{kept.pk}/").text
    here = f"/prevision/coupes/{kept.pk}/lettres"
    assert client.get(f"{here}.pdf").status_code == 404
    assert "Ouvrir pour imprimer" in client.post(f"{here}/", {"receipt": uuid4()}, follow=True).text
    said = [
        " ".join(page.extract_text().split()) for page in PdfReader(BytesIO(client.get(f"{here}.pdf").content)).pages
    ]
    assert "s’arrête le 30 juin 2024" in said[0] and "missions qui s’arrêtent chez vous" in said[1]
    assert all(
        f"lettre {rank} sur 2" in one and "Vérifier ce document" in one and one.endswith("1/1")
        for rank, one in enumerate(said, 1)
    )
    assert Mission.objects.filter(state="in_service").count() == 2  # the list ends nobody


def test_many_letters_are_the_workers_whose_failure_is_said(
    cast, client, monkeypatch, django_capture_on_commit_callbacks
):
    make_team(cast, 2, form="VNC", months=12)
    lower(cast, 1_000_000)
    kept = actions.propose_cut(envelope=state(), rule="latest_end", last_day=date(2024, 6, 30), reason="L’État donne moins.", by=cast.awa, on=ON)  # fmt: skip
    with pytest.raises(Refusal, match="pas décidée"):
        actions.ask_letters(cut=kept, by=cast.awa, on=ON)
    actions.decide_cut(cut=kept, step="decide", by=cast.dede, on=ON)
    deferred, here = [], f"/prevision/coupes/{kept.pk}/lettres/"
    monkeypatch.setattr(actions, "AT_ONCE", 1)
    monkeypatch.setattr(documents, "PART", 1)
    monkeypatch.setattr(jobs.make_letters, "defer", lambda **given: deferred.append(given))
    client.force_login(cast.ama)

    def ask():
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(here, {"receipt": uuid4()}, follow=True)

    page = ask()
    assert "0 sur 2" in page.text and page.context["refresh"] and "Préparer le fichier" not in page.text
    User.objects.filter(pk=cast.ama.pk).update(is_active=False)
    jobs.make_letters(**deferred.pop())
    User.objects.filter(pk=cast.ama.pk).update(is_active=True)
    row = PrintedLetters.objects.get()
    assert row.state == "failed" and row.failure in client.get(here).text
    ask()
    told = []
    monkeypatch.setattr(PrintedLetters, "tell", lambda row, done: told.append(done))
    jobs.make_letters(**deferred.pop())
    assert told == [0, 1] and "Ouvrir pour imprimer" in client.get(here).text


def test_nobody_stops_while_the_envelope_pays_everybody(cast, client):
    make_team(cast, 1, form="VNC", months=12, starts_on=timezone.localdate().replace(day=1))
    client.force_login(cast.awa)
    form = client.get("/prevision/coupes/nouvelle/").context["form"]
    sent = {"receipt": form["receipt"].value(), "envelope": state().pk, "rule": "last_started", "reason": "x",
            "last_day": f"{timezone.localdate() + timedelta(40):%d/%m/%Y}"}  # fmt: skip
    assert "0 mission s’arrêterai" in text_of(client.post("/prevision/coupes/nouvelle/", sent | {"step": "see"}))
    assert (
        "Aucune mission n’a à s’arrêter" in client.post("/prevision/coupes/nouvelle/", sent | {"step": "propose"}).text
    )


def test_whatever_the_order_of_reading_the_same_missions_stop():
    days = [date(2024, 1, 1 + n) for n in range(6)]
    found = [Candidate(n, days[n % 3], days[5 - n], n % 2, 100 * (n != 4)) for n in range(6)]
    for rule in RULES:
        one, other = cut(found, 250, rule), cut(found[::-1], 250, rule)
        assert (
            one == other and len(one.stops) == 3 and one.missing == 0 and 4 not in [stop.mission for stop in one.stops]
        )
    assert [stop.mission for stop in cut(found, 250, "least_priority").stops] == [5, 1, 3]
    assert cut(found, 900, "latest_end").missing == 400


def test_an_alert_opens_months_before_and_closes_when_money_comes(cast):
    make_team(cast, 1, form="VNC", months=12)
    lower(cast, 200_000)
    [alert] = actions.watch_envelopes(on=ON)
    assert (alert.until, alert.lacking) == (date(2024, 6, 30), 520_000)
    assert actions.watch_envelopes(on=ON) == []
    top_up(envelope=state(), amount=10**7, reason="Rallonge.", by=cast.awa, on=ON)
    actions.watch_envelopes(on=add_months(ON, 0))
    assert Alert.objects.get().closed_on == ON
