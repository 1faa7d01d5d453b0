"""What this room does; each verb's rule is in its docstring."""

from teriya.pay.bundles.actions.proofs import bring_piece, give_references
from teriya.pay.bundles.actions.signing import add_proxy_scan, add_scan, key_sheet, send_back, verify_sheet

__all__ = ["add_proxy_scan", "add_scan", "bring_piece", "give_references", "key_sheet", "send_back", "verify_sheet"]
