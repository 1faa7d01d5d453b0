"""The verbs of the strategic framework."""

from teriya.contribution.framework.actions.milestones import count_milestone, withdraw_milestone
from teriya.contribution.framework.actions.planning import attach_scan, write_letter, write_plan
from teriya.contribution.framework.actions.programme import adopt, open_version, send_back, submit
from teriya.contribution.framework.actions.reporting import make_report, mark_sent
from teriya.contribution.framework.actions.reviewing import (
    decide,
    explain,
    follow_up,
    hold_review,
    open_review,
    reopen_review,
    validate_review,
)
from teriya.contribution.framework.actions.writing import remove_activity, remove_target, write_activity, write_target

__all__ = [
    "adopt", "attach_scan", "count_milestone", "decide", "explain", "follow_up", "hold_review", "make_report", "mark_sent", "open_review",
    "open_version", "remove_activity", "remove_target", "reopen_review", "send_back", "submit", "validate_review", "withdraw_milestone",
    "write_activity", "write_letter", "write_plan", "write_target",
]  # fmt: skip
