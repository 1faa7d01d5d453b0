"""What a figure is made of before it is written: its cells, who was counted, their digests."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import override

from teriya.contribution.figures import queries
from teriya.contribution.figures.measures import Measure
from teriya.contribution.figures.queries import Scope


@dataclass(frozen=True)
class Frozen:
    """`cells`: [keys, amount], in the order of the keys. `members`: digest of who was counted, without any name."""

    subject: str
    definition_fr: str
    definition_en: str
    cells: list
    total: int
    members: str
    digest: str


def frozen(measure: Measure, scope: Scope, by: Sequence[str]) -> Frozen:
    """The table as it is known on the day of the scope."""
    cells = [[list(key), amount] for key, amount in sorted(queries.table(measure, scope, by).items())]
    said = {f"definition_{language}": _definition(measure.code, scope, language) for language in ("fr", "en")}
    what = {
        "measure": measure.code,
        "first": str(scope.first),
        "last": str(scope.last),
        "narrowed": scope.narrowed,
        "by": list(by),
    }
    members = _members(measure, scope)
    content = what | said | {"on": str(scope.on), "cells": cells, "members": members}
    return Frozen(
        _digest(what),
        cells=cells,
        total=sum(amount for _key, amount in cells),
        members=members,
        digest=_digest(content),
        **said,
    )


def _definition(code: str, scope: Scope, language: str) -> str:
    with override(language):
        measure = queries.measure(code)
        return measure.said_on(scope.on) if measure else ""


def _digest(content: dict) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def pseudonym(person: int) -> str:
    """The same person under the same twelve letters in every figure of this installation; nobody goes back without its key."""
    return salted_hmac("teriya.figures", str(person), secret=settings.JOURNAL_KEY, algorithm="sha256").hexdigest()[:12]


def _members(measure: Measure, scope: Scope) -> str:
    found = queries.people_behind(measure, scope, {})
    lines = sorted(f"{pseudonym(line.person)} {line.first} {line.amount}" for line in found)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
