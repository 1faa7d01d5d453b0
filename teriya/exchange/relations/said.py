"""What agencies tell one another of what binds them: conventions, action plans, committees."""

from teriya.exchange.relations.actions import applying, meeting
from teriya.exchange.relations.states import Nature
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

_DAY = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_MEETING = {
    "required": ["nature", "met", "place", "present", "notes", "decisions"],
    "properties": {
        "nature": {"enum": Nature.values}, "met": _DAY, "place": {"type": "string", "maxLength": 120},
        "present": {"type": "string"}, "notes": {"type": "string"},
        "decisions": {"type": "array", "minItems": 1, "maxItems": 200, "items": {
            "required": ["what", "owner", "due"],
            "properties": {"what": {"type": "string", "minLength": 1, "maxLength": 300}, "owner": {"type": "string"}, "due": _DAY},
        }},
    },
}  # fmt: skip
_DONE = {
    "required": ["rank", "how"],
    "properties": {"rank": {"type": "integer", "minimum": 1}, "how": {"type": "string", "minLength": 1, "maxLength": 300}},
}  # fmt: skip

KINDS = (
    Kind("convention.propose", applying.apply_proposal, SCHEMA, undone=applying.undo_proposal),
    Kind("convention.approve", applying.apply_approval, _APPROVAL, undone=applying.undo_word),
    Kind("convention.refuse", applying.apply_refusal, _REFUSAL, undone=applying.undo_word),
    Kind("meeting.record", meeting.apply_meeting, _MEETING, undone=meeting.undo_meeting),
    Kind("meeting.done", meeting.apply_done, _DONE, undone=meeting.undo_done),
)
