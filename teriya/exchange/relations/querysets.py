from datetime import date

from django.db.models import QuerySet

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P


class RelationQuerySet(QuerySet):
    """Rows of a relation with another agency: no place bounds them, whoever reads relations reads all."""

    def visible_to(self, user: User):
        return self if user.may(P.RELATIONS_READ) else self.none()


class ConventionQuerySet(RelationQuerySet):
    def in_force_on(self, on: date) -> "ConventionQuerySet":
        """Agreed by both no later than that day, which falls in their period: the last version first."""
        return self.filter(state="agreed", agreed_on__lte=on, starts_on__lte=on, ends_on__gte=on).order_by(
            "-version", "-agreed_on", "-pk"
        )


class DecisionQuerySet(QuerySet):
    def open(self) -> "DecisionQuerySet":
        return self.filter(done_on=None, meeting__trouble="")

    def late_on(self, on: date) -> "DecisionQuerySet":
        return self.open().filter(due_on__lt=on)
