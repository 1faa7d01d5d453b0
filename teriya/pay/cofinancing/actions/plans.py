"""Instalments: proposed by one person, agreed by another whom the pack names; kept when all is paid, broken when a term is missed."""

from collections.abc import Collection
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import Calendar, require, require_date, require_other_person
from teriya.foundation.core.periods import add_months
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.hosts.models import Host
from teriya.pay.cofinancing import notices
from teriya.pay.cofinancing.actions.holding import review
from teriya.pay.cofinancing.engine.accounts import instalments
from teriya.pay.cofinancing.models import Call, Plan, PlanTerm
from teriya.pay.cofinancing.policies import lock_hosts, require_agreeing
from teriya.pay.cofinancing.states import INSTALMENT_LIFE, InstalmentState


@transaction.atomic
def propose(*, host: Host, count: int, first: date, reason: str, by: User, on: date) -> Plan:
    """So many terms, one a month from a day, for everything that a host owes; they sum to it to the franc.

    Refuses `nothing_owed`, `too_many_terms`, `bad_dates` for a first term already past, `plan_known` while another stands.
    """
    require(by, P.SHARES_PREPARE)
    require_date(by, on)
    lock_hosts([host.pk])
    owing = list(Call.objects.owing().filter(host=host))
    most, total = rules.amount("host_share_terms_max", on=on, default=12), sum(call.left for call in owing)
    if not owing:
        raise Refusal("nothing_owed", _("« %(name)s » ne doit rien : il n’y a rien à étaler.") % {"name": host.name})
    if not 2 <= count <= most or count > total:
        raise Refusal("too_many_terms", _("Un échéancier a de 2 à %(most)s termes.") % {"most": most}, field="count")
    if first < on:
        raise Refusal("bad_dates", _("Le premier terme est aujourd’hui ou plus tard."), field="first")
    if not reason.strip():
        raise Refusal("reason_required", _("Écrivez pourquoi la structure paie en plusieurs fois."), field="reason")
    plan = Plan(host=host, total=total, reason=reason.strip()[:300], asked_by_id=by.pk, asked_on=on)
    try:
        with transaction.atomic():
            plan.save()
    except IntegrityError as error:
        raise Refusal("plan_known", _("Cette structure a déjà un échéancier.")) from error
    plan.calls.set(owing)
    days = [add_months(first, place) for place in range(count)]
    PlanTerm.objects.bulk_create(
        [PlanTerm(plan=plan, due_on=day, amount=francs) for day, francs in instalments(total, days)]
    )
    journal.write("shares.propose_plan", "share_plan", plan.pk, by=by, on=on, reason=reason, permission=P.SHARES_PREPARE, host=host.pk,
                  total=total, count=count)  # fmt: skip
    return plan


@transaction.atomic
def decide_plan(*, plan: Plan, agree: bool, by: User, on: date, reason: str = "") -> Plan:
    """Agree or refuse what another person proposed; agreed, its calls press no more and the hold lifts by itself.

    Refuses `plan_moved` when something was paid or cancelled since: the host has then another sum to spread.
    """
    require_agreeing(by, on)
    lock_hosts([plan.host_id])
    row = Plan.objects.select_for_update(of=("self",)).select_related("host").get(pk=plan.pk)
    require_other_person(by, row.asked_by_id)
    step = "agree" if agree else "refuse"
    INSTALMENT_LIFE.check(step, row.state)
    if agree:
        left = sum(Call.objects.owing().filter(plans=row).values_list("left", flat=True))
        if left != row.total:
            raise Refusal(
                "plan_moved",
                _("Ce que la structure doit a changé depuis la proposition : refusez-la et proposez à nouveau."),
            )
        row.agreed_by_id, row.agreed_on = by.pk, on
        row.save(update_fields=["agreed_by_id", "agreed_on"])
    move(row, INSTALMENT_LIFE, step, by=by, on=on, reason=reason)
    if agree:
        review([row.host_id], because=_("échéancier accordé"), by=by, on=on)
        notices.agreed(row)
    journal.write(
        f"shares.{step}_plan",
        "share_plan",
        row.pk,
        by=by,
        on=on,
        reason=reason,
        permission=P.SHARES_AGREE,
        host=row.host_id,
    )
    return row


def keep_paid(hosts: Collection[int], *, on: date) -> None:
    """Instalments whose calls are all settled are kept; for actions that have settled them."""
    for plan in Plan.objects.filter(host__in=hosts, state=InstalmentState.AGREED):
        if not Call.objects.owing().filter(plans=plan).exists():
            move(plan, INSTALMENT_LIFE, "keep", by=Calendar(P.SHARES_PREPARE), on=on)
            journal.write("shares.keep_plan", "share_plan", plan.pk, by=None, on=on, host=plan.host_id)
