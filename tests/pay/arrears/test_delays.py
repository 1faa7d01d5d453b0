"""The delay of pay: what it counts, who freezes it, who publishes it, what the public reads."""

import html
import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.journal.models import Entry
from teriya.pay.allowances.models import PaymentOrder
from teriya.pay.arrears import actions, queries
from teriya.pay.arrears.engine.ages import bucket, delays
from teriya.pay.arrears.models import DelayFigure
from tests.factories.allowances import bring, make_payable, prepare
from tests.pay.arrears.test_causes import settle

MARCH = {"first": date(2024, 3, 1), "last": date(2024, 3, 31)}
ON = date(2024, 6, 1)


def paid_on(*days: date, cast, unpaid: int = 0) -> None:
    """As many volunteers as days, each received that day; and others whose money was sent only."""
    make_payable(cast, len(days) + unpaid)
    run = bring(cast, prepare(cast))
    orders = list(PaymentOrder.objects.order_by("reference"))
    settle(cast, run, returned=tuple(order.reference for order in orders[len(days) :]))
    for order, day in zip(orders, days, strict=False):
        PaymentOrder.objects.filter(pk=order.pk).update(settled_on=day)


def frozen(cast, by=None) -> DelayFigure:
    return actions.freeze_figure(**MARCH, by=by or cast.awa, on=ON)


def test_the_worked_example_of_the_documentation(cast):
    """Five months of March: 2 days early, 5, 12 and 40 days late, one not paid."""
    due = date(2024, 4, 10)
    paid_on(*(due + timedelta(n) for n in (-2, 5, 12, 40)), cast=cast, unpaid=1)
    figure = frozen(cast)
    assert (figure.population, figure.paid, figure.within, figure.limit, figure.people) == (5, 4, 3, 30, 5)
    assert (figure.median, figure.ninth) == (12, None)


def test_leaving_out_the_unpaid_would_make_the_slowest_look_the_fastest():
    assert delays([3], 99, 30).median is None
    assert delays([3], 0, 30).median == 3


@given(st.lists(st.integers(-20, 400), max_size=40), st.integers(0, 40))
def test_counts_hold_in_their_population(days, unpaid):
    found = delays(days, unpaid, 30)
    assert found.within <= found.paid <= found.population == len(days) + unpaid
    if found.median is not None:
        assert sum(day <= found.median for day in days) * 2 >= found.population
    if None not in (found.median, found.ninth):
        assert found.median <= found.ninth


@pytest.mark.parametrize("days, place", [(0, 0), (30, 0), (31, 1), (60, 1), (61, 2), (90, 2), (91, 3)])
def test_the_buckets_meet(days, place):
    assert bucket(days) == place


def test_a_period_is_frozen_after_its_due_day_only(cast):
    make_payable(cast)
    with pytest.raises(Refusal, match="period_not_due"):
        actions.freeze_figure(**MARCH, by=cast.awa, on=date(2024, 4, 10))
    with pytest.raises(Refusal, match="nothing_earned"):
        actions.freeze_figure(first=date(2023, 1, 1), last=date(2023, 1, 31), by=cast.awa, on=ON)


def test_what_is_received_later_does_not_change_what_was_frozen(cast):
    paid_on(date(2024, 4, 8), cast=cast, unpaid=1)
    PaymentOrder.objects.filter(state="paid").update(settled_on=date(2024, 6, 2))
    figure = frozen(cast)
    assert (figure.population, figure.paid) == (2, 0)
    assert queries.delay_of(*MARCH.values(), date(2024, 6, 2)).delays.paid == 1
    assert DelayFigure.objects.get().paid == 0


def test_another_person_publishes_and_the_public_reads_it_with_its_denominators(cast, client):
    paid_on(date(2024, 4, 15), cast=cast, unpaid=1)
    figure = frozen(cast)
    assert "Aucun chiffre publié" in client.get("/paie/delai-publie/").text
    client.force_login(cast.ama)
    assert "Délais de paie à publier" in client.get("/").text
    client.post(f"/paie/delais/{figure.pk}/", {"receipt": str(uuid4()), "step": "publish"})
    client.logout()
    page = html.unescape(re.sub("<[^>]+>", "", client.get("/paie/delai-publie/").text))
    assert "5 jours après l’échéance" in page and "1 sur 2 mois" in page
    assert "neuf sur dix ne sont pas encore payés" in page
    assert "Compté le 1er juin 2024, sur tous les mois d’allocation gagnés du 1er mars 2024 au 31 mars 2024" in page
    assert "Lire le délai de paie" in client.get("/").text
    assert Entry.objects.filter(action="arrears.publish", subject_id=str(figure.pk)).count() == 1


def test_who_froze_never_publishes_and_only_the_direction_does(cast):
    paid_on(date(2024, 4, 15), cast=cast)
    figure = frozen(cast)
    for by in (cast.awa, cast.tchaa):
        with pytest.raises(NotAllowed):
            actions.decide_figure(figure=figure, step="publish", by=by, on=ON)
    DelayFigure.objects.filter(pk=figure.pk).update(frozen_by_id=cast.ama.pk)
    with pytest.raises(NotAllowed, match="same_person"):
        actions.decide_figure(figure=figure, step="publish", by=cast.ama, on=ON)


def test_a_period_has_one_published_figure_and_a_withdrawn_one_is_no_longer_read(cast, client):
    paid_on(date(2024, 4, 15), cast=cast)
    first, second = frozen(cast), frozen(cast)
    actions.decide_figure(figure=first, step="publish", by=cast.ama, on=ON)
    with pytest.raises(Refusal, match="already_published"):
        actions.decide_figure(figure=second, step="publish", by=cast.ama, on=ON)
    with pytest.raises(Refusal, match="reason_required"):
        actions.decide_figure(figure=first, step="withdraw", by=cast.ama, on=ON)
    actions.decide_figure(figure=first, step="withdraw", reason="Un retour manquait.", by=cast.ama, on=ON)
    assert "Aucun chiffre publié" in client.get("/paie/delai-publie/").text
    actions.decide_figure(figure=second, step="publish", by=cast.ama, on=ON)


def test_a_period_is_counted_on_the_page_then_frozen(cast, client):
    paid_on(date(2024, 4, 15), cast=cast)
    client.force_login(cast.awa)
    assert "Compter" in client.get("/paie/delais/").text
    answer = client.post("/paie/delais/", {"receipt": str(uuid4()), "period": "2000"})
    assert (answer.status_code, DelayFigure.objects.count()) == (422, 0)
