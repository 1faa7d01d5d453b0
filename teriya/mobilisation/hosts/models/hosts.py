"""Host structures, what allows them to receive, who belongs to them, what they undertake and recourse."""

from datetime import date, timedelta

from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.foundation.core.models import Transition
from teriya.foundation.core.periods import no_overlap
from teriya.foundation.places.models import Place
from teriya.mobilisation.hosts.queries import HostQuerySet, RecourseQuerySet
from teriya.mobilisation.hosts.states import HostState, RecourseState


class Host(models.Model):
    """A school, health centre, commune, association… that receives volunteers (structure d’accueil)."""

    number = models.CharField(max_length=20, unique=True, help_text="of the register of hosts: SA-2026-0001")
    office_number = models.CharField(
        max_length=20, blank=True, help_text="N° in its office’s own list, by which needs name it; one host a centre"
    )
    name = models.CharField(max_length=160)
    folded = models.CharField(max_length=160, db_index=True)
    legal_form = models.CharField(max_length=30)
    domain = models.CharField(max_length=60, help_text="a domain of the pack, or the words of the office")
    commune = models.ForeignKey(Place, on_delete=models.PROTECT)
    head = models.CharField(max_length=120)
    phone = models.CharField(max_length=20, blank=True)
    receipt_number = models.CharField(max_length=60, blank=True, help_text="récépissé of an NGO or association")
    state = models.CharField(max_length=12, choices=HostState, default=HostState.REGISTERED)
    registered_on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    objects = HostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["folded", "commune", "phone"], name="host_once",
                                    violation_error_message=_("Cette structure est déjà enregistrée dans cette commune.")),
            models.UniqueConstraint(fields=["commune", "office_number"], name="host_office_number_once", condition=~Q(office_number=""),
                                    violation_error_message=_("Une autre structure de la commune porte ce numéro.")),
        ]  # fmt: skip

    def __str__(self):
        return self.name


RUBRICS = {
    "identification": _("identification : statut, domaine, enregistrement"),
    "capacity": _("capacité : personnel et finances"),
    "mission": _("mission utile et de qualité"),
    "papers": _("documents complets"),
}


class Evaluation(models.Model):
    """The field evaluation: four rubrics, each eliminatory (domain: PSA → SA)."""

    host = models.ForeignKey(Host, on_delete=models.PROTECT, related_name="evaluations")
    identification = models.BooleanField()
    capacity = models.BooleanField()
    mission = models.BooleanField()
    papers = models.BooleanField()
    findings = models.TextField(blank=True)
    on = models.DateField()
    by_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["host", "on"], name="evaluation_once_a_day")]

    def __str__(self):
        return f"{self.host} {self.on}"

    @property
    def is_favourable(self) -> bool:
        return not self.missing

    @property
    def missing(self) -> list[str]:
        """The rubrics not met, in words."""
        return [words for name, words in RUBRICS.items() if not getattr(self, name)]


class Accreditation(models.Model):
    """The right to receive volunteers for a term, up to a quota."""

    host = models.ForeignKey(Host, on_delete=models.PROTECT, related_name="accreditations")
    period = DateRangeField()
    quota = models.IntegerField()
    act = models.CharField(max_length=60, help_text="number of the decision")

    class Meta:
        constraints = [
            no_overlap(
                "host_id", "accreditations_do_not_overlap", sentence=_("Cette structure est déjà agréée à ces dates.")
            ),
            models.CheckConstraint(condition=Q(quota__gt=0), name="accreditation_quota_positive"),
        ]

    def __str__(self):
        return f"{self.host}: {self.quota}"

    @property
    def last_day(self) -> date:
        return self.period.upper - timedelta(1)


class HostOfficer(models.Model):
    """Who belongs to a host: its officers and tutors. Nobody decides for a host one belongs to."""

    class Duty(models.TextChoices):
        OFFICER = "officer", _("responsable")
        TUTOR = "tutor", _("tuteur")

    host = models.ForeignKey(Host, on_delete=models.PROTECT, related_name="officers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="host_duties")
    duty = models.CharField(max_length=8, choices=Duty)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["host", "user", "duty"], name="host_officer_once")]

    def __str__(self):
        return f"{self.user} · {self.host}"


class Undertaking(models.Model):
    """The duties of the pack that a host accepts, word for word: ticked on a phone, or in ink before the centre."""

    host = models.ForeignKey(Host, on_delete=models.PROTECT, related_name="undertakings")
    words = models.JSONField(help_text="list of [code, sentence] as they stood that day")
    signed_by = models.CharField(max_length=120, help_text="name of the officer who accepts")
    in_ink = models.BooleanField(default=False, help_text="signed on paper, recorded by the centre")
    by_id = models.BigIntegerField()
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=[]), name="undertaking_says_what")]

    def __str__(self):
        return f"{self.host} {self.on}"


class Recourse(models.Model):
    """A host’s appeal (recours) against a refusal, a suspension or its removal; somebody else than who decided answers."""

    host = models.ForeignKey(Host, on_delete=models.PROTECT, related_name="recourses")
    decision = models.OneToOneField(Transition, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    on = models.DateField()
    answer_by = models.DateField()
    by_id = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=RecourseState, default=RecourseState.FILED)
    answer = models.TextField(blank=True)

    objects = RecourseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state="filed") | Q(answer__gt=""), name="recourse_answered_with_reason",
                                   violation_error_message=_("Une réponse à un recours dit pourquoi.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.host} {self.on}"
