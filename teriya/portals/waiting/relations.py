"""What binds us to other agencies: conventions to answer, agreements to sign, reports to write, lines that are late, letters to write."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from teriya.exchange.relations.models import Convention, Decision, Framework, PeerMission
from teriya.exchange.relations.queries import untold
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.portals.links import door
from teriya.portals.waiting.counting import Waiting, waits


def decided(user: User, today: date) -> Iterator[Waiting]:
    """What another person wrote, or another agency proposes."""
    if not user.may(P.RELATIONS_DECIDE):
        return
    here = door("relations:relations")
    conventions = Convention.objects.filter(state="proposed", our_word="").exclude(by_id=user.pk)
    yield from waits(_("Conventions avec une autre agence, à approuver"), here, conventions, "on")
    frameworks = Framework.objects.filter(state="prepared").exclude(by_id=user.pk)
    yield from waits(_("Accords-cadres dont la signature est à enregistrer"), here, frameworks, "on")


def kept(user: User, today: date) -> Iterator[Waiting]:
    if not user.may(P.RELATIONS_KEEP):
        return
    here = door("relations:relations")
    missions = PeerMission.objects.filter(reported_on=None, ends_on__lte=today)
    yield from waits(_("Missions d’échange dont le rapport est à écrire"), here, missions, "ends_on")
    yield from waits(_("Nos lignes en retard envers une autre agence"), here, Decision.objects.late_on(today).filter(is_ours=True), "due_on")  # fmt: skip
    yield from waits(_("À dire par lettre aux agences sans le système"), here, untold(), "on")


ROOMS = (decided, kept)
