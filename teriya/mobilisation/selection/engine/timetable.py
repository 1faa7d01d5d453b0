"""Who is heard at what hour, before which jury: slots in the order of the clock, filled in the order of the list."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from datetime import date, time
from typing import NamedTuple


class Hours(NamedTuple):
    """A jury's day: from, to, the pause between them (equal: none), and the minutes of one interview."""

    begins: time
    ends: time
    pause_from: time
    pause_until: time
    minutes: int


class Slot(NamedTuple):
    on: date
    at: time
    jury: int


class Timetable(NamedTuple):
    """Candidate → slot, and those whom no slot is left for."""

    given: dict[int, Slot]
    left: list[int]


def times(hours: Hours) -> list[time]:
    """The hours at which interviews begin: each ends by the end of the day, none runs into the pause."""
    found, at = [], _minutes(hours.begins)
    pause, resume, end = map(_minutes, (hours.pause_from, hours.pause_until, hours.ends))
    while at + hours.minutes <= end:
        if pause < resume and at < resume and at + hours.minutes > pause:
            at = resume
            continue
        found.append(time(*divmod(at, 60)))
        at += hours.minutes
    return found


def slots(days: Sequence[date], hours: Hours, juries: Sequence[int]) -> list[Slot]:
    """Every slot of a place of interview, by the clock: its juries sit side by side."""
    return [Slot(on, at, jury) for on in days for at in times(hours) for jury in juries]


def apart(offered: Sequence[Slot], minutes: int, taken: Sequence[tuple[Slot, int]]) -> list[Slot]:
    """The slots that run into none of those taken, each given with its minutes."""
    busy: dict[tuple[int, date], list[tuple[int, int]]] = {}
    for slot, length in taken:
        busy.setdefault((slot.jury, slot.on), []).append((_minutes(slot.at), length))
    return [
        slot
        for slot in offered
        if all(
            at + length <= _minutes(slot.at) or _minutes(slot.at) + minutes <= at
            for at, length in busy.get((slot.jury, slot.on), ())
        )
    ]


def fill(candidates: Sequence[int], free: Sequence[Slot], barred: Mapping[int, Collection[Hashable]]) -> Timetable:
    """Each candidate, in the order given, takes the first free slot before a jury that may hear this person.

    `barred`: candidate → juries where somebody may not hear this person. A slot that one could not take is for the next.
    """
    given: dict[int, Slot] = {}
    left: list[int] = []
    waiting: list[Slot] = []  # slots passed over by somebody
    ahead = iter(free)
    for candidate in candidates:
        closed = barred.get(candidate, ())
        slot = next((one for one in waiting if one.jury not in closed), None)
        if slot:
            waiting.remove(slot)
        else:
            for one in ahead:
                if one.jury not in closed:
                    slot = one
                    break
                waiting.append(one)
        if slot:
            given[candidate] = slot
        else:
            left.append(candidate)
    return Timetable(given, left)


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
