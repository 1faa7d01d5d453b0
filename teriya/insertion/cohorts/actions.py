"""Freezing the rate of a cohort, publishing it by another person, and handing its people over to the statistician."""

from dataclasses import asdict
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.insertion.cohorts import exports, queries
from teriya.insertion.cohorts.counting import definition, digest_of
from teriya.insertion.cohorts.models import RateFigure
from teriya.insertion.cohorts.queries import Cohort
from teriya.insertion.cohorts.states import FIGURE_LIFE, FigureState


@transaction.atomic
def freeze(*, cohort: Cohort, by: User, on: date) -> RateFigure:
    """Keep the rate of a cohort as it is known today, with its definition, its population and their digest.

    The same again gives the same figure, not a second one. Refuses `horizon_to_come` until the last of the cohort has reached
    the horizon, `nobody` where nobody is left to count.
    """
    require(by, P.RATES_FREEZE)
    require_date(by, on)
    if (complete := queries.complete_on(cohort)) > on:
        raise Refusal(
            "horizon_to_come", _("La cohorte n’a pas encore passé cet horizon : le taux se fige après le %(day)s.")
            % {"day": f"{complete:%d/%m/%Y}"}, field="year")  # fmt: skip
    found = queries.found_of(cohort, on)
    if not found.population:
        raise Refusal("nobody", _("Personne dans cette cohorte."), field="year")
    said = {f"definition_{language}": definition(cohort.horizon, on, language) for language in ("fr", "en")}
    digest = digest_of(cohort, on, said["definition_fr"], found)
    row, is_new = RateFigure.objects.get_or_create(
        digest=digest, defaults={**asdict(cohort), **asdict(found), **said, "on": on, "frozen_by_id": by.pk}
    )
    if is_new:
        journal.write("cohorts.freeze", "insertion_figure", row.pk, by=by, on=on, permission=P.RATES_FREEZE, digest=digest,
                      population=found.population, known=found.known, inserted=found.inserted)  # fmt: skip
    return row


@transaction.atomic
def decide(*, figure: RateFigure, step: str, by: User, on: date, reason: str = "") -> RateFigure:
    """Publish it as it was frozen, set it aside, or withdraw it with the reason; never who froze it. Refuses `already_published`."""
    require(by, P.RATES_PUBLISH)
    row = RateFigure.objects.select_for_update().get(pk=figure.pk)
    require_other_person(by, row.frozen_by_id)
    same = RateFigure.objects.filter(**asdict(queries.cohort_of(row)), state=FigureState.PUBLISHED)
    if step == "publish" and same.exists():
        raise Refusal("already_published", _("Le taux de cette cohorte est déjà publié : retirez-le d’abord."))
    FIGURE_LIFE.check(step, row.state)
    RateFigure.objects.filter(pk=row.pk).update(
        decided_by_id=by.pk, **({"published_on": on} if step == "publish" else {})
    )
    move(row, FIGURE_LIFE, step, by=by, on=on, reason=reason)
    journal.write(
        f"cohorts.{step}", "insertion_figure", row.pk, by=by, on=on, reason=reason, permission=P.RATES_PUBLISH
    )
    row.refresh_from_db()
    return row


@transaction.atomic
def hand_over(*, cohort: Cohort, by: User, on: date) -> exports.Sheet:
    """The people of a cohort without names, each under a pseudonym; what too few share is hidden, the rest is left out.

    Each taking is journalled with its numbers. The threshold is a rule (`small_cell_least`).
    """
    require(by, P.RATES_EXPORT)
    sheet = exports.sheet(cohort, on)
    journal.write("cohorts.hand_over", "cohort", f"{cohort.year}+{cohort.horizon}", by=by, on=on, permission=P.RATES_EXPORT,
                  lines=len(sheet.lines), left_out=sheet.left_out)  # fmt: skip
    return sheet
