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


class HearingQuerySet(models.QuerySet):
    def within(self, user: User, permission: P) -> "HearingQuerySet":
        """Those of candidates who live where the permission holds."""
        if not user.may(permission):
            return self.none()
        communes = user.communes(permission)
        return self if communes is None else self.filter(application__person__commune__in=communes)

    def still_there(self) -> "HearingQuerySet":
        """Without those whose application was withdrawn or refused since."""
        return self.filter(application__state__in=HEARD)


def heard_by(jury: models.Model) -> QuerySet[Application]:
    """The candidates whom a jury scores: those called before it; without a venue, the eligible ones of its centre's communes
    whom no other jury calls.
    """
    found = Application.objects.filter(wave=jury.wave_id, state__in=HEARD)
    if jury.venue_id:
        return found.filter(hearings__jury=jury.pk)
    own = found.filter(Q(hearings=None) | Q(hearings__jury=jury.pk))
    return own.filter(person__commune__centre=jury.centre_id) if jury.centre_id else own


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


class VenueQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "VenueQuerySet":
        """The towns that hear people of the communes where this person plans or receives."""
        if not (user.may(P.INTERVIEWS_PLAN) or user.may(P.INTERVIEWS_RECEIVE)):
            return self.none()
        held = [user.communes(p) for p in (P.INTERVIEWS_PLAN, P.INTERVIEWS_RECEIVE) if user.may(p)]
        if None in held:
            return self
        return self.filter(centres__communes__in=set().union(*held)).distinct()

    def counted(self) -> "VenueQuerySet":
        """With how many are called, came and are absent, and the juries' number."""
        states = {state: Count("juries__hearings", filter=Q(juries__hearings__state=state), distinct=True)
                  for state in ("called", "present", "absent")}  # fmt: skip
        return self.annotate(seated=Count("juries", distinct=True), **states)
