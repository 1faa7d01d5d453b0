"""What each fact changes here, whoever said it. Nothing else writes these columns."""

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from teriya.exchange.reciprocity import notices
from teriya.exchange.reciprocity.engine.standing import Said, standing
from teriya.exchange.reciprocity.models import Interview, Nomination, Offer
from teriya.exchange.reciprocity.states import NOMINATION_LIFE, POST_LIFE, PostState
from teriya.exchange.wire.models import Fact
from teriya.exchange.wire.states import Way
from teriya.foundation.core.refusals import Refusal

Personal = dict[str, Any] | None
LONGEST = 4_000  # characters of one personal field


def publish_offer(fact: Fact, person: Personal) -> None:
    """The receiving side offers a post. Refuses `already_published`, `dates_unfit`."""
    if Offer.objects.filter(uid=fact.about).exists():
        raise Refusal("already_published", _("Cette offre est déjà publiée."))
    said = fact.content
    starts, ends, answer = (date.fromisoformat(said[name]) for name in ("starts_on", "ends_on", "answer_by"))
    if not answer <= starts < ends:
        raise Refusal("dates_unfit", _("On répond avant le début de la mission, qui finit après."), field="ends_on")
    Offer.objects.create(
        uid=fact.about, agency=fact.agency, is_ours=fact.is_ours, title=said["title"], host_name=said["host"], place=said["place"],
        sheet=said["sheet"], profile=said["profile"], languages=said.get("languages", ""), tutor=said["tutor"], seats=said["seats"],
        starts_on=starts, ends_on=ends, answer_by=answer, published_on=fact.on, is_declared=fact.is_declared,
    )  # fmt: skip


def withdraw_offer(fact: Fact, person: Personal) -> None:
    """The receiving side takes its post back: whoever has not arrived goes no more."""
    offer = _offer(fact.about, fact)
    _require_side(fact, is_theirs_to_say=fact.is_ours == offer.is_ours)
    offer.withdrawn_on, offer.withdrawn_because = fact.on, fact.content["because"]
    if offer.state == PostState.OPEN:
        offer.state = PostState.WITHDRAWN
    offer.save(update_fields=["withdrawn_on", "withdrawn_because", "state"])
    _settle_all(offer)


def send_nomination(fact: Fact, person: Personal) -> None:
    """The sending side proposes somebody. Refuses `offer_withdrawn`, `already_sent`, `content_unfit`; nothing is then kept of the
    person.
    """
    if not all(isinstance(value, str) and len(value) <= LONGEST for value in (person or {}).values()):
        raise Refusal("content_unfit", _("Chaque donnée de la personne est un texte court."))
    offer = _offer(UUID(fact.content["offer"]), fact)
    _require_side(fact, is_theirs_to_say=fact.is_ours != offer.is_ours)
    if offer.state != PostState.OPEN:
        raise Refusal("offer_withdrawn", _("Cette offre a été retirée."))
    row = Nomination.objects.select_for_update().filter(uid=fact.about).first()
    if row and (row.sent_on or not fact.is_ours):
        raise Refusal("already_sent", _("Cette candidature est déjà envoyée."))
    row = row or Nomination(uid=fact.about, offer=offer, agency=fact.agency, is_ours=fact.is_ours)
    row.fields, row.dossier, row.sent_on, row.typed = fact.fields, fact, fact.on, ""
    row.starts_on, row.ends_on = offer.starts_on, offer.ends_on
    row.state = standing(_said(row))
    row.save()


def accept_nomination(fact: Fact, person: Personal) -> None:
    """The receiving side says yes, with the dates of the stay. Refuses `already_answered`, `dates_unfit`."""
    row = _answered(fact)
    if row.answer:
        raise Refusal("already_answered", _("Cette candidature a déjà sa réponse."))
    starts, ends = (date.fromisoformat(fact.content[name]) for name in ("starts_on", "ends_on"))
    if not starts < ends:
        raise Refusal("dates_unfit", _("La mission finit après son début."), field="ends_on")
    row.answer, row.answered_on, row.starts_on, row.ends_on = "accepted", fact.on, starts, ends
    _settle(row)
    notices.answered(row)


