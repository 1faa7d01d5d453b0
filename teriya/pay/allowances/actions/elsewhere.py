"""Pay lists of other programmes: noted to be compared with, withdrawn when brought in error."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import Actor, require, require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.rows import write_many
from teriya.foundation.journal import actions as journal
from teriya.pay.allowances.models import OtherPay


@transaction.atomic
def note_other_pay(rows: Sequence[OtherPay], *, by: Actor, on: date) -> list[OtherPay]:
    """Keep what another programme says that it pays. A volunteer found in it has a sign; nothing here stops a line by itself."""
    require(by, P.PAY_PREPARE)
    require_date(by, on)
    for row in rows:
        row.by_id, row.on = by.id, on
    done = write_many(list(rows))
    for programme, month in sorted({(row.programme, row.month) for row in done}):
        mine = [row.pk for row in done if (row.programme, row.month) == (programme, month)]
        journal.write("pay.note_other_pay", "other_pay", mine[0], by=by, on=on, permission=P.PAY_PREPARE, programme=programme,
                      month=month.isoformat(), rows=mine)  # fmt: skip
    return done


@transaction.atomic
def withdraw_other_pay(*, programme: str, month: date, reason: str, by: Actor, on: date) -> int:
    """A list brought in error counts no more; how many lines it had. Refuses `reason_required`, `nothing_to_withdraw`."""
    require(by, P.PAY_PREPARE)
    require_date(by, on)
    if not reason.strip():
        raise Refusal("reason_required", _("Écrivez le motif de cette décision."), field="reason")
    rows = OtherPay.objects.select_for_update().filter(programme=programme, month=month, withdrawn_on=None)
    ids = list(rows.values_list("pk", flat=True))
    if not ids:
        raise Refusal("nothing_to_withdraw", _("Cette liste est déjà retirée."))
    OtherPay.objects.filter(pk__in=ids).update(withdrawn_on=on)
    journal.write("pay.withdraw_other_pay", "other_pay", ids[0], by=by, on=on, reason=reason, permission=P.PAY_PREPARE,
                  programme=programme, month=month.isoformat(), rows=ids)  # fmt: skip
    return len(ids)
