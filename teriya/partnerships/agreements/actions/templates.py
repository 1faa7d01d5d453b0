"""The funder's own workbook, and the workbooks made of reports."""

import hashlib
from datetime import date

from django.db import transaction

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.journal import actions as journal
from teriya.partnerships.agreements.models import Agreement, Report, ReportFile, ReportTemplate


@transaction.atomic
def keep_template(*, agreement: Agreement, name: str, content: bytes, by: User, on: date) -> ReportTemplate:
    """Keep the workbook in which the funder wants its reports. The same file again is one; the caller has looked into it."""
    require(by, P.AGREEMENTS_WRITE)
    require_date(by, on)
    digest = hashlib.sha256(content).hexdigest()
    row, is_new = ReportTemplate.objects.get_or_create(
        agreement=agreement, sha256=digest, defaults={"name": name, "content": content, "by_id": by.pk, "on": on}
    )
    if is_new:
        journal.write("agreements.keep_template", "agreement", agreement.pk, by=by, on=on,
                      permission=P.AGREEMENTS_WRITE, file=digest)  # fmt: skip
    return row


def keep_file(*, report: Report, template: ReportTemplate | None, content: bytes) -> ReportFile:
    """Keep the bytes of a workbook made of a report: the first ones stay, whoever asks again. No decision: its facts are frozen."""
    row, _is_new = ReportFile.objects.get_or_create(
        report=report, template=template,
        defaults={"content": content, "sha256": hashlib.sha256(content).hexdigest()},
    )  # fmt: skip
    return row
