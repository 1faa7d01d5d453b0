"""What another agency says, applied here without the carriage: for stories that are not about messages."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from teriya.exchange.wire.actions.saying import fact_of
from teriya.exchange.wire.kinds import Kind
from teriya.exchange.wire.models import Agency, Fact


def heard(kind: Kind, *, id: UUID, agency: Agency, about: UUID, content: Mapping[str, Any], person: Mapping[str, Any] | None, on: date) -> Fact:  # fmt: skip
    fact = fact_of(kind, id=id, agency=agency, is_ours=False, about=about, content=content, person=person, on=on)
    with transaction.atomic():
        fact.save(force_insert=True)
        kind.apply(fact, dict(person) if person else None)
    return fact
