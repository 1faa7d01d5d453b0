"""Referrals whose news is late, offers to publish, people who want one, offers that suit oneself."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.ui.parts import Task
from teriya.insertion.referrals import policies, queries
from teriya.insertion.referrals.models import Interest, Opening, Referral
from teriya.portals.links import door
from teriya.portals.waiting.counting import waits


def referrals(user: User, today: date) -> Iterator[Task]:
    """Those of which news was due before today, and people interested in an offer whom nobody has answered."""
    if not user.may(P.REFERRALS_MAKE):
        return
    late = Referral.objects.visible_to(user).waiting().filter(due_on__lt=today)
    yield from waits(_("Orientations sans nouvelle dans le délai"), door("referrals:referrals"), late, "due_on")
    said = Interest.objects.filter(policies.reached(user, P.REFERRALS_MAKE), state="said")
    yield from waits(_("Personnes intéressées par une offre"), door("referrals:openings"), said, "on")


def openings(user: User, today: date) -> Iterator[Task]:
    """Offers that a host or a partner proposes."""
    if not user.may(P.SERVICES_KEEP):
        return
    rows = Opening.objects.filter(state="proposed")
    yield from waits(_("Offres proposées, à publier"), door("referrals:openings", voir="proposed"), rows, "on")


def own(user: User, today: date) -> Iterator[Task]:
    """Offers that suit a volunteer near the end or after it, until each has an answer."""
    if user.may(P.PLANS_OWN) and (rows := queries.new_for(user, today)):
        yield Task(_("Offres pour vous"), door("referrals:mine"), len(rows), min(row.on for row in rows))


ROOMS = (referrals, openings, own)