def refuse_nomination(fact: Fact, person: Personal) -> None:
    """The receiving side says no, even after a yes, until the person arrives. Refuses `already_answered`, `arrived`."""
    row = _answered(fact)
    if row.answer == "refused":
        raise Refusal("already_answered", _("Cette candidature a déjà sa réponse."))
    _require_not_arrived(row)
    row.answer, row.answered_on, row.refusal = "refused", fact.on, fact.content["code"]
    _settle(row)
    notices.answered(row)


def withdraw_nomination(fact: Fact, person: Personal) -> None:
    """The sending side takes it back, until the person arrives: a withdrawal beats any answer. Refuses `arrived`."""
    row = nomination_of(fact)
    _require_side(fact, is_theirs_to_say=fact.is_ours == row.is_ours)
    _require_not_arrived(row)
    row.withdrawn_on, row.withdrawal = fact.on, fact.content["code"]
    _settle(row)


def hold_interview(fact: Fact, person: Personal) -> None:
    """Either side says what its selection interview gave."""
    row, said = nomination_of(fact), fact.content
    Interview.objects.get_or_create(
        uid=UUID(said["interview"]),
        defaults={"nomination": row, "is_ours": fact.is_ours, "held_on": date.fromisoformat(said["held_on"]), "means": said["means"],
                  "verdict": said["verdict"], "panel": said["panel"]},
    )  # fmt: skip


def ask_recall(fact: Fact, person: Personal) -> None:
    """The sending side asks for what it sent about the person."""
    row = nomination_of(fact)
    _require_side(fact, is_theirs_to_say=fact.is_ours == row.is_ours)
    row.recall_asked_on, row.recall_how = fact.on, fact.content["how"]
    row.save(update_fields=["recall_asked_on", "recall_how"])


def receipt_recall(fact: Fact, person: Personal) -> None:
    """The receiving side attests that it no longer holds it. Refuses `other_dossier`: the receipt is of something else."""
    row = _answered(fact)
    if row.dossier and fact.content["dossier"] != row.dossier.digest:
        raise Refusal("other_dossier", _("Ce reçu n’est pas celui de ce dossier."))
    row.erased_on, row.erased_how = fact.on, fact.content["how"]
    _settle(row)


def offer_not_there(fact: Fact, code: str) -> None:
    Offer.objects.filter(uid=fact.about, state__in=POST_LIFE.steps["miss"].sources).update(state=PostState.UNDELIVERED)


def offer_not_withdrawn(fact: Fact, code: str) -> None:
    """Our withdrawal did not reach them: the post stands as before."""
    offer = Offer.objects.select_for_update().get(uid=fact.about)
    offer.withdrawn_on, offer.withdrawn_because = None, ""
    if offer.state == PostState.WITHDRAWN:
        offer.state = PostState.OPEN
    offer.save(update_fields=["withdrawn_on", "withdrawn_because", "state"])
    _settle_all(offer)


def nomination_not_there(fact: Fact, code: str) -> None:
    row = _own(fact)
    if row.state in NOMINATION_LIFE.steps["miss"].sources:
        row.undelivered = code[:40]
        _settle(row)


def answer_not_there(fact: Fact, code: str) -> None:
    """The answer before it, if one stands, is ours again."""
    row, word = _own(fact), fact.kind.removeprefix("nomination.")
    if row.answer != {"accept": "accepted", "refuse": "refused"}[word]:
        return
    gone = (Way.VOIDED, Way.REFUSED)
    former = Fact.objects.filter(about=fact.about, kind="nomination.accept").exclude(pk=fact.pk).exclude(outgoing__state__in=gone).first()  # fmt: skip
    row.answer, row.answered_on = ("accepted", former.on) if former else ("", None)
    row.refusal = ""
    _settle(row)


