"""One way to speak: we say it, or our officer types what an agency without the system wrote."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from teriya.exchange.wire import actions as wire
from teriya.exchange.wire.models import Agency, Fact
from teriya.foundation.core.actors import Actor


@dataclass(frozen=True)
class Letter:
    """What an agency without the system wrote: where it says it, and its scan."""

    source: str = ""
    paper: UploadedFile | None = None


NO_LETTER = Letter()


def tell(
    kind: str, *, agency: Agency, about: UUID, content: Mapping[str, Any], is_ours: bool, by: Actor, on: date, letter: Letter = NO_LETTER,
) -> Fact:  # fmt: skip
    """`is_ours`: the word is ours to say; else theirs, and refused unless that agency has no system (`agency_speaks`)."""
    if is_ours:
        return wire.say(kind, to=agency, about=about, content=content, by=by, on=on)
    return wire.declare(kind, agency=agency, about=about, content=content, source=letter.source, paper=letter.paper, by=by, on=on)  # fmt: skip
