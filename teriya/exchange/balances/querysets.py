from datetime import date

from django.db.models import QuerySet

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P


class _OfAgencyQuerySet(QuerySet):
    """No place bounds what two agencies count between them: whoever reads balances reads all."""

    def visible_to(self, user: User):
        return self if user.may(P.BALANCES_READ) else self.none()


class CostQuerySet(_OfAgencyQuerySet):
    def free_until(self, until: date) -> "CostQuerySet":
        """Declared by whoever paid, no later than that day, and in no statement."""
        return self.filter(state="declared", statement=None, paid_on__lte=until)


class StatementQuerySet(_OfAgencyQuerySet):
    def open(self) -> "StatementQuerySet":
        return self.filter(state__in=["prepared", "proposed"])
