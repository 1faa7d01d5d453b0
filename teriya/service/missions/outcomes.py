"""What an act for many has given: how many were done, who was refused and why, on a page and as a table to take away."""

import csv
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from teriya.foundation.core.receipts import answer_of
from teriya.foundation.intake.engine.formulas import is_formula


@require_GET
def outcome(request: HttpRequest, receipt: UUID) -> HttpResponse:
    """To whoever did it, and to nobody else: the same page each time it is opened or the form is sent again."""
    answer = _mine(request, receipt)
    return render(request, "missions/outcome.html", {"answer": answer, "receipt": receipt})


@require_GET
def refused(request: HttpRequest, receipt: UUID) -> HttpResponse:
    return as_table(_mine(request, receipt)["refused"])


def _mine(request: HttpRequest, receipt: UUID) -> dict:
    answer = answer_of(receipt, by=request.user)
    if not answer or "refused" not in answer:
        raise Http404
    return answer


def as_table(rows: Iterable[Sequence[str]]) -> HttpResponse:
    """Who was refused and why: UTF-8 with its mark, semicolons, and no cell that a spreadsheet takes for a formula."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="arretes.csv"'
    answer.write("\ufeff")
    table = csv.writer(answer, delimiter=";", lineterminator="\r\n")
    table.writerow([_("Personne"), _("Numéro"), _("Structure"), _("Pourquoi, et que faire")])
    table.writerows([f"'{cell}" if is_formula(cell) else cell for cell in row] for row in rows)
    return answer
