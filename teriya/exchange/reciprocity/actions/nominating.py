"""What either side says of somebody proposed: sent, interviewed, accepted, refused, withdrawn."""

from collections.abc import Mapping
from datetime import date
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.exchange.reciprocity import dossier
from teriya.exchange.reciprocity.actions.consenting import locked
from teriya.exchange.reciprocity.actions.telling import NO_LETTER, Letter, tell
from teriya.exchange.reciprocity.models import Interview, Nomination, Offer
from teriya.exchange.reciprocity.states import DRAFTS, NOMINATION_LIFE, NominationState
from teriya.exchange.wire import actions as wire
from teriya.exchange.wire import guard
from teriya.exchange.wire.states import Direction
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import Actor, require, require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.journal import actions as journal

TAKEN = (NominationState.ACCEPTED, NominationState.ARRIVED, NominationState.ENDED)


@transaction.atomic
def declare_nomination(*, offer: Offer, person: Mapping[str, str], letter: Letter, by: Actor, on: date) -> Nomination:
    """Type the candidature that an agency without the system sends by letter for a post of ours. Only what an authorisation covers."""
    require(by, P.EXCHANGES_ANSWER)
    require_date(by, on)
    row, uid = Offer.objects.select_related("agency").get(pk=offer.pk), uuid4()
    part = {name: value.strip() for name, value in person.items() if value.strip()}
    if not set(dossier.LEAST) <= set(part):
        raise Refusal("field_missing", _("On ne propose personne sans son nom et ses prénoms."), field="family")
    guard.Guard(row.agency, on).check_authorised(part, Direction.IN)
    wire.declare("nomination.send", agency=row.agency, about=uid, content={"offer": str(row.uid)}, person=part, source=letter.source,
                 paper=letter.paper, by=by, on=on)  # fmt: skip
    found = Nomination.objects.get(uid=uid)
    journal.write("exchanges.declare", "nomination", found.pk, by=by, on=on, permission=P.EXCHANGES_ANSWER)
    return found


@transaction.atomic
def send(*, nomination: Nomination, by: Actor, on: date) -> Nomination:
    """Propose the person: exactly `dossier.personal_part` leaves. Refuses what `wire.guard` and the convention refuse, at once
    and at each attempt to carry it.
    """
    row = locked(nomination)
    require(by, NOMINATION_LIFE.check("send", row.state).permission)
    require_date(by, on)
    if row.offer.answer_by < on:
        raise Refusal("offer_closed", _("On ne propose plus personne pour ce poste."))
    fact = wire.say("nomination.send", to=row.agency, about=row.uid, content={"offer": str(row.offer.uid)},
                    person=dossier.personal_part(row), subject=row.person, by=by, on=on)  # fmt: skip
    guard.Guard(row.agency, on).check(fact)
    for one in row.interviews.all():
        _tell_interview(one, row, by, on)
    return _noted(row, "send", by, on)


@transaction.atomic
def hold_interview(
    *, nomination: Nomination, held_on: date, means: str, verdict: str, panel: str, is_ours: bool, by: Actor, on: date,
    letter: Letter = NO_LETTER,
) -> Interview:  # fmt: skip
    """Write down a selection interview, ours or theirs. Ours before the person is proposed is told with the dossier.

    Refuses `wrong_state` once it is over, `held_later`, `panel_missing`.
    """
    row = locked(nomination)
    require(by, P.EXCHANGES_NOMINATE if row.is_ours else P.EXCHANGES_ANSWER)
    require_date(by, on)
    if held_on > on:
        raise Refusal("held_later", _("Un entretien se note une fois tenu."), field="held_on")
    if not panel.strip():
        raise Refusal("panel_missing", _("Dites les fonctions de ceux qui l’ont tenu."), field="panel")
    if row.state in DRAFTS and is_ours:
        return Interview.objects.create(nomination=row, is_ours=True, held_on=held_on, means=means, verdict=verdict, panel=panel.strip())  # fmt: skip
    if row.state not in (NominationState.SENT, NominationState.ACCEPTED):
        raise Refusal("wrong_state", _("Cette candidature n’en est plus aux entretiens."))
    one = Interview(
        nomination=row, is_ours=is_ours, held_on=held_on, means=means, verdict=verdict, panel=panel.strip()
    )
    _tell_interview(one, row, by, on, letter)
    return Interview.objects.get(uid=one.uid)


