"""A kit from its lot to its last franc, what the business becomes, and what is refused."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.db.utils import ProgrammingError

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.actions import pdf
from teriya.insertion.kits import actions, queries
from teriya.insertion.kits.models import Kit, Repayment
from tests.factories.kits import HANDED, ON, kokou, make_kit, make_lot, repay
from tests.factories.routes import make_former


def refuses(code: str):
    return pytest.raises(Refusal, match=code)


def test_the_lot_of_295_kits(cast):
    lot = make_lot(cast, 295, 48_000_000)
    assert lot.kits.aggregate(value=Sum("value"), owed=Sum("owed")) == {"value": 48_000_000, "owed": 12_000_000}
    assert lot.percent == 25 and lot.kits.order_by("number").last().number == "KIT-2025-001-295"
    with refuses("not_allowed"):
        make_lot(cast, by=cast.yao)
    with refuses("lot_too_cheap"):
        make_lot(cast, 10, 9)


def test_a_kit_is_promised_signed_for_and_repaid_to_the_last_franc(cast):
    mission, other = make_former(cast, 2)
    kit, spare = make_lot(cast, 2, 325_424).kits.order_by("number")
    actions.assign(kit=kit, person=mission.person, by=cast.yao, on=HANDED)
    with refuses("kit_held"):
        actions.assign(kit=spare, person=mission.person, by=cast.yao, on=HANDED)
    with refuses("same_person"):
        actions.hand_over(kit=kit, by=cast.yao, on=HANDED)
    with refuses("not_owing"):
        repay(cast, kit, 1_000, "R-0")
    given = actions.hand_over(kit=kit, by=cast.mazalo, on=HANDED)
    assert given.handover.kind == "kit" and given.handover.amount == 162_712
    assert pdf(given.sheet).startswith(b"%PDF") and "12 termes mensuels" in given.sheet.data["closing"]
    assert [one.due_on for one in given.terms.all()][:2] == [date(2025, 9, 2), date(2025, 10, 2)]
    assert queries.late_kits(Kit.objects.all(), ON)[kit.pk].francs == 3 * 3_390
    repay(cast, kit, 40_000, "R-1")
    with refuses("voucher_known"):
        repay(cast, kit, 100, "R-1")
    with refuses("beyond_owed"):
        repay(cast, kit, 679, "R-2")
    last = repay(cast, kit, 678, "R-2")
    kit.refresh_from_db()
    assert (kit.state, kit.left) == ("repaid", 0)
    actions.assign(kit=spare, person=other.person, by=cast.yao, on=HANDED)
    actions.release(kit=spare, reason="A trouvé un emploi", by=cast.yao, on=HANDED)
    spare.refresh_from_db()
    assert (spare.state, spare.person) == ("available", None)
    actions.reverse(repayment=last, reason="Reçu d’un autre", by=cast.yao, on=ON)
    kit.refresh_from_db()
    assert (kit.state, kit.repaid) == ("handed", 40_000)
    with refuses("reversed_already"):
        actions.reverse(repayment=last, reason="Encore", by=cast.yao, on=ON)


def test_two_persons_write_off_what_is_left(cast):
    kit = make_kit(cast)
    repay(cast, kit, 10_000, "R-1")
    with refuses("reason_required"):
        actions.ask_waiver(kit=kit, reason=" ", by=cast.yao, on=ON)
    asked = actions.ask_waiver(kit=kit, reason="Atelier brûlé", by=cast.yao, on=ON)
    with refuses("waiver_asked"):
        actions.ask_waiver(kit=kit, reason="Atelier brûlé", by=kokou(cast), on=ON)
    with refuses("not_allowed"):
        actions.decide_waiver(waiver=asked, step="approve", by=cast.mazalo, on=ON)
    paid = repay(cast, kit, 678, "R-2")
    with refuses("waiver_less"):
        actions.decide_waiver(waiver=asked, step="approve", by=cast.dede, on=ON)
    actions.reverse(repayment=paid, reason="Erreur", by=cast.yao, on=ON)
    actions.decide_waiver(waiver=asked, step="approve", by=cast.dede, on=ON)
    kit.refresh_from_db()
    assert (kit.state, kit.waived, kit.left) == ("written_off", 30_678, 0)
    with refuses("not_owing"):
        repay(cast, kit, 1, "R-3")
    with refuses("waiver_stands"):
        actions.reverse(repayment=Repayment.objects.get(voucher="R-1", reverses=None), reason="Non", by=cast.yao, on=ON)  # fmt: skip


def test_the_business_is_looked_at_when_it_is_due(cast):
    kit = make_kit(cast)
    assert queries.to_follow_up(Kit.objects.all(), date(2025, 12, 1)) == []
    [waiting] = queries.to_follow_up(Kit.objects.all(), date(2025, 12, 2))
    assert (waiting.months, waiting.since) == (6, date(2025, 12, 2))
    see = {"income": "plus de 100 000 F", "note": "", "by": cast.yao}
    with refuses("nobody_works"):
        actions.look(kit=kit, business="running", jobs=0, on=date(2025, 12, 3), **see)
    assert actions.look(kit=kit, business="running", jobs=2, on=date(2025, 7, 1), **see).months == 0
    assert actions.look(kit=kit, business="running", jobs=3, on=date(2025, 12, 3), **see).months == 6
    assert queries.to_follow_up(Kit.objects.all(), date(2026, 3, 1)) == []
    actions.look(kit=kit, business="stopped", jobs=0, on=date(2026, 6, 5), **see)
    told = [(months, dict(states), jobs, old) for months, states, jobs, old in queries.businesses(Kit.objects.all(), date(2026, 6, 6))]  # fmt: skip
    assert told == [(6, {"running": 1}, 3, 1), (12, {"stopped": 1}, 0, 1), (24, {}, 0, 0)]


def test_the_database_refuses_a_franc_too_many(cast):
    kit = make_kit(cast)
    paid = repay(cast, kit, 40_000, "R-1")
    row = {"kit": kit, "means": "cash", "on": ON, "by_id": 1}
    with pytest.raises(IntegrityError, match="kit_never_repaid_beyond"), transaction.atomic():
        Repayment.objects.create(amount=679, voucher="R-2", **row)
    with pytest.raises(IntegrityError, match="reversal_of_its_repayment"), transaction.atomic():
        Repayment.objects.create(amount=-39_999, voucher="R-1", reverses=paid, because="x", **row)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Repayment.objects.filter(pk=paid.pk).update(amount=1)
    with pytest.raises(IntegrityError, match="kit_repaid_whole"), transaction.atomic():
        Kit.objects.filter(pk=kit.pk).update(state="repaid")
    kit.refresh_from_db()
    assert kit.repaid == kit.repayments.aggregate(sum=Sum("amount"))["sum"] == 40_000
