"""Who keeps a plan: who has the permission in the commune of the host; never one's own."""

from collections.abc import Sequence

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.refusals import NotAllowed
from teriya.insertion.plans.models import Plan
from teriya.service.missions.models import Mission
from teriya.service.missions.policies import require_at, require_not_own


def require_keeper(by: User, missions: Sequence[Mission]) -> None:
    require_at(by, P.PLANS_KEEP, missions)
    require_not_own(by, missions)


def may_keep(user: User, plan: Plan) -> bool:
    """Whether the pages that write this plan open for this person."""
    try:
        require_keeper(user, [plan.mission])
    except NotAllowed:
        return False
    return True
