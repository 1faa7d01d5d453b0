"""What agencies tell one another of their conventions."""

from teriya.exchange.relations.actions import applying
from teriya.exchange.relations.terms import SCHEMA
from teriya.exchange.wire.kinds import Kind

_VERSION = {"type": "integer", "minimum": 1}
_APPROVAL = {
    "required": ["version", "digest"],
    "properties": {"version": _VERSION, "digest": {"type": "string", "pattern": "^[0-9a-f]{64}$"}},
}
_REFUSAL = {
    "required": ["version", "reason"],
    "properties": {"version": _VERSION, "reason": {"type": "string", "minLength": 1, "maxLength": 300}},
}

KINDS = (
    Kind("convention.propose", applying.apply_proposal, SCHEMA, undone=applying.undo_proposal),
    Kind("convention.approve", applying.apply_approval, _APPROVAL, undone=applying.undo_word),
    Kind("convention.refuse", applying.apply_refusal, _REFUSAL, undone=applying.undo_word),
)
