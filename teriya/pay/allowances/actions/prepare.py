"""Preparing a month: what is due to whom, what is stopped and why."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.money import split
from teriya.foundation.core.numbers import next_number
from teriya.foundation.core.periods import Month, add_months
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.journal import actions as journal
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.models import Form
from teriya.pay.allowances import queries
from teriya.pay.allowances.controls import Findings, Stop, findings, stops
from teriya.pay.allowances.engine import entitlement as engine
from teriya.pay.allowances.models import PayLine, PayRun, Split
from teriya.pay.allowances.policies import require_no_hand_in
from teriya.service.attendance import queries as attendance
from teriya.service.missions.models import Mission


@dataclass(frozen=True)
class Terms:
    """The pack's rules of one form for one month, read once for the whole run."""

    rate: int
    rate_since: date
    rate_source: str
    basis: str
    proration: str
    days_max: int
    savings: int
    savings_source: str

    @classmethod
    def of(cls, form: Form, month: Month) -> "Terms":
        code, on = form.code, month.first
        rate = rules.value("allowance", form=code, on=on)
        savings = rules.amount("mandatory_savings", form=code, on=on, default=0)
        return cls(
            rate.value, rate.starts_on, rate.source,
            basis=rules.value("pay_basis", form=code, on=on).value,
            proration=rules.value("proration", form=code, on=on).value,
            days_max=rules.amount("days_per_month_max", form=code, on=on, default=0),
            savings=savings,
            savings_source=rules.value("mandatory_savings", form=code, on=on).source if savings else "",
        )  # fmt: skip


@transaction.atomic
def prepare_run(*, month: Month, form: Form, by: User, on: date) -> PayRun:
    """Compute the pay sheet of a month and a form from its confirmed presences: one line a mission, stopped lines included.

    A run still in preparation is computed again; lines stopped in an earlier run are taken up here. Refuses
    `nothing_to_prepare` when no confirmed presence waits for pay.
    """
    require(by, P.PAY_PREPARE)
    require_date(by, on)
    Form.objects.select_for_update().get(pk=form.pk)  # two officers never compute the same month at once
    run = PayRun.objects.select_for_update().filter(month=month.first, form=form, state="prepared").first()
    _clear(run, month, form)
    missions = list(
        queries.to_pay(month, form.pk)
        .select_related("person", "host", "form", "seat__envelope")
        .order_by("person__matricule", "pk")
    )
    if not missions:
        raise Refusal(
            "nothing_to_prepare",
            _("Aucune présence confirmée n’attend d’être payée pour %(month)s.") % {"month": month},
            field="month",
        )
    run = run or PayRun.objects.create(
        number=f"PAYE/{on.year}/{next_number('PAYE', on.year):06}", month=month.first, form=form, due_on=due_day(month, form), on=on
    )  # fmt: skip
    lines = _write_lines(run, missions, month, Terms.of(form, month), on)
    require_no_hand_in(by, run)
    run.total = sum(line.net for line in lines if line.state == "due")
    run.save(update_fields=["total"])
    journal.write("pay.prepare", "pay_run", run.pk, by=by, on=on, permission=P.PAY_PREPARE, total=run.total,
                  rows=[line.pk for line in lines], blocked=sum(line.state == "blocked" for line in lines))  # fmt: skip
    return run


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
    PayLine.objects.filter(month=month.first, run__form=form, state="blocked").update(state="dropped")


def _write_lines(run: PayRun, missions: Sequence[Mission], month: Month, terms: Terms, on: date) -> list[PayLine]:
    found = findings(missions, month, on)
    lines = PayLine.objects.bulk_create([_line(run, mission, month, terms, found) for mission in missions])
    Split.objects.bulk_create(
        [Split(line=line, envelope_id=envelope, amount=francs)
         for line, mission in zip(lines, missions, strict=True)
         for envelope, francs in _funders(mission, line.net + line.retained)]
    )  # fmt: skip
    return lines


def _line(run: PayRun, mission: Mission, month: Month, terms: Terms, found: Findings) -> PayLine:
    inputs = _inputs(mission, month, terms, found.summaries[mission.pk])
    due = engine.entitlement(inputs)
    stopped: list[Stop] = stops(mission, found, rate=terms.rate, net=due.net)
    return PayLine(
        run=run, mission=mission, month=month.first, net=due.net, retained=due.retained, lines=due.as_rows(),
        inputs=asdict(inputs) | {
            "rate_since": terms.rate_since.isoformat(), "marks": found.summaries[mission.pk].as_dict(),
            "funders": [[envelope, 1] for envelope in _envelopes(mission)],
        },
        state="blocked" if stopped else "due", blocked=[list(stop) for stop in stopped],
    )  # fmt: skip


def _inputs(mission: Mission, month: Month, terms: Terms, seen: attendance.Summary) -> engine.Month:
    first, last = attendance.served(mission, month) or (month.first, month.first)
    retentions = (engine.Retention("Épargne pour votre insertion", terms.savings, terms.savings_source),)
    return engine.Month(
        basis=terms.basis, proration=terms.proration, rate=terms.rate, source=terms.rate_source,
        month_days=month.last.day, first_day=first.day, last_day=last.day,
        days_present=seen.present, days_max=terms.days_max, days_working=seen.working,
        days_not_served=seen.not_served, retentions=retentions if terms.savings else (),
    )  # fmt: skip


def _envelopes(mission: Mission) -> list[int]:
    return [mission.seat.envelope_id] if mission.seat.envelope_id else []


def _funders(mission: Mission, francs: int) -> list[tuple[int, int]]:
    """Who pays how much: the seat's envelope pays all, until hosts share."""
    envelopes = _envelopes(mission)
    if not envelopes or not francs:
        return []
    return list(zip(envelopes, split(francs, [1] * len(envelopes)), strict=True))
