"""The kinds of facts of this room, and what each must carry. Free texts are about posts, never about people."""

from teriya.exchange.reciprocity.actions import applying, leaving
from teriya.exchange.reciprocity.states import Means, RecallHow, RefusalCode, Verdict, WithdrawalCode
from teriya.exchange.wire.kinds import Kind

_DAY = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_UID = {"type": "string", "format": "uuid", "maxLength": 36, "minLength": 36}


def _text(most: int, least: int = 1) -> dict:
    return {"type": "string", "minLength": least, "maxLength": most}


def _word(codes: type) -> dict:
    return {"enum": list(codes.values)}


def _of(**properties: dict) -> dict:
    optional = {"languages"}
    return {"properties": properties, "required": [name for name in properties if name not in optional]}


KINDS = [
    Kind("offer.publish", applying.publish_offer, _of(
        title=_text(120), host=_text(160), place=_text(120), sheet=_text(4000), profile=_text(200), languages=_text(120, 0), tutor=_text(120),
        seats={"type": "integer", "minimum": 1, "maximum": 500}, starts_on=_DAY, ends_on=_DAY, answer_by=_DAY,
    ), undone=applying.offer_not_there),
    Kind("offer.withdraw", applying.withdraw_offer, _of(because=_text(200)), undone=applying.offer_not_withdrawn),
    Kind("nomination.send", applying.send_nomination, _of(offer=_UID), person_fields=True, may_leave=leaving.check_agreed,
         undone=applying.nomination_not_there),
    Kind("nomination.interview", applying.hold_interview, _of(
        interview=_UID, held_on=_DAY, means=_word(Means), verdict=_word(Verdict), panel=_text(160),
    )),
    Kind("nomination.accept", applying.accept_nomination, _of(starts_on=_DAY, ends_on=_DAY), undone=applying.answer_not_there),
    Kind("nomination.refuse", applying.refuse_nomination, _of(code=_word(RefusalCode)), undone=applying.answer_not_there),
    Kind("nomination.withdraw", applying.withdraw_nomination, _of(code=_word(WithdrawalCode)), undone=applying.withdrawal_not_there),
    Kind("recall.ask", applying.ask_recall, _of(how=_word(RecallHow)), undone=applying.recall_not_there),
    Kind("recall.receipt", applying.receipt_recall, _of(
        how=_word(RecallHow), parts={"type": "integer", "minimum": 0}, dossier={"type": "string", "pattern": "^[0-9a-f]{64}$"},
    )),
]  # fmt: skip
