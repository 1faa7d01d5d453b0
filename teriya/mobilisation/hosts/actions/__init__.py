"""What this room does to hosts; each verb's rule is in its docstring. What it does to needs: `needs.py`."""

from teriya.mobilisation.hosts.actions.joining import PAPERS, hand_in, join, papers_asked, undertake, undertake_many
from teriya.mobilisation.hosts.actions.members import add_officer, end_officer, name_officer
from teriya.mobilisation.hosts.actions.recourses import answer_recourse, contestable, recourse
from teriya.mobilisation.hosts.actions.registering import (
    CORRECTED,
    NewHost,
    correct_many,
    must_show_receipt,
    next_reference,
    register_many,
)
from teriya.mobilisation.hosts.actions.reviewing import Rubrics, accredit_many, decide, evaluate_many
from teriya.mobilisation.hosts.actions.widening import ask_wider_quota, decide_wider_quota

__all__ = [
    "CORRECTED",
    "PAPERS",
    "NewHost",
    "Rubrics",
    "accredit_many",
    "add_officer",
    "answer_recourse",
    "ask_wider_quota",
    "contestable",
    "correct_many",
    "decide",
    "decide_wider_quota",
    "end_officer",
    "evaluate_many",
    "hand_in",
    "join",
    "must_show_receipt",
    "name_officer",
    "next_reference",
    "papers_asked",
    "recourse",
    "register_many",
    "undertake",
    "undertake_many",
]  # fmt: skip
