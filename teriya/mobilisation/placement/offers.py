"""Offers: a seat proposed to a person, the answer, and the reserve."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.core.states import move_all
from teriya.foundation.journal import actions as journal
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.calls.models import Application
from teriya.mobilisation.calls.states import APPLICATION_LIFE, WaveState
from teriya.mobilisation.hosts import holds
from teriya.mobilisation.hosts.models import Seat
from teriya.mobilisation.placement import notices, rounds
from teriya.mobilisation.placement.engine.match import match
from teriya.mobilisation.placement.models import Offer, Round
from teriya.mobilisation.placement.openings import Opening, funded_of, openings_of
from teriya.mobilisation.placement.states import OFFER_LIFE, OfferState

_GUARDS = {
    "offer_without_approved_need": gettext_lazy(
        "Une de ces places n’est portée par aucun besoin approuvé d’une structure agréée."
    ),
    "offer_without_funded_seat": gettext_lazy("Une de ces places n’est financée par aucune enveloppe."),
    "seat_offered_to_one": gettext_lazy("Une de ces places est déjà proposée à quelqu’un."),
    "one_live_offer": gettext_lazy("Un de ces candidats a déjà une proposition en cours."),
    "offer_once": gettext_lazy("Une de ces places a déjà été proposée à la même personne."),
}


@dataclass(frozen=True)
class Answers:
    """What a bulk recording wrote, and what it left with the reason."""

    written: list[Offer]
    refused: list[tuple[Offer, Refusal]]


def make(
    round: Round, pairs: Sequence[tuple[Application, str]], openings: Mapping[str, Opening], *, on: date
) -> list[Offer]:
    """Propose to each person a free seat of the post, in the order of their numbers; it is held until the answer.

    Applications come with their person and account.
    """
    free = {reference: iter(opening.seats) for reference, opening in openings.items()}
    last = on + timedelta(rules.value("offer_answer_days", form=round.wave.form.code, on=on).value)
    rows = [
        Offer(application=who, seat=next(free[reference]), round=round, on=on, answer_by=last)
        for who, reference in pairs
    ]
    try:
        with transaction.atomic():
            Offer.objects.bulk_create(rows)
    except IntegrityError as error:
        for name, sentence in _GUARDS.items():
            if name in str(error):
                raise Refusal(name, str(sentence)) from error
        raise
    Seat.objects.filter(pk__in=[offer.seat_id for offer in rows]).update(state="filled")
    notices.made(rows)
    return rows


@transaction.atomic
def answer(*, offers: Sequence[Offer], accept: bool, by: User, on: date, reason: str = "") -> list[Offer]:
    """Accept or decline, all or none. The candidate answers for oneself, an officer of the place writes the answer given on paper.

    After the last day the offer is no longer open. A declined seat is free again for the reserve, and its candidate leaves.
    An officer gives a reason to a refusal, and the person is told of the answer by SMS.
    """
    rows = _locked(offers)
    for offer in rows:
        if no := _why_not(offer, accept, by, on):
            raise no
    return _write(rows, accept, by=by, on=on, reason=reason)


@transaction.atomic
def record_answers(*, offers: Sequence[Offer], accept: bool, by: User, on: date, reason: str = "") -> Answers:
    """`answer` for a pile of papers: what can be written is, and what cannot is told with its reason."""
    rows = [(offer, _why_not(offer, accept, by, on)) for offer in _locked(offers)]
    written = _write([offer for offer, no in rows if not no], accept, by=by, on=on, reason=reason)
    return Answers(written, [(offer, no) for offer, no in rows if no])


def _locked(offers: Sequence[Offer]) -> list[Offer]:
    rows = Offer.objects.select_for_update(of=("self", "application")).filter(pk__in=[offer.pk for offer in offers])
    return list(rows.select_related("application__person__account", "seat__need__host").order_by("pk"))


def _is_own(offer: Offer, by: User) -> bool:
    return offer.application.person.account_id == by.id


def _why_not(offer: Offer, accept: bool, by: User, on: date) -> Refusal | None:
    """What stands in the way of an answer."""
    commune = offer.application.person.commune_id
    if not _is_own(offer, by) and not by.may(P.APPLICATIONS_REGISTER, commune=commune):
        return NotAllowed(
            "not_your_offer", _("Seule la personne, ou un agent de son centre, répond à cette proposition.")
        )
    if offer.state != OfferState.PROPOSED:
        return Refusal(
            "offer_closed",
            _("Cette proposition est déjà %(state)s.") % {"state": offer.get_state_display()},
        )
    if accept and offer.application.state != "placed":
        return Refusal("application_left", _("Cette personne s’est désistée de la vague."))
    if on > offer.answer_by:
        return Refusal(
            "offer_expired",
            _("La réponse était attendue au plus tard le %(answer_by)s.")
            % {"answer_by": f"{offer.answer_by:%d/%m/%Y}"},
            field="on",
        )
    if on < offer.on:
        return Refusal(
            "before_offer",
            _("La proposition n’existe que depuis le %(on)s.") % {"on": f"{offer.on:%d/%m/%Y}"},
            field="on",
        )
    return None


def _write(rows: Sequence[Offer], accept: bool, *, by: User, on: date, reason: str) -> list[Offer]:
    own = [offer for offer in rows if _is_own(offer, by)]
    recorded = [offer for offer in rows if not _is_own(offer, by)]
    _settle(own, "accept" if accept else "decline", "" if accept else "withdraw", by=by, on=on, reason=reason)
    _settle(recorded, "record_acceptance" if accept else "record_refusal", "" if accept else "record_withdrawal",
            by=by, on=on, reason=reason)  # fmt: skip
    notices.answer_recorded(recorded)
    return list(rows)


def _settle(rows: Sequence[Offer], step: str, leave: str, *, by: User, on: date, reason: str) -> None:
    """Take one step on offers; `leave` is the step of their applications where the seat is given up."""
    if not rows:
        return
    move_all(rows, OFFER_LIFE, step, by=by, on=on, reason=reason)
    if leave:
        Seat.objects.filter(pk__in=[offer.seat_id for offer in rows], state="filled").update(state="open")
        # whoever already withdrew stays so
        leaving = [offer.application for offer in rows if offer.application.state == "placed"]
        move_all(leaving, APPLICATION_LIFE, leave, by=by, on=on, reason=reason)
    journal.write(f"offers.{step}", "offer", rows[0].pk, by=by, on=on, reason=reason,
                  permission=OFFER_LIFE.steps[step].permission, rows=[offer.pk for offer in rows])  # fmt: skip


@transaction.atomic
def expire(*, by: User, on: date) -> list[Offer]:
    """Close the offers whose last day has passed without an answer: the seat is free, the person leaves the wave."""
    require(by, P.PLACEMENT_SIMULATE)
    rows = _locked(Offer.objects.filter(state=OfferState.PROPOSED, answer_by__lt=on))
    _settle(rows, "expire", "record_withdrawal", by=by, on=on, reason="sans réponse dans le délai")
    return rows


@transaction.atomic
def call_reserve(*, round: Round, by: User, on: date) -> list[Offer]:
    """Offer the free seats of a decided round, by the same matcher, order and limits: with one seat, to the next of its list.

    Before the deployment, whoever has not answered yet takes part too and may be offered a wish that comes before; nobody
    loses by it. After it, the reserve alone. Refuses `reserve_empty` when nobody can be called.
    """
    require(by, P.PLACEMENT_SIMULATE)
    locked = Round.objects.select_for_update(of=("self",)).select_related("wave").decided().filter(pk=round.pk).first()
    if locked is None:
        raise Refusal("not_decided", _("Ce placement n’est pas décidé : il n’a pas de réserve."))
    rounds.lock(locked.wave)
    kept = rounds.unpack(locked)
    reserve = Application.objects.filter(wave=locked.wave, state="reserve").select_related("person__account")
    waiting = {application.number: application for application in reserve}
    moving, held = _who_moves(locked, kept)
    free = Counter({reference: len(opening.seats) for reference, opening in openings_of(locked.wave, on).items()})
    found = _match_again(kept, free, waiting, moving, held)
    current = {number: offer.seat.need.reference for number, offer in moving.items()}
    changed = {number: post for number, post in sorted(found.items()) if current.get(number) != post}
    if not changed:
        raise Refusal(
            "reserve_empty", _("Personne sur la réserve n’a demandé une place libre, ou les plafonds sont atteints.")
        )
    move_all([waiting[number] for number in changed if number in waiting], APPLICATION_LIFE, "call", by=by, on=on)
    _give_back([moving[number] for number in changed if number in moving], by=by, on=on)
    everybody = waiting | {number: offer.application for number, offer in moving.items()}
    pairs = [(everybody[number], reference) for number, reference in changed.items()]
    rows = make(locked, pairs, funded_of(locked.wave, on), on=on)  # the match has kept within the quotas
    journal.write("offers.call_reserve", "round", locked.pk, by=by, on=on, permission=P.PLACEMENT_SIMULATE,
                  rows=[offer.pk for offer in rows])  # fmt: skip
    return rows


def _match_again(
    kept: rounds.Kept, free: Counter[str], reserve: Collection[str], moving: Mapping[str, Offer], held: Sequence[Seat]
) -> dict[str, str]:
    """Number → post of the reserve and of those who may move, none of whom loses by it.

    A withdrawal harms nobody, but a freed seat that was kept for women is open to all: whoever would lose keeps the offer.
    """
    moving, held = dict(moving), list(held)
    while True:
        seats = free + Counter(offer.seat.need.reference for offer in moving.values())
        found = match(rounds.remaining(kept, seats, held, {*reserve, *moving})).placements
        losing = [number for number, offer in moving.items() if _loses(kept, number, offer, found.get(number))]
        if not losing:
            return found
        held += [moving.pop(number).seat for number in losing]


def _loses(kept: rounds.Kept, number: str, offer: Offer, post: str | None) -> bool:
    """Whether a post comes after the one offered in this person's own order; what an appeal gave outside of it is kept."""
    wave, current = kept.wave, offer.seat.need.reference
    order = wave.posts[wave.wish[wave.wishes_of(wave.candidate(number))]].tolist()
    return post is None or current not in order or order.index(post) > order.index(current)


