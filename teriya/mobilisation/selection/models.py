"""Where and when juries of three sit, whom they hear, their scores, and the ranking that follows."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.foundation.documents.models import Document
from teriya.foundation.places.models import Centre, Place
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.selection.engine.grid import spread
from teriya.mobilisation.selection.querysets import (
    ConflictQuerySet,
    ContestQuerySet,
    HearingQuerySet,
    JuryQuerySet,
    MemberQuerySet,
    VenueQuerySet,
)
from teriya.mobilisation.selection.states import (
    ConflictState,
    ContestState,
    HearingState,
    ListingState,
    Outcome,
    SelectionMode,
)


class Venue(models.Model):
    """A town where the candidates of some communes are heard: those of a regional centre, or some of them."""

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="venues")
    town = models.CharField(max_length=40)
    address = models.CharField(max_length=60, help_text="building and quarter, as candidates know them")
    communes = models.ManyToManyField(Place, related_name="+")

    objects = VenueQuerySet.as_manager()

    class Meta:
        ordering = ["town"]
        constraints = [
            models.UniqueConstraint(fields=["wave", "town"], name="venue_once",
                                    violation_error_message=_("Cette ville est déjà un lieu d’entretien de la vague.")),
        ]  # fmt: skip

    def __str__(self):
        return self.town


class Jury(models.Model):
    """Three people who score the candidates of a wave: the centre's staff and outside persons.

    With a venue it hears those whom the timetable gives it; without one, the candidates who live in its centre's communes,
    or everyone where it has no centre.
    """

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="juries")
    name = models.CharField(max_length=80)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, null=True, blank=True, related_name="juries")
    room = models.CharField(max_length=40, blank=True)

    objects = JuryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wave", "name"], name="jury_once"),
            models.UniqueConstraint(fields=["wave", "centre"], nulls_distinct=False, condition=Q(venue=None), name="jury_one_a_centre",
                                    violation_error_message=_("Un jury entend déjà ces candidats.")),
        ]  # fmt: skip

    def __str__(self):
        return self.name


class Sitting(models.Model):
    """A jury's day of interviews: its hours, as the timetable gave them."""

    jury = models.ForeignKey(Jury, on_delete=models.PROTECT, related_name="sittings")
    on = models.DateField()
    begins = models.TimeField()
    ends = models.TimeField()
    pause_from = models.TimeField()
    pause_until = models.TimeField()
    minutes = models.IntegerField(help_text="of one interview")

    class Meta:
        ordering = ["on", "jury"]
        constraints = [
            models.UniqueConstraint(fields=["jury", "on"], name="sitting_once_a_day"),
            models.CheckConstraint(condition=Q(begins__lt=F("ends"), pause_from__lte=F("pause_until"), minutes__range=(1, 240)),
                                   name="sitting_hours", violation_error_message=_("Les heures d’une séance se suivent.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.jury} {self.on}"


class Hearing(models.Model):
    """The interview of one candidate: before which jury, on which day, at what hour, and whether the person came."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="hearings")
    jury = models.ForeignKey(Jury, on_delete=models.PROTECT, related_name="hearings")
    on = models.DateField(null=True, blank=True)
    at = models.TimeField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=HearingState, default=HearingState.CALLED)
    attempt = models.IntegerField(default=1, help_text="2 when heard again")
    version = models.IntegerField(default=1, help_text="one more at each move: what a sheet is written against")

    objects = HearingQuerySet.as_manager()

    class Meta:
        ordering = ["on", "at", "jury"]
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=~Q(state="superseded"), name="hearing_once",
                                    violation_error_message=_("Ce candidat est déjà convoqué.")),
            models.UniqueConstraint(fields=["application", "attempt"], name="hearing_attempt_once"),
            models.UniqueConstraint(fields=["jury", "on", "at"], name="hearing_slot_once",
                                    violation_error_message=_("Cette heure est déjà prise.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.application_id}: {self.on} {self.at}"

    @property
    def spread(self) -> int | None:
        """Points between the highest and the lowest sheet, once the three are open."""
        points = [sheet.points for sheet in self.sheets.all()]
        return spread(points) if points and None not in points else None


class JuryMember(models.Model):
    """Who holds a chair of a jury, numbered 1 to 3, until replaced; the account is empty when scores come on paper."""

    jury = models.ForeignKey(Jury, on_delete=models.PROTECT, related_name="members")
    chair = models.IntegerField()
    name = models.CharField(max_length=120)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    is_external = models.BooleanField(default=False, help_text="not of the agency: a host structure, a town hall…")
    until = models.DateField(null=True, blank=True, help_text="replaced on that day")
    why_left = models.CharField(max_length=400, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["chair", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["jury", "chair"], condition=Q(until=None), name="jury_chair_once"),
            models.UniqueConstraint(fields=["jury", "user"], condition=Q(until=None), name="jury_person_once",
                                    violation_error_message=_("Une personne tient un seul siège d’un jury.")),
            models.CheckConstraint(condition=Q(chair__range=(1, 3)), name="jury_has_three_chairs"),
            models.CheckConstraint(condition=Q(until=None) | ~Q(why_left=""), name="jury_replaced_says_why"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.jury} {self.chair}"


class Conflict(models.Model):
    """A member may not hear one candidate: kinship, an interest. Declared by the member, or by the centre on the written word
    of a member without account; settled by who organises.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="conflicts")
    member = models.ForeignKey(JuryMember, on_delete=models.PROTECT, related_name="conflicts")
    what = models.CharField(max_length=200, help_text="kinship or interest, in the member's words")
    state = models.CharField(max_length=10, choices=ConflictState, default=ConflictState.DECLARED)
    substitute = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
                                   help_text="who holds the chair for this candidate, if the jury hears all the same")  # fmt: skip
    substitute_name = models.CharField(
        max_length=120, blank=True, help_text="the same, from outside and without account: scores on paper"
    )
    typed_by_id = models.BigIntegerField(
        null=True,
        blank=True,
        help_text="who typed the written word of a member without account; empty: the member’s own account",
    )
    on = models.DateField()

    objects = ConflictQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "member"], name="conflict_once",
                                    violation_error_message=_("Ce conflit d’intérêts est déjà déclaré.")),
            models.CheckConstraint(condition=Q(substitute=None) | Q(substitute_name=""), name="conflict_one_substitute",
                                   violation_error_message=_("Une seule personne tient ce siège.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.member_id}/{self.application_id}"

    @property
    def stand_in(self) -> str:
        """The name of who holds the chair for this candidate; empty where the candidate goes before another jury."""
        return self.substitute.name if self.substitute else self.substitute_name


class Sheet(models.Model):
    """What one chair gave one candidate in one hearing. Sealed: nobody reads it before the three are there; never rewritten.

    From paper, it holds the score that the centre copied.
    """

    hearing = models.ForeignKey(Hearing, on_delete=models.PROTECT, related_name="sheets")
    chair = models.IntegerField()
    grid = models.CharField(max_length=60, help_text="code and version of the grid; empty on paper")
    sealed = models.TextField(blank=True, help_text="marks and remark, encrypted; empty on paper")
    digest = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 of what was sealed, shown to the member at once"
    )
    marks = models.JSONField(default=dict, help_text="criterion → mark, once opened")
    remark = models.CharField(max_length=400, blank=True)
    points = models.IntegerField(null=True, blank=True, help_text="on 100, once opened")
    by_id = models.BigIntegerField()
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["chair"]
        constraints = [
            models.UniqueConstraint(fields=["hearing", "chair"], name="sheet_once",
                                    violation_error_message=_("Cette fiche est déjà scellée.")),
            models.CheckConstraint(condition=Q(chair__range=(1, 3)) & (Q(points=None) | Q(points__range=(0, 100))),
                                   name="sheet_in_range"),
            models.CheckConstraint(condition=Q(sealed="") | ~Q(digest=""), name="sheet_sealed_has_digest"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.hearing_id}/{self.chair}"


class Minutes(models.Model):
    """The minutes (procès-verbal) of a jury: the frozen paper that its members sign."""

    jury = models.ForeignKey(Jury, on_delete=models.PROTECT, related_name="minutes")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return self.document.number


class MinutesSignature(models.Model):
    """A member's signature under the minutes: on one's own account, or in ink on the original that the centre keeps."""

    class Mode(models.TextChoices):
        ACCOUNT = "account", _("sur son compte")
        INK = "ink", _("à l’encre")

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="signatures")
    member = models.ForeignKey(JuryMember, on_delete=models.PROTECT, related_name="signatures")
    mode = models.CharField(max_length=8, choices=Mode)
    text_digest = models.CharField(max_length=64, help_text="SHA-256 of the frozen text that was signed")
    by_id = models.BigIntegerField(help_text="who signed, or who recorded the ink")
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["minutes", "member"], name="minutes_signed_once",
                                    violation_error_message=_("Ce membre a déjà signé.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.minutes_id}/{self.member_id}"


class Score(models.Model):
    """What one juror gave one candidate. Given once; a correction is a journalled action with its reason."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="scores")
    chair = models.IntegerField()
    points = models.IntegerField(help_text="0 to 100")
    by_id = models.BigIntegerField()
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["chair"]
        constraints = [
            models.UniqueConstraint(fields=["application", "chair"], name="score_once"),
            models.CheckConstraint(condition=Q(points__range=(0, 100), chair__range=(1, 3)), name="score_in_range",
                                   violation_error_message=_("Une note va de 0 à 100, jurés 1 à 3.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.application_id}/{self.chair}: {self.points}"


class Criteria(models.Model):
    """How a wave is selected, published before anybody is scored or drawn. Rows are added; the last one holds."""

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="criteria")
    mode = models.CharField(max_length=8, choices=SelectionMode)
    places = models.IntegerField(null=True, blank=True, help_text="on the list; empty: everybody ranked")
    reserve = models.IntegerField(default=0, help_text="on the reserve list")
    women = models.IntegerField(default=0, help_text="least share of women among the places, per cent")
    regions = models.JSONField(default=dict, help_text="region code → least number of places")
    by_id = models.BigIntegerField()
    on = models.DateField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=(Q(places=None) | Q(places__gt=0)) & Q(reserve__gte=0, women__range=(0, 100)),
                                   name="criteria_in_range", violation_error_message=_("Des places, une réserve, une part de 0 à 100.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.wave_id}: {self.mode}"


class Ranking(models.Model):
    """The place of a candidate: points are the sum of the three scores; ties by the wave's published lottery."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="ranking")
    points = models.IntegerField(help_text="0 in a public lottery")
    rank = models.IntegerField()
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.RANKED)
    why = models.CharField(
        max_length=30, blank=True, help_text="women or a region’s code: came in by a floor; displaced"
    )

    def __str__(self):
        return f"{self.rank}: {self.points}"


class Listing(models.Model):
    """A list established by one person, published by another, by number only."""

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="listings")
    minutes = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")
    board = models.OneToOneField(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    rows = models.JSONField(help_text="[N°, rank, points, outcome, why] by rank: what is published, and nothing else")
    state = models.CharField(max_length=10, choices=ListingState, default=ListingState.READY)
    published_on = models.DateField(null=True, blank=True)
    appeal_until = models.DateField(null=True, blank=True, help_text="last day to contest")
    by_id = models.BigIntegerField(help_text="who ranked")
    on = models.DateField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["wave"], condition=Q(state="published"), name="one_published_list"),
            models.UniqueConstraint(fields=["wave"], condition=Q(state="ready"), name="one_list_ready"),
            models.CheckConstraint(condition=~Q(state="published") | Q(board__isnull=False, published_on__isnull=False, appeal_until__isnull=False),
                                   name="published_list_has_its_board"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.wave_id}/{self.pk}"


class Contest(models.Model):
    """A candidate contests a published list; somebody who neither sat, ranked nor published answers."""

    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="contests")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="contests")
    text = models.TextField()
    state = models.CharField(max_length=10, choices=ContestState, default=ContestState.FILED)
    answer = models.TextField(blank=True)
    on = models.DateField()
    answer_by = models.DateField(help_text="last day for the agency to answer")

    objects = ContestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["listing", "application"], name="contest_once",
                                    violation_error_message=_("Vous avez déjà contesté cette liste.")),
            models.CheckConstraint(condition=Q(state="filed") | ~Q(answer=""), name="contest_answered_says_why"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.listing_id}/{self.application_id}"
