"""Who may do what on a mission, when a role alone does not say it."""

from collections.abc import Collection, Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.refusals import NotAllowed
from teriya.foundation.documents.letterhead import in_french
from teriya.foundation.rules import queries as rules
from teriya.service.missions.models import Contract, Mission
from teriya.service.missions.states import RUNNING, ContractKind, MissionState, Party


def require_at(by: User, permission: str, missions: Sequence[Mission]) -> None:
    """The permission, at the commune of every host."""
    require(by, permission)
    for commune in {mission.host.commune_id for mission in missions}:
        require(by, permission, commune=commune)


def in_perimeter(user: User, permission: str, mission: str = "") -> Q:
    """The rows of the communes where the permission holds; `mission` is the path from a row to its mission."""
    if not user.may(permission):
        return Q(pk__in=())
    communes = user.communes(permission)
    if communes is None:
        return ~Q(pk__in=())  # everything; an empty Q would vanish in « or »
    return Q(**{f"{mission}host__commune__in": communes})


def require_not_own(by: User, missions: Sequence[Mission]) -> None:
    """Nobody handles one's own mission, nor one of a host to which one belongs."""
    if any(mission.person.account_id == by.id for mission in missions):
        raise NotAllowed("own_mission", _("C’est votre propre mission : une autre personne doit le faire."))
    if by.host_duties.filter(host__in={mission.host_id for mission in missions}, until=None).exists():
        raise NotAllowed("own_host", _("Vous appartenez à cette structure : une autre personne doit le faire."))


def hosts_of(user: User) -> Collection[int]:
    """The hosts for which the person may act, as one of their officers."""
    return set(user.host_duties.filter(duty="officer", until=None).values_list("host_id", flat=True))


def require_naming_tutor(by: User, mission: Mission) -> None:
    """The host names the tutors of its volunteers, or the centre does."""
    if mission.host_id not in hosts_of(by):
        require_at(by, P.CONTRACTS_RECORD_SIGNATURES, [mission])


FIELD = frozenset({"field_facilitator", "senior"})  # roles that record presence among a team, outside any host


def is_recorded_in_the_field(mission: Mission) -> bool:
    """Whether the form has presence recorded by a field facilitator or a senior."""
    roles = rules.value("presence_recorded_by", form=mission.form.code, on=mission.period.lower).value
    return bool(FIELD & set(roles))


def require_party(by: User, party: str, missions: Sequence[Mission]) -> str:
    """A party signs for itself only: the volunteer by one's account, the host by its officer, the agency by delegation.

    Returns the capacity in which the person signs.
    """
    if party == Party.AGENCY:
        require(by, P.CONTRACTS_SIGN_AGENCY)
        require_not_own(by, missions)
        return by.capacity(P.CONTRACTS_SIGN_AGENCY)
    if party == Party.HOST:
        require(by, P.CONTRACTS_SIGN_HOST)
        hosts = hosts_of(by)
        if any(mission.host_id not in hosts for mission in missions):
            raise NotAllowed("not_of_this_host", _("Seul un responsable de la structure signe pour elle."))
        return by.capacity(P.CONTRACTS_SIGN_HOST)
    if any(mission.person.account_id != by.id for mission in missions):
        raise NotAllowed("not_your_contract", _("Chaque volontaire signe son propre contrat."))
    return in_french(Party.VOLUNTEER.label)


def require_roles(by: User, rule: str, missions: Sequence[Mission]) -> None:
    """One of the roles that the form of each mission names for this duty, held at the host's commune."""
    for form, commune, first in {(m.form.code, m.host.commune_id, m.period.lower) for m in missions}:
        allowed = rules.value(rule, form=form, on=first).value
        if not any(act.role in allowed and act.covers(commune) for act in by.appointments):
            raise NotAllowed("not_the_role", _("Votre rôle n’est pas celui que cette forme désigne pour cet acte."))


def party_of(user: User, mission: Mission) -> str | None:
    """The party for which this person may sign this mission's contract."""
    if mission.person.account_id == user.pk:
        return Party.VOLUNTEER
    if mission.host_id in hosts_of(user) and user.may(P.CONTRACTS_SIGN_HOST):
        return Party.HOST
    return Party.AGENCY if user.may(P.CONTRACTS_SIGN_AGENCY) else None


def may_read_papers(user: User, mission: Mission) -> bool:
    """The volunteer, the host's officers, and those who read missions there; a tutor sees the mission, not its papers."""
    is_party = mission.person.account_id == user.pk or mission.host_id in hosts_of(user)
    return is_party or user.may(P.MISSIONS_READ, commune=mission.host.commune_id)


def _about_text(user: User, mission: Mission, contract: Contract) -> set[str]:
    """Signing it, having it signed on the spot, keeping its original, taking it back."""
    found, signed = set(), {one.party for one in contract.signatures.all()}
    if contract.is_open and (party := party_of(user, mission)) and party not in signed:
        found.add("sign")
    if user.may(P.CONTRACTS_RECORD_SIGNATURES, commune=mission.host.commune_id):
        found.add("original")
        if contract.is_open and not {Party.VOLUNTEER, Party.HOST} <= signed:
            found.add("witness")
    is_later = contract.is_open and contract.kind != ContractKind.FIRST
    if is_later and user.may(P.CONTRACTS_ISSUE, commune=mission.host.commune_id):
        found.add("withdraw")
    return found


def rights(user: User, mission: Mission, contract: Contract | None) -> set[str]:
    """What this person may do about the mission as it stands: names of the room's routes."""
    commune, state = mission.host.commune_id, mission.state
    found = _about_text(user, mission, contract) if contract else set()
    if state == MissionState.PREPARED:
        if contract and contract.signed_on and user.may(P.CONTRACTS_ISSUE, commune=commune):
            found.add("amend")
        if user.may(P.CONTRACTS_RECORD_SIGNATURES, commune=commune) or mission.host_id in hosts_of(user):
            found.add("tutor")
        if user.may(P.MISSIONS_END, commune=commune):
            found.add("cancel")
    if state in RUNNING and user.may(P.CONTRACTS_RECORD_SIGNATURES, commune=commune):
        found.add("portrait")
    if state in RUNNING and user.may(P.MISSIONS_END, commune=commune):
        found.add("end")
        found.add("resume" if state == MissionState.SUSPENDED else "suspend")
    if (
        state == MissionState.IN_SERVICE
        and contract
        and contract.signed_on
        and user.may(P.CONTRACTS_ISSUE, commune=commune)
    ):
        found |= {"amend", "transfer"}
    if state == MissionState.ENDED and user.may(P.MISSIONS_CLOSE, commune=commune):
        found.add("closing")
    certificate = mission.closing.certificate if state == MissionState.CLOSED else None
    if certificate and not certificate.revoked_on and user.may(P.CERTIFICATES_REVOKE):
        found.add("revoke")
    return found
