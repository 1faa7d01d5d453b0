"""Partnerships: steps of leads that are past, what is owed, reviews, decisions, centres to judge."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.ui.parts import Task
from teriya.partnerships.partners import queries
from teriya.partnerships.partners.models import Decision
from teriya.portals.links import door
from teriya.portals.waiting.counting import waits


def leads(user: User, today: date) -> Iterator[Task]:
    """Every lead whose step is past, for who keeps partnerships; one's own, for who follows some."""
    if not user.may(P.PARTNERS_READ):
        return
    rows, address = queries.late(today), door("partners:pipeline", suivi="retard")
    if not user.may(P.PARTNERS_WRITE):
        rows, address = rows.filter(owner=user), door("partners:pipeline", suivi="moi")
    yield from waits(_("Pistes dont l’étape est passée"), address, rows, "next_on")


def dues(user: User, today: date) -> Iterator[Task]:
    """Obligations past their day and reviews to hold."""
    if not user.may(P.PARTNERS_WRITE):
        return
    for label, rows in (
        (_("Obligations en retard"), queries.overdue_obligations(today)),
        (_("Revues de partenariat à écrire"), queries.reviews_due(today)),
    ):
        first = rows.order_by("due_on", "pk").values_list("partner__code", flat=True).first()
        if first:
            yield from waits(label, door("partners:partner", first), rows, "due_on")


def decisions(user: User, today: date) -> Iterator[Task]:
    """Decisions of a yearly review that one is to carry out."""
    if user.may(P.PARTNERS_READ):
        rows = Decision.objects.filter(owner=user, done_on=None, due_on__lte=today)
        yield from waits(_("Décisions de partenariat à tenir"), door("partners:strategy"), rows, "due_on")


def evaluations(user: User, today: date) -> Iterator[Task]:
    """Delegated centres whose last year nobody has judged."""
    if user.may(P.OPERATORS_EVALUATE):
        rows = queries.to_evaluate(today).exclude(manager=user).exclude(by_id=user.pk)
        yield from waits(_("Centres délégués à évaluer"), door("partners:operators"), rows, date(today.year, 1, 1))


ROOMS = (leads, dues, decisions, evaluations)
