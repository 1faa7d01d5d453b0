"""Where a volunteer who ends is directed: services, referrals to them, job and training offers."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from teriya.foundation.places.models import Place
from teriya.insertion.referrals.querysets import OpeningQuerySet, ReferralQuerySet, ServiceQuerySet
from teriya.insertion.referrals.states import (
    InterestState,
    Kind,
    OpeningKind,
    OpeningState,
    ReferralState,
)
from teriya.mobilisation.hosts.models import Host
from teriya.people.models import Person


class Service(models.Model):
    """A service that receives volunteers who end, in the country, a region or a commune. Closed, it stays to be read."""

    code = models.CharField(max_length=40, unique=True, null=True, blank=True, help_text="of the pack that brought it")
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=14, choices=Kind)
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, related_name="+", help_text="country, region or commune served"
    )
    gives = models.CharField(max_length=300, help_text="what it brings")
    phone = models.CharField(max_length=20, blank=True, help_text="E.164")
    address = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=300, blank=True, help_text="who says it")
    is_to_confirm = models.BooleanField(default=False)
    entered_on = models.DateField()
    by_id = models.BigIntegerField()
    closed_on = models.DateField(null=True, blank=True)
    closed_because = models.CharField(max_length=200, blank=True)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "place"], condition=Q(closed_on=None), name="service_once",
                                    violation_error_message=_("Ce service est déjà dans l’annuaire pour ce lieu.")),
            models.CheckConstraint(condition=Q(closed_on__isnull=True, closed_because="") | Q(closed_on__isnull=False, closed_because__gt=""),
                                   name="service_closed_on_because"),
        ]  # fmt: skip

    def __str__(self):
        return self.name


class Referral(models.Model):
    """A person directed to a service (orientation): what is asked, and what comes back."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="referrals")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="referrals")
    asked = models.TextField(help_text="what the service is asked for")
    sent_on = models.DateField()
    by_id = models.BigIntegerField()
    due_on = models.DateField(help_text="day before which the next news is expected")
    state = models.CharField(max_length=10, choices=ReferralState, default=ReferralState.SENT)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "service"], condition=Q(state__in=["sent", "accepted", "under_way"]), name="referral_once",
                                    violation_error_message=_("Cette personne est déjà orientée vers ce service.")),
            models.CheckConstraint(condition=Q(due_on__gte=models.F("sent_on")), name="referral_due_after"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["state", "due_on"], name="referral_queue")]

    def __str__(self):
        return f"{self.person_id} → {self.service_id}"


class Opening(models.Model):
    """A job or a training offered to volunteers who end and to former ones, until a day."""

    kind = models.CharField(max_length=8, choices=OpeningKind)
    title = models.CharField(max_length=120)
    employer = models.CharField(max_length=160, help_text="who offers it")
    host = models.ForeignKey(Host, on_delete=models.PROTECT, null=True, blank=True, related_name="openings")
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, related_name="+", help_text="country, region or commune"
    )
    domain = models.CharField(max_length=40, blank=True, help_text="a word of the pack; empty: any")
    profiles = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, help_text="posts that prepare for it"
    )
    diploma = models.CharField(max_length=20, blank=True, help_text="lowest diploma; empty: none asked")
    told = models.TextField(help_text="what it is, and how one applies")
    closes_on = models.DateField(help_text="last day to apply")
    on = models.DateField()
    by_id = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=OpeningState, default=OpeningState.PROPOSED)

    objects = OpeningQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=models.F("on")), name="opening_closes_after",
                                   violation_error_message=_("Une offre se ferme après sa publication.")),
        ]  # fmt: skip
        indexes = [models.Index(fields=["state", "closes_on"], name="opening_queue")]

    def __str__(self):
        return self.title

    def is_open(self, today: date) -> bool:
        return self.state == OpeningState.PUBLISHED and today <= self.closes_on


class Interest(models.Model):
    """Somebody who says « ça m’intéresse », and what came of it."""

    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="interests")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="interests")
    on = models.DateField()
    state = models.CharField(max_length=12, choices=InterestState, default=InterestState.SAID)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["opening", "person"], name="interest_once")]

    def __str__(self):
        return f"{self.opening_id} {self.person_id}"
