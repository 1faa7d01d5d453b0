"""The single register: one person, one number for life."""

from datetime import date, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.foundation.core.periods import no_overlap
from teriya.foundation.intake.models import Import
from teriya.foundation.places.models import Place
from teriya.people.queries import PastServiceQuerySet, PersonQuerySet, SuspicionQuerySet, TakeOnQuerySet
from teriya.people.spellings import words_of


class Person(models.Model):
    """Somebody the agency knows: candidate, volunteer, former volunteer. Nobody is ever deleted by a machine."""

    class Sex(models.TextChoices):
        FEMALE = "F", _("femme")
        MALE = "M", _("homme")

    matricule = models.CharField(max_length=20, unique=True, help_text="one number for life")
    family = models.CharField(max_length=80)
    given = models.CharField(max_length=120)
    married = models.CharField(max_length=80, blank=True)
    folded = models.CharField(
        max_length=300, help_text="folded names, in alphabetical order of their words: what a search matches"
    )
    sex = models.CharField(max_length=1, choices=Sex)
    birth_on = models.DateField(null=True, blank=True, help_text="empty when only the year is known")
    birth_year = models.IntegerField()
    phone = models.CharField(max_length=20, blank=True, help_text="E.164")
    died_on = models.DateField(null=True, blank=True, help_text="nobody writes to this person any more")
    commune = models.ForeignKey(Place, on_delete=models.PROTECT, db_index=False)  # `person_of_commune` serves it
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="person"
    )
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="aliases")
    registered_on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    objects = PersonQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["folded"], name="person_folded"),
            models.Index(fields=["phone"], name="person_phone"),
            models.Index(fields=["commune", "id"], name="person_of_commune"),
            models.Index(fields=["family", "given", "id"], name="person_by_name"),
            GinIndex(words_of("folded"), name="person_words"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(birth_on__isnull=True) | Q(birth_on__year=F("birth_year")), name="person_birth_year_agrees",
                                   violation_error_message=_("L’année de naissance contredit la date de naissance.")),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="person_not_own_alias"),
            models.CheckConstraint(condition=Q(died_on__isnull=True) | Q(phone=""), name="person_dead_has_no_phone",
                                   violation_error_message=_("Personne n’écrit au numéro d’une personne décédée.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.family} {self.given}"


class NameWord(models.Model):
    """A word that stands in a name of the register, with what a misspelling of it is found by. Twice the same does no harm."""

    word = models.CharField(max_length=120, db_index=True, help_text="folded")
    keys = ArrayField(models.CharField(max_length=120))

    class Meta:
        indexes = [GinIndex(fields=["keys"], name="name_word_keys")]

    def __str__(self):
        return self.word


class Paper(models.Model):
    """A paper that a person showed: identity, birth, diploma. The same number may be shown by two: that is what is watched."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=20)
    number = models.CharField(max_length=40)
    folded = models.CharField(max_length=40, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "folded"], name="paper_once")]

    def __str__(self):
        return f"{self.kind} {self.number}"


class Suspicion(models.Model):
    """Two records that may be one person, put side by side before an officer. A machine never merges."""

    class State(models.TextChoices):
        OPEN = "open", _("à trancher")
        SAME = "same", _("même personne")
        DIFFERENT = "different", _("deux personnes")

    first = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    score = models.IntegerField(help_text="0 to 1000")
    reasons = models.JSONField(help_text="list of [code, sentence]")
    is_held = models.BooleanField(help_text="nothing goes on for either until somebody decides")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    kept = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    found_on = models.DateField()
    decided_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField(db_default=Now())

    objects = SuspicionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "-score", "found_on", "id"], name="suspicion_queue")]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="suspicion_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="suspicion_lower_first"),
            models.CheckConstraint(
                condition=Q(state="same", kept__isnull=False) | (~Q(state="same") & Q(kept__isnull=True)),
                name="suspicion_same_keeps_one",
                violation_error_message=_("Deux fiches d’une même personne : dites laquelle on garde."),
            ),
        ]

    def __str__(self):
        return f"{self.first_id} ~ {self.second_id}"


class ServicePeriod(models.Model):
    """Time served as a volunteer, whoever wrote it: a mission here, history taken on, service abroad. Caps are counted here."""

    class Proof(models.TextChoices):
        PROVEN = "proven", _("prouvée")
        MISSING = "missing", _("période connue, preuve manquante")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="service_periods")
    form = models.CharField(max_length=30)
    period = DateRangeField()
    source = models.CharField(max_length=30, help_text="mission, history, reciprocity")
    source_id = models.BigIntegerField()
    proof = models.CharField(
        max_length=8,
        choices=Proof,
        default=Proof.PROVEN,
        help_text="a cap refuses on what is proven, and warns on the rest",
    )

    class Meta:
        constraints = [
            no_overlap(
                "person_id",
                "service_periods_do_not_overlap",
                sentence=_("Cette personne est déjà en mission à ces dates."),
            ),
            models.UniqueConstraint(fields=["source", "source_id"], name="service_period_once"),
        ]

    def __str__(self):
        return f"{self.form} {self.period}"

    @property
    def first_day(self) -> date:
        return self.period.lower

    @property
    def last_day(self) -> date:
        return self.period.upper - timedelta(1)


class TakeOn(models.Model):
    """A register of former volunteers carried into ours: one file, who brought it, and whether it was taken back."""

    file = models.OneToOneField(Import, on_delete=models.PROTECT, related_name="+")
    filename = models.CharField(max_length=200)
    by_id = models.BigIntegerField()
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())
    undone_on = models.DateField(null=True, blank=True)
    undone_by_id = models.BigIntegerField(null=True, blank=True)
    undo_reason = models.TextField(blank=True)

    objects = TakeOnQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_on__isnull=True, undone_by_id__isnull=True, undo_reason="")
                | (Q(undone_on__isnull=False, undone_by_id__isnull=False) & ~Q(undo_reason="")),
                name="take_on_undone_says_why",
                violation_error_message=_("Une reprise annulée dit qui l’annule, quand et pourquoi."),
            )
        ]

    def __str__(self):
        return self.filename


class PastService(models.Model):
    """A mission of before, as a register tells it. Its period counts through the `ServicePeriod` of source "history"."""

    take_on = models.ForeignKey(TakeOn, on_delete=models.PROTECT, related_name="lines")
    line = models.IntegerField(help_text="as people number it in their file")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="past_services")
    is_first_known = models.BooleanField(help_text="this line put the person in the register")
    form = models.CharField(max_length=30)
    period = DateRangeField()
    wave = models.CharField(max_length=60, blank=True, help_text="vague or phase, as written")
    host = models.CharField(max_length=160, blank=True)
    place = models.CharField(max_length=80, blank=True)
    profile = models.CharField(max_length=60, blank=True)
    proof = models.CharField(
        max_length=80, blank=True, help_text="the paper that proves it and its number; empty: none"
    )
    proven_by = models.ForeignKey(
        TakeOn,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="proofs",
        help_text="a later file brought the proof",
    )

    objects = PastServiceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["take_on", "line"], name="past_service_once")]

    def __str__(self):
        return f"{self.form} {self.wave}"

    @property
    def first_day(self) -> date:
        return self.period.lower

    @property
    def last_day(self) -> date:
        return self.period.upper - timedelta(1)
