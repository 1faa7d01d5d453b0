"""The room's verbs: opening accounts, appointing by acts, closing, first factors."""

from teriya.foundation.accounts.actions.appointing import appoint, appoint_acting, delegate, end_appointment
from teriya.foundation.accounts.actions.closing import deactivate, end_sessions, reset_second_factor
from teriya.foundation.accounts.actions.factors import choose_password, current_code, enrol_totp, spend_code
from teriya.foundation.accounts.actions.opening import (
    admit,
    ask_password_link,
    choose_language,
    confirm_phone,
    create_account,
    found_agency,
    open_by_phone,
    send_password_link,
    take_up,
)
from teriya.foundation.accounts.actions.phones import move_phone

__all__ = [
    "admit", "appoint", "appoint_acting", "ask_password_link", "choose_language", "choose_password",
    "confirm_phone", "create_account", "current_code", "deactivate", "delegate", "end_appointment", "end_sessions",
    "enrol_totp", "found_agency", "move_phone", "open_by_phone", "reset_second_factor", "send_password_link",
    "spend_code", "take_up",
]  # fmt: skip
