"""Who may record, attest and confirm a presence: the form's roles, and a tie to the volunteer. A role alone is not enough."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.rules import queries as rules
from teriya.service.attendance.leave_kinds import kind_of
from teriya.service.attendance.models import Leave
from teriya.service.attendance.states import AT_THE_HOST, IN_THE_FIELD, PENDING
from teriya.service.missions.models import Mission
from teriya.service.missions.policies import hosts_of


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


def attested_at_the_host(mission: Mission, on: date) -> bool:
    """Whether the form has its months attested by the people of the host, and not in the field."""
    return bool(AT_THE_HOST & set(rules.amount("presence_attested_by", form=mission.form.code, on=on, default=())))


def require_duty(
    by: User, missions: Iterable[Mission], rule: str, permission: str, *, on: date, or_centre: bool = False
) -> None:
    """Refuse unless the form's rule names a role that the person holds for every mission; never one's own presence.

    `or_centre` also lets an agent of the regional centre act, holding the signed paper.
    """
    standing = Standing(by, permission)
    for mission in missions:
        if mission.person.account_id == by.pk:
            raise NotAllowed("own_file", _("Personne ne pointe ni n’atteste sa propre présence."))
        if not _may(standing, mission, rule, on) and not (or_centre and standing.is_at_centre(mission)):
            raise NotAllowed(
                "not_your_team",
                _("La mission %(number)s n’est pas de votre équipe : la forme %(code)s dit qui s’en charge.")
                % {"number": mission.number, "code": mission.form.code},
            )


def _may(standing: Standing, mission: Mission, rule: str, on: date) -> bool:
    roles = rules.amount(rule, form=mission.form.code, on=on, default=())
    return any(standing.holds(role, mission) for role in roles)


@dataclass(frozen=True)
class Duties:
    """What a person may do on a team's month: whom to record, whether to attest oneself or `on_paper` for who signed."""

    recorded: list[Mission]
    attest: bool
    on_paper: bool


def duties(by: User, missions: Sequence[Mission], on: date) -> Duties:
    """The buttons of a team's page."""
    records, attests = Standing(by, P.PRESENCE_RECORD), Standing(by, P.PRESENCE_ATTEST)
    others = [mission for mission in missions if mission.person.account_id != by.pk]
    at_centre = [mission for mission in others if records.is_at_centre(mission)]
    mine = [m for m in others if m in at_centre or _may(records, m, "presence_recorded_by", on)]
    attested = [mission for mission in mine if _may(attests, mission, "presence_attested_by", on)]
    return Duties(mine, attest=bool(mine) and attested == mine, on_paper=bool(mine) and at_centre == mine)


def require_asker(by: User, mission: Mission, *, paper: str, on: date) -> None:
    """The volunteer asks for oneself; for somebody else, who records that presence or an agent of the centre, with the paper."""
    if mission.person.account_id == by.pk:
        return
    require_duty(by, [mission], "presence_recorded_by", P.PRESENCE_RECORD, on=on, or_centre=True)
    if not paper.strip():
        raise Refusal(
            "paper_required", _("Écrivez le numéro ou la date du papier que le volontaire a signé."), field="paper"
        )


def leave_steps(by: User, leave: Leave, on: date) -> set[str]:
    """What this person may do about a leave as it stands: names of the room's routes."""
    mission, found = leave.mission, set()
    is_own = mission.person.account_id == by.pk
    records, attests, confirms = (
        Standing(by, permission) for permission in (P.PRESENCE_RECORD, P.PRESENCE_ATTEST, P.PRESENCE_CONFIRM)
    )
    keys = not is_own and (records.is_at_centre(mission) or _may(records, mission, "presence_recorded_by", on))
    kind = kind_of(leave.kind, mission.form.code, leave.first_day)
    if leave.state in PENDING and (is_own or keys) and kind and kind.asks_proof:
        found.add("prove")
    if leave.state == "asked" and not is_own:
        if _may(attests, mission, "presence_attested_by", on) or records.is_at_centre(mission):
            found.add("advise")
    is_stranger = not is_own and by.pk not in (leave.asked_by_id, leave.advised_by_id)
    outsider = is_stranger and not by.host_duties.filter(host=mission.host_id, until=None).exists()
    if leave.state in PENDING and outsider and _may(confirms, mission, "presence_confirmed_by", on):
        found.add("decide")
    may_withdraw = leave.state in PENDING or (leave.state == "approved" and on < leave.first_day)
    if may_withdraw and (is_own or by.pk == leave.asked_by_id):
        found.add("withdraw")
    if leave.state == "approved" and leave.first_day < on and keys:
        found.add("shorten")
    return found


def reads_proof(user: User, leave: Leave, on: date) -> bool:
    """A certificate may speak of health: the volunteer, who keyed it, the centre's agents, who decides; never the host."""
    if user.pk in (leave.asked_by_id, leave.mission.person.account_id):
        return True
    decides = _may(Standing(user, P.PRESENCE_CONFIRM), leave.mission, "presence_confirmed_by", on)
    return decides or Standing(user, P.PRESENCE_RECORD).is_at_centre(leave.mission)
