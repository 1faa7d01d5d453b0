"""Months of indicators: to count, to attest, to validate; regions that are not complete."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from teriya.contribution.collection import queries
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.ui.parts import Task
from teriya.portals.links import door
from teriya.portals.waiting.counting import waits


def months(user: User, today: date) -> Iterator[Task]:
    """One’s month to count; those of one’s volunteers, those of one’s centre."""
    month = queries.previous_month(today)
    if user.may(P.INDICATORS_SEND):
        due = queries.expected_in(queries.unsent(queries.own_missions(user), month), month)
        yield from waits(_("Indicateurs du mois à compter"), door("collection:mine"), due, today.replace(day=1))
    if user.may(P.INDICATORS_ATTEST):
        yield from waits(
            _("Relevés d’indicateurs à attester"), door("collection:to_attest"), queries.to_attest(user), "sent_on"
        )
    if user.may(P.INDICATORS_VALIDATE):
        yield from waits(
            _("Relevés d’indicateurs à valider"),
            door("collection:to_validate"),
            queries.to_validate(user, today),
            "sent_on",
        )


def missing(user: User, today: date) -> Iterator[Task]:
    """Past the day due, the months that nobody sent, for who reminds."""
    month = queries.previous_month(today)
    if user.may(P.INDICATORS_KEY) and today > queries.due_on(month):
        yield from waits(
            _("Relevés d’indicateurs manquants"),
            door("collection:completeness"),
            queries.missing(user, month, P.INDICATORS_KEY),
            queries.due_on(month),
        )


ROOMS = (months, missing)
