"""Who may record, attest and confirm a presence: the form's roles, and a tie to the volunteer. A role alone is not enough."""

from collections.abc import Iterable
from datetime import date

from teriya.foundation.accounts.models import User
from teriya.foundation.core.refusals import NotAllowed
from teriya.foundation.rules import queries as rules
from teriya.service.missions.models import Mission
from teriya.service.missions.policies import hosts_of

AT_THE_HOST = {"tutor", "host_officer"}
IN_THE_FIELD = {"field_facilitator", "senior"}


class Standing:
    """What ties one person to missions, for one permission; read once for a whole set."""

    def __init__(self, by: User, permission: str):
        self.by, self.acts = by, by.acts_for(permission)
        self.roles, self.hosts = {act.role for act in self.acts}, set(hosts_of(by))

    def holds(self, role: str, mission: Mission) -> bool:
        """Whether the person acts in that role for that mission.

        Tutor: the mission's own, or an officer of its host. Facilitator or senior: the mission's own. Any other role: of
        the centre, by commune.
        """
        if role in AT_THE_HOST:
            return bool(self.roles & AT_THE_HOST) and (
                mission.tutor_account_id == self.by.pk or mission.host_id in self.hosts
            )
        if role in IN_THE_FIELD:
            return role in self.roles and mission.facilitator_id == self.by.pk
        return any(act.role == role and act.covers(mission.host.commune_id) for act in self.acts)

    def is_at_centre(self, mission: Mission) -> bool:
        """An agent of the centre: keys what others wrote and signed on paper."""
        outsiders = (act for act in self.acts if act.role not in AT_THE_HOST | IN_THE_FIELD)
        return any(act.covers(mission.host.commune_id) for act in outsiders)


def require_duty(
    by: User, missions: Iterable[Mission], rule: str, permission: str, *, on: date, or_centre: bool = False
) -> None:
    """Refuse unless the form's rule names a role that the person holds for every mission; never one's own presence.

    `or_centre` also lets an agent of the regional centre act, holding the signed paper.
    """
    standing = Standing(by, permission)
    for mission in missions:
        if mission.person.account_id == by.pk:
            raise NotAllowed("own_file", "Personne ne pointe ni n’atteste sa propre présence.")
        roles = rules.amount(rule, form=mission.form.code, on=on, default=())
        allowed = any(standing.holds(role, mission) for role in roles)
        if not allowed and not (or_centre and standing.is_at_centre(mission)):
            raise NotAllowed(
                "not_your_team",
                f"La mission {mission.number} n’est pas de votre équipe : la forme {mission.form.code} dit qui s’en charge.",
            )
