"""What savings groups add to the page of a mission: a door, for who may open it."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.insertion.groups.models import Member, SavingsGroup
from teriya.service.missions.models import Mission


def doors_of(user: User, mission: Mission) -> Iterator[tuple[str, str]]:
    """The groups of the volunteer: the staff's page of each, or the own page."""
    found = Member.objects.filter(person=mission.person_id, left_on=None)
    if user.may(P.GROUPS_READ):
        for group in SavingsGroup.objects.visible_to(user).filter(members__in=found).order_by("-opened_on"):
            yield (
                _("Groupe d’épargne « %(name)s »") % {"name": group.name},
                reverse("groups:group", args=[group.number]),
            )
    elif mission.person.account_id == user.pk and found.exists():
        yield _("Mon groupe d’épargne"), reverse("groups:mine")
