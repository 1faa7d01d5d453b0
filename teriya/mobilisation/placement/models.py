"""Rounds that say who goes where, and the offers that follow a decided one."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.hosts.models import Need, Seat
from teriya.mobilisation.placement.states import AppealState, OfferState, RoundState


class RoundQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "RoundQuerySet":
        """Every round for those who read the placement; nobody else sees a simulation."""
        return self if user.may(P.PLACEMENT_READ) else self.none()

    def decided(self) -> "RoundQuerySet":
        return self.filter(state__in=[RoundState.DECIDED, RoundState.PUBLISHED])

    def light(self) -> "RoundQuerySet":
        """Without the frozen inputs: a list never reads them."""
        return self.defer("inputs", "cutoffs")


class Round(models.Model):
    """One run of the engine on frozen inputs: a simulation until two people decide it."""

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="rounds")
    name = models.CharField(max_length=80)
    settings = models.JSONField(default=dict, help_text="what was tried (settings.py)")
    inputs = models.BinaryField(help_text="the frozen wave in columns (.npz), and the points of each candidate")
    cutoffs = models.JSONField(default=dict, help_text="post → worst key held and cause")
    manifest = models.JSONField(default=dict, help_text="digests of inputs and result, seed, money used")
    state = models.CharField(max_length=10, choices=RoundState, default=RoundState.COMPUTING)
    done = models.IntegerField(default=0, help_text="steps done of a long computation")
    refusal = models.CharField(max_length=300, blank=True, help_text="why the worker stopped")
    on = models.DateField()
    by_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    objects = RoundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wave", "name"], name="round_name_once"),
            models.UniqueConstraint(fields=["wave"], condition=Q(state__in=["decided", "published"]), name="one_decided_round_a_wave",
                                    violation_error_message=_("Un placement est déjà décidé pour cette vague.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.wave}: {self.name}"


class PlacementQuerySet(models.QuerySet):
    def matched(self) -> "PlacementQuerySet":
        """Those whom the matcher placed; the others, an officer did."""
        return self.filter(override="")


class Placement(models.Model):
    """Where a round puts one candidate."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="placements")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="placements")
    need = models.ForeignKey(Need, on_delete=models.PROTECT)
    wish_rank = models.IntegerField(help_text="as the candidate wrote it, impossible wishes counted; 0 by override")
    group = models.CharField(max_length=10, blank=True, help_text="for whom the seat was kept: F, women")
    override = models.CharField(max_length=400, blank=True, help_text="why an officer placed this person, if one did")

    objects = PlacementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "application"], name="placed_once_a_round"),
            models.CheckConstraint(condition=Q(wish_rank=0) | Q(override=""), name="override_has_no_rank"),
            models.CheckConstraint(condition=~Q(wish_rank=0) | ~Q(override=""), name="override_says_why"),
        ]

    def __str__(self):
        return f"{self.application_id} → {self.need_id}"


class OfferQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "OfferQuerySet":
        """All for those who read the placement, those of the perimeter for who records answers, and one's own."""
        own = Q(application__person__account=user)
        if user.may(P.PLACEMENT_READ):
            return self
        if not user.may(P.APPLICATIONS_REGISTER):
            return self.filter(own)
        communes = user.communes(P.APPLICATIONS_REGISTER)
        return self if communes is None else self.filter(Q(application__person__commune__in=communes) | own)

    def live(self) -> "OfferQuerySet":
        return self.filter(state__in=[OfferState.PROPOSED, OfferState.ACCEPTED])


class Offer(models.Model):
    """A seat proposed to a candidate after the decision."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="offers")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="offers")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, null=True, blank=True)
    state = models.CharField(max_length=10, choices=OfferState, default=OfferState.PROPOSED)
    on = models.DateField()
    answer_by = models.DateField(help_text="last day to answer")
    at = models.DateTimeField(db_default=Now())

    objects = OfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "seat"], name="offer_once"),
            models.UniqueConstraint(fields=["seat"], condition=Q(state__in=["proposed", "accepted"]), name="seat_offered_to_one",
                                    violation_error_message=_("Cette place est déjà proposée à quelqu’un.")),
            models.UniqueConstraint(fields=["application"], condition=Q(state__in=["proposed", "accepted"]), name="one_live_offer",
                                    violation_error_message=_("Ce candidat a déjà une proposition en cours.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.application_id} → {self.seat_id}"


class Tie(models.Model):
    """Somebody of the agency is kin to a candidate, or has an interest in the wave: such a person places nobody in it."""

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="ties")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=200, help_text="kinship or interest, in the person's words")
    by_id = models.BigIntegerField()
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wave", "user"], name="tie_once",
                                               violation_error_message=_("Ce lien est déjà déclaré pour cette vague."))]  # fmt: skip

    def __str__(self):
        return f"{self.user} · {self.wave}"


class AppealQuerySet(models.QuerySet):
    def to_answer_by(self, user: User) -> "AppealQuerySet":
        """Those of candidates who live where this person answers appeals."""
        if not user.may(P.APPEALS_ANSWER):
            return self.none()
        communes = user.communes(P.APPEALS_ANSWER)
        return self if communes is None else self.filter(application__person__commune__in=communes)


class Appeal(models.Model):
    """A candidate contests what a published round did with the application."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="appeals")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="appeals")
    text = models.TextField()
    state = models.CharField(max_length=10, choices=AppealState, default=AppealState.FILED)
    answer = models.TextField(blank=True)
    on = models.DateField()
    answer_by = models.DateField(help_text="last day for the agency to answer")
    at = models.DateTimeField(db_default=Now())

    objects = AppealQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "application"], name="appeal_once",
                                    violation_error_message=_("Vous avez déjà fait un recours sur ce placement.")),
            models.CheckConstraint(condition=Q(state="filed") | ~Q(answer=""), name="appeal_answered_says_why"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.round_id}/{self.application_id}"
