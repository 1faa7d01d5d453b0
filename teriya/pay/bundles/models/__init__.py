"""The tables of bundles."""

from teriya.pay.bundles.models.archives import Archive, ArchivePart
from teriya.pay.bundles.models.draws import Draw, DrawnLine
from teriya.pay.bundles.models.exports import AccountExport, ExportedEntry
from teriya.pay.bundles.models.proofs import BroughtPiece, RunReference
from teriya.pay.bundles.models.signing import Signature, SignedSheet

__all__ = [
    "AccountExport", "Archive", "ArchivePart", "BroughtPiece", "Draw", "DrawnLine", "ExportedEntry", "RunReference", "Signature",
    "SignedSheet",
]  # fmt: skip
