"""Exchanges: a balance that leaves its tolerance, costs to confirm, statements to propose, to answer, to be paid."""

from collections.abc import Iterator
from datetime import date

from django.db.models import F
from django.utils.translation import gettext as _

from teriya.exchange.balances import queries
from teriya.exchange.balances.models import Cost, Statement
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.ui.parts import Task
from teriya.portals.links import door
from teriya.portals.waiting.counting import Waiting, waits


def beyond(user: User, today: date) -> Iterator[Task]:
    """Conventions in force beyond their tolerance, or that will be; told to who can bring the balance back."""
    if not user.may(P.BALANCES_READ) or not (user.may(P.COSTS_ENTER) or user.may(P.STATEMENTS_DECIDE)):
        return
    found = queries.alerts(today)
    if found:
        agency, held = found[0]
        url = door("balances:balance", agency.code) if len(found) == 1 else door("balances:balances")
        detail = _("%(agency)s : %(n)s de trop") % {"agency": agency.name, "n": held.balance.beyond}
        since = min((one.since for _agency, one in found if one.since), default=today)
        yield Task(_("Solde de réciprocité à rétablir"), url, len(found), since, detail)


def costs(user: User, today: date) -> Iterator[Waiting]:
    """What another person entered; the door of the oldest."""
    if user.may(P.COSTS_CONFIRM):
        rows = Cost.objects.filter(state="recorded").exclude(by_id=user.pk)
        if first := rows.order_by("on", "pk").values_list("pk", flat=True).first():
            yield from waits(_("Coûts d’échange à confirmer"), door("balances:cost", first), rows, "on")


def statements(user: User, today: date) -> Iterator[Waiting]:
    """What another person prepared, and what another agency proposes; what is owed to us."""
    asked = []
    if user.may(P.STATEMENTS_DECIDE):
        prepared = Statement.objects.filter(state="prepared").exclude(prepared_by_id=user.pk)
        asked += [
            (_("Décompte d’échange à proposer"), prepared, "on"),
            (_("Décompte d’échange à approuver"), Statement.objects.filter(state="proposed", is_ours=False), "on"),
        ]
    if user.may(P.COSTS_CONFIRM):
        owed = Statement.objects.filter(state="agreed", owed_to_us__gte=F("owed_by_us"))
        asked.append((_("Décompte d’échange à recevoir"), owed, "answered_on"))
    for label, rows, since in asked:
        if first := rows.order_by(since, "pk").values_list("pk", flat=True).first():
            yield from waits(label, door("balances:statement", first), rows, since)


ROOMS = (beyond, costs, statements)
