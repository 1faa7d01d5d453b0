"""Offers: a seat proposed to a person, and the answer."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import formats

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.core.states import move, move_all
from teriya.foundation.journal import actions as journal
from teriya.foundation.messages.actions import queue_many
from teriya.mobilisation.calls.models import Application
from teriya.mobilisation.calls.states import APPLICATION_LIFE
from teriya.mobilisation.hosts.models import Need, Seat
from teriya.mobilisation.placement import rounds
from teriya.mobilisation.placement.engine.explain import reserve_list
from teriya.mobilisation.placement.models import Offer, Placement, Round
from teriya.mobilisation.placement.states import OFFER_LIFE

DAYS_TO_ANSWER = 7

_GUARDS = {
    "offer_without_approved_need": "Aucun besoin approuvé d’une structure agréée ne porte cette place.",
    "offer_without_funded_seat": "Cette place n’est financée par aucune enveloppe.",
    "seat_offered_to_one": "Cette place est déjà proposée à quelqu’un.",
    "one_live_offer": "Ce candidat a déjà une proposition en cours.",
}


def make(round: Round, placements: Sequence[Placement], *, by: User, on: date) -> list[Offer]:
    """Propose to each placed person a free seat of the need; the seat is held until the answer."""
    free: dict[int, list[Seat]] = {}
    wanted = {placement.need_id for placement in placements}
    seats = (
        Seat.objects.select_for_update()
        .filter(need__in=wanted, state="open", envelope__isnull=False)
        .order_by("-number")
    )
    for seat in seats:
        free.setdefault(seat.need_id, []).append(seat)
    pairs = [(placement, free[placement.need_id].pop()) for placement in placements]
    rows = _propose([(placement.application, seat) for placement, seat in pairs], round=round, on=on)
    _tell(rows, {placement.application_id: placement.need for placement in placements})
    return rows


def _propose(pairs: Sequence[tuple[Application, Seat]], *, round: Round | None, on: date) -> list[Offer]:
    last = on + timedelta(DAYS_TO_ANSWER)
    try:
        with transaction.atomic():
            rows = Offer.objects.bulk_create(
                [Offer(application=who, seat=seat, round=round, on=on, answer_by=last) for who, seat in pairs]
            )
    except IntegrityError as error:
        for name, sentence in _GUARDS.items():
            if name in str(error):
                raise Refusal(name, sentence) from error
        raise
    Seat.objects.filter(pk__in=[seat.pk for _, seat in pairs]).update(state="filled")
    return rows


def _tell(rows: Sequence[Offer], needs: dict[int, Need]) -> None:
    queue_many(
        [{"to": offer.application.person.phone, "key": f"offer_made:{offer.pk}", "about": f"offer {offer.pk}",
          "context": {"host": needs[offer.application_id].host.name, "last": formats.date_format(offer.answer_by, "d/m/Y")}}
         for offer in rows],
        channel="sms", template="offer_made",
    )  # fmt: skip


@transaction.atomic
def answer(*, offers: Sequence[Offer], accept: bool, by: User, on: date, reason: str = "") -> list[Offer]:
    """Accept or decline. The candidate answers for oneself; an officer of the place records an answer given on paper.

    After the last day the offer is no longer open. A declined seat is free again for the reserve list.
    """
    rows = list(
        Offer.objects.select_for_update(of=("self",)).filter(pk__in=[offer.pk for offer in offers])
        .select_related("application__person", "seat").order_by("pk")
    )  # fmt: skip
    for offer in rows:
        _require_right(by, offer)
        if on > offer.answer_by:
            raise Refusal("offer_expired", f"La réponse était attendue au plus tard le {offer.answer_by:%d/%m/%Y}.")
    move_all(rows, OFFER_LIFE, "accept" if accept else "decline", by=by, on=on, reason=reason)
    if not accept:
        _free([offer.seat_id for offer in rows])
        move_all([offer.application for offer in rows], APPLICATION_LIFE, "withdraw", by=by, on=on, reason=reason)
    journal.write("offers.accept" if accept else "offers.decline", "offer", rows[0].pk if rows else "", by=by, on=on,
                  permission=P.OFFERS_ANSWER, rows=[offer.pk for offer in rows])  # fmt: skip
    return rows


def _require_right(by: User, offer: Offer) -> None:
    person = offer.application.person
    if person.account_id == by.id or by.may(P.APPLICATIONS_REGISTER, commune=person.commune_id):
        return
    raise NotAllowed("not_your_offer", "Seule la personne, ou un agent de son centre, répond à cette proposition.")


@transaction.atomic
def expire(*, on: date, by: User) -> list[Offer]:
    """Close the offers whose last day has passed without an answer: their seats are free again."""
    require(by, P.PLACEMENT_SIMULATE)
    rows = list(
        Offer.objects.select_for_update(of=("self",))
        .filter(state="proposed", answer_by__lt=on)
        .select_related("application")
    )
    move_all(rows, OFFER_LIFE, "expire", by=by, on=on)
    _free([offer.seat_id for offer in rows])
    if rows:
        journal.write(
            "offers.expire",
            "offer",
            rows[0].pk,
            by=by,
            on=on,
            permission=P.PLACEMENT_SIMULATE,
            rows=[o.pk for o in rows],
        )
    return rows


def _free(seats: Sequence[int]) -> None:
    Seat.objects.filter(pk__in=seats).update(state="open")


@transaction.atomic
def call_reserve(*, seat: Seat, by: User, on: date) -> Offer:
    """Offer a free seat to the next of the reserve list of its need, in the published order."""
    require(by, P.PLACEMENT_SIMULATE)
    locked = Seat.objects.select_for_update(of=("self",)).select_related("need__host").get(pk=seat.pk)
    if locked.state != "open":
        raise Refusal("seat_not_free", "Cette place n’est pas libre.")
    decided = Round.objects.filter(wave__needs=locked.need, state__in=["decided", "published"]).order_by("-pk").first()
    if decided is None:
        raise Refusal("nothing_decided", "Aucun placement n’est décidé pour ce besoin.")
    numbers = reserve_list(rounds.unpack(decided), rounds.result_of(decided), locked.need.reference)
    waiting = {
        row.number: row
        for row in Application.objects.select_for_update(of=("self",)).filter(wave=decided.wave, number__in=numbers, state="reserve")
        .select_related("person")
    }  # fmt: skip
    chosen = next((waiting[number] for number in numbers if number in waiting), None)
    if chosen is None:
        raise Refusal("reserve_empty", "La liste de réserve de ce besoin est épuisée.")
    move(chosen, APPLICATION_LIFE, "call", by=by, on=on)
    [offer] = _propose([(chosen, locked)], round=decided, on=on)
    _tell([offer], {chosen.pk: locked.need})
    journal.write("offers.call_reserve", "offer", offer.pk, by=by, on=on, permission=P.PLACEMENT_SIMULATE)
    return offer
