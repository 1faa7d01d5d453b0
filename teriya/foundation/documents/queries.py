from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.engine.codes import normalise
from teriya.foundation.documents.models import Document, Upload


def check(text: str, on: date) -> tuple[str, Document | None]:
    """What the public may know of a code: `valid`, `revoked` or `unknown`; of a card, `in_service` or `ended` that day.

    A trial's code is unknown.
    """
    try:
        code = normalise(text)
    except Refusal:
        return "unknown", None
    document = Document.objects.filter(code=code, is_trial=False).first()
    if document is None:
        return "unknown", None
    if document.kind == "carte":
        is_over = document.revoked_on or date.fromisoformat(document.data["ends_on"]) < on
        return ("ended" if is_over else "in_service"), document
    return ("revoked" if document.revoked_on else "valid"), document


def revoked_ranks(series: str, year: int) -> list[int]:
    """The ranks of the revoked papers of this series and year: 123 for ATTESTATION/2026/000123."""
    start = f"{series}/{year}/"
    numbers = Document.objects.filter(number__startswith=start, revoked_on__isnull=False, is_trial=False)
    return [int(number.removeprefix(start)) for number in numbers.values_list("number", flat=True)]


def years_of(series: str) -> list[int]:
    """The years in which papers of this series were issued."""
    return list(
        Document.objects.filter(series=series, is_trial=False)
        .values_list("on__year", flat=True)
        .distinct()
        .order_by("on__year")
    )


def uploads(subject: str, ids: Iterable[int]) -> QuerySet[Upload]:
    """What was handed in about these subjects, in the order it came, without the bytes."""
    return Upload.objects.filter(subject=subject, subject_id__in=ids).defer("content").order_by("pk")
