"""Where the record of a paper stands: rooms above say it, for those who may open it."""

from collections.abc import Callable

from teriya.foundation.accounts.models import User
from teriya.foundation.documents.models import Document

_PLACES: dict[str, Callable[[User, int], str]] = {}


def register(subject: str, place: Callable[[User, int], str]) -> None:
    """`place` gives the address of the record of this subject's id, or nothing to whoever may not see it."""
    _PLACES[subject] = place


def place_of(user: User, document: Document) -> str:
    """The address of the record that a paper belongs to, if this person may open it."""
    place = _PLACES.get(document.subject)
    return place(user, document.subject_id) if place else ""
