"""What each target has reached at the end of a quarter, as known on a day: read in the figures, or counted from milestones."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from teriya.contribution.figures import queries as figures
from teriya.contribution.framework.engine.quarters import last_day
from teriya.contribution.framework.models import Milestone, Target
from teriya.foundation.core.refusals import Refusal


def unit_of(measure: str) -> str:
    """In what the figures count it. Refuses `unknown_measure`."""
    found = figures.measure(measure)
    if found is None:
        raise Refusal(
            "unknown_measure", _("« %(code)s » n’est pas une mesure connue.") % {"code": measure}, field="measure"
        )
    return str(found.unit)


def actuals(targets: Sequence[Target], year: int, quarter: int, on: date) -> dict[int, int]:
    """Target → what was reached from 1 January to the last day of the quarter. One question a measure and scope, one for milestones."""
    last = last_day(year, quarter)
    measured = {(one.measure, one.form, one.region) for one in targets if one.measure}
    read = {asked: _measured(*asked, first=date(year, 1, 1), last=last, on=on) for asked in sorted(measured)}
    done = _counted(targets, year, last, on)
    return {
        one.pk: read[one.measure, one.form, one.region]
        if one.measure
        else done.get((one.activity.code, one.number), 0)
        for one in targets
    }


def _measured(measure: str, form: str, region: str, *, first: date, last: date, on: date) -> int:
    found = figures.measure(measure)
    return figures.total(found, figures.Scope(first, last, on, form=form, region=region)) if found else 0


def _counted(targets: Sequence[Target], year: int, last: date, on: date) -> dict[tuple[str, int], int]:
    """(activity, number) → milestones of every version of the year: a code means the same in each."""
    if all(one.measure for one in targets):
        return {}
    rows = Milestone.objects.filter(
        Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=on),
        target__activity__work_plan__letter__year=year,
        happened_on__lte=last,
        on__lte=on,
    )
    keys = ("target__activity__code", "target__number")
    return {(code, number): count for code, number, count in rows.order_by().values_list(*keys).annotate(Sum("count"))}
