from django.db import models
from django.db.models import Count, Q, QuerySet

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.mobilisation.calls.models import Application, Wave

HEARD = ("eligible", "ranked", "unranked")


class JuryQuerySet(models.QuerySet):
    def of(self, user: User) -> "JuryQuerySet":
        """The juries where this person has a chair."""
        return self.filter(members__user=user)

    def visible_to(self, user: User) -> "JuryQuerySet":
        """Every jury for those who rank or copy scores; one's own for a juror."""
        return self if user.may(P.JURY_RANK) or user.may(P.JURY_ENTER) else self.of(user)


def heard_by(jury: models.Model) -> QuerySet[Application]:
    """The candidates whom a jury scores: eligible, and living in its centre's communes."""
    found = Application.objects.filter(wave=jury.wave_id, state__in=HEARD)
    return found.filter(person__commune__centre=jury.centre_id) if jury.centre_id else found


def to_score(jury: models.Model, chair: int) -> QuerySet[Application]:
    """Those whom the chair has not scored yet, in the order of the list."""
    given = heard_by(jury).filter(scores__chair=chair).values("pk")
    return heard_by(jury).exclude(pk__in=given).select_related("person").order_by("pk")


def ranked(wave: Wave) -> QuerySet[Application]:
    """The ranked candidates of a wave, first to last, whatever became of them since."""
    rows = Application.objects.filter(wave=wave, ranking__isnull=False).order_by("ranking__rank")
    return rows.select_related("ranking", "person").prefetch_related("scores")


def scores_of(application: Application) -> list[tuple[int, int]]:
    """(chair, points) given so far."""
    return list(application.scores.values_list("chair", "points"))


def readiness(wave: Wave) -> dict[str, int]:
    """What a ranking would find: how many are complete (three scores), incomplete, not checked yet, held."""
    rows = wave.applications.annotate(given=Count("scores"))
    heard = Q(state__in=HEARD)
    return rows.aggregate(
        complete=Count("pk", filter=heard & Q(given=3), distinct=True),
        incomplete=Count("pk", filter=heard & Q(given__lt=3), distinct=True),
        unchecked=Count("pk", filter=Q(state="submitted"), distinct=True),
        held=Count("pk", filter=Q(state="held"), distinct=True),
    )
