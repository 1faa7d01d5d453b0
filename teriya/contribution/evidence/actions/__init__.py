from teriya.contribution.evidence.actions.readings import decide_reading, record_reading
from teriya.contribution.evidence.actions.studies import NewFinding, decide_study, enter_study
from teriya.contribution.evidence.actions.telling import decide_testimony, opine, take_back, testify

__all__ = [
    "NewFinding",
    "decide_reading",
    "decide_study",
    "decide_testimony",
    "enter_study",
    "opine",
    "record_reading",
    "take_back",
    "testify",
]
