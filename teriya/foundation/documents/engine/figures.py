"""What a paper of figures is made of: a note to a minister, a yearbook."""

from typing import NotRequired, TypedDict

from teriya.foundation.documents.engine.papers import Cell, Column, Field, Paper, Signature


class Bar(TypedDict):
    """`share`: thousandths of the longest bar of its list; `value` as printed."""

    label: str
    share: int
    value: str


class Table(TypedDict):
    """`total`: a last row of ready cells; empty where there is none. `note`: what stands under it."""

    columns: list[Column]
    rows: list[list[Cell]]
    total: list[str]
    note: str


class Chapter(TypedDict):
    """A title, what is said in words, facts, bars, a table."""

    title: str
    lines: list[str]
    facts: NotRequired[list[Field]]
    bars: NotRequired[list[Bar]]
    table: NotRequired[Table]


class FigureReport(Paper):
    """`chiffres`: chapters of words, bars and tables; `digest` is printed so that its figures can be found again."""

    title: str
    subtitle: str
    chapters: list[Chapter]
    digest: str
    signatures: list[Signature]
