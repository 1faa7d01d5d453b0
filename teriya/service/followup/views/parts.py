"""What pages of the room share: the month and the centre that an address asks for."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from teriya.foundation.accounts.models import User
from teriya.foundation.core.periods import Month
from teriya.foundation.core.web import month_or_404
from teriya.foundation.places.models import Centre


def month_of(request: HttpRequest) -> Month:
    """`?mois=2026-10`, or this month."""
    asked = request.GET.get("mois")
    return month_or_404(asked) if asked else Month.of(timezone.localdate())


def centres_of(user: User, permission: str) -> QuerySet[Centre]:
    """The centres where the permission holds, in part at least."""
    if not user.may(permission):
        return Centre.objects.none()
    communes = user.communes(permission)
    return Centre.objects.all() if communes is None else Centre.objects.filter(communes__in=communes).distinct()


def centre_of(request: HttpRequest) -> Centre | None:
    """`?centre=3`, or all."""
    asked = request.GET.get("centre", "")
    return Centre.objects.filter(pk=asked).first() if asked.isdecimal() else None
