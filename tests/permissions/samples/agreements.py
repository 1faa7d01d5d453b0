"""One agreement signed, one tranche called, one invoice accepted and refused by the funder; an amendment being written."""

from django.test import override_settings

from teriya.partnerships.agreements import actions
from tests.cast import Cast, appoint
from tests.factories.agreements import LATER, accepted, called, clauses, envelope_of, receive, signed
from tests.factories.partners import kafui


@override_settings(TAKE_ON=True)
def samples(cast: Cast) -> dict[str, dict]:
    row = signed(cast, opens="tranche")
    receive(cast, called(cast, row, 1_000_000), 1_000_000)
    tranche = {"pk": called(cast, row, 1_000).pk}
    expense, envelope = accepted(cast, row), envelope_of(row)
    line = actions.refuse_line(envelope=envelope, source="expense", source_id=expense.pk, amount=1, reason="Hors objet",
                               by=cast.awa, on=LATER)  # fmt: skip
    repayment = actions.enter_repayment(envelope=envelope, amount=1, reason="Solde", by=kafui(), on=LATER)
    draft = actions.amend(agreement=row, clauses=clauses(changes="Prolongation"), by=kafui(), on=LATER)
    appoint(cast.afi, "partner")
    member = actions.admit(agreement=row, user=cast.afi, by=kafui(), on=LATER)
    one, text, of = {"pk": row.pk}, {"pk": draft.pk}, {"pk": envelope.pk}
    return {
        **dict.fromkeys(("agreements:agreement", "agreements:amend", "agreements:promise", "agreements:enter_expense", "agreements:lines",
                         "agreements:in_kind", "agreements:admit"), one),
        **dict.fromkeys(("agreements:correct", "agreements:sign", "agreements:withdraw", "agreements:add_envelope"), text),
        **dict.fromkeys(("agreements:call", "agreements:receive", "agreements:give_up", "agreements:letter"), tranche),
        "agreements:expense": {"pk": expense.pk}, "agreements:proof": {"pk": expense.pk},
        "agreements:paper": {"pk": row.versions.get(number=1).pk}, "agreements:terms": text | {"envelope": envelope.pk},
        "agreements:repay": of, "agreements:refuse_line": of | {"source": "expense", "line": expense.pk},
        "agreements:carry_line": {"pk": line.pk}, "agreements:repayment": {"pk": repayment.pk}, "agreements:dismiss": {"pk": member.pk},
        "agreements:decide": one | {"step": "suspend"},
    }  # fmt: skip
