"""A lot comes in: its kits are numbered and valued."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.numbers import next_number
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.journal import actions as journal
from teriya.foundation.rules import queries as rules
from teriya.insertion.kits.engine.lots import share_lot
from teriya.insertion.kits.models import Kit, KitLot


@transaction.atomic
def enter_lot(*, title: str, content: str, count: int, total: int, paid_by: str, by: User, on: date) -> KitLot:
    """Enter kits bought together; each has its value and what it repays, to the franc. Refuses `lot_too_cheap`."""
    require(by, P.KITS_ENTER)
    require_date(by, on)
    percent = rules.value("kit_share", on=on).value
    try:
        shared = share_lot(total, count, percent)
    except ValueError as error:
        raise Refusal("lot_too_cheap", _("Le lot vaut moins d’un franc par kit."), field="total") from error
    lot = KitLot.objects.create(
        number=f"LOT-{on.year}-{next_number('KIT', on.year):03}", title=" ".join(title.split()), content=content.strip(), paid_by=paid_by.strip(),
        count=count, total=total, percent=percent, months=rules.value("kit_repay_months", on=on).value,
        grace=rules.value("kit_grace_months", on=on).value, entered_on=on, entered_by_id=by.pk,
    )  # fmt: skip
    stem = lot.number.removeprefix("LOT-")
    Kit.objects.bulk_create(
        [Kit(lot=lot, number=f"KIT-{stem}-{rank:03}", value=value, owed=owed)
         for rank, (value, owed) in enumerate(zip(shared.values, shared.owed, strict=True), 1)]
    )  # fmt: skip
    journal.write("kits.enter_lot", "kit_lot", lot.pk, by=by, on=on, permission=P.KITS_ENTER, count=count, total=total,
                  owed=sum(shared.owed))  # fmt: skip
    return lot
