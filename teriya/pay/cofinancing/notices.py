"""What hosts are told by SMS: a call, a payment received, a reminder, a hold, instalments agreed, a dispute answered."""

from collections.abc import Sequence

from django.conf import settings

from teriya.foundation.core.money import amount as in_francs
from teriya.foundation.messages.actions import queue_many
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.hosts.models import Hold, Host
from teriya.pay.allowances.words import month_name
from teriya.pay.cofinancing.models import Call, Dispute, Payment, Plan, Reminder


def called(calls: Sequence[Call]) -> None:
    _tell("share_called", [
        (call.host, f"share_call:{call.pk}", {"francs": in_francs(call.total), "month": month_name(call.month), "on": call.due_on})
        for call in calls if call.total > 0
    ])  # fmt: skip


def received(payment: Payment) -> None:
    words = {"francs": in_francs(payment.amount), "number": payment.receipt.number}
    _tell("share_received", [(payment.host, f"share_payment:{payment.pk}", words)])


def reminded(reminders: Sequence[Reminder]) -> None:
    _tell("share_reminder", [
        (row.call.host, f"share_reminder:{row.call_id}:{row.step}", {"francs": in_francs(row.francs), "number": row.call.number, "on": row.call.due_on})
        for row in reminders
    ])  # fmt: skip


def held(holds: Sequence[Hold]) -> None:
    """Only what is new: a warning, or no new seat."""
    hosts = Host.objects.in_bulk([hold.host_id for hold in holds])
    rows = [
        (hosts[hold.host_id], f"share_hold:{hold.pk}", {"is_blocked": hold.level == Hold.Level.BLOCKED})
        for hold in holds
    ]
    _tell("share_held", rows)


def agreed(plan: Plan) -> None:
    first = plan.terms.first()
    words = {
        "francs": in_francs(plan.total),
        "count": plan.terms.count(),
        "first": in_francs(first.amount),
        "on": first.due_on,
    }
    _tell("share_agreed", [(plan.host, f"share_plan:{plan.pk}", words)])


def answered(dispute: Dispute) -> None:
    call = dispute.line.call
    words = {"number": call.number, "credit": in_francs(-dispute.credit.total) if dispute.credit else ""}
    _tell("share_answered", [(call.host, f"share_dispute:{dispute.pk}", words)])


def _tell(template: str, rows: Sequence[tuple[Host, str, dict]]) -> None:
    """One SMS a row, in French: a host has no account of its own, so no language."""
    common = {"agency": rules.agency()["short_name"], "site": settings.SITE}
    queue_many(
        [{"to": host.phone, "key": key, "about": f"host:{host.pk}", "context": common | words} for host, key, words in rows],
        channel="sms", template=template,
    )  # fmt: skip
