"""A statement of costs: prepared by one person, proposed by another, approved by the other agency, then paid."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from teriya.exchange.balances import policies, sharing
from teriya.exchange.balances.actions import applying
from teriya.exchange.balances.models import Cost, Statement
from teriya.exchange.balances.papers import issue_statement
from teriya.exchange.balances.states import STATEMENT_LIFE
from teriya.exchange.wire import actions as wire
from teriya.exchange.wire.models import Agency
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.foundation.rules import queries as rules


@transaction.atomic
def prepare_statement(*, agency: Agency, until: date, by: User, on: date) -> Statement:
    """Count who owes whom for all that was declared by both, paid no later than `until`, and in no statement yet.

    Refuses `statement_open` while one is, `nothing_to_settle`, `until_later`.
    """
    require(by, P.COSTS_ENTER)
    require_date(by, on)
    if until > on:
        raise Refusal("until_later", _("Arrêtez le décompte à aujourd’hui au plus tard."), field="until")
    Agency.objects.select_for_update().get(pk=agency.pk)
    if Statement.objects.open().filter(agency=agency).exists():
        raise Refusal("statement_open", _("Un décompte est déjà ouvert avec cette agence."))
    costs = list(
        Cost.objects.select_for_update(of=("self",))
        .select_related("nomination")
        .free_until(until)
        .filter(agency=agency)
        .order_by("uid")
    )
    if not costs:
        raise Refusal("nothing_to_settle", _("Aucun coût déclaré n’attend de décompte à cette date."), field="until")
    found = sharing.settled(costs, agency)
    row = applying.keep(found, costs, Statement(
        agency=agency, is_ours=True, is_declared=not agency.speaks, until=until, currency=rules.agency()["currency"], prepared_by_id=by.pk, on=on))  # fmt: skip
    journal.write("balances.prepare_statement", "exchange_statement", row.pk, by=by, on=on, permission=P.COSTS_ENTER,
                  lines=len(costs), digest=row.digest)  # fmt: skip
    return row


@transaction.atomic
def propose_statement(*, statement: Statement, by: User, on: date) -> Statement:
    """Our word: the other agency is told every line. Never who prepared it."""
    require(by, P.STATEMENTS_DECIDE)
    require_date(by, on)
    row = _locked(statement, "propose")
    require_other_person(by, row.prepared_by_id)
    Statement.objects.filter(pk=row.pk).update(decided_by_id=by.pk)
    row.refresh_from_db()
    wire.say("settlement.propose", to=row.agency, about=row.uid, content=applying.content_of(row), by=by, on=on)
    Statement.objects.filter(pk=row.pk).update(document=issue_statement(row, by=by, on=on))
    return _noted(row, "propose_statement", by=by, on=on)


@transaction.atomic
def set_statement_aside(*, statement: Statement, reason: str, by: User, on: date) -> Statement:
    """Give up a statement that was not proposed: its costs are free again."""
    row = _locked(statement, "set_aside")
    move(row, STATEMENT_LIFE, "set_aside", by=by, on=on, reason=reason)
    applying.free(row, reason)
    return _noted(row, "set_statement_aside", by=by, on=on, reason=reason)


@transaction.atomic
def answer_statement(*, statement: Statement, step: str, by: User, on: date, reason: str = "") -> Statement:
    """Approve what the other agency proposes, by its digest, or refuse it with the reason. Refuses `ours`."""
    require(by, P.STATEMENTS_DECIDE)
    require_date(by, on)
    row = _locked(statement, step)
    if step == "refuse":
        policies.check_reason(reason)
    content = {"digest": row.digest} if step == "agree" else {"reason": reason.strip()}
    wire.say(f"settlement.{step}", to=row.agency, about=row.uid, content=content, by=by, on=on)
    return _noted(row, f"{step}_statement", by=by, on=on, reason=reason)


@transaction.atomic
def declare_answer(
    *, statement: Statement, step: str, source: str, reason: str = "", paper: UploadedFile | None = None, by: User, on: date
) -> Statement:  # fmt: skip
    """Type what an agency without the system answers to our statement, by letter: it approves our lines, or refuses."""
    require(by, P.COSTS_ENTER)
    require_date(by, on)
    row = _locked(statement, step)
    content: dict[str, Any] = {"digest": row.digest} if step == "agree" else {"reason": reason.strip() or source.strip()}  # fmt: skip
    wire.declare(
        f"settlement.{step}", agency=row.agency, about=row.uid, content=content, source=source, paper=paper, by=by, on=on
    )  # fmt: skip
    row.refresh_from_db()
    return row


@transaction.atomic
def receive_net(*, statement: Statement, received_on: date, reference: str, by: User, on: date) -> Statement:
    """The creditor says that the net came: nothing is owed any more. Refuses `not_the_creditor`, `received_later`."""
    require(by, P.COSTS_CONFIRM)
    require_date(by, on)
    row = _locked(statement, "receive")
    content = _receipt(received_on, reference, on)
    wire.say("settlement.receive", to=row.agency, about=row.uid, content=content, by=by, on=on)
    return _noted(row, "receive_net", by=by, on=on)


@transaction.atomic
def declare_receipt(
    *, statement: Statement, received_on: date, reference: str, source: str, paper: UploadedFile | None = None, by: User, on: date
) -> Statement:  # fmt: skip
    """Type that an agency without the system got the net from us, as its letter says."""
    require(by, P.COSTS_ENTER)
    require_date(by, on)
    row = _locked(statement, "receive")
    content = _receipt(received_on, reference, on)
    wire.declare(
        "settlement.receive", agency=row.agency, about=row.uid, content=content, source=source, paper=paper, by=by, on=on
    )  # fmt: skip
    row.refresh_from_db()
    return row


def _receipt(received_on: date, reference: str, on: date) -> dict[str, str]:
    if received_on > on:
        raise Refusal("received_later", _("Ce paiement est à venir."), field="received_on")
    return {"received_on": received_on.isoformat(), "reference": reference.strip()}


def _locked(statement: Statement, step: str) -> Statement:
    row = Statement.objects.select_for_update(of=("self",)).select_related("agency").get(pk=statement.pk)
    STATEMENT_LIFE.check(step, row.state)
    return row


def _noted(row: Statement, verb: str, *, by: User, on: date, reason: str = "") -> Statement:
    journal.write(f"balances.{verb}", "exchange_statement", row.pk, by=by, on=on, reason=reason, digest=row.digest)
    row.refresh_from_db()
    return row
