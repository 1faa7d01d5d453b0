"""Everything that writes in this room, by what it is for."""

from teriya.exchange.stays.actions.certifying import (
    count_service,
    countersign_certificate,
    deliver_certificate,
    prepare_certificate,
    revoke_certificate,
    sign_certificate,
)
from teriya.exchange.stays.actions.returning import record_return
from teriya.exchange.stays.actions.telling import (
    Paper,
    answer_report,
    give_report,
    plan_stay,
    record_arrival,
    record_end,
    tell_incident,
    tick_line,
)

__all__ = [
    "Paper", "answer_report", "count_service", "countersign_certificate", "deliver_certificate", "give_report", "plan_stay",
    "prepare_certificate", "record_arrival", "record_end", "record_return", "revoke_certificate", "sign_certificate", "tell_incident", "tick_line",
]  # fmt: skip
