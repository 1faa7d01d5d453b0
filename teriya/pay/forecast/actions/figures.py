"""The diversification of a year: counted and frozen by one person, published by another."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.pay.forecast import diversity
from teriya.pay.forecast.models import SourceFigure
from teriya.pay.forecast.states import FIGURE_LIFE, FigureState


@transaction.atomic
def freeze_figure(*, year: int, measure: str, by: User, on: date) -> SourceFigure:
    """Keep a year as it is counted today, with its definition. Refuses `year_not_over`, `nothing_moved`."""
    require(by, P.FORECAST_PLAN)
    require_date(by, on)
    if on.year <= year:
        raise Refusal("year_not_over", _("Cette année n’est pas finie : son chiffre se fige ensuite."), field="year")
    found = next((one for one in diversity.years(measure) if one.year == year), None)
    if found is None:
        raise Refusal("nothing_moved", _("Aucun mouvement d’enveloppe cette année-là."), field="year")
    with override("fr"):  # what is frozen is a paper of the agency
        words = diversity.definition(measure)
    kept = diversity.counted(found)
    figure = SourceFigure.objects.create(
        year=year, measure=measure, on=on, definition=words, counted=kept, frozen_by_id=by.pk,
        sha256=diversity.fingerprint(year, measure, on, words, kept),
    )  # fmt: skip
    journal.write("forecast.freeze", "source_figure", figure.pk, by=by, on=on, permission=P.FORECAST_PLAN, year=year, measure=measure,
                  sha256=figure.sha256)  # fmt: skip
    return figure


@transaction.atomic
def decide_figure(*, figure: SourceFigure, step: str, by: User, on: date, reason: str = "") -> SourceFigure:
    """Publish it as it was frozen, set it aside, or withdraw it with the reason; never who froze it. Refuses `already_published`."""
    require(by, P.DELAYS_PUBLISH)
    locked = SourceFigure.objects.select_for_update().get(pk=figure.pk)
    require_other_person(by, locked.frozen_by_id)
    same = SourceFigure.objects.filter(year=locked.year, measure=locked.measure, state=FigureState.PUBLISHED)
    if step == "publish" and same.exists():
        raise Refusal("already_published", _("Le chiffre de cette année est déjà publié : retirez-le d’abord."))
    FIGURE_LIFE.check(step, locked.state)
    facts = {"decided_by_id": by.pk} | ({"published_on": on} if step == "publish" else {})
    SourceFigure.objects.filter(pk=locked.pk).update(**facts)
    move(locked, FIGURE_LIFE, step, by=by, on=on, reason=reason)
    journal.write(f"forecast.{step}", "source_figure", locked.pk, by=by, on=on, reason=reason, permission=P.DELAYS_PUBLISH)  # fmt: skip
    locked.refresh_from_db()
    return locked
