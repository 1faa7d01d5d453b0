"""The room's verbs: calls, applications by file, counter and telephone, checks."""

from teriya.mobilisation.calls.actions.applying import (
    NewApplication,
    apply_many,
    require_call,
    require_time,
    withdraw,
)
from teriya.mobilisation.calls.actions.checking import check_eligibility
from teriya.mobilisation.calls.actions.completing import (
    Report,
    ask_to_complete,
    certify,
    find,
    for_many,
    lift_finding,
    settle_lack,
)
from teriya.mobilisation.calls.actions.counter import Entry, apply_at_counter, print_forms
from teriya.mobilisation.calls.actions.own import Answers, Moment, begin, save_screen, submit
from teriya.mobilisation.calls.actions.promoting import note_meeting
from teriya.mobilisation.calls.actions.publishing import (
    announce,
    answer_question,
    ask_question,
    describe_wave,
    extend_wave,
)
from teriya.mobilisation.calls.actions.remote import (
    ask_call_back,
    note_called,
    silence,
    withdraw_by_phone,
    word_for,
)
from teriya.mobilisation.calls.actions.waves import (
    attach_needs,
    close_wave,
    draw_lottery,
    open_wave,
    reference_day,
    reopen_wave,
)

__all__ = [
    "Answers", "Entry", "Moment", "NewApplication", "Report", "announce", "answer_question", "apply_at_counter",
    "apply_many", "ask_call_back", "ask_question", "ask_to_complete", "attach_needs", "begin", "certify",
    "check_eligibility", "close_wave", "describe_wave", "draw_lottery", "extend_wave", "find", "for_many",
    "lift_finding", "note_called", "note_meeting", "open_wave", "print_forms", "reference_day", "reopen_wave", "require_call", "require_time",
    "save_screen", "settle_lack", "silence", "submit", "withdraw", "withdraw_by_phone", "word_for",
]  # fmt: skip
