from django.db import models
from django.db.models import QuerySet

from teriya.foundation.accounts.models import User
from teriya.mobilisation.calls.models import Application, Wave

HEARD = ("eligible", "ranked", "unranked")


class JuryQuerySet(models.QuerySet):
    def of(self, user: User) -> "JuryQuerySet":
        """The juries where this person has a chair."""
        return self.filter(members__user=user)


def heard_by(jury: models.Model) -> QuerySet[Application]:
    """The candidates whom a jury scores: eligible, and living in its centre's communes."""
    found = Application.objects.filter(wave=jury.wave_id, state__in=HEARD)
    return found.filter(person__commune__centre=jury.centre_id) if jury.centre_id else found


def ranked(wave: Wave) -> QuerySet[Application]:
    """The ranked candidates of a wave, first to last, whatever became of them since."""
    rows = Application.objects.filter(wave=wave, ranking__isnull=False).order_by("ranking__rank")
    return rows.select_related("ranking", "person").prefetch_related("scores")
