"""Who may say what became of somebody."""

from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import Actor, require
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.models import Term
from teriya.insertion.routes.queries import head_of
from teriya.insertion.routes.states import Source
from teriya.people.models import Person
from teriya.service.missions.models import Mission
from teriya.service.missions.policies import hosts_of


def route_of(code: str) -> Term:
    """The route of the pack, or `route_unknown`."""
    found = rules.term("route", code)
    if found is None:
        raise Refusal("route_unknown", _("Choisissez une des voies proposées."), field="route")
    return found


def commune_of(person: Person, mission: Mission | None) -> int:
    """Where it is handled: the commune of the host, else that of residence."""
    return mission.host.commune_id if mission else person.commune_id


def require_voice(by: Actor, person: Person, mission: Mission | None, source: str) -> None:
    """The person, of oneself; the host, of who served there; an agent, of anybody of one's communes but oneself.

    What a survey learnt is recorded by the room of surveys, which knows who answered.
    """
    if source == Source.SURVEY:
        if not by.may(P.SURVEYS_ANSWER):
            require(by, P.SURVEYS_CALL, commune=commune_of(person, mission))
    elif source == Source.VOLUNTEER:
        require(by, P.OWN_FILE)
        if person.account_id != by.id:
            raise NotAllowed("not_oneself", _("Chacun dit ce que soi-même on devient."))
    elif source == Source.HOST:
        require(by, P.ROUTES_HIRED)
        if mission is None or not isinstance(by, User) or mission.host_id not in hosts_of(by):
            raise NotAllowed("not_of_this_host", _("Seul un responsable de la structure le dit pour elle."))
    else:
        require(by, P.ROUTES_RECORD, commune=commune_of(person, mission))
        if person.account_id == by.id:
            raise NotAllowed("own_file", _("C’est votre propre dossier : une autre personne doit le faire."))


def require_route_of(source: str, route: Term) -> None:
    """A host says only whom it hired."""
    if source == Source.HOST and not route.facts["at_host"]:
        raise Refusal("not_for_a_host", _("Une structure dit seulement qui elle a embauché."), field="route")


def require_mission_of(person: Person, mission: Mission | None) -> None:
    """The mission is the person's own, and has ended."""
    if mission is None:
        return
    if head_of(mission.person) != head_of(person):
        raise Refusal("mission_of_another", _("Cette mission est celle d’une autre personne."), field="mission")
    if mission.ended_on is None:
        raise Refusal(
            "mission_not_ended", _("Cette mission n’est pas terminée : dites la suite après sa fin."), field="mission"
        )
