"""From what a host asks for to seats that somebody pays."""

from teriya.mobilisation.hosts.needs.commitments import close_seats, refinance, release_left
from teriya.mobilisation.hosts.needs.funding import cost, fund, payers_of, rate_scope
from teriya.mobilisation.hosts.needs.reviewing import approve, refuse, request_change, review
from teriya.mobilisation.hosts.needs.writing import (
    CORRECTED,
    NewNeed,
    asked,
    correct,
    lock_hosts,
    replace,
    require_writer,
    resubmit,
    submit,
    term_of,
    withdraw,
)

__all__ = [
    "CORRECTED",
    "NewNeed",
    "approve",
    "asked",
    "close_seats",
    "correct",
    "cost",
    "fund",
    "lock_hosts",
    "payers_of",
    "rate_scope",
    "refinance",
    "refuse",
    "release_left",
    "replace",
    "request_change",
    "require_writer",
    "resubmit",
    "review",
    "submit",
    "term_of",
    "withdraw",
]  # fmt: skip
