"""What lateness does: a warning, then no new seat, as the pack says; reminders by steps; instalments kept or broken at their day.

Never on running missions nor on the volunteers' pay: nothing of them is written here.
"""

from collections.abc import Collection
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import Actor, Calendar
from teriya.foundation.core.money import amount as in_francs
from teriya.foundation.core.states import move_all
from teriya.foundation.journal import actions as journal
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.hosts.holds import Wanted, set_holds
from teriya.mobilisation.hosts.models import Hold, Host
from teriya.pay.cofinancing import notices, papers, queries
from teriya.pay.cofinancing.engine.accounts import is_kept
from teriya.pay.cofinancing.models import Allocation, Call, Plan, Reminder
from teriya.pay.cofinancing.policies import lock_hosts
from teriya.pay.cofinancing.states import INSTALMENT_LIFE, InstalmentState, ReminderStep
from teriya.pay.cofinancing.terms import is_exempt

SOURCE = "host_share"


def review(hosts: Collection[int], *, because: str, by: Actor | None, on: date) -> None:
    """Set or lift the hold of each host by the days of its oldest call that presses, for actions that hold its row.

    A host of an exempt domain is never held. What is contested or agreed in instalments does not press.
    """
    late = queries.days_late(hosts, on)
    warn, block = (rules.amount(f"host_share_{name}_days", on=on, default=0) for name in ("warn", "block"))
    wanted: dict[int, Wanted | None] = {}
    with override("fr"):  # a hold is read by everybody: its words are of the agency
        for host in Host.objects.filter(pk__in=hosts):
            days, francs = (0, 0) if is_exempt(host, on) else late.get(host.pk, (0, 0))
            wanted[host.pk] = _wanted(days, francs, warn, block)
        new, _lifted = set_holds(wanted, source=SOURCE, because=str(because), by=by, on=on)
    notices.held(new)


def _wanted(days: int, francs: int, warn: int, block: int) -> Wanted | None:
    facts = {"francs": in_francs(francs), "days": days, "block": block}
    if block and days >= block:
        sentence = _(
            "quote-part en retard de %(days)s jours (%(francs)s). Payez, convenez d’un échéancier ou contestez : l’arrêt se lève de lui-même."
        )
        return Wanted(Hold.Level.BLOCKED, sentence % facts)
    if warn and days >= warn:
        sentence = _("quote-part en retard de %(days)s jours (%(francs)s).")
        if block:
            sentence = _(
                "quote-part en retard de %(days)s jours (%(francs)s). À %(block)s jours, la structure ne reçoit plus de nouveau volontaire."
            )
        return Wanted(Hold.Level.WARNED, sentence % facts)
    return None


@transaction.atomic
def watch(*, on: date) -> dict[str, int]:
    """Every morning: instalments missed are broken, late calls reminded, holds set or lifted. The same day again changes nothing."""
    hosts = {
        *Call.objects.owing().filter(due_on__lt=on).values_list("host", flat=True),
        *Hold.objects.filter(source=SOURCE, lifted_on=None).values_list("host", flat=True),
        *Plan.objects.filter(state=InstalmentState.AGREED).values_list("host", flat=True),
    }
    lock_hosts(hosts)
    broken = _break(on)
    reminded = remind(on)
    review(hosts, because=_("plus rien en retard"), by=None, on=on)
    return {"hosts": len(hosts), "reminded": reminded, "broken": broken}


def _break(on: date) -> int:
    missed = [
        plan
        for plan in Plan.objects.filter(state=InstalmentState.AGREED).select_related("host").prefetch_related("terms")
        if not _holds_good(plan, on)
    ]
    for plan in missed:
        Plan.objects.select_for_update().get(pk=plan.pk)
    if missed:
        why = "un terme n’a pas été payé à son jour"
        move_all(missed, INSTALMENT_LIFE, "break", by=Calendar(P.SHARES_PREPARE), on=on, reason=why)
        journal.write(
            "shares.break_plan", "share_plan", missed[0].pk, by=None, on=on, reason=why, rows=[p.pk for p in missed]
        )
    return len(missed)


def _holds_good(plan: Plan, on: date) -> bool:
    """Whether what was paid on the calls of the instalments since they were agreed covers each term gone."""
    rows = Allocation.objects.filter(call__in=plan.calls.all(), released_on=None, on__gte=plan.asked_on)
    paid = [(row.payment.paid_on if row.payment else row.on, row.amount) for row in rows.select_related("payment")]
    return is_kept([(term.due_on, term.amount) for term in plan.terms.all()], paid, on)


def remind(on: date) -> int:
    """The step that has come for each late call, once: a letter and an SMS. A step that nobody sent in time gives way to the next."""
    steps = {
        step: rules.amount("host_share_reminder_days", qualification=step, on=on, default=0) for step in ReminderStep.values
    }  # fmt: skip
    steps = {step: days for step, days in steps.items() if days}
    if not steps:
        return 0
    rows = queries.pressing(on).filter(due_on__lte=on - timedelta(min(steps.values())))
    sent = set(Reminder.objects.filter(call__in=rows.values("pk")).values_list("call", "step"))
    order = list(ReminderStep.values)
    chosen: dict[Call, tuple[str, int]] = {}
    for call in rows.select_related("host__commune", "document"):
        come = [step for step, days in steps.items() if (on - call.due_on).days >= days]
        step = max(come, key=order.index)
        if not any((call.pk, later) in sent for later in order[order.index(step) :]):
            chosen[call] = (step, call.late)
    letters = papers.reminders(chosen, by=Calendar(P.SHARES_PREPARE), on=on)
    made = Reminder.objects.bulk_create(
        [Reminder(call=call, step=step, francs=late, on=on, document=letter)
         for (call, (step, late)), letter in zip(chosen.items(), letters, strict=True)]
    )  # fmt: skip
    notices.reminded(made)
    if made:
        journal.write(
            "shares.remind",
            "share_call",
            made[0].call_id,
            by=None,
            on=on,
            rows=[[row.call_id, row.step] for row in made],
        )
    return len(made)
