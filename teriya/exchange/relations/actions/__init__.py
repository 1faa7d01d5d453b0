"""The verbs of relations between agencies."""

from teriya.exchange.relations.actions.agreeing import (
    approve_convention,
    declare_answer,
    declare_proposal,
    propose_convention,
    refuse_convention,
)
from teriya.exchange.relations.actions.contacts import (
    close_framework,
    prepare_framework,
    record_mission,
    report_mission,
    sign_framework,
)
from teriya.exchange.relations.actions.drafting import Terms, draft_convention, drop_draft, rewrite_draft
from teriya.exchange.relations.actions.meeting import Line, do_decision, record_meeting
from teriya.exchange.relations.actions.writing import print_convention, write_letter

__all__ = [
    "Line", "Terms", "approve_convention", "close_framework", "declare_answer", "declare_proposal", "do_decision",
    "draft_convention", "drop_draft", "prepare_framework", "print_convention", "propose_convention", "record_meeting",
    "record_mission", "refuse_convention", "report_mission", "rewrite_draft", "sign_framework", "write_letter",
]  # fmt: skip
