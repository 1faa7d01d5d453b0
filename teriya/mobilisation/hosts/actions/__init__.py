"""What this room does to hosts; each verb's rule is in its docstring. What it does to needs: `needs.py`."""

from teriya.mobilisation.hosts.actions.registering import (
    CORRECTED,
    NewHost,
    add_officer,
    correct_many,
    end_officer,
    must_show_receipt,
    next_reference,
    register_many,
)
from teriya.mobilisation.hosts.actions.reviewing import Rubrics, accredit_many, decide, evaluate_many

__all__ = [
    "CORRECTED", "NewHost", "Rubrics", "accredit_many", "add_officer", "correct_many", "decide", "end_officer", "evaluate_many",
    "must_show_receipt", "next_reference", "register_many",
]  # fmt: skip
