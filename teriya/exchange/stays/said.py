"""The kinds of facts of a stay, and what each carries: codes, days and levels. No free text leaves, and nothing of health."""

from teriya.exchange.stays.actions import applying, leaving, sealing
from teriya.exchange.stays.states import About, Done, Happened, How, Side, Voice
from teriya.exchange.wire.kinds import Kind

_DAY = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_CODE = {"type": "string", "pattern": r"^[a-z0-9_-]{0,40}$"}
_NUMBER = {"type": "string", "pattern": r"^\d{4}/\d{1,6}$"}
_TEXT = {"type": "string", "minLength": 1, "maxLength": 120}
_SIGNED = {
    "signature": {"type": "string", "pattern": r"^[\w-]{10,600}\.\.[\w-]{86}$"},
    "kid": {"type": "string", "maxLength": 300},
    "x": {"type": "string", "pattern": r"^[\w-]{43}$"},
}


def _word(codes: type) -> dict:
    return {"enum": list(codes.values)}


def _of(**properties: dict) -> dict:
    return {"properties": properties, "required": list(properties)}


_LINE = {"type": "object"} | _of(code=_CODE, fr=_TEXT, en=_TEXT, owner=_word(Side), due_on=_DAY)
_ANSWERS = {
    "type": "object", "minProperties": 1, "maxProperties": 12, "propertyNames": _CODE,
    "additionalProperties": {"type": "integer", "minimum": 1, "maximum": 3},
}  # fmt: skip

KINDS = [
    Kind("stay.plan", applying.plan, _of(departs_on=_DAY, ends_on=_DAY, lines={"type": "array", "maxItems": 60, "items": _LINE}), undone=applying.plan_not_there),
    Kind("stay.tick", applying.tick, _of(code=_CODE, done_on={"anyOf": [_DAY, {"type": "null"}]})),
    Kind("stay.arrive", applying.arrive, _of(arrived_on=_DAY)),
    Kind("stay.report", applying.report, _of(about=_word(About), of=_CODE, voice=_word(Voice), answers=_ANSWERS), may_leave=leaving.check_agreed),
    Kind("stay.incident", applying.incident, _of(kind=_word(Happened), happened_on=_DAY, done=_word(Done))),
    Kind("stay.end", applying.end, _of(ended_on=_DAY, how=_word(How))),
    Kind("stay.certify", sealing.certify, _of(content={"type": "object"}, **_SIGNED), person_fields=True, undone=sealing.certificate_not_there),
    Kind("stay.countersign", sealing.countersign, _of(certificate=_NUMBER, digest={"type": "string", "pattern": "^[0-9a-f]{64}$"}), undone=sealing.countersignature_not_there),
    Kind("stay.revoke", sealing.revoke, _of(certificate=_NUMBER)),
]  # fmt: skip
