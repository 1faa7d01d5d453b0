"""Who may do what in the follow-up, when a role alone does not say it."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.refusals import NotAllowed
from teriya.foundation.places.models import Centre
from teriya.service.missions.models import Mission
from teriya.service.missions.policies import hosts_of, require_at, require_not_own


def require_visitor(by: User, missions: Sequence[Mission]) -> None:
    """Who visits has these communes, is not visited, and does not belong to the host."""
    require_at(by, P.VISITS_MAKE, missions)
    require_not_own(by, missions)


def guides(user: User, mission: Mission) -> bool:
    """Whether the person guides this volunteer: officer of the host, tutor or field facilitator."""
    return mission.host_id in hosts_of(user) or user.pk in (mission.tutor_account_id, mission.facilitator_id)


def covers_centre(user: User, permissions: Iterable[str], centre: Centre) -> bool:
    """Whether one of the permissions holds in this centre, in part at least."""
    places = set(centre.communes.values_list("pk", flat=True))
    held = [user.communes(permission) for permission in permissions if user.may(permission)]
    return any(communes is None or communes & places for communes in held)


def require_centre(by: User, permission: str, centre: Centre) -> None:
    if not covers_centre(by, [permission], centre):
        raise NotAllowed("not_allowed", _("Votre rôle ou votre périmètre ne permet pas cette action."))


def may_visit(user: User, mission: Mission) -> bool:
    """Whether the visit form opens for this person."""
    belongs = user.host_duties.filter(host=mission.host_id, until=None).exists()
    is_own = mission.person.account_id == user.pk
    return user.may(P.VISITS_MAKE, commune=mission.host.commune_id) and not belongs and not is_own
