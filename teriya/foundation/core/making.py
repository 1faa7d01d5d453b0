"""Files that take longer than a page waits: a page asks for them, the worker makes them and tells how far they are."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teriya.foundation.core.refusals import Refusal

LONGEST = timedelta(hours=1)  # one asked before is lost with the worker that made it


class MakingState(models.TextChoices):
    ASKED = "asked", _("demandé")
    MADE = "made", _("prêt")
    FAILED = "failed", _("arrêté")


class Making(models.Model):
    """How far a file is, who asked for it, why it failed. Its room adds what it is about and where its bytes are."""

    state = models.CharField(max_length=10, choices=MakingState, default=MakingState.ASKED)
    done = models.IntegerField(default=0, help_text="papers written")
    total = models.IntegerField(help_text="papers")
    failure = models.CharField(max_length=300, blank=True)
    by_id = models.BigIntegerField(help_text="who asked, in whose name it is made")
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=~Q(state="failed") | Q(failure__gt=""), name="%(class)s_failed_says_why")
        ]

    @property
    def is_lost(self) -> bool:
        return self.state == MakingState.ASKED and self.at < timezone.now() - LONGEST

    def tell(self, done: int) -> None:
        """What the page shows; seen at once where no transaction is open."""
        type(self)._default_manager.filter(pk=self.pk).update(done=done)

    def give_up(self, why: str) -> None:
        type(self)._default_manager.filter(pk=self.pk).update(state=MakingState.FAILED, failure=why[:300])


@contextmanager
def said(give_up: Callable[[str], None], otherwise: str) -> Iterator[None]:
    """Whatever stops a job is said where its page reads it; what is not a refusal is the worker's failure too."""
    try:
        yield
    except Refusal as no:
        give_up(no.sentence)
    except Exception:
        give_up(otherwise)
        raise
