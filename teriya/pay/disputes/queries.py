"""Reading disputes: one's own, those that one answers, those that are late."""

from collections.abc import Collection
from datetime import date

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.pay.allowances.models import Correction, PayLine
from teriya.pay.allowances.queries import PUBLISHED
from teriya.pay.disputes.states import WAITING, Outcome


class DisputeQuerySet(models.QuerySet):
    def of(self, user: User) -> "DisputeQuerySet":
        """About one's own pay."""
        return self.filter(line__mission__person__account=user)

    def handled_by(self, user: User, today: date) -> "DisputeQuerySet":
        """Those that a role of the person answers, where it holds; never about oneself nor about a host to which one belongs.

        One that is late, reopened, or whose answer waits for a second person is also answered by those to whom it escalates.
        """
        waiting = Q(answer_by__lt=today) | Q(reopened_on__isnull=False) | Q(state="proposed")
        where = Q(pk__in=())
        for act in user.acts_for(P.DISPUTES_ANSWER):
            answers = Q(owners__contains=[act.role]) | Q(escalates_to__contains=[act.role]) & waiting
            if act.commune_ids:
                answers &= Q(line__mission__host__commune__in=act.commune_ids)
            where |= answers
        rows = self.filter(where).exclude(line__mission__person__account=user)
        return rows.exclude(line__mission__host__in=user.host_duties.filter(until=None).values("host"))

    def visible_to(self, user: User, today: date) -> "DisputeQuerySet":
        """One's own, those that one answers, those of the communes where one writes for who calls; all for who reads pay."""
        if user.may(P.PAY_READ):
            return self
        seen = Q(line__mission__person__account=user) | Q(pk__in=self.handled_by(user, today).values("pk"))
        if user.may(P.DISPUTES_RECORD):
            communes = user.communes(P.DISPUTES_RECORD)
            seen |= Q() if communes is None else Q(line__mission__host__commune__in=communes)
        return self.filter(seen)

    def waiting(self) -> "DisputeQuerySet":
        """Without an answer yet, the oldest first."""
        return self.filter(state__in=WAITING).order_by("opened_on", "pk")

    def late(self, today: date) -> "DisputeQuerySet":
        return self.filter(state__in=WAITING, answer_by__lt=today)

    def to_recount(self) -> "DisputeQuerySet":
        """Accepted, the month still to be counted anew by a correction."""
        since = Correction.objects.filter(line=OuterRef("line"), entered_on__gte=OuterRef("opened_on"))
        rows = self.filter(~Exists(since.exclude(state="refused")), outcome=Outcome.RECOUNT, state__in=("answered", "closed"))  # fmt: skip
        return rows.order_by("opened_on", "pk")


def lines_told_by(phone: str, matricules: Collection[str] = ()) -> models.QuerySet[PayLine]:
    """The published lines of the people who have this telephone, the latest month first; a matricule narrows them."""
    rows = PayLine.objects.filter(mission__person__phone=phone, state__in=PUBLISHED)
    if matricules:
        rows = rows.filter(mission__person__matricule__in=matricules)
    return rows.select_related("mission__person").order_by("-month", F("corrects").asc(nulls_first=True), "pk")


def lines_written_for(user: User) -> models.QuerySet[PayLine]:
    """The published lines of the communes where the person writes for who calls."""
    communes = user.communes(P.DISPUTES_RECORD) if user.may(P.DISPUTES_RECORD) else set()
    rows = PayLine.objects.filter(state__in=PUBLISHED)
    return rows if communes is None else rows.filter(mission__host__commune__in=communes)


def reopenable(line: PayLine, kind: str, on: date) -> models.Model | None:
    """The answered dispute of this kind that may still be reopened."""
    rows = line.disputes.filter(kind=kind, state="answered", reopened_on=None, reopen_by__gte=on)
    return rows.order_by("-pk").first()
