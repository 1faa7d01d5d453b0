"""What rows a person may see, and in what state."""

from django.db import models
from django.db.models import Count, Q

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.mobilisation.selection.states import HearingState

HEARD = ("eligible", "ranked", "unranked")  # applications that a jury may hear


class JuryQuerySet(models.QuerySet):
    def of(self, user: User) -> "JuryQuerySet":
        """The juries where this person has a chair."""
        return self.filter(members__user=user, members__until=None)

    def visible_to(self, user: User) -> "JuryQuerySet":
        """Every jury for those who rank or copy scores; one's own for a juror."""
        return self if user.may(P.JURY_RANK) or user.may(P.JURY_ENTER) else self.of(user)


class MemberQuerySet(models.QuerySet):
    def seated(self) -> "MemberQuerySet":
        """Without those who were replaced."""
        return self.filter(until=None)


class ConflictQuerySet(models.QuerySet):
    def within(self, user: User, permission: P) -> "ConflictQuerySet":
        """Those about candidates who live where the permission holds."""
        if not user.may(permission):
            return self.none()
        communes = user.communes(permission)
        return self if communes is None else self.filter(application__person__commune__in=communes)


class ContestQuerySet(models.QuerySet):
    def to_answer_by(self, user: User) -> "ContestQuerySet":
        """Those of candidates who live where this person answers appeals."""
        if not user.may(P.APPEALS_ANSWER):
            return self.none()
        communes = user.communes(P.APPEALS_ANSWER)
        return self if communes is None else self.filter(application__person__commune__in=communes)


class HearingQuerySet(models.QuerySet):
    def live(self) -> "HearingQuerySet":
        """The hearing that counts for each candidate: the last one."""
        return self.exclude(state=HearingState.SUPERSEDED)

    def within(self, user: User, permission: P) -> "HearingQuerySet":
        """Those of candidates who live where the permission holds."""
        if not user.may(permission):
            return self.none()
        communes = user.communes(permission)
        return self if communes is None else self.filter(application__person__commune__in=communes)

    def by_state(self) -> dict[str, int]:
        return dict(self.order_by().values_list("state").annotate(Count("pk")))

    def still_there(self) -> "HearingQuerySet":
        """Without those whose application was withdrawn or refused since."""
        return self.filter(application__state__in=HEARD)


class VenueQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "VenueQuerySet":
        """The towns that hear people of the communes where this person plans or receives."""
        if not (user.may(P.INTERVIEWS_PLAN) or user.may(P.INTERVIEWS_RECEIVE)):
            return self.none()
        held = [user.communes(p) for p in (P.INTERVIEWS_PLAN, P.INTERVIEWS_RECEIVE) if user.may(p)]
        if None in held:
            return self
        return self.filter(communes__in=set().union(*held)).distinct()

    def counted(self) -> "VenueQuerySet":
        """With how many are called, came and are absent, and the juries' number."""
        states = {state: Count("juries__hearings", filter=Q(juries__hearings__state=state), distinct=True)
                  for state in ("called", "present", "absent", "heard", "contested")}  # fmt: skip
        return self.annotate(seated=Count("juries", distinct=True), **states)
