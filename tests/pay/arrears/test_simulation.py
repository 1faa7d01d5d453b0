"""« Combien coûterait ce mois » : what it counts, what is missing, and that it writes nothing."""

import html
import re

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from teriya.foundation.core.periods import Month, add_months
from teriya.foundation.ledger.models import EnvelopeMovement
from teriya.foundation.rules.models import Form
from teriya.pay.allowances.models import PayLine, PayRun, Split, Wallet
from teriya.pay.arrears.simulation import simulate
from tests.factories.allowances import ON, bring, make_payable, prepare
from tests.factories.attendance import MONTH, make_team
from tests.factories.missions import make_need


def of(*codes: str) -> list[Form]:
    return list(Form.objects.filter(code__in=codes).order_by("code"))


def test_a_confirmed_month_costs_what_its_run_will(cast):
    make_payable(cast, 2, absent=1)
    [need] = simulate(MONTH, of("VEC"), ON)
    [cost] = need.costs
    assert (need.funder, cost.confirmed, cost.expected, cost.free, len(cost.people)) == ("État", 58_500, 0, 0, 2)
    assert prepare(cast).total == cost.confirmed
    assert simulate(MONTH, of("VEC"), ON) == []


def test_nothing_is_written(cast):
    """The transaction is made read-only: whatever writes, or locks a row to write, would fail."""
    make_payable(cast, 2)
    make_team(cast, 1)
    make_need(cast, 1, form="VEC", months=6)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
        [need] = simulate(MONTH, of("VEC"), ON)
    assert need.all == 120_000
    assert (PayRun.objects.count(), PayLine.objects.count(), Split.objects.count()) == (0, 0, 0)


def test_what_is_not_confirmed_and_what_is_free_are_estimates_apart(cast):
    make_team(cast, 2)
    make_need(cast, 1, form="VEC", months=6)
    [need] = simulate(MONTH, of("VEC"), ON)
    [cost] = need.costs
    assert (cost.confirmed, cost.expected, cost.free) == (0, 60_000, 30_000)


def test_a_stopped_line_is_counted_apart_and_forms_stand_beside_each_other(cast):
    make_payable(cast)
    Wallet.objects.update(state="retired")
    make_team(cast, 1, form="VNC", months=12)
    [need] = simulate(MONTH, of("VEC", "VNC"), ON)
    assert [(cost.form, cost.stopped, cost.expected) for cost in need.costs] == [
        ("VEC", 30_000, 0),
        ("VNC", 0, 60_000),
    ]


def test_an_envelope_says_what_is_missing_in_it(cast):
    [mission] = make_payable(cast, weights=(60, 40))
    state = mission.seat.envelope
    EnvelopeMovement.objects.create(
        envelope=state, kind="withdrawn", amount=10**10 - 8_000, on=ON, source="test", source_id=1
    )
    first, second = simulate(MONTH, of("VEC"), ON)
    assert (first.funder, first.all, first.left, first.missing) == ("État", 18_000, 8_000, 10_000)
    assert (second.funder, second.all, second.missing) == ("Partenaire 2", 12_000, 0)


def test_the_page_counts_when_it_is_asked_and_opens_from_the_preparation(cast, client):
    this = timezone.localdate().replace(day=1)
    make_team(cast, 1, form="VNC", months=12, starts_on=add_months(this, -3))
    client.force_login(cast.awa)
    assert "/paie/simulation/" in client.get("/paie/preparer/").text
    page = client.get("/paie/simulation/").text
    assert "Calculer" in page and "Pas encore confirmé" not in page
    month = Month.of(add_months(this, -1))
    text = html.unescape(re.sub("<[^>]+>", "", client.get(f"/paie/simulation/?mois={month}&forme=VNC").text)).replace(
        "\u202f", " "
    )
    assert "≈\u00a060 000" in text and "VNC" in text


def test_as_many_questions_for_fourteen_people_as_for_two(cast):
    def asked(more: int) -> int:
        make_team(cast, more)
        with CaptureQueriesContext(connection) as log:
            simulate(MONTH, of("VEC"), ON)
        return len(log)

    make_payable(cast, 1)
    bring(cast, prepare(cast), until="engage")
    assert asked(1) == asked(12)
