"""Money that will lack, and lists of missions that wait for a decision."""

from collections.abc import Iterator
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.ui.parts import Task
from teriya.pay.forecast.models import Alert, Cut
from teriya.portals.links import door
from teriya.portals.waiting.counting import waits


def alerts(user: User, today: date) -> Iterator[Task]:
    """Envelopes that run dry within the months of the pack: the first day without money, and what to do."""
    if not user.may(P.FORECAST_READ) or not (user.may(P.FORECAST_PLAN) or user.may(P.CUTS_DECIDE)):
        return
    rows = list(Alert.objects.filter(closed_on=None).order_by("until", "pk").values_list("until", "opened_on"))
    if rows:
        detail = _("argent jusqu’au %(day)s ; appelez une tranche, changez d’enveloppe, ou voyez qui s’arrêterait") % {
            "day": date_format(rows[0][0], "j F Y")
        }
        yield Task(_("Enveloppes bientôt vides"), door("forecast:funded_until"), len(rows), min(since for _until, since in rows), detail)  # fmt: skip


def cuts(user: User, today: date) -> Iterator[Task]:
    if user.may(P.CUTS_DECIDE):
        rows = Cut.objects.filter(state="proposed").exclude(proposed_by_id=user.pk)
        yield from waits(_("Missions à arrêter, à décider"), door("forecast:cuts"), rows, "on")


ROOMS = (alerts, cuts)
