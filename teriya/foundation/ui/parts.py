"""What views hand to components: plain values, in the words that the page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

ROWS = 25  # a page of a list


def page_of(request: HttpRequest, rows: QuerySet | Sequence, most: int = ROWS) -> Page:
    """The page of a list that the address asks for (`?page=3`); a wrong number shows the nearest one.

    `most` rows a page: more for a list that is kept on a device, where there is no second page.
    """
    pages = Paginator(rows, most)
    if "page" in request.GET:
        return pages.get_page(request.GET["page"])
    first = list(rows[: most + 1])
    if len(first) <= most:
        pages.count = len(first)  # most lists end here: the database counts nothing
    return Page(first[:most], 1, pages)


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits for a person: where it is done, how many there are, since when the oldest waits."""

    label: str
    url: str
    count: int | None = None
    since: date | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that is looked at: `trend` in words, whether it is good news, the target, what it counts."""

    label: str
    value: str
    url: str = ""
    trend: str = ""
    is_good: bool | None = None
    target: str = ""
    definition: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a chart or of a map, and of the table beside it. `code` is the place's."""

    label: str
    value: int
    url: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """A line of a chart: a value a label, None where nobody counted."""

    label: str
    values: Sequence[int | None]


@dataclass(frozen=True, slots=True)
class Facing:
    """Two numbers of one thing that are set against each other, each with the list behind it and a word under it."""

    label: str
    left: int
    right: int
    left_url: str = ""
    right_url: str = ""
    left_note: str = ""
    right_note: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """A point of a story: done, or still to come."""

    label: str
    on: date | None = None
    detail: str = ""
    is_done: bool = True
