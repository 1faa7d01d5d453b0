"""Whose agreements one reads."""

from django.db import models
from django.db.models import Q

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P


class AgreementQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "AgreementQuerySet":
        """Every agreement for who reads them at the agency; for a partner, those that it is a member of, once signed."""
        if user.may(P.AGREEMENTS_READ):
            return self
        own = Q(members__user=user, members__until=None)
        return self.filter(own).exclude(state__in=("drafted", "cancelled")).distinct()
