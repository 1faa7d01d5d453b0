"""What rooms above add to the pages of missions: moments of a story, papers, what comes next, doors to their own pages."""

from collections.abc import Callable, Iterable

from teriya.foundation.accounts.models import User
from teriya.foundation.documents.models import Document
from teriya.foundation.ui.parts import Moment
from teriya.mobilisation.calls.models import Wave
from teriya.service.missions.models import Mission

MOMENTS: list[Callable[[Mission], Iterable[Moment]]] = []
DOORS: list[Callable[[User, Mission], Iterable[tuple[str, str]]]] = []  # (label, address)
WAVE_DOORS: list[Callable[[User, Wave], Iterable[tuple[str, str]]]] = []  # (label, address)
PAPERS: list[
    Callable[[Mission], Iterable[tuple[str, str, Document]]]
] = []  # (code in the address, what it is, the paper)
NEXT: list[
    Callable[[Mission], str]
] = []  # the sentence of what comes next before the service; nothing: nothing to say
CLOSING: list[Callable[[Mission], Iterable[str]]] = []  # sentences beside the closing checklist: what is still owed
