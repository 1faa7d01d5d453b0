"""The totals of a month, as the group counted them."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.journal import actions as journal
from teriya.insertion.groups.actions.holding import hold
from teriya.insertion.groups.models import MonthTotals, SavingsGroup


@transaction.atomic
def record_month(
    *, group: SavingsGroup, month: date, counted: Mapping[str, int], by: User, on: date, reason: str = ""
) -> MonthTotals:
    """Write a month's totals, or mend them with the reason; the journal keeps what was there. Francs but for meetings and stamps.

    The same figures again change nothing. Refuses `month_outside` before the opening or in the future, `reason_required`.
    """
    row = hold(group, by=by, on=on)
    if not row.opened_on.replace(day=1) <= month <= on:
        raise Refusal("month_outside", _("Ce mois est avant l’ouverture du groupe, ou à venir."), field="month")
    values = {name: counted[name] for name in MonthTotals.COUNTED}
    known = MonthTotals.objects.filter(group=row, month=month).first()
    before = {name: getattr(known, name) for name in values} if known else {}
    if before == values:
        return known
    if known and not reason.strip():
        raise Refusal("reason_required", _("Ce mois est déjà saisi : écrivez pourquoi il change."), field="reason")
    totals = known or MonthTotals(group=row, month=month)
    totals.on, totals.by_id = on, by.pk
    for name, value in values.items():
        setattr(totals, name, value)
    totals.save()
    journal.write("groups.record_month", "savings_group", row.pk, by=by, on=on, reason=reason, permission=P.GROUPS_KEEP,
                  month=f"{month:%Y-%m}", after=values, before=before)  # fmt: skip
    return totals
