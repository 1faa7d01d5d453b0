"""A cost of an exchange: entered with its proof, confirmed by another person, then told to the other agency."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from teriya.exchange.balances import policies
from teriya.exchange.balances.models import Cost
from teriya.exchange.balances.states import COST_LIFE
from teriya.exchange.reciprocity.models import Nomination
from teriya.exchange.wire import actions as wire
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.money import split
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.documents import actions as documents
from teriya.foundation.journal import actions as journal
from teriya.foundation.rules import queries as rules


@dataclass(frozen=True, slots=True)
class NewCost:
    """A line of the convention, what was bought, how much, when. The currency is the agency's own."""

    line: str
    amount: int
    what: str
    paid_on: date


@transaction.atomic
def record_costs(*, stays: Sequence[Nomination], new: NewCost, proof: UploadedFile, by: User, on: date) -> list[Cost]:
    """Write down what we paid, with its proof; one bill for several stays is shared between them to the franc.

    Refuses `nobody`, `other_agency` (stays of two agencies), `not_accepted`, `paid_later`, `too_little`.
    """
    require(by, P.COSTS_ENTER)
    require_date(by, on)
    stays = sorted(stays, key=lambda stay: stay.pk)
    if not stays:
        raise Refusal("nobody", _("Choisissez au moins un séjour."), field="stays")
    agency = stays[0].agency
    if any(stay.agency_id != agency.pk for stay in stays):
        raise Refusal("other_agency", _("Ces séjours ne sont pas d’une même agence."), field="stays")
    for stay in stays:
        policies.check_costs_something(stay)
    if new.paid_on > on:
        raise Refusal("paid_later", _("Ce paiement est à venir."), field="paid_on")
    if new.amount < len(stays):
        raise Refusal("too_little", _("Ce montant ne se partage pas entre ces séjours."), field="amount")
    kept = documents.keep(file=proof, kind="exchange_cost", subject="agency", subject_id=agency.pk, by=by, on=on)
    parts = split(new.amount, [1] * len(stays))
    rows = Cost.objects.bulk_create(
        Cost(agency=agency, nomination=stay, is_ours=True, line=new.line, amount=part, currency=rules.agency()["currency"],
             what=new.what.strip(), paid_on=new.paid_on, proof=kept, by_id=by.pk, on=on)
        for stay, part in zip(stays, parts, strict=True)
    )  # fmt: skip
    journal.write("balances.record_costs", "exchange_cost", rows[0].pk, by=by, on=on, permission=P.COSTS_ENTER,
                  rows=[row.pk for row in rows], amount=new.amount)  # fmt: skip
    return rows


@transaction.atomic
def confirm_cost(*, cost: Cost, by: User, on: date) -> Cost:
    """Another person has seen the proof: the other agency is told the cost. Never who entered it."""
    require(by, P.COSTS_CONFIRM)
    require_date(by, on)
    row = _locked(cost, "declare")
    require_other_person(by, row.by_id)
    Cost.objects.filter(pk=row.pk).update(confirmed_by_id=by.pk)
    wire.say("cost.declare", to=row.agency, about=row.uid, content=_content(row), by=by, on=on)
    journal.write("balances.confirm_cost", "exchange_cost", row.pk, by=by, on=on, permission=P.COSTS_CONFIRM)
    row.refresh_from_db()
    return row


@transaction.atomic
def set_cost_aside(*, cost: Cost, reason: str, by: User, on: date) -> Cost:
    """A cost that its proof does not bear out: the other agency never hears of it. Never who entered it."""
    row = _locked(cost, "set_aside")
    require_other_person(by, row.by_id)
    move(row, COST_LIFE, "set_aside", by=by, on=on, reason=reason)
    Cost.objects.filter(pk=row.pk).update(reason=reason.strip()[:300])
    journal.write(
        "balances.set_cost_aside", "exchange_cost", row.pk, by=by, on=on, reason=reason, permission=P.COSTS_CONFIRM
    )
    row.refresh_from_db()
    return row


@transaction.atomic
def withdraw_cost(*, cost: Cost, reason: str, by: User, on: date) -> Cost:
    """Take back a cost that we declared, while no statement holds it, or one that we typed for an agency without the system.

    Refuses `wrong_side` (they said it themselves), `in_statement`, `reason_required`.
    """
    row = _locked(cost, "withdraw")
    require(by, P.COSTS_ENTER if row.is_declared else P.COSTS_CONFIRM)
    require_date(by, on)
    policies.check_reason(reason)
    content = {"reason": reason.strip()[:300]}
    if row.is_declared:
        wire.declare(
            "cost.withdraw", agency=row.agency, about=row.uid, content=content, source=reason[:200], by=by, on=on
        )
    else:
        wire.say("cost.withdraw", to=row.agency, about=row.uid, content=content, by=by, on=on)
    journal.write("balances.withdraw_cost", "exchange_cost", row.pk, by=by, on=on, reason=reason)
    row.refresh_from_db()
    return row


@transaction.atomic
def declare_cost(
    *, stay: Nomination, new: NewCost, source: str, paper: UploadedFile | None = None, by: User, on: date
) -> Cost:
    """Type what an agency without the system says that it paid. Refuses `agency_speaks`, `not_accepted`, `paid_later`."""
    require(by, P.COSTS_ENTER)
    require_date(by, on)
    if new.paid_on > on:
        raise Refusal("paid_later", _("Ce paiement est à venir."), field="paid_on")
    typed = Cost(uid=uuid4(), nomination=stay, line=new.line, amount=new.amount, what=new.what.strip(), paid_on=new.paid_on,
                 currency=rules.agency()["currency"])  # fmt: skip
    wire.declare(
        "cost.declare",
        agency=stay.agency,
        about=typed.uid,
        content=_content(typed),
        source=source,
        paper=paper,
        by=by,
        on=on,
    )
    return Cost.objects.get(uid=typed.uid)


def _content(row: Cost) -> dict[str, Any]:
    return {"nomination": str(row.nomination.uid), "line": row.line, "amount": row.amount, "currency": row.currency, "what": row.what,
            "paid_on": row.paid_on.isoformat()}  # fmt: skip


def _locked(cost: Cost, step: str) -> Cost:
    row = Cost.objects.select_for_update(of=("self",)).select_related("nomination", "agency").get(pk=cost.pk)
    COST_LIFE.check(step, row.state)
    return row