def _who_moves(round: Round, kept: rounds.Kept) -> tuple[dict[str, Offer], list[Seat]]:
    """The offers not answered yet, by number, while nobody is deployed; and the seats that do not move: nobody
    else takes one at a host held.
    """
    rows = Offer.objects.live().filter(round=round).select_for_update(of=("self",))
    offers = list(
        rows.select_related("seat__need__form", "seat__envelope", "application__person__account").order_by("pk")
    )
    moving: dict[str, Offer] = {}
    if round.wave.state == WaveState.PLACED:
        matched, blocked = (
            set(kept.wave.candidates.tolist()),
            holds.blocked({offer.seat.need.host_id for offer in offers}),
        )
        moving = {
            offer.application.number: offer for offer in offers
            if offer.state == OfferState.PROPOSED and offer.application.number in matched and offer.seat.need.host_id not in blocked
        }  # fmt: skip
    return moving, [offer.seat for offer in offers if offer.application.number not in moving]


def _give_back(rows: Sequence[Offer], *, by: User, on: date) -> None:
    """Take back offers whose person is offered a better wish: the seats are free again."""
    if rows:
        move_all(rows, OFFER_LIFE, "better", by=by, on=on)
        Seat.objects.filter(pk__in=[offer.seat_id for offer in rows]).update(state="open")
