"""Everything that writes in this room, by what it is for."""

from teriya.exchange.wire.actions.consenting import (
    confirm_authorisation,
    record_authorisation,
    record_consent,
    revoke_authorisation,
    withdraw_consent,
)
from teriya.exchange.wire.actions.hearing import receive
from teriya.exchange.wire.actions.keeping import forget_person, rotate_keys
from teriya.exchange.wire.actions.pairing import confirm_agency, decide_agency, introduce_agency, name_agency
from teriya.exchange.wire.actions.saying import cancel, declare, say
from teriya.exchange.wire.actions.sending import deliver, prepare, settle

__all__ = [
    "cancel", "confirm_agency", "confirm_authorisation", "decide_agency", "declare", "deliver", "forget_person",
    "introduce_agency", "name_agency", "prepare", "receive", "record_authorisation", "record_consent", "revoke_authorisation",
    "rotate_keys", "say", "settle", "withdraw_consent",
]  # fmt: skip
