from datetime import date

from django.db import models
from django.db.models import Q

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.words import fold


class HostQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "HostQuerySet":
        """Hosts of the perimeter, and those the user belongs to."""
        own = Q(officers__user=user, officers__until=None)
        if not user.may(P.HOSTS_READ):
            return self.filter(own).distinct()
        communes = user.communes(P.HOSTS_READ)
        return self if communes is None else self.filter(Q(commune__in=communes) | own).distinct()

    def accredited_on(self, day: date) -> "HostQuerySet":
        return self.filter(state="accredited", accreditations__period__contains=day)

    def named(self, text: str) -> "HostQuerySet":
        """Every word typed is in the name, or the text is the number, whatever accents and case."""
        return self.filter(_named(text)) if text.strip() else self


class NeedQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "NeedQuerySet":
        own = Q(host__officers__user=user, host__officers__until=None)
        if not user.may(P.HOSTS_READ):
            return self.filter(own).distinct()
        communes = user.communes(P.HOSTS_READ)
        return self if communes is None else self.filter(Q(host__commune__in=communes) | own).distinct()

    def named(self, text: str) -> "NeedQuerySet":
        """The text is a reference, or names the host."""
        return self.filter(Q(reference__iexact=text.strip()) | _named(text, "host__")) if text.strip() else self


def _named(text: str, of: str = "") -> Q:
    name = Q() if fold(text) else Q(pk=None)
    for word in fold(text).split():
        name &= Q(**{f"{of}folded__contains": word})
    return Q(**{f"{of}number__iexact": text.strip()}) | name
