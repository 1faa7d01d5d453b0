"""Envelopes: what each was given, has committed and spent, and still holds."""

import ast
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.ledger import actions, queries
from teriya.foundation.ledger.models import Envelope
from teriya.foundation.ledger.queries import Standing
from teriya.foundation.ledger.views import SOURCES
from tests.house.sources import modules

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def state(cast):
    return actions.grant(
        code="ETAT", title="État", funder="État", amount=1_000_000, by=cast["finance_officer"], on=TODAY
    )


def test_the_standing_is_net_of_what_was_released_or_came_back(state):
    actions.commit(state, [actions.Part("seat", 1, 600_000)], on=TODAY)
    actions.move(state, "released", [actions.Part("seat", 1, 100_000)], on=TODAY)
    actions.move(state, "spent", [actions.Part("pay_line", 1, 60_000)], on=TODAY)
    actions.move(state, "returned", [actions.Part("pay_line", 1, 10_000)], on=TODAY)
    standing = queries.standings()[state.pk]
    assert standing == Standing(1_000_000, 500_000, 50_000)
    assert standing.available == actions.available(state) == 500_000


def test_the_same_grant_again_changes_nothing_and_another_is_refused(state, cast):
    again = {"code": "ETAT", "title": "État", "funder": "État", "by": cast["finance_officer"], "on": TODAY}
    assert actions.grant(amount=1_000_000, **again) == state
    with pytest.raises(Refusal, match="envelope_known"):
        actions.grant(amount=2, **again)
    assert actions.available(state) == 1_000_000


def test_an_envelope_is_topped_up_as_often_as_its_funder_gives(state, cast):
    for _ in range(2):
        held = actions.top_up(envelope=state, amount=500, reason="Avenant 3", by=cast["finance_officer"], on=TODAY)
    assert held == 1_001_000


def test_what_causes_a_movement_has_its_word():
    written = {
        call.args[0].value
        for module in modules() for call in ast.walk(module.tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func).split(".")[-1] == "Part" and call.args and isinstance(call.args[0], ast.Constant)
    }  # fmt: skip
    assert len(written) > 8 and written - set(SOURCES) == set()


def test_the_list_shows_what_remains(client, cast, state, django_assert_max_num_queries):
    actions.commit(state, [actions.Part("seat", 1, 600_000)], on=TODAY)
    client.force_login(cast.issa)
    with django_assert_max_num_queries(12):
        page = client.get(reverse("ledger:envelopes")).content.decode()
    assert "400\u202f000\u00a0F" in page and "Ouvrir une enveloppe" not in page


def test_finance_opens_and_tops_up(client, cast):
    client.force_login(cast.awa)
    sent = {
        "receipt": uuid4(),
        "code": "PSCE",
        "title": "PSCE",
        "funder": "Banque mondiale",
        "kind": "cooperation",
        "amount": "5 000",
        "on": TODAY,
    }
    answer = client.post(reverse("ledger:grant"), sent)
    assert answer.url == reverse("ledger:envelope", args=["PSCE"])
    client.post(
        reverse("ledger:top_up", args=["PSCE"]),
        {"receipt": uuid4(), "amount": "1000", "reason": "Avenant", "on": TODAY},
    )
    page = client.get(answer.url).content.decode()
    assert "6\u202f000" in page and "Banque mondiale" in page


def test_an_envelope_closed_before_it_opens_is_refused(client, cast):
    client.force_login(cast.awa)
    sent = {
        "receipt": uuid4(),
        "code": "X",
        "title": "X",
        "funder": "X",
        "kind": "state",
        "amount": "5",
        "on": TODAY,
        "closes_on": "2020-01-01",
    }
    assert client.post(reverse("ledger:grant"), sent).status_code == 422
    assert not Envelope.objects.exists()
