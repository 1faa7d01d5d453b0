"""What rooms above add to the pages of a wave and of an application; each registers when the house starts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from teriya.foundation.accounts.models import User
from teriya.foundation.ui.parts import Task
from teriya.mobilisation.calls.models import Application, Wave


@dataclass(frozen=True, slots=True)
class Facts:
    """A block of an application's page: a title, lines of a label and a value, and what one may do there."""

    title: str
    rows: Iterable[tuple[str, object]]
    action: str = ""
    url: str = ""


TASKS: list[Callable[[User, Wave], Iterable[Task]]] = []
FACTS: list[Callable[[User, Application], Facts | None]] = []


def tasks_of(user: User, wave: Wave) -> list[Task]:
    """What is left to do on a wave, in the order of the rooms."""
    return [task for room in TASKS for task in room(user, wave)]


def facts_of(user: User, application: Application) -> list[Facts]:
    return [facts for room in FACTS if (facts := room(user, application))]
