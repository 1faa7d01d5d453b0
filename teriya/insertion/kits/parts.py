"""What kits add to the page of a mission: a door, for who may open it."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.insertion.kits.models import Kit
from teriya.service.missions.models import Mission


def doors_of(user: User, mission: Mission) -> Iterator[tuple[str, str]]:
    """The kits of the volunteer: the staff's page of each, or the own page."""
    found = Kit.objects.filter(person=mission.person_id)
    if user.may(P.KITS_READ):
        for kit in found.visible_to(user).select_related("lot"):
            yield _("Kit « %(title)s »") % {"title": kit.lot.title}, reverse("kits:kit", args=[kit.number])
    elif mission.person.account_id == user.pk and found.exists():
        yield _("Mon kit"), reverse("kits:mine")
