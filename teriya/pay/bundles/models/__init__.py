"""The tables of bundles."""

from teriya.pay.bundles.models.proofs import BroughtPiece, RunReference
from teriya.pay.bundles.models.signing import Signature, SignedSheet

__all__ = ["BroughtPiece", "RunReference", "Signature", "SignedSheet"]
