"""The delay of pay: counted and frozen by one person, published by another."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.pay.arrears import queries
from teriya.pay.arrears.models import DelayFigure
from teriya.pay.arrears.states import FIGURE_LIFE, FigureState


@transaction.atomic
def freeze_figure(*, first: date, last: date, by: User, on: date) -> DelayFigure:
    """Keep the delay of a period as it is today. Refuses `period_not_due` before the due day of its last month, `nothing_earned`."""
    require(by, P.DELAYS_FREEZE)
    require_date(by, on)
    found = queries.delay_of(first, last, on)
    if not found.is_over:
        raise Refusal(
            "period_not_due",
            _("L’échéance du dernier mois n’est pas passée : le chiffre se fige ensuite."),
            field="period",
        )
    if not found.delays.population:
        raise Refusal("nothing_earned", _("Personne n’a rien gagné sur cette période."), field="period")
    figure = DelayFigure.objects.create(
        first=first, last=last, on=on, people=found.people, limit=found.limit, frozen_by_id=by.pk, population=found.delays.population,
        paid=found.delays.paid, within=found.delays.within, median=found.delays.median, ninth=found.delays.ninth,
    )  # fmt: skip
    journal.write("arrears.freeze", "delay_figure", figure.pk, by=by, on=on, permission=P.DELAYS_FREEZE, first=f"{first}", last=f"{last}",
                  population=figure.population, paid=figure.paid, median=figure.median, ninth=figure.ninth, within=figure.within)  # fmt: skip
    return figure


@transaction.atomic
def decide_figure(*, figure: DelayFigure, step: str, by: User, on: date, reason: str = "") -> DelayFigure:
    """Publish it as it was frozen, set it aside, or withdraw it with the reason; never who froze it. Refuses `already_published`."""
    require(by, P.DELAYS_PUBLISH)
    locked = DelayFigure.objects.select_for_update().get(pk=figure.pk)
    require_other_person(by, locked.frozen_by_id)
    same = DelayFigure.objects.filter(first=locked.first, last=locked.last, state=FigureState.PUBLISHED)
    if step == "publish" and same.exists():
        raise Refusal("already_published", _("Le délai de cette période est déjà publié : retirez-le d’abord."))
    FIGURE_LIFE.check(step, locked.state)
    facts = {"decided_by_id": by.pk} | ({"published_on": on} if step == "publish" else {})
    DelayFigure.objects.filter(pk=locked.pk).update(**facts)
    move(locked, FIGURE_LIFE, step, by=by, on=on, reason=reason)
    journal.write(
        f"arrears.{step}", "delay_figure", locked.pk, by=by, on=on, reason=reason, permission=P.DELAYS_PUBLISH
    )
    locked.refresh_from_db()
    return locked
