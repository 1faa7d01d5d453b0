"""Numbers that another person froze, and yearbooks that another prepared: the management publishes them or sets them aside."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from teriya.contribution.figures.models import Figure
from teriya.contribution.yearbook.models import Edition
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.ui.parts import Task
from teriya.portals.links import door
from teriya.portals.waiting.counting import waits


def to_publish(user: User, today: date) -> Iterator[Task]:
    """A number kept for a note waits for nobody."""
    if not user.may(P.FIGURES_PUBLISH):
        return
    rows = Figure.objects.filter(state="frozen", notes=None).exclude(frozen_by_id=user.pk)
    yield from waits(_("Chiffres figés à publier"), door("figures:figures"), rows, "on")
    editions = Edition.objects.filter(state="frozen").exclude(prepared_by_id=user.pk)
    yield from waits(_("Annuaires à publier"), door("yearbook:yearbooks"), editions, "on")


ROOMS = (to_publish,)
