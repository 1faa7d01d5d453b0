"""The hosts' share: calls to prepare, to issue, payments to confirm, instalments to agree, disputes to answer; what a host has to pay."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.money import amount as in_francs
from teriya.foundation.core.periods import add_months
from teriya.foundation.ui.parts import Task
from teriya.pay.cofinancing import queries
from teriya.pay.cofinancing.models import Call, Dispute, Payment, Plan
from teriya.pay.cofinancing.policies import may_agree
from teriya.portals.links import door
from teriya.portals.waiting.counting import waits


def calls(user: User, today: date) -> Iterator[Task]:
    """Prepared by somebody else; and last month, once it is over, while nobody has called it and somebody was called before."""
    if user.may(P.SHARES_ISSUE):
        rows = Call.objects.filter(state="prepared").exclude(prepared_by_id=user.pk)
        yield from waits(
            _("Appels de quote-part à émettre"), door("cofinancing:calls", etat="prepared"), rows, "prepared_on"
        )
    if user.may(P.SHARES_PREPARE):
        month = add_months(today.replace(day=1), -1)
        months = Call.objects.filter(kind="month", state__in=["prepared", "issued"])
        if months.exists() and not months.filter(month=month).exists():
            yield Task(_("Appels de quote-part à préparer"), door("cofinancing:prepare"), since=today.replace(day=1))


def decisions(user: User, today: date) -> Iterator[Task]:
    """What another person recorded, proposed or asked."""
    payments = Payment.objects.to_confirm_by(user)
    yield from waits(
        _("Paiements de quote-part à confirmer"),
        door("cofinancing:payments", etat="recorded"),
        payments,
        "recorded_on",
    )
    if may_agree(user, today):
        plans = Plan.objects.filter(state="asked").exclude(asked_by_id=user.pk)
        yield from waits(
            _("Échéanciers de quote-part à accorder"), door("cofinancing:plans", etat="asked"), plans, "asked_on"
        )
    if user.may(P.SHARES_ANSWER):
        rows = (
            Dispute.objects.filter(state="open")
            .exclude(line__call__issued_by_id=user.pk)
            .exclude(line__call__prepared_by_id=user.pk)
        )
        yield from waits(_("Contestations d’appels à répondre"), door("cofinancing:disputes"), rows, "opened_on")


def own(user: User, today: date) -> Iterator[Task]:
    """What one's own hosts have to pay."""
    if not user.may(P.SHARES_OWN):
        return
    rows = list(Call.objects.owing().filter(host__in=queries.own_hosts(user)).values_list("due_on", "left"))
    if rows:
        francs = in_francs(sum(left for _due, left in rows))
        yield Task(
            _("Quote-part à payer"), door("cofinancing:mine"), len(rows), min(due for due, _left in rows), francs
        )


ROOMS = (calls, decisions, own)
