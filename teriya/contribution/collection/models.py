"""What a volunteer counted in a month, cell by cell. A total is never written: it is the sum of its cells."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.contribution.collection.states import Channel, Chased, ReportState, SampleState
from teriya.foundation.documents.models import Document
from teriya.foundation.places.models import Place
from teriya.service.missions.models import Mission


class Report(models.Model):
    """The indicators of a mission for a month (relevé mensuel). A correction is another version; the former one stays."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="indicator_reports")
    month = models.DateField(help_text="its first day")
    version = models.SmallIntegerField(default=1)
    replaces = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="corrections",
        help_text="the validated report that it corrects",
    )
    why = models.TextField(blank=True, help_text="why it is corrected")
    said = models.TextField(
        blank=True, help_text="the sender’s sentence: why a doubtful number is right, or why nothing was counted"
    )
    doubts = models.JSONField(default=list, help_text="what was doubtful when it was sent: engine.plausible.Doubt")
    channel = models.CharField(max_length=10, choices=Channel)
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.SENT)
    sent_on = models.DateField()
    sent_by_id = models.BigIntegerField()
    attested_on = models.DateField(null=True)
    attested_by_id = models.BigIntegerField(null=True)
    validated_on = models.DateField(null=True)
    validated_by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mission", "month", "version"], name="report_version_once"),
            models.UniqueConstraint(fields=["mission", "month"], condition=Q(state="validated"), name="one_validated_report",
                                    violation_error_message=_("Ce mois a déjà un relevé validé : corrigez-le.")),
            models.UniqueConstraint(fields=["mission", "month"], condition=Q(state__in=["sent", "attested"]), name="one_open_report",
                                    violation_error_message=_("Ce mois a déjà un relevé en attente.")),
            models.UniqueConstraint(fields=["replaces"], condition=~Q(state="returned"), name="report_corrected_once",
                                    violation_error_message=_("Ce relevé est déjà corrigé : corrigez sa dernière version.")),
            models.CheckConstraint(condition=Q(month__day=1), name="report_month_is_a_first_day"),
            models.CheckConstraint(condition=~Q(state="attested") | Q(attested_on__isnull=False, attested_by_id__isnull=False), name="attested_report_says_who"),
            models.CheckConstraint(condition=~Q(state__in=["validated", "replaced"]) | Q(validated_on__isnull=False, validated_by_id__isnull=False),
                                   name="validated_report_says_who"),
            models.CheckConstraint(condition=Q(validated_by_id__isnull=True) | ~Q(validated_by_id=F("sent_by_id")), name="report_validated_by_another",
                                   violation_error_message=_("Une autre personne que celle qui a envoyé le relevé le valide.")),
            models.CheckConstraint(condition=Q(attested_by_id__isnull=True) | ~Q(attested_by_id=F("sent_by_id")), name="report_attested_by_another",
                                   violation_error_message=_("Une autre personne que celle qui a envoyé le relevé l’atteste.")),
            models.CheckConstraint(condition=Q(validated_by_id__isnull=True) | Q(attested_by_id__isnull=True) | ~Q(validated_by_id=F("attested_by_id")),
                                   name="report_attested_and_validated_by_two",
                                   violation_error_message=_("Une autre personne que celle qui a attesté le relevé le valide.")),
            models.CheckConstraint(condition=Q(doubts=[]) | Q(said__gt=""), name="doubtful_report_is_confirmed"),
            models.CheckConstraint(condition=Q(replaces__isnull=True) | Q(why__gt=""), name="correction_says_why"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["month", "state"], name="reports_by_month")]

    def __str__(self):
        return f"{self.mission} {self.month:%Y-%m} v{self.version}"


