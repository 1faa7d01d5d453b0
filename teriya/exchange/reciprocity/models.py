"""Posts offered to another agency's volunteers, people proposed for them, interviews, and what is taken back."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.exchange.reciprocity.querysets import NominationQuerySet, OfferQuerySet
from teriya.exchange.reciprocity.states import (
    CandidacyState,
    Means,
    NominationState,
    PostState,
    RecallHow,
    RefusalCode,
    Verdict,
    WithdrawalCode,
)
from teriya.exchange.wire.models import Agency, Consent, Fact
from teriya.mobilisation.hosts.models import Host
from teriya.people.models import Person


class Offer(models.Model):
    """A post at a host of the receiving side. `is_ours`: we receive."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4, help_text="the same for both agencies")
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="exchange_offers", help_text="the other one"
    )
    is_ours = models.BooleanField()
    host = models.ForeignKey(Host, on_delete=models.PROTECT, null=True, blank=True, related_name="exchange_offers")
    title = models.CharField(max_length=120)
    host_name = models.CharField(max_length=160)
    place = models.CharField(max_length=120)
    sheet = models.TextField(help_text="mission sheet: what is done there")
    profile = models.CharField(max_length=200, help_text="who is sought, diploma and skills")
    languages = models.CharField(max_length=120, blank=True)
    tutor = models.CharField(max_length=120, help_text="function of the tutor, never a name")
    seats = models.SmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    answer_by = models.DateField(help_text="last day to propose somebody")
    published_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=200, blank=True)
    is_declared = models.BooleanField(default=False, help_text="said by a letter: the other agency has no system")
    state = models.CharField(max_length=12, choices=PostState, default=PostState.OPEN)
    at = models.DateTimeField(db_default=Now())

    objects = OfferQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["agency", "state", "-published_on"], name="exchange_offers_by_day")]
        constraints = [
            models.CheckConstraint(condition=Q(seats__gt=0), name="exchange_offer_has_a_seat"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="exchange_offer_ends_after",
                                   violation_error_message=_("La mission finit après son début.")),
            models.CheckConstraint(condition=Q(answer_by__lte=F("starts_on")), name="exchange_offer_answered_before",
                                   violation_error_message=_("On propose quelqu’un avant le début de la mission.")),
            models.CheckConstraint(condition=Q(is_ours=True) | Q(host__isnull=True), name="exchange_offer_host_is_ours"),
            models.CheckConstraint(condition=~Q(state="withdrawn") | Q(withdrawn_on__isnull=False), name="exchange_offer_withdrawn_on"),
        ]  # fmt: skip

    def __str__(self):
        return self.title


class Nomination(models.Model):
    """Somebody whom the sending side proposes for a post. `is_ours`: we send, and only then is the person in our register.

    What was said of it stands in dates; `state` follows from them (`engine.standing`), the same on both sides.
    """

    uid = models.UUIDField(unique=True, default=uuid.uuid4, help_text="the same for both agencies")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="nominations")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="nominations", help_text="the other one")
    is_ours = models.BooleanField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="nominations")
    fields = ArrayField(models.CharField(max_length=20), default=list, help_text="of the personal part")
    typed = models.TextField(blank=True, help_text="what the officer typed, sealed; empty once it is said")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, blank=True, related_name="nominations")
    dossier = models.ForeignKey(Fact, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    prepared_on = models.DateField(null=True, blank=True)
    sent_on = models.DateField(null=True, blank=True)
    answer = models.CharField(
        max_length=10, blank=True, choices=[("accepted", _("acceptée")), ("refused", _("refusée"))]
    )
    answered_on = models.DateField(null=True, blank=True)
    refusal = models.CharField(max_length=20, blank=True, choices=RefusalCode)
    starts_on = models.DateField(null=True, blank=True, help_text="of the stay, as accepted")
    ends_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawal = models.CharField(max_length=20, blank=True, choices=WithdrawalCode)
    arrived_on = models.DateField(null=True, blank=True, help_text="written by stays")
    ended_on = models.DateField(null=True, blank=True, help_text="written by stays")
    undelivered = models.CharField(max_length=40, blank=True, help_text="why it does not stand at the other agency")
    recall_asked_on = models.DateField(null=True, blank=True)
    recall_how = models.CharField(max_length=8, blank=True, choices=RecallHow)
    erased_on = models.DateField(null=True, blank=True, help_text="day of the receipt of the receiving side")
    erased_how = models.CharField(max_length=8, blank=True, choices=RecallHow)
    state = models.CharField(max_length=12, choices=NominationState, default=NominationState.PREPARED)
    at = models.DateTimeField(db_default=Now())

    objects = NominationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["agency", "state"], name="nominations_by_state"),
            models.Index(fields=["offer", "state"], name="nominations_of_offer"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(is_ours=True, person__isnull=False) | Q(is_ours=False, person__isnull=True), name="nomination_knows_only_our_people"),
            models.UniqueConstraint(fields=["person"], condition=Q(state__in=["prepared", "agreed"]), name="nomination_prepared_once",
                                    violation_error_message=_("Cette personne est déjà proposée pour un poste.")),
            models.CheckConstraint(condition=Q(state__in=["prepared", "agreed", "declined", "set_aside"]) | Q(sent_on__isnull=False, dossier__isnull=False), name="nomination_said_has_its_dossier"),
            models.CheckConstraint(condition=Q(state__in=["prepared", "declined", "set_aside"]) | Q(is_ours=False) | Q(consent__isnull=False), name="nomination_sent_with_consent"),
            models.CheckConstraint(condition=Q(answer="", answered_on__isnull=True) | Q(answer__gt="", answered_on__isnull=False), name="nomination_answered_on"),
            models.CheckConstraint(condition=Q(erased_on__isnull=True, erased_how="") | Q(erased_on__isnull=False, erased_how__gt=""), name="nomination_erased_how"),
        ]  # fmt: skip

    def __str__(self):
        return self.reference

    @property
    def reference(self) -> str:
        """What both agencies call it aloud, without a name."""
        return f"N-{str(self.uid)[:8].upper()}"


class Interview(models.Model):
    """A selection interview of one of the two sides: a verdict, never remarks on a person."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4)
    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="interviews")
    is_ours = models.BooleanField(help_text="held by us")
    held_on = models.DateField()
    means = models.CharField(max_length=10, choices=Means)
    verdict = models.CharField(max_length=12, choices=Verdict)
    panel = models.CharField(max_length=160, help_text="functions of those who held it, never names")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["held_on", "id"]

    def __str__(self):
        return f"{self.nomination_id} {self.held_on}"


class Candidacy(models.Model):
    """Somebody of ours who answers the call for a post abroad; how far it went."""

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="candidacies")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="candidacies_abroad")
    on = models.DateField()
    state = models.CharField(max_length=12, choices=CandidacyState, default=CandidacyState.APPLIED)
    stopped_on = models.DateField(null=True, blank=True)
    stopped_because = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "candidacies"
        indexes = [models.Index(fields=["offer", "state"], name="candidacies_of_offer")]
        constraints = [
            models.UniqueConstraint(fields=["offer", "person"], name="candidacy_once",
                                    violation_error_message=_("Cette candidature est déjà enregistrée.")),
            models.CheckConstraint(condition=Q(stopped_on__isnull=True, stopped_because="") | Q(stopped_on__isnull=False, stopped_because__gt=""), name="candidacy_stopped_because"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.offer_id} {self.person_id}"
