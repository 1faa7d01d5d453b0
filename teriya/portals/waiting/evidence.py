"""Evidence that another person decides: testimonies and studies to publish, registers to confirm."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from teriya.contribution.evidence.models import Reading, Study, Testimony
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.portals.links import door
from teriya.portals.waiting.counting import Waiting, waits, within


def decided(user: User, today: date) -> Iterator[Waiting]:
    """Of one's communes, written down by somebody else."""
    if not user.may(P.EVIDENCE_DECIDE):
        return
    mine = within(user, P.EVIDENCE_DECIDE, "host__commune")
    told = Testimony.objects.filter(mine, state="recorded").exclude(by_id=user.pk)
    yield from waits(_("Témoignages à publier"), door("evidence:testimonies", etat="recorded"), told, "on")
    read = Reading.objects.filter(mine, state="recorded").exclude(by_id=user.pk)
    yield from waits(_("Registres relevés à confirmer"), door("evidence:facilities"), read, "on")


def studied(user: User, today: date) -> Iterator[Waiting]:
    if not user.may(P.STUDIES_PUBLISH):
        return
    rows = Study.objects.filter(state="recorded").exclude(by_id=user.pk)
    yield from waits(_("Études à publier"), door("evidence:studies"), rows, "on")


ROOMS = (decided, studied)
