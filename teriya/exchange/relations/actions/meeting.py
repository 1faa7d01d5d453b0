"""The action plan and the committee: minutes that both agencies hold, decisions whose owner says when they are done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from teriya.exchange.relations.models import Decision, Meeting
from teriya.exchange.wire import actions as wire
from teriya.exchange.wire.models import Agency, Fact
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents import actions as documents
from teriya.foundation.journal import actions as journal


@dataclass(frozen=True)
class Line:
    """What is to be done, by which of the two agencies, by when."""

    what: str
    is_ours: bool
    due_on: date


@transaction.atomic
def record_meeting(
    *, agency: Agency, nature: str, met_on: date, place: str, present: str, notes: str, lines: Sequence[Line], by: User, on: date,
    paper: UploadedFile | None = None, source: str = "",
) -> Meeting:  # fmt: skip
    """Minutes that we kept; or, from an agency without the system, those that it sent (`source`). Refuses `no_decision` and `due_before`."""
    require(by, P.RELATIONS_KEEP)
    require_date(by, on)
    if met_on > on:
        raise Refusal("met_later", _("Cette séance est dans l’avenir."), field="met_on")
    if not lines:
        raise Refusal("no_decision", _("Écrivez au moins une ligne."), field="what_0")
    if any(line.due_on < met_on for line in lines):
        raise Refusal("due_before", _("Une échéance est avant la séance."))
    uid = uuid4()
    content = {
        "nature": nature, "met": met_on.isoformat(), "place": place.strip(), "present": present.strip(), "notes": notes.strip(),
        "decisions": [{"what": line.what, "owner": settings.AGENCY if line.is_ours else agency.code, "due": line.due_on.isoformat()} for line in lines],
    }  # fmt: skip
    if source:
        wire.declare("meeting.record", agency=agency, about=uid, content=content, source=source, by=by, on=on)
    else:
        wire.say("meeting.record", to=agency, about=uid, content=content, by=by, on=on)
    row = Meeting.objects.get(uid=uid)
    if paper:
        row.paper = documents.keep(
            file=paper, kind="minutes", subject="agency_meeting", subject_id=row.pk, by=by, on=on
        )
        row.save(update_fields=["paper"])
    journal.write(
        "relations.record_meeting", "meeting", row.pk, by=by, on=on, permission=P.RELATIONS_KEEP, lines=len(lines)
    )
    return row


@transaction.atomic
def do_decision(*, decision: Decision, how: str, by: User, on: date, source: str = "") -> Decision:
    """Our line is done; or theirs, as an agency without the system writes (`source`). Refuses `not_owner` and `already_done`."""
    require(by, P.RELATIONS_KEEP)
    require_date(by, on)
    if not how.strip():
        raise Refusal("how_required", _("Dites en une phrase ce qui a été fait."), field="how")
    meeting = decision.meeting
    content = {"rank": decision.rank, "how": how.strip()}
    if decision.is_ours:
        wire.say("meeting.done", to=meeting.agency, about=meeting.uid, content=content, by=by, on=on)
    else:
        wire.declare(
            "meeting.done", agency=meeting.agency, about=meeting.uid, content=content, source=source, by=by, on=on
        )
    journal.write("relations.do_decision", "decision", decision.pk, by=by, on=on, permission=P.RELATIONS_KEEP)
    decision.refresh_from_db()
    return decision


def apply_meeting(fact: Fact, person: dict[str, Any] | None) -> None:
    """The minutes of one side stand on both."""
    said = fact.content
    owners = {settings.AGENCY: True, fact.agency.code: False}
    if Meeting.objects.filter(uid=fact.about).exists():
        raise Refusal("already_said", _("Le compte rendu de cette séance est déjà là."))
    if not {line["owner"] for line in said["decisions"]} <= owners.keys():
        raise Refusal("other_agencies", _("Une ligne de ce compte rendu est à une autre agence."))
    row = Meeting.objects.create(
        uid=fact.about, agency=fact.agency, nature=said["nature"], on=date.fromisoformat(said["met"]), place=said["place"], present=said["present"],
        notes=said["notes"], is_ours=fact.is_ours, is_declared=fact.is_declared, by_id=fact.by_id,
    )  # fmt: skip
    Decision.objects.bulk_create(
        Decision(meeting=row, rank=rank, what=line["what"], is_ours=owners[line["owner"]], due_on=date.fromisoformat(line["due"]))
        for rank, line in enumerate(said["decisions"], 1)
    )  # fmt: skip


def apply_done(fact: Fact, person: dict[str, Any] | None) -> None:
    """Its owner alone says that a line is done, once: so both sides end alike."""
    row = _line(fact.about, fact)
    if row.is_ours != fact.is_ours:
        raise Refusal("not_owner", _("Cette ligne est à l’autre agence : elle dit quand elle est faite."))
    if row.done_on:
        raise Refusal("already_done", _("Cette ligne est déjà faite."))
    row.done_on, row.done_how = fact.on, fact.content["how"]
    row.save(update_fields=["done_on", "done_how"])


def undo_meeting(fact: Fact, code: str) -> None:
    """Our minutes are not held there: they say so, and ask nobody for anything."""
    Meeting.objects.filter(uid=fact.about).update(trouble=code)


def undo_done(fact: Fact, code: str) -> None:
    row = _line(fact.about, fact)
    row.done_on, row.done_how = None, ""
    row.save(update_fields=["done_on", "done_how"])


def _line(uid: UUID, fact: Fact) -> Decision:
    rows = Decision.objects.select_for_update(of=("self",)).filter(meeting__uid=uid, meeting__agency=fact.agency)
    if row := rows.filter(rank=fact.content["rank"]).first():
        return row
    raise Refusal("line_unknown", _("Cette ligne n’est pas connue ici."))
