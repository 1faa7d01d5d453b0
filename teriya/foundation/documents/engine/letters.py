"""Letters printed together."""

from datetime import date
from typing import NotRequired, TypedDict

from teriya.foundation.documents.engine.papers import Paper, Signature


class Leaving(TypedDict):
    name: str
    mission: str
    last_day: date


class Letter(TypedDict):
    """`to`: lines of the address. `people`: those of whom it tells, none when it is to the person."""

    to: list[str]
    subject: str
    paragraphs: list[str]
    people: list[Leaving]


class Letters(Paper):
    """`lettres`: one a page, under one number. A part of them: the rank of its first, and how many there are in all."""

    letters: list[Letter]
    first: NotRequired[int]
    count: NotRequired[int]
    signature: Signature
