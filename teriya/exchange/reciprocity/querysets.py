"""Which offers and nominations, in the words of the field."""

from datetime import date

from django.db import models
from django.db.models import ExpressionWrapper, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from teriya.exchange.reciprocity.states import CLOSED, LIVE, SAID, NominationState, PostState
from teriya.exchange.relations.models import Convention
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P


class OfferQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "OfferQuerySet":
        return self.all() if user.may(P.EXCHANGES_READ) else self.none()

    def abroad(self, today: date) -> "OfferQuerySet":
        """Those of other agencies for which somebody may still be proposed."""
        return self.filter(is_ours=False, state=PostState.OPEN, answer_by__gte=today)


class NominationQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "NominationQuerySet":
        return self.all() if user.may(P.EXCHANGES_READ) else self.none()

    def own(self, user: User) -> "NominationQuerySet":
        """Those of which the user is the person."""
        return self.filter(person__account=user)

    def live(self) -> "NominationQuerySet":
        return self.filter(state__in=LIVE)

    def over(self) -> "NominationQuerySet":
        return self.exclude(state__in=LIVE)

    def said(self) -> "NominationQuerySet":
        """Those that both agencies know."""
        return self.filter(state__in=SAID)

    def to_answer(self) -> "NominationQuerySet":
        """Of theirs, those that wait for our yes or no."""
        return self.filter(is_ours=False, state=NominationState.SENT)

    def to_erase(self, today: date) -> "NominationQuerySet":
        """Of theirs, whose data we were asked to give up, or have kept for as long as the convention lets us once it is over."""
        agreed = Convention.objects.filter(agency=OuterRef("agency"), state="agreed").order_by("-agreed_on", "-pk")
        over = Coalesce("ended_on", "withdrawn_on", "answered_on", "offer__withdrawn_on")
        until = ExpressionWrapper(over + Subquery(agreed.values("keep_days")[:1]), output_field=models.DateField())
        kept = self.filter(is_ours=False, erased_on=None).annotate(kept_until=until)
        return kept.filter(Q(recall_asked_on__isnull=False) | Q(state__in=CLOSED, kept_until__lt=today))

    def without_consent(self) -> "NominationQuerySet":
        """Of ours, said, whose person took the consent back, and which are not recalled yet."""
        return self.filter(is_ours=True, state__in=SAID, consent__withdrawn_on__isnull=False, recall_asked_on=None)
