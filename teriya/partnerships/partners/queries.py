from django.db.models import QuerySet

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.partnerships.partners.models import Partner


def visible_to(user: User) -> QuerySet[Partner]:
    """The register, for who may read it."""
    return Partner.objects.all() if user.may(P.PARTNERS_READ) else Partner.objects.none()
