"""Installation kits: terms that are late, businesses to visit, balances to give up."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.money import amount as in_francs
from teriya.foundation.ui.parts import Task
from teriya.insertion.kits.models import Kit, Waiver
from teriya.insertion.kits.queries import late_kits, to_follow_up
from teriya.portals.links import door
from teriya.portals.waiting.counting import waits, within


def kept(user: User, today: date) -> Iterator[Task]:
    """For who keeps kits there: what is late, and which visits wait."""
    if not user.may(P.KITS_KEEP):
        return
    rows = Kit.objects.filter(within(user, P.KITS_KEEP, "commune"))
    if late := late_kits(rows, today).values():
        francs, since = in_francs(sum(one.francs for one in late)), min(one.since for one in late)
        yield Task(_("Kits dont un terme est en retard"), door("kits:kits", retard=1), len(late), since, francs)
    if visits := to_follow_up(rows, today):
        yield Task(_("Activités à visiter"), door("kits:kits", visite=1), len(visits), visits[0].since)


def waivers(user: User, today: date) -> Iterator[Task]:
    """Balances that another person asks to give up; the door of the oldest."""
    if not user.may(P.KITS_DECIDE):
        return
    asked = Waiver.objects.filter(state="asked").exclude(asked_by_id=user.pk)
    if first := asked.order_by("asked_on", "pk").values_list("kit__number", flat=True).first():
        yield from waits(_("Soldes de kits à effacer : décider"), door("kits:kit", first), asked, "asked_on")


ROOMS = (kept, waivers)
