"""Posts offered to another agency’s volunteers."""

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.exchange.reciprocity.actions.telling import NO_LETTER, Letter, tell
from teriya.exchange.reciprocity.models import Offer
from teriya.exchange.reciprocity.states import POST_LIFE
from teriya.exchange.relations.queries import convention_in_force
from teriya.exchange.wire.models import Agency
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import Actor, require, require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.journal import actions as journal
from teriya.mobilisation.hosts.models import Host


@dataclass(frozen=True)
class NewOffer:
    """The mission sheet of a post. Its tutor is told by the function held, never by name."""

    title: str
    host_name: str
    place: str
    sheet: str
    profile: str
    tutor: str
    seats: int
    starts_on: date
    ends_on: date
    answer_by: date
    languages: str = ""
    host: Host | None = None

    def content(self) -> dict:
        days = {name: getattr(self, name).isoformat() for name in ("starts_on", "ends_on", "answer_by")}
        words = {name: getattr(self, name) for name in ("title", "place", "sheet", "profile", "tutor", "seats", "languages")}  # fmt: skip
        return words | days | {"host": self.host_name}


@transaction.atomic
def publish_offer(*, agency: Agency, new: NewOffer, by: Actor, on: date) -> Offer:
    """Offer a post of one of our hosts to the volunteers of another agency. Refuses `too_late`, `no_convention`, `dates_unfit`."""
    require(by, P.EXCHANGES_OFFER)
    require_date(by, on)
    if new.answer_by < on:
        raise Refusal("too_late", _("Le dernier jour pour proposer quelqu’un est passé."), field="answer_by")
    return _publish(agency, new, is_ours=True, by=by, on=on)


@transaction.atomic
def declare_offer(*, agency: Agency, new: NewOffer, letter: Letter, by: Actor, on: date) -> Offer:
    """Type the post that an agency without the system offers by a letter. Refuses `agency_speaks`, `source_required`."""
    require(by, P.EXCHANGES_OFFER)
    require_date(by, on)
    return _publish(agency, new, is_ours=False, by=by, on=on, letter=letter)


def _publish(
    agency: Agency, new: NewOffer, *, is_ours: bool, by: Actor, on: date, letter: Letter = NO_LETTER
) -> Offer:
    if convention_in_force(agency, on) is None:
        raise Refusal("no_convention", _("Aucune convention n’est en vigueur avec cette agence."), field="agency")
    uid = uuid4()
    tell(
        "offer.publish", agency=agency, about=uid, content=new.content(), is_ours=is_ours, by=by, on=on, letter=letter
    )
    offer = Offer.objects.get(uid=uid)
    if new.host:
        offer.host = new.host
        offer.save(update_fields=["host"])
    journal.write("exchanges.publish", "exchange_offer", offer.pk, by=by, on=on, permission=P.EXCHANGES_OFFER)
    return offer


@transaction.atomic
def withdraw_offer(*, offer: Offer, because: str, by: Actor, on: date, letter: Letter = NO_LETTER) -> Offer:
    """Take a post back, whoever was accepted for it included, as long as nobody arrived. Refuses `wrong_state`, `reason_required`."""
    row = Offer.objects.select_for_update(of=("self",)).select_related("agency").get(pk=offer.pk)
    require(by, POST_LIFE.check("withdraw", row.state).permission)
    require_date(by, on)
    if not because.strip():
        raise Refusal("reason_required", _("Écrivez le motif de cette décision."), field="because")
    tell("offer.withdraw", agency=row.agency, about=row.uid, content={"because": because.strip()}, is_ours=row.is_ours,
         by=by, on=on, letter=letter)  # fmt: skip
    journal.write("exchanges.withdraw_offer", "exchange_offer", row.pk, by=by, on=on, permission=P.EXCHANGES_OFFER)
    row.refresh_from_db()
    return row
