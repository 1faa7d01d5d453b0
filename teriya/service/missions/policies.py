"""Who may do what on a mission, when a role alone does not say it."""

from collections.abc import Collection, Sequence

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.refusals import NotAllowed
from teriya.foundation.rules import queries as rules
from teriya.service.missions.models import Mission
from teriya.service.missions.states import Party


def require_at(by: User, permission: str, missions: Sequence[Mission]) -> None:
    """The permission, at the commune of every host."""
    require(by, permission)
    for commune in {mission.host.commune_id for mission in missions}:
        require(by, permission, commune=commune)


def require_not_own(by: User, missions: Sequence[Mission]) -> None:
    """Nobody handles one's own mission, nor one of a host to which one belongs."""
    if any(mission.person.account_id == by.id for mission in missions):
        raise NotAllowed("own_mission", "C’est votre propre mission : une autre personne doit le faire.")
    if by.host_duties.filter(host__in={mission.host_id for mission in missions}, until=None).exists():
        raise NotAllowed("own_host", "Vous appartenez à cette structure : une autre personne doit le faire.")


def hosts_of(user: User) -> Collection[int]:
    """The hosts for which the person may act, as one of their officers."""
    return set(user.host_duties.filter(duty="officer", until=None).values_list("host_id", flat=True))


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
            raise NotAllowed("not_of_this_host", "Seul un responsable de la structure signe pour elle.")
        return by.capacity(P.CONTRACTS_SIGN_HOST)
    if any(mission.person.account_id != by.id for mission in missions):
        raise NotAllowed("not_your_contract", "Chaque volontaire signe son propre contrat.")
    return str(Party.VOLUNTEER.label)


def require_roles(by: User, rule: str, missions: Sequence[Mission]) -> None:
    """One of the roles that the form of each mission names for this duty, held at the host's commune."""
    for form, commune, first in {(m.form.code, m.host.commune_id, m.period.lower) for m in missions}:
        allowed = rules.value(rule, form=form, on=first).value
        if not any(act.role in allowed and act.covers(commune) for act in by.appointments):
            raise NotAllowed("not_the_role", "Votre rôle n’est pas celui que cette forme désigne pour cet acte.")
