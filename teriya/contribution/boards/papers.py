"""The one-page note in French: what its paper prints, from the same board as the page."""

import hashlib
import json
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from teriya.contribution.boards import board
from teriya.contribution.boards.asked import Asked
from teriya.contribution.boards.board import Board
from teriya.foundation.documents.letterhead import letterhead

_ARROWS = str.maketrans("▲▼", "↑↓")  # those that the fonts of papers draw


def facts(as_of: date) -> dict[str, Any]:
    """The note of a day, without who asks: what is recorded later changes nothing of it."""
    with override("fr"):
        found = board.of_country(Asked(as_of))
        return {
            "known": date_format(as_of, "j F Y"), "span": found.span, "caveat": str(board.CAVEAT), "freshness": found.freshness,
            "numbers": [
                {"label": card.label, "value": card.value, "trend": card.trend.translate(_ARROWS), "target": card.target, "definition": card.definition}
                for card in found.cards
            ],
            "drawn": _drawn(found), "contributes": found.contributes,
            "bars": [{"label": row.label, "value": row.value} for row in found.rows],
        }  # fmt: skip


def _drawn(found: Board) -> str:
    """What the bars are of, and over which months."""
    if found.chosen is None:
        return ""
    one = found.chosen.indicator
    return f"{one.name}, {found.month if one.is_stock else found.span} ({one.unit})"


def digest(facts: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def paper(facts: dict[str, Any], made_by: str) -> dict[str, Any]:
    with override("fr"):
        return letterhead() | facts | {
            "title": _("Ce que le volontariat apporte"), "made_by": made_by, "digest": digest(facts),
        }  # fmt: skip
