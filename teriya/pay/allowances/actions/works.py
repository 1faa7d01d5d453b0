"""Long works: asked for from a page, done by the worker, in the name of who asked."""

from datetime import date

from django.db import connection, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.periods import Month
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.rows import PART, Heard
from teriya.foundation.rules.models import Form
from teriya.pay.allowances import queries
from teriya.pay.allowances.actions.chain import goes_through_lines, take_step
from teriya.pay.allowances.actions.prepare import prepare_run
from teriya.pay.allowances.models import PayLine, PayRun, Work

AT_ONCE = PART  # lines that a page computes while it is waited for


@transaction.atomic
def prepare(*, month: Month, form: Form, by: User, on: date) -> PayRun | Work:
    """A month computed at once, or, where it is long, asked of the worker. Refuses as `prepare_run` does, and `work_under_way`."""
    require(by, P.PAY_PREPARE)
    require_date(by, on)
    drafts = PayLine.objects.filter(run__month=month.first, run__form=form, run__state="prepared", state="due")
    people = (
        queries.to_pay(month, form.pk).count() + drafts.count()
    )  # calculated again, a draft is as long as the first time
    if people <= AT_ONCE:
        return prepare_run(month=month, form=form, by=by, on=on)
    return _ask(Work(month=month.first, form=form, by_id=by.pk, on=on, total=people))


@transaction.atomic
def take(*, run: PayRun, step: str, by: User, on: date, accepted: bool = True, reason: str = "") -> PayRun | Work:
    """A step taken at once; one that goes through every line of a large run is asked of the worker, once its rules let it pass."""
    lines = run.lines.filter(state__in=("due", "ordered")).count()
    if lines <= AT_ONCE or not goes_through_lines(run, step, by=by, accepted=accepted):
        take_step(run=run, step=step, by=by, on=on, accepted=accepted, reason=reason)
        return run
    return _ask(
        Work(month=run.month, form_id=run.form_id, run=run, step=step, accepted=accepted, reason=reason, by_id=by.pk, on=on, total=lines)
    )  # fmt: skip


def _ask(work: Work) -> Work:
    Form.objects.select_for_update().get(pk=work.form_id)
    asked = Work.objects.filter(month=work.month, form=work.form_id, is_over=False)
    if queries.works_under_way().filter(pk__in=asked).exists():
        raise Refusal("work_under_way", _("Un travail est déjà en cours sur ce mois : attendez qu’il finisse."))
    for lost in asked:
        give_up(lost, _("Le travail s’est arrêté : rien n’est enregistré. Demandez-le à nouveau."))
    work.save()
    return work


def do(work: Work) -> None:
    """Everything or nothing, in one transaction; how far it is is told beside it."""
    by = User.objects.get(pk=work.by_id)
    if Work.objects.filter(pk=work.pk, is_over=True).exists():  # the worker was stopped after its last line
        return
    with transaction.atomic():  # which leaves the work's own row alone until then: `_told` writes it meanwhile
        if work.step:
            take_step(
                run=work.run,
                step=work.step,
                by=by,
                on=work.on,
                accepted=work.accepted,
                reason=work.reason,
                heard=_told(work),
            )
        else:
            work.run = prepare_run(month=Month.of(work.month), form=work.form, by=by, on=work.on, heard=_told(work))
        work.is_over = True
        work.save(update_fields=["run", "is_over"])


def give_up(work: Work, reason: str) -> None:
    Work.objects.filter(pk=work.pk, is_over=False).update(is_over=True, refusal=reason[:300])


def _told(work: Work) -> Heard:
    """Told on a connection of its own: the page reads it before the work's transaction is over."""

    def tell(done: int) -> None:
        beside = connection.copy()
        try:
            with beside.cursor() as cursor:
                cursor.execute(
                    "UPDATE allowances_work SET done = least(total, done + %s) WHERE id = %s", [done, work.pk]
                )
        finally:
            beside.close()

    return tell
