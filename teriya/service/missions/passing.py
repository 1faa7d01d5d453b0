"""Many at once, of whom some are refused: the others are done together, and each refusal is told with its cure.

The common way of every step done for many (`steps.py`) and of the closing of a host.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import transaction

from teriya.foundation.core.refusals import Refusal
from teriya.service.missions.lines import Line

Run = Callable[[list[int]], Any]


def do_those_that_pass(run: Run, ids: Sequence[int]) -> dict[int, Refusal]:
    """Run for all these lines at once, but for those that refuse alone, which are returned with their refusal.

    Who refuses is found by halves, in trials that leave nothing. A refusal that is the same for every line, or that comes
    from no line taken alone, speaks of what was typed: it is raised, and nothing is done.
    """
    no = _attempt(run, ids)
    if no is None:
        return {}
    refused = _faults(run, list(ids), no)
    left = [pk for pk in ids if pk not in refused]
    is_common = not left and len({one.sentence for one in refused.values()}) == 1
    if not refused or is_common or (left and (no := _attempt(run, left))):
        raise no
    return refused


def _attempt(run: Run, ids: Sequence[int], *, undo: bool = False) -> Refusal | None:
    """Run in a savepoint; `undo` gives it up even when it passes."""
    try:
        with transaction.atomic():
            run(list(ids))
            if undo:
                transaction.set_rollback(True)
    except Refusal as no:
        return no
    return None


def _faults(run: Run, ids: list[int], no: Refusal) -> dict[int, Refusal]:
    if len(ids) == 1:
        return {ids[0]: no}
    found: dict[int, Refusal] = {}
    for half in (ids[: len(ids) // 2], ids[len(ids) // 2 :]):
        if because := _attempt(run, half, undo=True):
            found |= _faults(run, half, because)
    return found


def told(run: Run, ids: Sequence[int], lines: Iterable[Line]) -> dict:
    """The answer that the receipt keeps: how many were done, who was refused and why, how many had left the list.

    A line stopped since the page was read is refused with what stops it.
    """
    of = {line.pk: line for line in lines}
    ready = [pk for pk in ids if pk in of and not of[pk].blocked]
    refused = do_those_that_pass(run, ready) if ready else {}
    why = {pk: of[pk].blocked for pk in ids if pk in of and of[pk].blocked} | {
        pk: no.sentence for pk, no in refused.items()
    }
    rows = [[of[pk].person, of[pk].number, of[pk].host, sentence] for pk, sentence in why.items()]
    return {"count": len(ready) - len(refused), "refused": rows, "left": sum(pk not in of for pk in ids)}
