"""What a page that acts on many says afterwards: how many were done, and why the others were left."""

from uuid import UUID

from django.http import HttpRequest

from teriya.foundation.core.models import Receipt

MOST = 300  # lines of one page: a day's work


def report_of(request: HttpRequest) -> dict | None:
    """The answer kept under the receipt that the address names, for the person who sent it."""
    try:
        id = UUID(request.GET.get("recu", ""))
    except ValueError:
        return None
    receipt = Receipt.objects.filter(pk=id, by_id=request.user.id).first()
    return receipt.answer if receipt else None
