"""The account of one host, told whole: what it owes and why, what it paid, what comes next. The host and the agency read the same."""

from dataclasses import dataclass
from datetime import date

from teriya.mobilisation.hosts import holds
from teriya.mobilisation.hosts.models import Hold, Host
from teriya.pay.cofinancing import papers, queries
from teriya.pay.cofinancing.models import Call, Dispute, Payment, Plan
from teriya.pay.cofinancing.settling import credit_of


@dataclass(frozen=True)
class Statement:
    """`owed` francs in all; `late`: (days, francs) that press, if any; `credit`: francs that no call has taken."""

    host: Host
    owed: int
    credit: int
    late: tuple[int, int] | None
    next_due: date | None
    calls: list[Call]
    payments: list[Payment]
    plan: Plan | None
    disputes: list[Dispute]
    holds: list[Hold]
    pay_at: list[str]


def statement_of(host: Host, on: date) -> Statement:
    """Calls issued, the latest first, each with what is left; payments of every state."""
    calls = list(
        Call.objects.filter(host=host, state__in=["issued", "cancelled"])
        .with_left()
        .select_related("document")
        .order_by("-issued_on", "-pk")
    )
    coming = [call.due_on for call in calls if call.state == "issued" and call.left > 0 and call.due_on >= on]
    payments = host.share_payments.select_related("receipt").order_by("-paid_on", "-pk")
    plans = host.share_plans.filter(state__in=["asked", "agreed", "broken"]).prefetch_related("terms").order_by("-pk")
    disputes = Dispute.objects.filter(line__call__host=host).select_related(
        "line__call__document", "line__mission__person", "credit__document"
    )
    return Statement(
        host=host, owed=max(queries.balance(host), 0), credit=credit_of([host.pk]).get(host.pk, 0), late=queries.days_late([host.pk], on).get(host.pk),
        next_due=min(coming, default=None), calls=calls, payments=list(payments), plan=plans.first(), disputes=list(disputes.order_by("-pk")),
        holds=[hold for hold in holds.standing([host.pk]) if hold.source == "host_share"], pay_at=papers.pay_at(on),
    )  # fmt: skip
