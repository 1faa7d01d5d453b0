"""Host structures, what allows them to receive, what they need, and the seats that are funded."""

from datetime import date, timedelta

from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.foundation.core.periods import no_overlap
from teriya.foundation.ledger.models import Envelope
from teriya.foundation.places.models import Place
from teriya.foundation.rules.models import Form
from teriya.mobilisation.hosts.queries import HostQuerySet, NeedQuerySet
from teriya.mobilisation.hosts.states import HostState, NeedState, SeatState


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


class Need(models.Model):
    """What a host asks for: a profile, how many, from when, for how long, with which tutor (expression de besoin)."""

    reference = models.CharField(max_length=20, unique=True)
    host = models.ForeignKey(Host, on_delete=models.PROTECT, related_name="needs")
    form = models.ForeignKey(Form, on_delete=models.PROTECT)
    profile = models.CharField(max_length=60)
    diploma = models.CharField(max_length=20, blank=True, help_text="lowest diploma accepted")
    places = models.IntegerField()
    months = models.IntegerField(help_text="of the contract; 24 asked of a form of 12 renewable = 12, renewable")
    is_renewable = models.BooleanField(default=False)
    starts_on = models.DateField()
    tutor = models.CharField(max_length=120, blank=True)
    tasks = models.TextField(blank=True, help_text="fiche de mission")
    state = models.CharField(max_length=10, choices=NeedState, default=NeedState.SUBMITTED)
    by_id = models.BigIntegerField(help_text="who wrote it: somebody else approves it")
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    objects = NeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(places__gt=0, months__gt=0), name="need_asks_for_something",
                                   violation_error_message=_("Un besoin demande au moins une place et un mois.")),
        ]  # fmt: skip

    def __str__(self):
        return self.reference


class Seat(models.Model):
    """One place of a need (poste ouvert). Nobody is placed on a seat that no envelope pays."""

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="seats")
    number = models.IntegerField()
    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, null=True, blank=True)
    state = models.CharField(max_length=8, choices=SeatState, default=SeatState.OPEN)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["need", "number"], name="seat_once"),
            models.CheckConstraint(condition=~Q(state="filled") | Q(envelope__isnull=False), name="seat_filled_is_funded",
                                   violation_error_message=_("Une place pourvue est financée par une enveloppe.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.need}/{self.number}"
