"""What every action on a group begins with."""

from datetime import date

from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.refusals import Refusal
from teriya.insertion.groups.models import SavingsGroup
from teriya.insertion.groups.states import GroupState


def hold(group: SavingsGroup, *, by: User, on: date) -> SavingsGroup:
    """The group, locked, for who keeps the groups of its commune. Refuses `group_not_running`."""
    row = SavingsGroup.objects.select_for_update(of=("self",)).select_related("commune").get(pk=group.pk)
    require(by, P.GROUPS_KEEP, commune=row.commune_id)
    require_date(by, on)
    if row.state != GroupState.RUNNING:
        raise Refusal(
            "group_not_running", _("Le cycle de ce groupe est fini : rouvrez-le, ou ouvrez le cycle suivant.")
        )
    return row
