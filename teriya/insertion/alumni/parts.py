"""What alumni add to the own page of a mission that is over: a door to the directory."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.insertion.routes.queries import OVER
from teriya.service.missions.models import Mission


def doors_of(user: User, mission: Mission) -> Iterator[tuple[str, str]]:
    if mission.person.account_id == user.pk and mission.state in OVER:
        yield _("Annuaire des anciens volontaires"), reverse("alumni:directory")
