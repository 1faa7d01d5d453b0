"""What this room does; each verb's rule is in its docstring."""

from teriya.pay.bundles.actions.archives import AT_ONCE, ask_archive, explain, make
from teriya.pay.bundles.actions.draws import draw_lines, freeze_population, note_finding
from teriya.pay.bundles.actions.exports import export_entries
from teriya.pay.bundles.actions.proofs import bring_piece, give_references
from teriya.pay.bundles.actions.signing import add_proxy_scan, add_scan, key_sheet, send_back, verify_sheet

__all__ = [
    "AT_ONCE", "add_proxy_scan", "add_scan", "ask_archive", "bring_piece", "draw_lines", "explain", "export_entries", "freeze_population", "give_references",
    "key_sheet", "make", "note_finding", "send_back", "verify_sheet",
]  # fmt: skip
