"""A volunteer received from Mali, whose way home we paid; the statement that both agencies approved: Mali owes us."""

from django.test import override_settings
from django.utils import timezone

from teriya.exchange.balances import actions
from tests.cast import Cast
from tests.exchange.conftest import meet
from tests.factories.balances import make_stays, propose, we_paid
from tests.factories.relations import STARTS, agree, moussa_of


@override_settings(TAKE_ON=True)
def samples(cast: Cast) -> dict[str, dict]:
    mali = meet("ml", "Centre national de promotion du volontariat", "ML", speaks=False).row
    agree(cast, mali, STARTS)
    [received] = make_stays(cast, mali, sent=False, until="arrived")
    [cost] = we_paid(cast, received)
    told = actions.declare_answer(
        statement=propose(cast, mali), step="agree", source="lettre du 9 mars", by=moussa_of(cast), on=timezone.localdate()
    )  # fmt: skip
    agency = {f"balances:{name}": {"code": "ml"} for name in ("balance", "costs", "record", "declare", "prepare")}
    statement = {f"balances:{name}": {"pk": told.pk} for name in ("statement", "answer", "receive", "paper")}
    return agency | statement | {
        "balances:cost": {"pk": cost.pk}, "balances:proof": {"pk": cost.pk},
        "balances:behind": {"code": "ml", "way": "in", "stage": "deployed"},
    }  # fmt: skip
