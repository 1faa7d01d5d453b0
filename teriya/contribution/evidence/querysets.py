from django.db.models import QuerySet

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P


class OfHostQuerySet(QuerySet):
    def visible_to(self, user: User) -> "OfHostQuerySet":
        """Those of the hosts of the communes where a role reads this evidence."""
        communes = user.communes(P.EVIDENCE_READ)
        return self if communes is None else self.filter(host__commune__in=communes)
