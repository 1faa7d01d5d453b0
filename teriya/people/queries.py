from django.db import models
from django.db.models import Q

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.words import fold


class PersonQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "PersonQuerySet":
        """People whose commune of residence is in the user's perimeter, and oneself."""
        if not user.may(P.PEOPLE_READ):
            return self.filter(account=user)
        communes = user.communes(P.PEOPLE_READ)
        return self if communes is None else self.filter(Q(commune__in=communes) | Q(account=user))

    def alive(self) -> "PersonQuerySet":
        """Records that stand for themselves: aliases of a merged person are left out."""
        return self.filter(merged_into=None)

    def named(self, text: str) -> "PersonQuerySet":
        """Every word typed appears in the name or is the number, whatever accents, case and order."""
        found = self
        for word in fold(text).split():
            found = found.filter(Q(folded__contains=word) | Q(matricule__icontains=word) | Q(phone__endswith=word))
        return found
