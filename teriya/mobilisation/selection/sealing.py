"""Sealed sheets: what a member gave is unreadable in the database until the three are there."""

from collections.abc import Mapping
from typing import Any

from teriya.foundation.core import sealing

_SHEETS = "teriya.selection.sheets"


def seal(content: Mapping[str, Any]) -> str:
    return sealing.seal(content, _SHEETS)


def unseal(sealed: str) -> dict[str, Any]:
    return sealing.unseal(sealed, _SHEETS)
