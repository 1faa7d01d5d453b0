"""Offers of jobs and training: proposed by a host or a partner, published by the officer, answered by people."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.foundation.places.models import Place
from teriya.insertion.referrals import queries
from teriya.insertion.referrals.models import Interest, Opening
from teriya.insertion.referrals.policies import require_person
from teriya.insertion.referrals.states import INTEREST_LIFE, OPENING_LIFE, InterestState, OpeningKind, OpeningState
from teriya.insertion.routes import actions as routes
from teriya.insertion.routes.queries import last_ended
from teriya.mobilisation.hosts.models import Host
from teriya.people.models import Person


@dataclass(frozen=True)
class NewOpening:
    """What an offer says. `profiles`: codes of posts that prepare for it; an empty domain or diploma asks for none."""

    kind: str
    title: str
    employer: str
    place: Place
    told: str
    closes_on: date
    domain: str = ""
    profiles: tuple[str, ...] = ()
    diploma: str = ""
    host: Host | None = None


@transaction.atomic
def offer(*, new: NewOpening, by: User, on: date) -> Opening:
    """Publish an offer, for who keeps the directory; else propose it, in the name of one's host or of one's house.

    Refuses `closes_in_past`, `not_your_host`.
    """
    keeps = by.may(P.SERVICES_KEEP)
    require(by, P.SERVICES_KEEP if keeps else P.OPENINGS_PROPOSE)
    require_date(by, on)
    if new.closes_on < on:
        raise Refusal("closes_in_past", _("Le dernier jour pour répondre est passé."), field="closes_on")
    if new.host and not keeps and not by.host_duties.filter(host=new.host, duty="officer", until=None).exists():
        raise NotAllowed("not_your_host", _("Seul un responsable de la structure propose en son nom."), field="host")
    state = OpeningState.PUBLISHED if keeps else OpeningState.PROPOSED
    row = Opening.objects.create(
        kind=new.kind, title=new.title.strip(), employer=new.employer.strip() or str(new.host or ""), host=new.host, place=new.place,
        domain=new.domain, profiles=list(new.profiles), diploma=new.diploma, told=new.told.strip(), closes_on=new.closes_on, on=on,
        by_id=by.pk, state=state,
    )  # fmt: skip
    journal.write(
        "referrals.offer",
        "opening",
        row.pk,
        by=by,
        on=on,
        permission=P.SERVICES_KEEP if keeps else P.OPENINGS_PROPOSE,
        state=state,
    )
    return row


@transaction.atomic
def decide(*, opening: Opening, step: str, reason: str = "", by: User, on: date) -> Opening:
    """Publish or refuse what was proposed, or withdraw what was published."""
    row = Opening.objects.select_for_update().get(pk=opening.pk)
    move(row, OPENING_LIFE, step, by=by, on=on, reason=reason.strip())
    journal.write(f"referrals.{step}", "opening", row.pk, by=by, on=on, permission=P.SERVICES_KEEP)
    return row


@transaction.atomic
def say_interest(*, opening: Opening, is_interested: bool, by: User, on: date) -> Interest:
    """The person says « ça m’intéresse », or takes it back. Said twice, it is one.

    Refuses `offer_over`, and `not_offered` to who is not at the end of a service.
    """
    require(by, P.PLANS_OWN)
    person = Person.objects.alive().filter(account=by).select_for_update().first()
    if person is None or (is_interested and not queries.is_sought(person, on)):
        raise NotAllowed("not_offered", _("Les offres s’ouvrent à la fin de la mission."))
    row = Interest.objects.filter(opening=opening, person=person).first()
    if is_interested and not Opening.objects.get(pk=opening.pk).is_open(on):
        raise Refusal("offer_over", _("Cette offre est fermée."))
    if row is None:
        row = Interest.objects.create(opening=opening, person=person, on=on)
        journal.write("referrals.say", "interest", row.pk, by=by, on=on, permission=P.PLANS_OWN)
    elif is_interested != (row.state != InterestState.RETRACTED):
        step = "say" if is_interested else "retract"
        move(row, INTEREST_LIFE, step, by=by, on=on)
        journal.write(f"referrals.{step}", "interest", row.pk, by=by, on=on, permission=P.PLANS_OWN)
    return row


@transaction.atomic
def answer_interest(
    *, interest: Interest, step: str, reason: str = "", since: date | None = None, by: User, on: date
) -> Interest:
    """What came of it: introduced to who offers, taken since a first day, or turned down with the reason.

    Whoever is taken is on that route (`routes`), as this agent says. Refuses `since_missing`, and what `routes.record` refuses.
    """
    row = Interest.objects.select_for_update(of=("self",)).select_related("person", "opening").get(pk=interest.pk)
    require_person(by, P.REFERRALS_MAKE, row.person)
    move(row, INTEREST_LIFE, step, by=by, on=on, reason=reason.strip())
    if step == "take":
        _set_out(row, since, by, on)
    journal.write(f"referrals.{step}", "interest", row.pk, by=by, on=on, permission=P.REFERRALS_MAKE)
    return row


def _set_out(interest: Interest, since: date | None, by: User, on: date) -> None:
    """The situation of who is taken: hired by the host of the last mission, employed elsewhere, or in training."""
    if since is None:
        raise Refusal("since_missing", _("Écrivez le premier jour de travail ou de formation."), field="since")
    opening, mission = interest.opening, last_ended(interest.person)
    if mission and not by.may(P.ROUTES_RECORD, commune=mission.host.commune_id):
        mission = None  # said for where the person lives
    route = "training" if opening.kind == OpeningKind.TRAINING else "employed_other"
    if mission and opening.kind == OpeningKind.JOB and opening.host_id == mission.host_id:
        route = "employed_host"
    routes.record(person=interest.person, mission=mission, route=route, since=since, source="agent",
                  detail=f"{opening.title}, {opening.employer}", by=by, on=on)  # fmt: skip
