"""A month, or a step, too long for a page: asked for, told while it is done, kept whole or not at all."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from teriya.foundation.core import rows
from teriya.foundation.core.refusals import Refusal
from teriya.pay.allowances import actions
from teriya.pay.allowances.actions import works
from teriya.pay.allowances.jobs import do_work
from teriya.pay.allowances.models import PayLine, PayRun, Work
from teriya.service.attendance.models import MonthSheet
from tests.factories.allowances import ON, bring, holder_of, make_payable, prepare
from tests.factories.attendance import MONTH


@pytest.fixture(autouse=True)
def _long_from_three(monkeypatch):
    monkeypatch.setattr(works, "AT_ONCE", 2)


def ask(cast, team) -> Work:
    return actions.prepare(month=MONTH, form=team[0].form, by=cast.awa, on=ON)


def test_a_long_month_is_asked_for_then_done_once(client, cast):
    make_payable(cast, 3)
    client.force_login(cast.awa)
    answer = client.post("/paie/preparer/", {"receipt": str(uuid4()), "what": "2024-03 VEC"})
    work = Work.objects.get()
    assert (answer.url, PayRun.objects.count()) == (f"/paie/travaux/{work.pk}/", 0)
    assert "0 sur 3" in client.get(answer.url).text
    do_work(work.pk)
    do_work(work.pk)
    run = PayRun.objects.get()
    assert client.get(answer.url).url == f"/paie/etats/{run.pk}/"
    assert (run.total, PayLine.objects.count()) == (90_000, 3)


def test_a_long_step_shows_how_far_it_is_and_is_offered_no_more(client, cast):
    make_payable(cast, 3)
    run = bring(cast, prepare(cast), "vise")
    client.force_login(cast.awa)
    answer = client.post(f"/paie/etats/{run.pk}/", {"receipt": str(uuid4()), "step": "liquidate"})
    work = Work.objects.get()
    assert answer.url == f"/paie/travaux/{work.pk}/"
    page = client.get(f"/paie/etats/{run.pk}/").text
    assert "0 sur 3" in page and 'name="step"' not in page
    do_work(work.pk)
    run.refresh_from_db()
    assert run.state == "liquidated" and run.visas.get(step="liquidate").by_id == cast.awa.pk


def test_a_step_that_only_signs_and_a_first_signature_of_two_are_taken_at_once(cast, two):
    make_payable(cast, 3)
    run = prepare(cast)
    assert actions.take(run=run, step="engage", by=cast.awa, on=ON) == run
    run = bring_on(cast, run, "vise", "liquidate")
    assert actions.take(run=run, step="order", by=cast.dede, on=ON) == run and not Work.objects.exists()


def bring_on(cast, run, *steps: str) -> PayRun:
    for step in steps:
        actions.take_step(run=run, step=step, by=holder_of(cast, step), on=ON)
    return PayRun.objects.get(pk=run.pk)


def test_a_work_lost_with_its_worker_is_asked_again(client, cast):
    team = make_payable(cast, 3)
    lost = ask(cast, team)
    Work.objects.update(at=timezone.now() - timedelta(hours=2))
    again = ask(cast, team)
    do_work(lost.pk)
    client.force_login(cast.awa)
    assert "à nouveau" in client.get(f"/paie/travaux/{lost.pk}/").text and not PayRun.objects.exists()
    do_work(again.pk)
    assert PayRun.objects.get().total == 90_000


def test_a_draft_calculated_again_is_as_long_as_the_first_time(cast):
    team = make_payable(cast, 3)
    do_work(ask(cast, team).pk)
    assert isinstance(ask(cast, team), Work)


def test_who_may_not_take_a_long_step_is_told_at_once(cast):
    make_payable(cast, 3)
    run = bring(cast, prepare(cast), "engage")
    with pytest.raises(Refusal, match="wrong_step"):
        actions.take(run=run, step="liquidate", by=cast.awa, on=ON)
    assert not Work.objects.exists()


def test_a_month_is_asked_for_by_one_person_at_a_time(cast):
    team = make_payable(cast, 3)
    ask(cast, team)
    with pytest.raises(Refusal, match="work_under_way"):
        ask(cast, team)


def test_a_refused_work_says_why_and_leaves_nothing(client, cast):
    team = make_payable(cast, 3)
    work = ask(cast, team)
    MonthSheet.objects.update(state="attested", confirmed_by_id=None, confirmed_on=None)
    do_work(work.pk)
    client.force_login(cast.awa)
    assert "Aucune présence confirmée" in client.get(f"/paie/travaux/{work.pk}/").text
    assert not PayRun.objects.exists()


def test_each_part_is_told_before_the_last(own_database, cast, monkeypatch):
    monkeypatch.setattr(rows, "PART", 1)
    work = ask(cast, make_payable(cast, 3))
    do_work(work.pk)
    work.refresh_from_db()
    assert (work.done, work.is_over, work.run.lines.count()) == (3, True, 3)
