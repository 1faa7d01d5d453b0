"""What agencies tell one another of costs and of their settlement. Nothing of it is about a person by name."""

from teriya.exchange.balances.actions import applying
from teriya.exchange.relations.states import Line
from teriya.exchange.wire.kinds import Kind

_DAY = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_UID = {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}
_SUM = {"type": "integer", "minimum": 0, "maximum": 10**15}
_AMOUNT = {"type": "integer", "minimum": 1, "maximum": 10**12}
_CURRENCY = {"type": "string", "pattern": "^[A-Z]{3}$"}
_BOTH = {"type": "object", "additionalProperties": _SUM, "minProperties": 2, "maxProperties": 2}


def _text(most: int, least: int = 1) -> dict:
    return {"type": "string", "minLength": least, "maxLength": most}


def _of(**properties: dict) -> dict:
    return {"properties": properties, "required": list(properties)}


_LINE = {"type": "object", **_of(cost=_UID, line={"enum": Line.values}, payer=_text(20), amount=_AMOUNT, borne=_BOTH)}
_REASON = _of(reason=_text(300))

KINDS = (
    Kind("cost.declare", applying.declare_cost, _of(
        nomination=_UID, line={"enum": Line.values}, amount=_AMOUNT, currency=_CURRENCY, what=_text(160), paid_on=_DAY,
    ), undone=applying.cost_not_there),
    Kind("cost.withdraw", applying.withdraw_cost, _REASON, undone=applying.withdrawal_not_there),
    Kind("settlement.propose", applying.propose_statement, _of(
        until=_DAY, currency=_CURRENCY, lines={"type": "array", "items": _LINE, "minItems": 1, "maxItems": 5000}, owed=_BOTH,
    ), undone=applying.proposal_not_there),
    Kind("settlement.agree", applying.agree_statement, _of(digest={"type": "string", "pattern": "^[0-9a-f]{64}$"}), undone=applying.answer_not_there),
    Kind("settlement.refuse", applying.refuse_statement, _REASON, undone=applying.answer_not_there),
    Kind("settlement.receive", applying.receive_net, _of(received_on=_DAY, reference=_text(120, 0)), undone=applying.receipt_not_there),
)  # fmt: skip
