"""Sector first: one convention, and the needs by locality that it plans; facilities confirm, they need not initiate."""

from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.foundation.rules.models import Form
from teriya.mobilisation.hosts.models.hosts import Host
from teriya.mobilisation.hosts.models.needs import Need
from teriya.mobilisation.hosts.queries import PlannedQuerySet
from teriya.mobilisation.hosts.states import PlannedState


class SectorMember(models.Model):
    """Who speaks for a sector: a ministry’s focal point, or its regional directorate’s. The domain is the pack’s."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sectors")
    domain = models.CharField(max_length=60)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "domain"], name="sector_member_once")]

    def __str__(self):
        return f"{self.user} · {self.domain}"


class Convention(models.Model):
    """What a ministry, its regional directorate or a commune signs with the agency."""

    reference = models.CharField(max_length=30, unique=True)
    title = models.CharField(max_length=160)
    party = models.CharField(max_length=160, help_text="the ministry, directorate or commune")
    signatories = models.TextField(help_text="one a line: name and function")
    domain = models.CharField(max_length=60)
    period = DateRangeField()
    by_id = models.BigIntegerField()
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    def __str__(self):
        return self.reference


class Planned(models.Model):
    """One line of a convention’s table: what one facility is to ask for, once it has confirmed."""

    convention = models.ForeignKey(Convention, on_delete=models.PROTECT, related_name="lines")
    host = models.ForeignKey(Host, on_delete=models.PROTECT, related_name="planned")
    form = models.ForeignKey(Form, on_delete=models.PROTECT)
    profile = models.CharField(max_length=60)
    places = models.IntegerField()
    months = models.IntegerField()
    starts_on = models.DateField()
    gap_tenths = models.IntegerField(null=True, blank=True, help_text="full-time posts that lack, in tenths (ETP)")
    state = models.CharField(max_length=9, choices=PlannedState, default=PlannedState.PLANNED)
    need = models.OneToOneField(Need, on_delete=models.PROTECT, null=True, blank=True, related_name="planned")
    on = models.DateField()

    objects = PlannedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["convention", "host", "form", "profile"], name="planned_once",
                                    violation_error_message=_("Cette ligne est déjà dans la convention.")),
            models.CheckConstraint(condition=Q(places__gt=0, months__gt=0), name="planned_asks_for_something",
                                   violation_error_message=_("Un besoin demande au moins une place et un mois.")),
            models.CheckConstraint(condition=Q(state="confirmed", need__isnull=False) | ~Q(state="confirmed") & Q(need__isnull=True),
                                   name="planned_confirmed_is_a_need"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.convention} {self.host}"

    @property
    def gap(self) -> str:
        """The full-time posts that lack, as people write them: 7,5."""
        whole, tenth = divmod(self.gap_tenths or 0, 10)
        return "" if self.gap_tenths is None else f"{whole},{tenth}" if tenth else str(whole)
