"""The first contacts: missions between peers and their reports, then the agreement signed in ink. Each agency keeps its own record."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.exchange.relations.querysets import RelationQuerySet
from teriya.exchange.relations.states import FrameworkState
from teriya.exchange.wire.models import Agency
from teriya.foundation.documents.models import Upload


class PeerMission(models.Model):
    """Staff of one agency at the other’s, some days, to see how it works (mission d’échange). The report comes after."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="peer_missions")
    is_out = models.BooleanField(help_text="our staff went there; otherwise theirs came")
    starts_on = models.DateField()
    ends_on = models.DateField()
    place = models.CharField(max_length=120)
    who = models.TextField(help_text="names and functions, a person a line")
    aims = models.TextField()
    findings = models.TextField(blank=True, help_text="what was seen, a thing a line")
    follow_up = models.TextField(blank=True, help_text="what the two agencies mean to do next")
    report = models.ForeignKey(Upload, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reported_on = models.DateField(null=True, blank=True)
    by_id = models.BigIntegerField()
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    objects = RelationQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="peer_mission_ends_after_it_begins",
                                   violation_error_message=_("La mission finit avant de commencer.")),
            models.CheckConstraint(condition=Q(reported_on__isnull=True, findings="") | Q(reported_on__gte=F("ends_on"), findings__gt=""), name="peer_mission_reported_after"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.place} {self.starts_on}"


class Framework(models.Model):
    """The agreement between two agencies to work together (accord-cadre), signed in ink: the paper is the act."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="frameworks")
    title = models.CharField(max_length=160)
    aims = models.TextField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, help_text="empty: until one of the two ends it")
    state = models.CharField(max_length=10, choices=FrameworkState, default=FrameworkState.PREPARED)
    reference = models.CharField(max_length=60, blank=True, help_text="as the paper writes it")
    signed_on = models.DateField(null=True, blank=True)
    signed_at = models.CharField(max_length=120, blank=True, help_text="place")
    signatories = models.TextField(blank=True, help_text="names and functions, a person a line")
    paper = models.ForeignKey(Upload, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signed_by_id = models.BigIntegerField(null=True, help_text="who recorded the signature")
    by_id = models.BigIntegerField(help_text="who prepared it")
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    objects = RelationQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="framework_ends_after_it_begins",
                                   violation_error_message=_("L’accord finit avant de commencer.")),
            models.CheckConstraint(condition=~Q(state__in=["signed", "ended"]) | Q(signed_on__isnull=False, signed_by_id__isnull=False, paper__isnull=False, signatories__gt=""),
                                   name="framework_signed_on_paper"),
            models.CheckConstraint(condition=Q(signed_by_id__isnull=True) | ~Q(signed_by_id=F("by_id")), name="framework_signed_by_another",
                                   violation_error_message=_("Une autre personne enregistre la signature.")),
        ]  # fmt: skip

    def __str__(self):
        return self.title
