"""What becomes of a volunteer, and what was handed over at the end. Nothing is rewritten: a correction is a new version."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.foundation.documents.models import Upload
from teriya.insertion.routes.states import Evidence, Kind, Source
from teriya.insertion.routes.versions import HandoverQuerySet, SituationQuerySet
from teriya.partnerships.agreements.models import Agreement
from teriya.people.models import Person
from teriya.service.missions.models import Mission


class Version(models.Model):
    """What both tables keep of a writing: whom it replaces and why. `is_struck`: written in error, nothing takes its place."""

    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    why = models.CharField(max_length=200, blank=True, help_text="reason of a correction")
    is_struck = models.BooleanField(default=False)
    recorded_on = models.DateField()
    recorded_by_id = models.BigIntegerField(help_text="0: the person, by telephone or a personal link")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(replaces__isnull=True, why="", is_struck=False) | Q(replaces__isnull=False, why__gt=""),
                                   name="%(class)s_corrected_with_reason"),
        ]  # fmt: skip


class Situation(Version):
    """A person is on this route since a day, by the word of its source. Until a later one says otherwise, or its last day."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="situations")
    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, null=True, blank=True, related_name="situations",
                                help_text="the mission that ended before it, when it is told after one")  # fmt: skip
    route = models.CharField(max_length=30, help_text="a word of the pack, of kind route")
    detail = models.CharField(max_length=160, blank=True, help_text="employer, school, trade: as it was said")
    since = models.DateField()
    until = models.DateField(null=True, blank=True, help_text="last day")
    source = models.CharField(max_length=9, choices=Source)
    evidence = models.CharField(
        max_length=12, choices=Evidence, blank=True, help_text="what proves it; empty: its word"
    )
    proof = models.ForeignKey(Upload, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = SituationQuerySet.as_manager()

    class Meta(Version.Meta):
        indexes = [models.Index(fields=["person", "-since", "-id"], name="situation_of_person")]
        constraints = [
            *Version.Meta.constraints,
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="situation_ends_after_it_began",
                                   violation_error_message=_("Une situation finit après avoir commencé.")),
            models.CheckConstraint(condition=Q(since__lte=F("recorded_on")), name="situation_has_begun"),
            models.CheckConstraint(condition=Q(evidence="", proof__isnull=True) | Q(evidence__gt=""), name="situation_proof_has_its_kind"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.person_id} {self.route} {self.since}"

    @property
    def is_proven(self) -> bool:
        return bool(self.evidence)

    @property
    def is_own_word(self) -> bool:
        """What the person said oneself, and may correct."""
        return self.source in (Source.VOLUNTEER, Source.SURVEY)

    @property
    def is_standing(self) -> bool:
        """Neither corrected by a later version nor struck out. Select `replaced_by` for a set."""
        return not self.is_struck and not hasattr(self, "replaced_by")


class Handover(Version):
    """Something handed over at the end of a mission: money, a kit, a credit, an orientation, and the agreement that pays it."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="handovers")
    kind = models.CharField(max_length=10, choices=Kind)
    what = models.CharField(max_length=160, help_text="what it is, or to whom the person is sent")
    amount = models.IntegerField(
        null=True, blank=True, help_text="francs, or the value of the kit; none for an orientation"
    )
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    given_on = models.DateField(help_text="day on which it was handed over")

    objects = HandoverQuerySet.as_manager()

    class Meta(Version.Meta):
        constraints = [
            *Version.Meta.constraints,
            models.CheckConstraint(condition=Q(amount__isnull=True) | Q(amount__gt=0), name="handover_positive"),
            models.CheckConstraint(condition=Q(kind="referral", amount__isnull=True) | (~Q(kind="referral") & Q(amount__isnull=False)),
                                   name="handover_has_its_value", violation_error_message=_("Écrivez la somme ou la valeur.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.mission_id} {self.kind}"
