"""What every content of a pack is told in: two languages, and whether its source is sure."""

from dataclasses import dataclass
from typing import Literal

Status = Literal["in_force", "to_confirm"]


@dataclass(frozen=True)
class Text:
    fr: str
    en: str
