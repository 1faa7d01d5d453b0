"""A note is counted and reasoned by one person, signed by the director, followed by the decision of the board."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.contribution.domains import counting
from teriya.contribution.domains.models import DomainNote, NoteLine
from teriya.contribution.domains.papers import issue_note
from teriya.contribution.domains.states import CHOICE_LIFE, ChoiceState
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.mobilisation.hosts import priorities
from teriya.mobilisation.hosts.priorities import Ranked

LONGEST = 3 * 366  # days that a note looks back over


@transaction.atomic
def prepare(*, since: date, by: User, on: date) -> DomainNote:
    """Count every domain once, from a day to today, as known today. Refuses `bad_dates`."""
    require(by, P.DOMAINS_PREPARE)
    require_date(by, on)
    if not 0 <= (on - since).days <= LONGEST:
        raise Refusal("bad_dates", _("Comptez trois ans au plus, jusqu’à aujourd’hui."), field="since")
    note = DomainNote.objects.create(since=since, on=on, prepared_by_id=by.pk)
    NoteLine.objects.bulk_create(
        NoteLine(
            note=note,
            rank=rank,
            domain=found.domain,
            outputs=found.outputs,
            **{name: found.numbers[name] for name in _NUMBERS},
        )
        for rank, found in enumerate(counting.count(since, on), 1)
    )
    journal.write(
        "domains.prepare", "domain_note", note.pk, by=by, on=on, permission=P.DOMAINS_PREPARE, since=str(since)
    )
    return note


_NUMBERS = ("volunteers", "days", "allowances", "kits", "asked", "planned", "filled", "lacking")


@transaction.atomic
def give_reasons(*, note: DomainNote, reasons: Mapping[str, str], by: User, on: date) -> DomainNote:
    """What speaks for each domain, or against it, in words; until the signature."""
    require(by, P.DOMAINS_PREPARE)
    require_date(by, on)
    row = DomainNote.objects.select_for_update().get(pk=note.pk)
    if row.state != ChoiceState.PREPARED:
        raise Refusal("note_signed", _("Cette note n’est plus en préparation : ses motifs ne changent plus."))
    lines = list(row.lines.all())
    for line in lines:
        line.reason = reasons.get(line.domain, line.reason).strip()[:400]
    NoteLine.objects.bulk_update(lines, ["reason"])
    journal.write("domains.give_reasons", "domain_note", row.pk, by=by, on=on, permission=P.DOMAINS_PREPARE)
    return row


@transaction.atomic
def sign(*, note: DomainNote, text: str, by: User, on: date) -> DomainNote:
    """The director adds a text and signs: the paper to the board is frozen. Never who prepared it. Refuses `no_text`, `no_reason`."""
    require(by, P.DOMAINS_DECIDE)
    row = _locked(note, "sign")
    require_other_person(by, row.prepared_by_id)
    if not text.strip():
        raise Refusal("no_text", _("Écrivez ce que la direction propose au conseil."), field="text")
    if not row.lines.exclude(reason="").exists():
        raise Refusal("no_reason", _("Aucun motif n’est écrit : qui prépare la note en donne au moins un."))
    row.text, row.signed_on, row.signed_by_id = text.strip(), on, by.pk
    row.document = issue_note(row, by=by, on=on)
    row.save(update_fields=["text", "signed_on", "signed_by_id", "document"])
    return _turn(row, "sign", by=by, on=on)


@transaction.atomic
def record_decision(
    *, note: DomainNote, domains: Sequence[Ranked], authority: str, reference: str, decided_on: date, valid_from: date, by: User, on: date,
    cited: str = "",
) -> DomainNote:  # fmt: skip
    """What the board decided of a signed note: the order of the domains, which waves read from a day on. Never who prepared it.

    The decision rests on the note; `cited` adds a published text. Refuses what `priorities.record` does, `before_the_note`.
    """
    require(by, P.DOMAINS_DECIDE)
    row = _locked(note, "decide")
    if row.signed_on and decided_on < row.signed_on:
        raise Refusal("before_the_note", _("Le conseil décide après la note."), field="decided_on")
    assert row.document is not None
    grounds = _("Note %(number)s.") % {"number": row.document.number}
    decision = priorities.record(
        domains=domains, authority=authority, reference=reference, decided_on=decided_on, valid_from=valid_from,
        grounds=f"{grounds} {cited}".strip()[:400], prepared_by_id=row.prepared_by_id, by=by, on=on,
    )  # fmt: skip
    DomainNote.objects.filter(pk=row.pk).update(decision=decision, state=ChoiceState.DECIDED)
    return _turn(row, "decide", by=by, on=on)


@transaction.atomic
def set_aside(*, note: DomainNote, reason: str, by: User, on: date) -> DomainNote:
    """A note that no decision will follow, and why."""
    return _turn(_locked(note, "set_aside"), "set_aside", by=by, on=on, reason=reason)


def _locked(note: DomainNote, step: str) -> DomainNote:
    row = DomainNote.objects.select_for_update(of=("self",)).select_related("document").get(pk=note.pk)
    CHOICE_LIFE.check(step, row.state)
    return row


def _turn(row: DomainNote, step: str, *, by: User, on: date, reason: str = "") -> DomainNote:
    move(row, CHOICE_LIFE, step, by=by, on=on, reason=reason)
    journal.write(f"domains.{step}", "domain_note", row.pk, by=by, on=on, reason=reason, permission=P.DOMAINS_DECIDE)
    row.refresh_from_db()
    return row