def withdrawal_not_there(fact: Fact, code: str) -> None:
    row = _own(fact)
    row.withdrawn_on, row.withdrawal = None, ""
    _settle(row)


def recall_not_there(fact: Fact, code: str) -> None:
    Nomination.objects.filter(uid=fact.about).update(recall_asked_on=None, recall_how="")


def note_arrival(*, nomination: Nomination, on: date) -> None:
    """Stays, on both sides: the person is there. It beats a withdrawal that was on its way. Refuses `not_accepted`."""
    row = Nomination.objects.select_for_update(of=("self",)).select_related("offer").get(pk=nomination.pk)
    if row.answer != "accepted":
        raise Refusal("not_accepted", _("Cette candidature n’est pas acceptée."))
    row.arrived_on, row.undelivered = on, ""
    _settle(row)


def note_end(*, nomination: Nomination, on: date) -> None:
    """Stays, on both sides: the stay is over. Refuses `not_arrived`."""
    row = Nomination.objects.select_for_update(of=("self",)).select_related("offer").get(pk=nomination.pk)
    if row.arrived_on is None:
        raise Refusal("not_arrived", _("Cette personne n’est pas arrivée."))
    row.ended_on = on
    _settle(row)


def nomination_of(fact: Fact) -> Nomination:
    """The one that a fact is about, locked, once it was sent. Refuses `nomination_unknown`."""
    rows = Nomination.objects.select_for_update(of=("self",)).select_related("offer", "dossier")
    row = rows.filter(uid=fact.about, agency=fact.agency, sent_on__isnull=False).first()
    if row is None:
        raise Refusal("nomination_unknown", _("Cette candidature n’est pas connue ici."))
    return row


def _answered(fact: Fact) -> Nomination:
    row = nomination_of(fact)
    _require_side(fact, is_theirs_to_say=fact.is_ours != row.is_ours)
    row.undelivered = ""  # whoever answers has received it, whatever we cancelled meanwhile
    return row


def _own(fact: Fact) -> Nomination:
    return Nomination.objects.select_for_update(of=("self",)).select_related("offer").get(uid=fact.about)


def _offer(uid: UUID, fact: Fact) -> Offer:
    row = Offer.objects.select_for_update().filter(uid=uid, agency=fact.agency).first()
    if row is None:
        raise Refusal("offer_unknown", _("Cette offre n’est pas connue ici."))
    return row


def _require_side(fact: Fact, *, is_theirs_to_say: bool) -> None:
    if not is_theirs_to_say:
        raise Refusal("wrong_side", _("C’est à l’autre agence de le dire."))


def _require_not_arrived(row: Nomination) -> None:
    if row.arrived_on:
        raise Refusal("arrived", _("Cette personne est arrivée : sa mission se termine autrement."))


def _said(row: Nomination) -> Said:
    return Said(
        is_undelivered=bool(row.undelivered), has_arrived=row.arrived_on is not None, has_ended=row.ended_on is not None,
        is_withdrawn=row.withdrawn_on is not None, answer=row.answer, offer_is_open=row.offer.state == PostState.OPEN,
    )  # fmt: skip


def _settle(row: Nomination) -> None:
    row.state = standing(_said(row))
    row.save()


def _settle_all(offer: Offer) -> None:
    """Whom the withdrawal of the post concerns, or no longer does: an answer or an arrival is not undone by it."""
    concerned = [*NOMINATION_LIFE.steps["lapse"].sources, NOMINATION_LIFE.steps["lapse"].to]
    rows = list(Nomination.objects.select_for_update().filter(offer=offer, sent_on__isnull=False, state__in=concerned))
    for row in rows:
        row.offer = offer
        row.state = standing(_said(row))
    Nomination.objects.bulk_update(rows, ["state"])
