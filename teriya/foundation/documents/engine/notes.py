"""What a one-page note of numbers is made of."""

from typing import TypedDict

from teriya.foundation.documents.engine.papers import Paper


class Number(TypedDict):
    """As people read it: `trend` says since when, `target` until when; empty where there is none."""

    label: str
    value: str
    trend: str
    target: str
    definition: str


class Bar(TypedDict):
    label: str
    value: int


class Note(Paper):
    """`note`: ten numbers at most and one chart, with their day, what they count, who made it and the digest of all of them."""

    title: str
    known: str
    span: str
    freshness: str
    caveat: str
    numbers: list[Number]
    drawn: str
    contributes: str
    bars: list[Bar]
    made_by: str
    digest: str
