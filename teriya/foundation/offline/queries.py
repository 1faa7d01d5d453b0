from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.models import Receipt
from teriya.foundation.offline.states import OPEN

if TYPE_CHECKING:
    from teriya.foundation.offline.models import Deposit


class DeviceQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "DeviceQuerySet":
        """One's own; every device for those who manage accounts."""
        return self if user.may(P.ACCOUNTS_MANAGE) else self.filter(account=user)


class DepositQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "DepositQuerySet":
        """One's own; for those who decide, those of people named over one of their communes, today or before."""
        own = Q(author=user)
        if not user.may(P.OFFLINE_DECIDE):
            return self.filter(own)
        communes = user.communes(P.OFFLINE_DECIDE)
        if communes is None:
            return self
        there = User.objects.filter(appointment__communes__in=communes)
        return self.filter(own | Q(author__in=there.values("pk")))

    def still_open(self) -> "DepositQuerySet":
        """Nobody has the last word yet; those mended in their form's own page are done, though their row says it later."""
        return self.filter(state__in=OPEN).exclude(pk__in=self.mended())

    def mended(self) -> "DepositQuerySet":
        receipts = Receipt.objects.filter(pk=OuterRef("receipt"), by_id=OuterRef("author")).exclude(answer={})
        return self.model.objects.filter(Exists(receipts), state="refused").values("pk")

    def to_decide(self, user: User) -> list["Deposit"]:
        """What somebody else than its author must decide: of a revoked device, or of a person who may no longer write."""
        if not user.may(P.OFFLINE_DECIDE):
            return []
        rows = self.visible_to(user).still_open().exclude(author=user).select_related("author", "device")
        return [
            row for row in rows.order_by("received_at") if row.state == "held" or not row.author.may(P.OFFLINE_USE)
        ]
