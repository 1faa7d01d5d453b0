"""What the worker does every second, besides its jobs: each room adds its own from `AppConfig.ready`."""

from collections.abc import Callable

Work = Callable[[], object]
_works: list[Work] = []


def add(work: Work) -> None:
    _works.append(work)


def all() -> list[Work]:
    return list(_works)
