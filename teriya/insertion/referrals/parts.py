"""What services add to the pages of lower rooms: doors, for who may open them."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.service.missions.models import Mission


def doors_of(user: User, mission: Mission) -> Iterator[tuple[str, str]]:
    """On a mission: direct its person to a service."""
    is_own = mission.person.account_id == user.pk
    if mission.started_on and not is_own and user.may(P.REFERRALS_MAKE, commune=mission.host.commune_id):
        yield _("Orienter vers un service"), reverse("referrals:refer", args=[mission.person.matricule])
