"""What plans add to a mission's page: the door of its plan."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.insertion.plans.models import Plan
from teriya.service.missions.models import Mission


def doors_of(user: User, mission: Mission) -> Iterator[tuple[str, str]]:
    row = Plan.objects.visible_to(user).filter(mission=mission).first()
    if row:
        yield _("Plan d’insertion"), reverse("plans:plan", args=[row.pk])