class Value(models.Model):
    """One cell of a report. Its month and commune are kept with it: they are those of the work, whatever moves afterwards.

    It counts from the day it was validated until the day a correction took its place.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="values")
    indicator = models.CharField(max_length=40, help_text="code of the catalogue")
    month = models.DateField()
    commune = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    sex = models.CharField(max_length=1, blank=True)
    age = models.CharField(max_length=10, blank=True, help_text="age band")
    disability = models.CharField(max_length=3, blank=True)
    amount = models.BigIntegerField()
    validated_on = models.DateField(null=True)
    superseded_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "indicator", "sex", "age", "disability"], name="value_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="value_not_negative",
                                   violation_error_message=_("Un nombre compté est zéro ou plus.")),
            models.CheckConstraint(condition=Q(superseded_on__isnull=True) | Q(validated_on__isnull=False, superseded_on__gte=F("validated_on")),
                                   name="value_superseded_after_it_counted"),
            models.CheckConstraint(condition=Q(sex__in=["", "F", "M"], disability__in=["", "yes", "no"]), name="value_cell_is_known"),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["indicator", "month"], include=["amount", "commune", "report", "sex", "age", "disability", "superseded_on", "validated_on"],
                         condition=Q(validated_on__isnull=False), name="values_that_count"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.indicator} {self.month:%Y-%m} {self.amount}"


class Chase(models.Model):
    """One SMS that reminded of a month: the volunteer who has not sent, or the host that has not attested."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    who = models.CharField(max_length=10, choices=Chased)
    on = models.DateField()
    by_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mission", "month", "who", "on"], name="chased_once_a_day")]

    def __str__(self):
        return f"{self.mission_id} {self.month:%Y-%m} {self.who}"


class Sample(models.Model):
    """So many validated reports of a period, drawn by a published seed, whose registers a third party reads."""

    number = models.CharField(max_length=30, unique=True)
    first_month = models.DateField()
    last_month = models.DateField()
    region = models.CharField(max_length=40, blank=True, help_text="code of the place; empty: the country")
    size = models.SmallIntegerField()
    count = models.IntegerField(help_text="reports of the population")
    population = models.JSONField(help_text="the numbers of its reports, in order")
    population_digest = models.CharField(max_length=64, help_text="SHA-256 of the population as its list writes it")
    seed = models.CharField(max_length=120)
    witnessed = models.CharField(max_length=200, help_text="how the seed was drawn, before whom")
    verifier = models.CharField(max_length=120, help_text="the organisation that reads the registers, and who")
    state = models.CharField(max_length=10, choices=SampleState, default=SampleState.DRAWN)
    drawn_on = models.DateField()
    drawn_by_id = models.BigIntegerField()
    concluded_on = models.DateField(null=True)
    result = models.JSONField(default=list, help_text="engine.sampling.Deviation of each indicator, frozen")
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of what was drawn, found and concluded")
    paper = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, related_name="+", help_text="the sheet taken to the registers"
    )
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(size__gte=1, size__lte=F("count"), first_month__lte=F("last_month")), name="sample_holds_in_its_population"),
            models.CheckConstraint(condition=Q(seed__gt="", witnessed__gt="", verifier__gt=""), name="sample_says_seed_and_verifier"),
            models.CheckConstraint(condition=Q(state="drawn") | Q(state="concluded", concluded_on__isnull=False, digest__gt=""),
                                   name="sample_concluded_with_its_result"),
        ]  # fmt: skip

    def __str__(self):
        return self.number


class Sampled(models.Model):
    """One report of a sample, in the order it came out. Who writes what its register says neither sent, attested nor validated it."""

    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="drawn")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="samples")
    rank = models.SmallIntegerField()
    note = models.CharField(max_length=500, blank=True, help_text="what was seen; why no register could be read")
    read_on = models.DateField(null=True)
    read_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sample", "report"], name="sampled_once"),
            models.UniqueConstraint(fields=["sample", "rank"], name="sampled_rank_once"),
            models.CheckConstraint(condition=Q(read_on__isnull=True, read_by_id__isnull=True) | Q(read_on__isnull=False, read_by_id__isnull=False), name="sampled_read_by_and_on"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.sample_id}/{self.rank}"


class Found(models.Model):
    """What the register of a sampled report says of an indicator."""

    sampled = models.ForeignKey(Sampled, on_delete=models.PROTECT, related_name="found")
    indicator = models.CharField(max_length=40)
    amount = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sampled", "indicator"], name="found_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="found_not_negative"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.sampled_id} {self.indicator} {self.amount}"
