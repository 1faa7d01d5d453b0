"""What every action on a PTBA that is being written begins with."""

from datetime import date

from django.utils.translation import gettext as _

from teriya.contribution.framework.models import WorkPlan
from teriya.contribution.framework.states import ProgrammeState
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.refusals import Refusal


def hold_draft(work_plan: int, *, by: User, on: date) -> WorkPlan:
    """The version, locked, while it is being written. Refuses `not_draft`."""
    require(by, P.FRAMEWORK_WRITE)
    require_date(by, on)
    row = WorkPlan.objects.select_for_update(of=("self",)).select_related("letter__plan").get(pk=work_plan)
    if row.state != ProgrammeState.DRAFT:
        raise Refusal("not_draft", _("Cette version n’est plus en préparation : ouvrez-en une autre."))
    return row
