from django.db import models
from django.db.models import Count, F, Q

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.service.missions.states import LIVE
from teriya.service.training.states import OPEN


def given_up(path: str = "") -> Q:
    """A seat whose mission was cancelled or is over: nobody will sit there, it counts no more. `path`: from a row to its trainees."""
    return Q(**{f"{path}state": "seated"}) & ~Q(**{f"{path}mission__state__in": LIVE})


class SessionQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "SessionQuerySet":
        """Sessions held in the perimeter where the person reads missions."""
        return self.within(user, P.MISSIONS_READ)

    def within(self, user: User, permission: str) -> "SessionQuerySet":
        if not user.may(permission):
            return self.none()
        communes = user.communes(permission)
        return self if communes is None else self.filter(commune__in=communes)

    def with_seats(self) -> "SessionQuerySet":
        """Each with `taken`, the seats given, and `left`, those that are free."""
        taken = Count("trainees", filter=~Q(trainees__state="left") & ~given_up("trainees__"))
        return self.annotate(taken=taken, left=F("capacity") - F("taken"))

    def open(self) -> "SessionQuerySet":
        return self.filter(state__in=OPEN)

    def locked(self, pk: int) -> models.Model:
        return self.select_for_update(of=("self",)).select_related("form", "commune__region").get(pk=pk)


class TraineeQuerySet(models.QuerySet):
    def there(self) -> "TraineeQuerySet":
        """Everybody but those who gave their seat back, or whose mission was given up."""
        return self.exclude(state="left").exclude(given_up())

    def to_decide(self) -> "TraineeQuerySet":
        return self.filter(state="seated")

    def listed(self) -> "TraineeQuerySet":
        """With what a list prints, by name."""
        rows = self.select_related(
            "mission__person__account", "mission__host__commune__region", "letter", "certificate"
        )
        return rows.order_by("mission__person__folded", "pk")
