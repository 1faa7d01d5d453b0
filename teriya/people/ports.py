"""What other rooms have to say before records become one person; they take their place from `AppConfig.ready`."""

from collections.abc import Callable, Collection

Check = Callable[[Collection[int]], None]
_before_merge: list[Check] = []


def ask_before_merge(check: Check) -> None:
    """`check(ids of the records that would be one person)` refuses, with what a person has to decide first."""
    _before_merge.append(check)


def check_merge(people: Collection[int]) -> None:
    for check in _before_merge:
        check(people)
