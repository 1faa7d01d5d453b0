"""Saying something to another agency, or typing what one without the system wrote."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from teriya.exchange.wire import kinds
from teriya.exchange.wire.fields import FIELDS
from teriya.exchange.wire.models import Agency, Fact, Outgoing
from teriya.exchange.wire.states import Way
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import Actor, require
from teriya.foundation.core.receipts import digest_of
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.sealing import seal
from teriya.foundation.documents import actions as documents
from teriya.foundation.journal import actions as journal
from teriya.people.models import Person

Content = Mapping[str, Any]
SEALED = "wire.person"


@transaction.atomic
def say(
    kind: str, *, to: Agency, about: UUID, content: Content, by: Actor | None, on: date, person: Content | None = None,
    subject: Person | None = None,
) -> Fact:  # fmt: skip
    """Say it in the caller's transaction: the room's tables change, and the message waits to leave.

    The calling action has checked who may. `person`, what only the other agency may read of `subject`, has fields of the
    catalogue only (`field_unknown`). To an agency without the system nothing is queued: a letter tells it.
    """
    found = kinds.known(kind)
    if bool(person) != found.person_fields or bool(person) != bool(subject):
        raise ValueError(f"{kind}: a personal part and its subject go together, where the kind has one")
    if unknown := sorted((person or {}).keys() - FIELDS.keys()):
        raise Refusal("field_unknown", _("« %(field)s » ne peut pas être transmis.") % {"field": unknown[0]}, field="fields")  # fmt: skip
    fact = _written(found, agency=to, is_ours=True, about=about, content=content, person=person, subject=subject,
                    on=on, by_id=by.id if by else None)  # fmt: skip
    found.apply(fact, dict(person) if person else None)
    if to.speaks:
        Outgoing.objects.create(fact=fact, agency=to, message_id=fact.pk)
    journal.write("wire.say", kind, about, by=by, on=on, agency=to.code, fact=str(fact.pk))
    return fact


@transaction.atomic
def declare(
    kind: str, *, agency: Agency, about: UUID, content: Content, source: str, by: Actor, on: date,
    paper: UploadedFile | None = None, person: Content | None = None,
) -> Fact:  # fmt: skip
    """Write down what an agency without the system told us by a paper. Refuses `agency_speaks` and `source_required`."""
    if agency.speaks:
        raise Refusal("agency_speaks", _("Cette agence a le système : elle le dit elle-même."))
    if not source.strip():
        raise Refusal("source_required", _("Dites quelle lettre ou quel papier le déclare."), field="source")
    found = kinds.known(kind)
    kept = (
        documents.keep(file=paper, kind="declared", subject="agency", subject_id=agency.pk, by=by, on=on)
        if paper
        else None
    )
    fact = _written(found, agency=agency, is_ours=False, about=about, content=content, person=person, on=on, by_id=by.id,
                    is_declared=True, source=source.strip(), paper=kept)  # fmt: skip
    found.apply(fact, dict(person) if person else None)
    journal.write("wire.declare", kind, about, by=by, on=on, agency=agency.code, fact=str(fact.pk), source=source)
    return fact


def _written(kind: kinds.Kind, **said: Any) -> Fact:
    fact = fact_of(kind, **said)
    fact.save(force_insert=True)
    return fact


def fact_of(
    kind: kinds.Kind, *, content: Content, person: Content | None, id: UUID | None = None, **facts: Any
) -> Fact:
    """What was said, not yet written. Refuses what the kind's schema does not allow."""
    kind.check(content)
    id = id or uuid4()
    said = {"kind": kind.name, "about": str(facts["about"]), "on": facts["on"], "content": content, "person": person}
    return Fact(
        id=id, kind=kind.name, content=dict(content), digest=digest_of(said), fields=sorted(person or {}),
        sealed=seal(person, f"{SEALED}.{id}") if person else "", **facts,
    )  # fmt: skip


@transaction.atomic
def cancel(*, outgoing: Outgoing, by: Actor, on: date) -> None:
    """Give up a message that is held: it never leaves. Refuses `already_left` once it was given a rank."""
    require(by, P.WIRE_SEND)
    row = Outgoing.objects.select_for_update(of=("self",)).select_related("fact").get(pk=outgoing.pk)
    if row.sequence is not None or row.state not in (Way.QUEUED, Way.HELD):
        raise Refusal("already_left", _("Ce message est parti : l’autre agence l’a peut-être reçu."))
    row.state = Way.VOIDED
    row.save(update_fields=["state"])
    undo(row.fact, "voided")
    journal.write(
        "wire.cancel", row.fact.kind, row.fact.about, by=by, on=on, permission=P.WIRE_SEND, fact=str(row.fact_id)
    )


def undo(fact: Fact, code: str) -> None:
    """What we said does not stand at the other agency: the room that said it may have to say so on its pages."""
    if undone := kinds.known(fact.kind).undone:
        undone(fact, code)
