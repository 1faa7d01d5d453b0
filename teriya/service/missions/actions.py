"""The front door of the room's verbs, in the order of a mission's life."""

from teriya.service.missions.contracts import issue_contracts, record_signatures, sign
from teriya.service.missions.endings import cancel, close, end, issue_certificates, prove_closing, update_closing
from teriya.service.missions.preparation import name_facilitator, name_tutor, prepare_many
from teriya.service.missions.starts import attest_starts, confirm_starts, deploy
from teriya.service.missions.suspensions import resume, suspend
from teriya.service.missions.training import plan_training, record_oath, record_training

__all__ = [
    "attest_starts", "cancel", "close", "confirm_starts", "deploy", "end", "issue_certificates", "issue_contracts",
    "name_facilitator", "name_tutor", "plan_training", "prepare_many", "prove_closing", "record_oath", "record_signatures",
    "record_training", "resume", "sign", "suspend", "update_closing",
]  # fmt: skip
