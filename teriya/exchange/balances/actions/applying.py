"""What each fact changes here, whoever said it: two agencies that speak at once end the same, whichever is heard first.

- A cost taken back wins over a statement that was being proposed with it: that statement is refused on both sides.
- Of two statements proposed at once, the one whose uid comes first stands; the other is refused on both sides.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from teriya.exchange.balances import policies, sharing
from teriya.exchange.balances.engine.settling import Settled
from teriya.exchange.balances.models import Cost, Statement, StatementLine
from teriya.exchange.balances.papers import issue_statement
from teriya.exchange.balances.states import COST_LIFE, STATEMENT_LIFE, CostState, StatementState
from teriya.exchange.reciprocity.models import Nomination
from teriya.exchange.wire.models import Fact
from teriya.exchange.wire.policies import speaker
from teriya.foundation.core.actors import Actor, Counterpart
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.rules import queries as rules

Personal = dict[str, Any] | None


def declare_cost(fact: Fact, person: Personal) -> None:
    """Whoever paid says it. Refuses `cost_known`, `nomination_unknown`, `not_accepted`, `currency_unlike`."""
    said = fact.content
    if fact.is_ours:
        move(_cost(fact), COST_LIFE, "declare", by=speaker(fact), on=fact.on)
        return
    if Cost.objects.filter(uid=fact.about).exists():
        raise Refusal("cost_known", _("Ce coût est déjà déclaré."))
    stay = Nomination.objects.filter(uid=UUID(said["nomination"]), agency=fact.agency, sent_on__isnull=False).first()
    if stay is None:
        raise Refusal("nomination_unknown", _("Cette candidature n’est pas connue ici."))
    policies.check_costs_something(stay)
    if said["currency"] != rules.agency()["currency"]:
        raise Refusal("currency_unlike", _("Ce coût n’est pas dans notre monnaie : convenez d’un montant dans une même monnaie."))  # fmt: skip
    Cost.objects.create(
        uid=fact.about, agency=fact.agency, nomination=stay, is_ours=False, is_declared=fact.is_declared, line=said["line"],
        amount=said["amount"], currency=said["currency"], what=said["what"], paid_on=date.fromisoformat(said["paid_on"]),
        state=CostState.DECLARED, by_id=fact.by_id, on=fact.on,
    )  # fmt: skip


def withdraw_cost(fact: Fact, person: Personal) -> None:
    """Whoever declared it takes it back. Refuses `wrong_side`; `in_statement` where both agencies know the statement."""
    row, reason = _cost(fact), fact.content["reason"]
    _require_side(is_theirs_to_say=row.is_ours == fact.is_ours)
    if held := row.statement:
        crossed = (
            not fact.is_ours and held.is_ours and held.state in (StatementState.PREPARED, StatementState.PROPOSED)
        )
        if not crossed:  # they proposed or approved what holds it, or we did before we said so
            raise Refusal("in_statement", _("Un décompte contient ce coût : refusez d’abord ce décompte."))
        _drop(held, speaker(fact), fact.on, _("L’autre agence a retiré un coût de ce décompte."))
        row.refresh_from_db()
    move(row, COST_LIFE, "withdraw", by=speaker(fact), on=fact.on, reason=reason)
    Cost.objects.filter(pk=row.pk).update(reason=reason[:300])


def propose_statement(fact: Fact, person: Personal) -> None:
    """Theirs is counted again from our own rows. Refuses `statement_differs`, `statement_crossed`, `statement_known`."""
    if fact.is_ours:
        move(_statement(fact), STATEMENT_LIFE, "propose", by=speaker(fact), on=fact.on)
        return
    if Statement.objects.filter(uid=fact.about).exists():
        raise Refusal("statement_known", _("Ce décompte est déjà connu."))
    _settle_crossing(fact)
    uids = [line["cost"] for line in fact.content["lines"]]
    costs = list(
        Cost.objects.select_for_update(of=("self",)).select_related("nomination")
        .filter(agency=fact.agency, uid__in=uids, state=CostState.DECLARED, statement=None).order_by("uid")
    )  # fmt: skip
    until, currency = date.fromisoformat(fact.content["until"]), fact.content["currency"]
    found = sharing.settled(costs, fact.agency)
    if sharing.digest(sharing.content(found, until=until, currency=currency)) != sharing.digest(dict(fact.content)):
        raise Refusal("statement_differs", _("Nos deux comptes de ces coûts ne disent pas la même chose."))
    keep(found, costs, Statement(uid=fact.about, agency=fact.agency, is_ours=False, is_declared=fact.is_declared, until=until,
         currency=currency, state=StatementState.PROPOSED, on=fact.on))  # fmt: skip


def agree_statement(fact: Fact, person: Personal) -> None:
    """The side that did not propose it approves the same digest: the paper of both is made. Refuses `wrong_side`, `digest_differs`."""
    row = _statement(fact)
    _require_side(is_theirs_to_say=row.is_ours != fact.is_ours)
    if fact.content["digest"] != row.digest:
        raise Refusal("digest_differs", _("Nos deux comptes de ces coûts ne disent pas la même chose."))
    if fact.is_ours:
        row.decided_by_id = fact.by_id
    row.answered_on = fact.on
    row.save(update_fields=["decided_by_id", "answered_on"])
    move(row, STATEMENT_LIFE, "agree", by=speaker(fact), on=fact.on)
    row.document = issue_statement(row, by=speaker(fact), on=fact.on)
    row.save(update_fields=["document"])


def refuse_statement(fact: Fact, person: Personal) -> None:
    """The side that did not propose it says no: its costs are free again."""
    row = _statement(fact)
    _require_side(is_theirs_to_say=row.is_ours != fact.is_ours)
    _drop(row, speaker(fact), fact.on, fact.content["reason"])


def receive_net(fact: Fact, person: Personal) -> None:
    """The creditor got the net; where nothing is owed, either may close it. Refuses `not_the_creditor`."""
    row = _statement(fact)
    if row.net and (row.net > 0) != fact.is_ours:
        raise Refusal("not_the_creditor", _("C’est à l’agence créancière de dire qu’elle a reçu."))
    row.received_on, row.reference = date.fromisoformat(fact.content["received_on"]), fact.content["reference"]
    row.save(update_fields=["received_on", "reference"])
    move(row, STATEMENT_LIFE, "receive", by=speaker(fact), on=fact.on)


# what we said and that does not stand there


def cost_not_there(fact: Fact, code: str) -> None:
    row = _cost(fact)
    if row.statement:
        _drop(row.statement, _there(fact), fact.on, code)
    move(row, COST_LIFE, "miss", by=_there(fact), on=fact.on)
    Cost.objects.filter(pk=row.pk).update(reason=code[:300])


def withdrawal_not_there(fact: Fact, code: str) -> None:
    row = _cost(fact)
    move(row, COST_LIFE, "restore", by=_there(fact), on=fact.on)
    Cost.objects.filter(pk=row.pk).update(reason="")


def proposal_not_there(fact: Fact, code: str) -> None:
    row = _statement(fact)
    if row.state == StatementState.PROPOSED:
        _drop(row, _there(fact), fact.on, code)


def answer_not_there(fact: Fact, code: str) -> None:
    """Our answer did not reach them: it waits for one again, if its costs are still free."""
    row = _statement(fact)
    if row.state == StatementState.AGREED:
        row.decided_by_id, row.answered_on, row.document = None, None, None
    elif row.state == StatementState.REFUSED and not _taken_again(row):
        return
    move(row, STATEMENT_LIFE, "reopen", by=_there(fact), on=fact.on)
    row.reason = ""
    row.save(update_fields=["decided_by_id", "answered_on", "document", "reason"])


def receipt_not_there(fact: Fact, code: str) -> None:
    row = _statement(fact)
    move(row, STATEMENT_LIFE, "unreceive", by=_there(fact), on=fact.on)
    Statement.objects.filter(pk=row.pk).update(received_on=None, reference="")


# of this room


def keep(found: Settled, costs: Sequence[Cost], row: Statement) -> Statement:
    """Write a statement with its lines, and hold its costs."""
    us, them = sharing.both(row.agency)
    row.owed_to_us, row.owed_by_us = found.owed[them], found.owed[us]
    row.digest = sharing.digest(sharing.content(found, until=row.until, currency=row.currency))
    row.save()
    conventions, by_uid = sharing.Conventions(sharing.agreed(row.agency)), {str(cost.uid): cost for cost in costs}
    StatementLine.objects.bulk_create(
        StatementLine(
            statement=row, cost=by_uid[line.paid.uid], convention=conventions.of(by_uid[line.paid.uid].nomination),
            borne_by_us=line.shares[us], borne_by_them=line.shares[them],
        ) for line in found.lines
    )  # fmt: skip
    Cost.objects.filter(pk__in=[cost.pk for cost in costs]).update(statement=row)
    return row


def free(row: Statement, reason: str) -> None:
    """Its costs may enter another statement; its lines stay as they were."""
    Cost.objects.filter(statement=row).update(statement=None)
    Statement.objects.filter(pk=row.pk).update(reason=reason.strip()[:300])


def content_of(row: Statement) -> dict[str, Any]:
    """What a statement says, from its own lines."""
    us, them = sharing.both(row.agency)
    lines = row.lines.select_related("cost").order_by("cost__uid")
    return {
        "until": row.until.isoformat(), "currency": row.currency,
        "lines": [
            {"cost": str(line.cost.uid), "line": line.cost.line, "payer": us if line.cost.is_ours else them, "amount": line.cost.amount,
             "borne": {us: line.borne_by_us, them: line.borne_by_them}}
            for line in lines
        ],
        "owed": {us: row.owed_by_us, them: row.owed_to_us},
    }  # fmt: skip


def _settle_crossing(fact: Fact) -> None:
    """Ours that is open yields: one being prepared always, one already said if its uid comes after."""
    ours = Statement.objects.select_for_update().filter(agency=fact.agency, is_ours=True).open().first()
    if ours is None:
        return
    if ours.state == StatementState.PROPOSED and ours.uid < fact.about:
        raise Refusal("statement_crossed", _("Les deux agences ont proposé un décompte en même temps : le nôtre reste."))  # fmt: skip
    _drop(ours, speaker(fact), fact.on, _("L’autre agence a proposé un décompte en même temps : le sien reste."))


def _drop(row: Statement, by: Actor, on: date, reason: str) -> None:
    step = "set_aside" if row.state == StatementState.PREPARED else "refuse"
    move(row, STATEMENT_LIFE, step, by=by, on=on, reason=reason)
    free(row, reason)


def _there(fact: Fact) -> Actor:
    """What does not stand at the other agency is undone by it, not by who said it here."""
    return Counterpart(fact.agency.name)


def _taken_again(row: Statement) -> bool:
    costs = list(Cost.objects.select_for_update(of=("self",)).filter(lines__statement=row))
    if any(cost.statement_id or cost.state != CostState.DECLARED for cost in costs):
        return False
    Cost.objects.filter(pk__in=[cost.pk for cost in costs]).update(statement=row)
    return True


def _cost(fact: Fact) -> Cost:
    rows = Cost.objects.select_for_update(of=("self",)).select_related("statement")
    row = rows.filter(uid=fact.about, agency=fact.agency).first()
    if row is None:
        raise Refusal("cost_unknown", _("Ce coût n’est pas connu ici."))
    return row


def _statement(fact: Fact) -> Statement:
    rows = Statement.objects.select_for_update(of=("self",)).select_related("agency")
    row = rows.filter(uid=fact.about, agency=fact.agency).first()
    if row is None:
        raise Refusal("statement_unknown", _("Ce décompte n’est pas connu ici."))
    return row


def _require_side(*, is_theirs_to_say: bool) -> None:
    if not is_theirs_to_say:
        raise Refusal("wrong_side", _("C’est à l’autre agence de le dire."))
