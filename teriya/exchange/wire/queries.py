"""What was said, what waits, what left about a person."""

import hashlib
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise

from teriya.exchange.wire import own
from teriya.exchange.wire.actions.saying import SEALED
from teriya.exchange.wire.actions.sending import message_of
from teriya.exchange.wire.engine import envelopes
from teriya.exchange.wire.engine.envelopes import Message
from teriya.exchange.wire.fields import FIELDS, Category
from teriya.exchange.wire.models import Agency, Fact, Incoming, Outgoing
from teriya.exchange.wire.states import Way
from teriya.foundation.core.sealing import unseal
from teriya.people.models import Person


def facts_about(uid: UUID) -> QuerySet[Fact]:
    """All that both agencies said about a thing, first to last; of one moment, in the order of the day of the act."""
    return Fact.objects.filter(about=uid).select_related("agency", "outgoing").order_by("at", "on", "pk")


def person_part(fact: Fact) -> dict[str, Any] | None:
    """Its personal fields, while they are kept here."""
    return unseal(fact.sealed, f"{SEALED}.{fact.pk}") if fact.sealed else None


def preview(fact: Fact) -> Message:
    """Exactly what leaves, its personal part open, before it is closed and signed."""
    return message_of(fact, fact.agency, sequence=0, version=max(envelopes.VERSIONS), now=timezone.now())


def sent_about_person(person: Person) -> QuerySet[Fact]:
    """What left about somebody of ours: what, to whom, when; the last first."""
    return (
        Fact.objects.filter(subject=person, is_ours=True, outgoing__sent_at__isnull=False)
        .select_related("agency", "outgoing")
        .order_by("-outgoing__sent_at")
    )


def digest(agency: Agency) -> str:
    """SHA-256 of all that both hold of what was said between us: equal on both sides when nothing is under way."""
    us, them = own.code(), agency.code
    rows = Fact.objects.standing().filter(agency=agency).order_by("pk").values_list("pk", "is_ours", "digest")
    lines = (f"{pk} {us if is_ours else them} {digest}\n" for pk, is_ours, digest in rows.iterator())
    found = hashlib.sha256()
    for line in lines:
        found.update(line.encode())
    return found.hexdigest()


def agencies() -> QuerySet[Agency]:
    """All, with what waits for each (`waits`, `held`)."""
    unsettled = Q(outgoing__settled_at=None) & ~Q(outgoing__state=Way.VOIDED)
    return Agency.objects.annotate(
        waits=Count("outgoing", filter=unsettled), held=Count("outgoing", filter=Q(outgoing__state=Way.HELD))
    ).order_by("name")


def waiting(agency: Agency) -> int:
    return agency.outgoing.filter(settled_at=None).exclude(state=Way.VOIDED, sequence=None).count()


def waiting_list(agency: Agency) -> QuerySet[Outgoing]:
    """What has not its receipt yet, in order; the first twenty-five."""
    rows = agency.outgoing.filter(settled_at=None).exclude(state=Way.VOIDED, sequence=None)
    return rows.select_related("fact").order_by("pk")[:25]


def path(agency: Agency) -> QuerySet[Fact]:
    return agency.facts.select_related("outgoing").order_by("-at", "-pk")


def incoming_of(fact: Fact) -> Incoming | None:
    return None if fact.is_ours or fact.is_declared else fact.agency.incoming.filter(message_id=fact.pk).first()


def person_words(fact: Fact) -> list[tuple[Promise, Any]]:
    """The personal part, each field by its name."""
    return [(FIELDS[name][0], value) for name, value in (person_part(fact) or {}).items()]


def category_words(codes: Iterable[str]) -> list[str]:
    return [str(Category(code).label) for code in codes]
