"""How many persons sign the payment order, by the amount of the run: the bands of the pack, two persons when two are asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.models import Term
from teriya.pay.allowances import actions
from teriya.pay.allowances.models import PayRun
from teriya.pay.allowances.policies import is_taken, next_step, signers_needed, turn_of
from teriya.pay.allowances.slips import steps_of
from tests.cast import appoint
from tests.factories.allowances import ON, bring, make_payable, prepare
from tests.pay.allowances.test_views import text_of


def code_of(call, *args, **kwargs) -> str:
    with pytest.raises(Refusal) as no:
        call(*args, **kwargs)
    return no.value.code


@given(bounds=st.lists(st.integers(1, 10**9), unique=True, max_size=4), total=st.integers(0, 2 * 10**9))
def test_the_last_band_begun_says_how_many(bounds, total):
    since = [0, *sorted(bounds)]
    step = {"signatures": [{"since": first, "persons": place + 1} for place, first in enumerate(since)]}
    asked = signers_needed(step, total)
    assert since[asked - 1] <= total and (asked == len(since) or total < since[asked])


@given(bound=st.integers(1, 10**9))
def test_a_bound_belongs_to_the_band_that_begins_there(bound):
    step = {"signatures": [{"since": 0, "persons": 1}, {"since": bound, "persons": 2}]}
    assert [signers_needed(step, total) for total in (bound - 1, bound, bound + 1)] == [1, 2, 2]


def test_a_step_without_bands_is_signed_by_one():
    assert signers_needed({"code": "order"}, 10**12) == 1


def test_togo_asks_two_from_its_threshold_on(db):
    [step] = [step for step in rules.chain()["steps"] if step["code"] == "order"]
    assert [signers_needed(step, total) for total in (49_999_999, 50_000_000)] == [1, 2]
    assert all(band["status"] == "to_confirm" and band["note"] for band in step["signatures"])


@pytest.fixture
def second(cast):
    """Another authorising officer, by delegation."""
    appoint(cast.komlan, "authorising_officer", kind="delegation", for_user=cast.dede, until=ON.replace(year=2099))
    return cast.komlan


def order(run, by):
    return actions.take_step(run=run, step="order", by=by, on=ON)


def state_of(run) -> str:
    return PayRun.objects.get(pk=run.pk).state


def test_below_the_bound_one_signs(cast, two):
    make_payable(cast, 1)
    assert bring(cast, prepare(cast), "order").state == "ordered"


def test_from_the_bound_on_two_persons_sign_and_the_run_moves_with_the_second(cast, two, second):
    make_payable(cast, 2)
    run = bring(cast, prepare(cast), "liquidate")
    first = order(run, cast.dede)
    assert (first.rank, first.needed, state_of(run)) == (1, 2, "liquidated")
    assert next_step(run.visas.all())["code"] == "order" and not run.lines.filter(state="ordered").exists()
    assert code_of(order, run, cast.dede) == "same_person"
    assert order(run, second).rank == 2 and state_of(run) == "ordered" and is_taken(run.visas.all(), "order")
    assert code_of(order, run, second) == "wrong_step"


def test_the_second_keeps_the_duties_apart_too(cast, two, second):
    make_payable(cast, 2)
    run = bring(cast, prepare(cast), "liquidate")
    order(run, cast.dede)
    run.visas.filter(step="liquidate").update(by_id=second.pk)
    assert code_of(order, run, second) == "same_person"
    assert code_of(order, run, cast.awa) in {"same_person", "not_allowed"}


def test_a_threshold_changed_between_two_signatures_changes_nothing(cast, two, second):
    make_payable(cast, 2)
    run = bring(cast, prepare(cast), "liquidate")
    order(run, cast.dede)
    Term.objects.filter(kind="chain").update(facts={**rules.chain(), "steps": [{**step, "signatures": []} for step in rules.chain()["steps"]]})  # fmt: skip
    rules.forget()
    assert order(run, second).needed == 2


def test_the_page_counts_the_signatures(cast, two, second, client):
    make_payable(cast, 2)
    run = bring(cast, prepare(cast), "liquidate")
    order(run, cast.dede)
    client.force_login(second)
    page = text_of(client.get(f"/paie/etats/{run.pk}/"))
    assert "1 signature sur 2" in page and "Dédé" in page and '<button class="btn">Ordonnancement' in page
    client.force_login(cast.dede)
    page = text_of(client.get(f"/paie/etats/{run.pk}/"))
    assert "Vous avez déjà signé" in page and '<button class="btn">Ordonnancement' not in page
    visas = list(run.visas.order_by("pk"))
    assert not turn_of(cast.dede, run, visas).is_mine
    [moment] = [moment for moment in steps_of(visas) if "1 signature sur 2" in moment.label]
    assert not moment.is_done
