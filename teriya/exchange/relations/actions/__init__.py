"""The verbs of relations between agencies."""

from teriya.exchange.relations.actions.agreeing import (
    approve_convention,
    declare_answer,
    declare_proposal,
    propose_convention,
    refuse_convention,
)
from teriya.exchange.relations.actions.drafting import Terms, draft_convention, drop_draft, rewrite_draft

__all__ = [
    "Terms", "approve_convention", "declare_answer", "declare_proposal", "draft_convention", "drop_draft",
    "propose_convention", "refuse_convention", "rewrite_draft",
]  # fmt: skip
