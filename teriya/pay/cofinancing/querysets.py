"""Who sees which call and payment, and what each still owes: computed in the database for any number of hosts."""

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, Greatest, Least

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P


def _own(user: User, host: str = "host") -> Q:
    return Q(
        **{f"{host}__officers__user": user, f"{host}__officers__until": None, f"{host}__officers__duty": "officer"}
    )


class CallQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "CallQuerySet":
        """Every call for who reads shares; an officer sees those issued to the own host, credits too."""
        if user.may(P.SHARES_READ):
            return self
        return self.filter(_own(user), state__in=["issued", "cancelled"]).distinct()

    def standing(self) -> "CallQuerySet":
        """Issued, and neither dropped nor cancelled: what counts."""
        return self.filter(state="issued")

    def with_left(self) -> "CallQuerySet":
        """`settled`: francs that payments and credits brought; `left`: what is still owed; `contested`: of it, under dispute."""
        allocations = self.model._meta.get_field("allocations").related_model.objects
        brought = allocations.filter(call=OuterRef("pk"), released_on=None).order_by().values("call")
        lines = self.model._meta.get_field("lines").related_model.objects
        disputed = lines.filter(call=OuterRef("pk"), disputes__state="open").order_by().values("call")
        whole = models.BigIntegerField()
        rows = self.annotate(
            settled=Coalesce(Subquery(brought.annotate(sum=Sum("amount")).values("sum"), output_field=whole), 0, output_field=whole),
            disputed=Coalesce(Subquery(disputed.annotate(sum=Sum("amount")).values("sum"), output_field=whole), 0, output_field=whole),
        )  # fmt: skip
        rows = rows.annotate(left=Greatest(F("total"), 0, output_field=whole) - F("settled"))
        return rows.annotate(
            contested=Least(F("left"), Greatest(F("disputed"), 0, output_field=whole), output_field=whole)
        )

    def owing(self) -> "CallQuerySet":
        """Standing calls that are not settled, the oldest first."""
        return self.standing().with_left().filter(left__gt=0).order_by("due_on", "pk")


class PaymentQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "PaymentQuerySet":
        if user.may(P.SHARES_READ):
            return self
        return self.filter(_own(user)).distinct()

    def to_confirm_by(self, user: User) -> "PaymentQuerySet":
        """Recorded by somebody else."""
        return (
            self.filter(state="recorded").exclude(recorded_by_id=user.pk)
            if user.may(P.SHARES_CONFIRM)
            else self.none()
        )
