"""A version is proposed to the other agency, and each of the two answers it once."""

from datetime import date
from uuid import uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from teriya.exchange.relations.actions.drafting import Terms, hold
from teriya.exchange.relations.models import Convention
from teriya.exchange.relations.states import ConventionState, Word
from teriya.exchange.relations.terms import terms as terms_of
from teriya.exchange.wire import actions as wire
from teriya.exchange.wire.models import Agency
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.journal import actions as journal


@transaction.atomic
def propose_convention(*, convention: Convention, by: User, on: date) -> Convention:
    """Tell the other agency this version: from then on nobody rewrites it."""
    require(by, P.RELATIONS_KEEP)
    require_date(by, on)
    row = hold(convention)
    if row.state != ConventionState.DRAFTED:
        raise Refusal("already_proposed", _("Cette version est déjà proposée."))
    if Convention.objects.filter(uid=row.uid, state=ConventionState.PROPOSED).exists():
        raise Refusal("version_under_way", _("Une autre version de cette convention attend déjà une réponse."))
    wire.say("convention.propose", to=row.agency, about=row.uid, content=terms_of(row, row.costs()), by=by, on=on)
    journal.write("relations.propose", "convention", row.pk, by=by, on=on, permission=P.RELATIONS_KEEP)
    row.refresh_from_db()
    return row


@transaction.atomic
def approve_convention(*, convention: Convention, by: User, on: date) -> Convention:
    """Our approval, by its digest: never by who wrote it. In force once the other agency has approved the same digest."""
    require(by, P.RELATIONS_DECIDE)
    require_date(by, on)
    row = hold(convention)
    require_other_person(by, row.by_id)
    _check_waits(row)
    wire.say("convention.approve", to=row.agency, about=row.uid, content=_approval(row), by=by, on=on)
    journal.write(
        "relations.approve", "convention", row.pk, by=by, on=on, permission=P.RELATIONS_DECIDE, digest=row.digest
    )
    row.refresh_from_db()
    return row


@transaction.atomic
def refuse_convention(*, convention: Convention, reason: str, by: User, on: date) -> Convention:
    """Refuse what they propose, or take back what we do; not once we approved it. A refusal wins over their approval."""
    row = hold(convention)
    require(by, P.RELATIONS_KEEP if row.is_ours else P.RELATIONS_DECIDE)
    require_date(by, on)
    if not reason.strip():
        raise Refusal("reason_required", _("Écrivez le motif de cette décision."), field="reason")
    _check_waits(row)
    content = {"version": row.version, "reason": reason.strip()}
    wire.say("convention.refuse", to=row.agency, about=row.uid, content=content, by=by, on=on)
    journal.write("relations.refuse", "convention", row.pk, by=by, on=on, reason=reason)
    row.refresh_from_db()
    return row


@transaction.atomic
def declare_proposal(
    *, agency: Agency, terms: Terms, source: str, paper: UploadedFile | None = None, amends: Convention | None = None,
    by: User, on: date,
) -> Convention:  # fmt: skip
    """Type the version that an agency without the system proposes by letter."""
    require(by, P.RELATIONS_KEEP)
    require_date(by, on)
    terms.check()
    uid, version = uuid4(), 1
    if amends:
        last = Convention.objects.filter(uid=amends.uid, agency=agency).order_by("-version")[0]
        uid, version = last.uid, last.version + 1
    typed = Convention(uid=uid, version=version, agency=agency, **terms.columns())
    content = terms_of(typed, terms.lines(typed))
    wire.declare(
        "convention.propose", agency=agency, about=uid, content=content, source=source, paper=paper, by=by, on=on
    )
    return Convention.objects.get(uid=uid, version=version)


@transaction.atomic
def declare_answer(
    *, convention: Convention, word: str, source: str, reason: str = "", paper: UploadedFile | None = None, by: User, on: date,
) -> Convention:  # fmt: skip
    """Type what an agency without the system answers by letter: it approves the terms that our paper gave it, or refuses."""
    require(by, P.RELATIONS_KEEP)
    require_date(by, on)
    row = hold(convention)
    if word == Word.APPROVED:
        kind, content = "convention.approve", _approval(row)
    else:
        kind, content = "convention.refuse", {"version": row.version, "reason": reason.strip() or source.strip()}
    wire.declare(kind, agency=row.agency, about=row.uid, content=content, source=source, paper=paper, by=by, on=on)
    row.refresh_from_db()
    return row


def _approval(row: Convention) -> dict:
    return {"version": row.version, "digest": row.digest}


def _check_waits(row: Convention) -> None:
    if row.state != ConventionState.PROPOSED or row.our_word:
        raise Refusal("nothing_to_answer", _("Cette version n’attend pas de réponse de notre part."))
