"""The front door of the room's verbs, in the order of a mission's life."""

from teriya.service.missions.cards import issue_cards, keep_portrait
from teriya.service.missions.changes import amend, prove_performance, renew, transfer
from teriya.service.missions.closures import decide_closure
from teriya.service.missions.contracts import issue_contracts, reissue_contracts
from teriya.service.missions.endings import cancel, close, end, issue_certificates, prove_closing, update_closing
from teriya.service.missions.links import send_again, send_code
from teriya.service.missions.oath import call_to_oath, hold_oath, prove_training, record_oath
from teriya.service.missions.originals import file_originals, keep_scan, send_originals
from teriya.service.missions.preparation import name_facilitator, name_tutor, prepare_many, record_insurance
from teriya.service.missions.redating import redate
from teriya.service.missions.signatures import record_signatures, sign, sign_before_witness, sign_by_link
from teriya.service.missions.starts import attest_starts, confirm_starts, deploy
from teriya.service.missions.suspensions import resume, suspend
from teriya.service.missions.withdrawing import withdraw_text

__all__ = [
    "amend", "attest_starts", "call_to_oath", "cancel", "close", "confirm_starts", "decide_closure", "deploy", "end", "file_originals",
    "hold_oath", "issue_cards", "issue_certificates", "issue_contracts", "keep_portrait", "keep_scan", "name_facilitator", "name_tutor",
    "prepare_many", "prove_closing",
    "prove_performance", "prove_training", "record_insurance", "record_oath", "record_signatures", "redate", "reissue_contracts", "renew",
    "resume", "send_again", "send_code", "send_originals", "sign", "sign_before_witness", "sign_by_link", "suspend", "transfer",
    "update_closing", "withdraw_text",
]  # fmt: skip
