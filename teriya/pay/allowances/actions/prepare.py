"""Preparing a month: what is due to whom, what is stopped and why."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.numbers import next_number
from teriya.foundation.core.periods import Month, add_months
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.rows import Heard, parts, unheard, write_many
from teriya.foundation.journal import actions as journal
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.models import Form
from teriya.pay.allowances import dues, queries
from teriya.pay.allowances.dues import Due
from teriya.pay.allowances.ghosts import Signs
from teriya.pay.allowances.models import PayLine, PayRun, RetentionOrder, Split
from teriya.pay.allowances.policies import require_no_hand_in
from teriya.pay.allowances.states import LineState
from teriya.service.missions.models import Mission


@transaction.atomic
def prepare_run(*, month: Month, form: Form, by: User, on: date, heard: Heard = unheard) -> PayRun:
    """Compute the pay sheet of a month and a form from its confirmed presences: one line a mission, stopped lines included.

    The lump sums of missions closed by then, and what corrected months still owe, come with it. A run still in preparation is computed again; lines stopped in
    an earlier run are taken up here. Refuses `nothing_to_prepare` when nothing waits for pay.
    """
    require(by, P.PAY_PREPARE)
    require_date(by, on)
    Form.objects.select_for_update().get(pk=form.pk)  # two officers never compute the same month at once
    run = PayRun.objects.select_for_update().filter(month=month.first, form=form, state="prepared").first()
    _clear(run, month, form)
    rows, blocked, total = [], 0, 0
    for part in _due(month, form, on, heard):
        run = run or _opened(month, form, on)
        for line in _write(run, part):
            rows.append(line.pk)
            blocked += line.state == LineState.BLOCKED
            total += line.net if line.state == LineState.DUE else 0
    if not rows:
        raise Refusal(
            "nothing_to_prepare",
            _("Aucune présence confirmée n’attend d’être payée pour %(month)s.") % {"month": month},
            field="month",
        )
    require_no_hand_in(by, run)
    run.total = total
    run.save(update_fields=["total"])
    journal.write("pay.prepare", "pay_run", run.pk, by=by, on=on, permission=P.PAY_PREPARE, total=total, rows=rows, blocked=blocked)  # fmt: skip
    return run


def _opened(month: Month, form: Form, on: date) -> PayRun:
    number = f"PAYE/{on.year}/{next_number('PAYE', on.year):06}"
    return PayRun.objects.create(number=number, month=month.first, form=form, due_on=due_day(month, form), on=on)


def due_day(month: Month, form: Form) -> date:
    """The pack's day of the next month by which pay is due."""
    day = rules.amount("pay_due_day", form=form.code, on=month.last, default=10)
    return add_months(month.first, 1).replace(day=day)


def _clear(run: PayRun | None, month: Month, form: Form) -> None:
    """Drafts of a run in preparation are thrown away; a line stopped elsewhere is set aside, to be computed again."""
    if run:
        drafts = run.lines.filter(state__in=("due", "blocked"))
        Split.objects.filter(line__in=drafts).delete()
        drafts.delete()
    stopped = PayLine.objects.filter(run__form=form, state="blocked")
    stopped.filter(queries.taken_up_by(month)).update(state="dropped")


def _due(month: Month, form: Form, on: date, heard: Heard) -> Iterator[list[Due]]:
    """The allowances of the month, in the order of matricules; then lump sums and corrections of the months before. Part by part."""
    missions, signs = queries.to_pay(month, form.pk), Signs()
    calculation = dues.Calculation(month, form.code, on, _held_orders(missions), signs)
    yield from (calculation.of(part) for part in _parts(missions, heard))
    yield from (dues.of_closing(part, on, signs) for part in _parts(queries.closed_unpaid(form, month.last)))
    corrections = queries.corrections_to_pay(form, month.last).select_related(
        "line__mission__person", "line__mission__form", "line__mission__seat"
    )
    yield dues.of_corrections(list(corrections), on, signs)


def _parts(missions: QuerySet[Mission], heard: Heard = unheard) -> Iterator[list[Mission]]:
    """With all that pay reads of them, in the order of matricules. What several share is read once."""
    rows = Mission.objects.select_related("person", "seat").prefetch_related("form", "seat__need")
    for part in parts(missions.order_by("person__matricule", "pk").values_list("pk", flat=True), heard):
        yield list(rows.filter(pk__in=part).order_by("person__matricule", "pk"))


def _held_orders(missions: QuerySet[Mission]) -> list[RetentionOrder]:
    """What is kept on these people, locked: two runs prepared at once, of two forms, never take the same instalment."""
    people = missions.annotate(owner=Coalesce("person__merged_into", "person")).values("owner")
    return list(queries.orders_of(people).select_for_update(of=("self",)))


def _write(run: PayRun, found: Sequence[Due]) -> Sequence[PayLine]:
    for due in found:
        due.line.run = run
    lines = write_many([due.line for due in found])
    write_many([part for due in found for part in due.splits])
    return lines
