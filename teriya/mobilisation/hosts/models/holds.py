"""What keeps a host from new volunteers, or soon will. Rooms above write it through `actions.set_holds`."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.mobilisation.hosts.models.hosts import Host


class Hold(models.Model):
    """A warning, or a stop, on what a host may newly receive. Those already there go on, and so does their pay."""

    class Level(models.TextChoices):
        WARNED = "warned", _("avertie")
        BLOCKED = "blocked", _("nouvelles places arrêtées")

    host = models.ForeignKey(Host, on_delete=models.PROTECT, related_name="holds")
    source = models.CharField(max_length=20, help_text="the room's word for what causes it: host_share")
    level = models.CharField(max_length=7, choices=Level)
    reason = models.CharField(max_length=300, help_text="what is wrong, and the cure, as the host reads it")
    since = models.DateField()
    lifted_on = models.DateField(null=True, blank=True)
    lifted_because = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["host", "source"], condition=Q(lifted_on=None), name="hold_once_a_source"),
            models.CheckConstraint(condition=Q(lifted_on__isnull=True, lifted_because="") | Q(lifted_on__isnull=False, lifted_because__gt=""),
                                   name="hold_lifted_on_because"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.host_id} {self.source} {self.level}"