def _tell_interview(one: Interview, row: Nomination, by: Actor, on: date, letter: Letter = NO_LETTER) -> None:
    content = {"interview": str(one.uid), "held_on": one.held_on.isoformat(), "means": one.means, "verdict": one.verdict, "panel": one.panel}  # fmt: skip
    tell("nomination.interview", agency=row.agency, about=row.uid, content=content, is_ours=one.is_ours, by=by, on=on, letter=letter)  # fmt: skip


@transaction.atomic
def accept(*, nomination: Nomination, starts_on: date, ends_on: date, by: Actor, on: date, letter: Letter = NO_LETTER) -> Nomination:  # fmt: skip
    """The receiving side takes the person, for these dates. Refuses `seats_taken`: a post has so many places."""
    offer = Offer.objects.select_for_update().get(pk=nomination.offer_id)
    row = _answering(nomination, "accept", by, on)
    if offer.nominations.filter(state__in=TAKEN).count() >= offer.seats:
        raise Refusal("seats_taken", _("Toutes les places de ce poste sont prises."))
    content = {"starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat()}
    return _answer(row, "accept", content, by, on, letter)


@transaction.atomic
def refuse(*, nomination: Nomination, code: str, by: Actor, on: date, letter: Letter = NO_LETTER) -> Nomination:
    """The receiving side says no, with a code, even after a yes, until the person arrives."""
    return _answer(_answering(nomination, "refuse", by, on), "refuse", {"code": code}, by, on, letter)


def _answering(nomination: Nomination, step: str, by: Actor, on: date) -> Nomination:
    row = locked(nomination)
    require(by, NOMINATION_LIFE.check(step, row.state).permission)
    require_date(by, on)
    return row


def _answer(row: Nomination, step: str, content: dict, by: Actor, on: date, letter: Letter) -> Nomination:
    tell(f"nomination.{step}", agency=row.agency, about=row.uid, content=content, is_ours=not row.is_ours, by=by, on=on, letter=letter)  # fmt: skip
    return _noted(row, step, by, on)


@transaction.atomic
def withdraw(*, nomination: Nomination, code: str, by: Actor, on: date, letter: Letter = NO_LETTER) -> Nomination:
    """The sending side takes the person back, until the arrival. What has not left yet never does."""
    row = _answering(nomination, "withdraw", by, on)
    if not give_up_unsent(row, by, on):
        tell("nomination.withdraw", agency=row.agency, about=row.uid, content={"code": code}, is_ours=row.is_ours, by=by, on=on, letter=letter)  # fmt: skip
    return _noted(row, "withdraw", by, on)


def give_up_unsent(row: Nomination, by: Actor, on: date) -> bool:
    """Cancel a dossier that waits here; whether it did."""
    outgoing = getattr(row.dossier, "outgoing", None)
    if not row.is_ours or outgoing is None:
        return False
    try:
        with transaction.atomic():
            wire.cancel(outgoing=outgoing, by=by, on=on)
    except Refusal as no:
        if no.code != "already_left":
            raise
        return False
    return True


def _noted(row: Nomination, step: str, by: Actor, on: date) -> Nomination:
    journal.write(
        f"exchanges.{step}", "nomination", row.pk, by=by, on=on, permission=NOMINATION_LIFE.steps[step].permission
    )
    return Nomination.objects.select_related("offer", "agency", "person", "consent", "dossier").get(pk=row.pk)
