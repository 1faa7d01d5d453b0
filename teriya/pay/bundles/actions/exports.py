"""Carrying the entries of pay to the official accounts: a numbered file, each entry once."""

import hashlib
from datetime import date

from django.db import connection, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.numbers import next_number
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.journal import actions as journal
from teriya.pay.allowances.files.tables import text
from teriya.pay.bundles import carried
from teriya.pay.bundles.models import AccountExport, ExportedEntry


@transaction.atomic
def export_entries(*, until: date, by: User, on: date) -> AccountExport:
    """Freeze what no export has taken yet, up to a day; two at once take no entry twice.

    Refuses `nothing_to_export`, `account_unknown`, `unbalanced` where debits and credits differ by a franc.
    """
    require(by, P.PAY_EXPORT)
    require_date(by, on)
    if until > on:
        raise Refusal("bad_business_date", _("Le dernier jour est au plus tard aujourd’hui."), field="until")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('bundles.export'))")
    entries = carried.ready(until).entries
    if not entries:
        raise Refusal(
            "nothing_to_export",
            _("Aucune écriture nouvelle à porter jusqu’à ce jour, ou leurs états attendent leurs références."),
            field="until",
        )
    heads, lines = carried.heads(), carried.lines(entries)
    debits, credits = (sum(int(line[place]) for line in lines) for place in (-2, -1))
    if debits != credits:
        raise Refusal("unbalanced", _("Débits et crédits diffèrent : prévenez l’administrateur."))
    content = text(heads, lines, ";").encode("utf-8-sig")
    row = AccountExport.objects.create(
        number=f"ECRITURES/{on.year}/{next_number('ECRITURES', on.year):06}", until=until, heads=heads, lines=lines, total=debits,
        count=len(entries), content=content, sha256=hashlib.sha256(content).hexdigest(), by_id=by.pk, on=on,
    )  # fmt: skip
    ExportedEntry.objects.bulk_create([ExportedEntry(export=row, entry_id=pk, run_id=run) for pk, run in entries])
    journal.write("bundles.export", "account_export", row.number, by=by, on=on, permission=P.PAY_EXPORT, total=debits,
                  sha256=row.sha256, rows=[pk for pk, _run in entries])  # fmt: skip
    return row
