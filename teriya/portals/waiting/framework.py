"""The strategic framework: a PTBA for the board, a quarter to review, a review to validate, decisions whose day has passed."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from teriya.contribution.framework import queries
from teriya.contribution.framework.models import Review, WorkPlan
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.ui.parts import Task
from teriya.portals.links import door
from teriya.portals.waiting.counting import waits


def to_adopt(user: User, today: date) -> Iterator[Task]:
    """What another person submitted; the door of the oldest."""
    if not user.may(P.FRAMEWORK_ADOPT):
        return
    rows = WorkPlan.objects.filter(state="submitted").exclude(submitted_by_id=user.pk)
    if first := rows.order_by("submitted_on").values_list("pk", flat=True).first():
        yield from waits(_("PTBA à faire adopter"), door("framework:work_plan", first), rows, "submitted_on")


def to_validate(user: User, today: date) -> Iterator[Task]:
    """Reviews that another person opened and held."""
    if not user.may(P.FRAMEWORK_ADOPT):
        return
    rows = Review.objects.filter(state="held").exclude(held_by_id=user.pk).exclude(opened_by_id=user.pk)
    if first := rows.order_by("held_on").values_list("pk", flat=True).first():
        yield from waits(_("Revue trimestrielle à valider"), door("framework:review", first), rows, "held_on")


def to_review(user: User, today: date) -> Iterator[Task]:
    """A quarter of an adopted PTBA that is over."""
    if user.may(P.FRAMEWORK_WRITE):
        for plan, quarter, ended_on in queries.reviews_due(today):
            told = _("trimestre %(n)s de %(year)s") % {"n": quarter, "year": plan.letter.year}
            yield Task(_("Revue trimestrielle à tenir"), door("framework:open_review", plan.pk), None, ended_on, told)


def decisions(user: User, today: date) -> Iterator[Task]:
    """Decisions of one's own roles, and all for who keeps the framework."""
    if user.may(P.FRAMEWORK_READ):
        yield from waits(
            _("Décisions de revue en retard"), door("framework:decisions"), queries.overdue(user, today), "due_on"
        )


ROOMS = (to_adopt, to_validate, to_review, decisions)
