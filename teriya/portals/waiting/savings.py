"""The volunteers' savings: what waits to be carried, approved, paid, and what nobody has claimed."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.money import amount as in_francs
from teriya.foundation.ui.parts import Task
from teriya.pay.savings import queries
from teriya.pay.savings.models import HeirsAct, Refund, SavingsAccount, SetAside
from teriya.pay.savings.unclaimed import unclaimed
from teriya.portals.links import door
from teriya.portals.waiting.counting import waits


def to_carry(user: User, today: date) -> Iterator[Task]:
    """Runs whose savings no account holds yet, and refunds to pay."""
    if not user.may(P.SAVINGS_KEEP):
        return
    late = [gap for gap in queries.gaps() if gap.francs]
    if late:
        francs, since = sum(gap.francs for gap in late), min(gap.since for gap in late)
        yield Task(_("Épargne retenue à verser"), door("savings:savings"), len(late), since, in_francs(francs))
    approved = Refund.objects.filter(state="approved").exclude(approved_by_id=user.pk).exclude(asked_by_id=user.pk)
    yield from waits(
        _("Remboursements d’épargne à payer"), door("savings:refunds", etat="approved"), approved, "approved_on"
    )


def decisions(user: User, today: date) -> Iterator[Task]:
    """Accounts, heirs and refunds that another person asked for."""
    if not user.may(P.SAVINGS_DECIDE):
        return
    asked = Refund.objects.filter(state="asked").exclude(asked_by_id=user.pk)
    yield from waits(
        _("Remboursements d’épargne à approuver"), door("savings:refunds", etat="asked"), asked, "asked_on"
    )
    for label, route, model in (
        (_("Comptes d’épargne à approuver"), "savings:account", SavingsAccount),
        (_("Héritiers à approuver"), "savings:heirs", HeirsAct),
    ):
        rows = model.objects.filter(state="entered").exclude(entered_by_id=user.pk)
        yield from _first(label, route, rows, "entered_on")
    asides = SetAside.objects.filter(state="asked").exclude(asked_by_id=user.pk)
    yield from _first(_("Paie revenue à mettre de côté : approuver"), "savings:aside", asides, "asked_on")


def _first(label: str, route: str, rows: QuerySet, day: str) -> Iterator[Task]:
    """The door of the oldest, with the number of all."""
    first = rows.order_by(day, "pk").values_list("pk", flat=True).first()
    if first:
        yield from waits(label, door(route, first), rows, day)


def owners(user: User, today: date) -> Iterator[Task]:
    """Money that waits for its owner longer than the rules say."""
    if not user.may(P.SAVINGS_ASK):
        return
    back = queries.to_set_aside()
    if line := back.first():
        yield Task(
            _("Paie revenue d’un décédé, à mettre de côté"),
            door("savings:person", line.mission.person.matricule),
            back.count(),
        )
    rows = unclaimed(today)
    if rows:
        francs = in_francs(sum(row.francs for row in rows))
        yield Task(_("Argent non réclamé"), door("savings:unclaimed"), len(rows), rows[0].since, francs)


ROOMS = (to_carry, decisions, owners)
