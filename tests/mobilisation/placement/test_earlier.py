"""An installation of an earlier version: rules that are still drafts, rounds kept otherwise."""

import io

import numpy as np
import pytest
from django.urls import reverse

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.models import Rule, State
from teriya.mobilisation.calls.models import Application
from teriya.mobilisation.placement import actions, appeals, queries
from teriya.mobilisation.placement.models import Round
from tests.factories.hosts import TODAY
from tests.factories.placement import decided, give_account, proposed, published, ranked, simulated


@pytest.fixture
def draft(monkeypatch):
    """`draft("appeal_days")`: a newer pack brought it, nobody has put it in force."""

    def wait(*names: str) -> None:
        Rule.objects.filter(name__in=names).update(state=State.DRAFT)
        rules.forget()

    monkeypatch.setattr(rules, "_kept", None)
    return wait


def test_a_decision_names_the_rule_that_waits(cast, draft):
    round = proposed(cast, ranked(cast, 240, 150, 90))
    draft("offer_answer_days")
    with pytest.raises(Refusal, match=r"un administrateur l’active dans les Réglages") as no:
        actions.decide(round=round, by=cast["director"], on=TODAY)
    assert no.value.code == "parameter_draft"
    assert Round.objects.get().state == "proposed"


@pytest.mark.parametrize("name", ["appeal_days", "appeal_answer_days"])
def test_nothing_is_published_that_cannot_be_contested(cast, draft, name):
    round = decided(cast, ranked(cast, 240, 150, 90))
    draft(name)
    with pytest.raises(Refusal, match="Réglages"):
        actions.publish(round=round, by=cast["director"], on=TODAY)


def test_a_placement_published_before_the_rule_stays_readable(cast, draft, client):
    wave = ranked(cast, 240, 150, 90)
    published(cast, wave)
    application = Application.objects.get(number="3")
    give_account(application, cast["candidate"])
    draft("appeal_days")
    with pytest.raises(Refusal, match="Réglages"):
        appeals.file_appeal(application=application, text="Je conteste.", by=cast["candidate"], on=TODAY)
    client.force_login(cast["candidate"])
    for page in (reverse("placement:published", args=[wave.code]), reverse("placement:mine")):
        assert "n’a pas encore mis en vigueur" in client.get(page).content.decode()


def test_a_round_that_kept_no_points_by_wish_is_read_with_the_jury_s(cast):
    round = simulated(cast, ranked(cast, 240, 150, 90))
    with np.load(io.BytesIO(round.inputs)) as kept:
        columns = {name: kept[name] for name in kept.files if name != "score"}
    written = io.BytesIO()
    np.savez_compressed(written, **columns)
    Round.objects.update(inputs=written.getvalue())
    told = queries.why(Round.objects.get(), Application.objects.get(number="3"))
    assert "avait 240 points, vous en aviez 90" in told[0]


def test_a_round_kept_without_its_inputs_asks_to_simulate_again(cast, client):
    round = simulated(cast, ranked(cast, 240, 150, 90))
    Round.objects.update(inputs=b"")
    client.force_login(cast["operations"])
    for route in ("unplaced", "files"):
        answer = client.get(reverse(f"placement:{route}", args=[round.pk]))
        assert answer.status_code == 409 and "refaites la simulation" in answer.content.decode()
