"""A seat that several envelopes pay: each its part, to the franc, from the contract to the ledger."""

from teriya.foundation.ledger import queries as ledger
from teriya.foundation.ledger.models import Envelope, Leg
from teriya.pay.allowances import actions, queries
from teriya.pay.allowances.models import PaymentOrder
from tests.factories.allowances import answers, bring, make_payable, prepare

PARTS = {"ETAT-2024": 17_100, "P2-2024": 8550, "P3-2024": 2850}


def parts(line) -> dict[str, int]:
    return dict(line.splits.values_list("envelope__code", "amount"))


def by_envelope(values: dict[int, int]) -> dict[str, int]:
    codes = dict(Envelope.objects.values_list("pk", "code"))
    return {codes[pk]: value for pk, value in values.items()}


def test_a_line_is_shared_between_three_envelopes_to_the_franc(cast):
    make_payable(cast, absent=1, weights=(60, 30, 10))
    run = prepare(cast)
    assert parts(run.lines.get()) == PARTS
    assert [(row["envelope__funder"], row["francs"]) for row in queries.by_funder(run)] == [
        ("Partenaire 2", 8550), ("Partenaire 3", 2850), ("État", 17_100)]  # fmt: skip
    assert [weight for _envelope, weight in run.lines.get().inputs["funders"]] == [60, 30, 10]


def test_each_envelope_spends_its_part_and_the_ledger_keeps_it(cast):
    make_payable(cast, absent=1, weights=(60, 30, 10))
    run = bring(cast, prepare(cast))
    spent = {pk: standing.spent for pk, standing in ledger.standings().items() if standing.spent}
    assert by_envelope(spent) == PARTS
    institution = PaymentOrder.objects.get().wallet.institution
    content = answers(list(PaymentOrder.objects.all()))
    actions.settle(run=run, institution=institution, content=content, filename="r.csv", by=cast.kossivi, on=run.on)
    received = {leg.envelope_id: leg.amount for leg in Leg.objects.filter(account="received")}
    assert by_envelope(received) == PARTS


def test_seven_equal_parts_of_28_500_leave_no_franc_behind(cast):
    """4 071,43 each: three of them give the franc that is left."""
    make_payable(cast, absent=1, weights=(1,) * 7)
    assert sorted(parts(prepare(cast).lines.get()).values()) == [4071] * 4 + [4072] * 3


def test_the_contract_names_all_who_pay(cast):
    [mission] = make_payable(cast, weights=(60, 40))
    assert mission.contracts.get().document.data["allowance"]["funder"] == "État, Partenaire 2"


def test_what_was_shared_stays_on_the_line_when_the_seat_is_not_any_more(cast):
    [mission] = make_payable(cast, weights=(60, 40))
    run = bring(cast, prepare(cast), "engage")
    mission.seat.shares.all().delete()
    assert parts(run.lines.get()) == {"ETAT-2024": 18_000, "P2-2024": 12_000}
