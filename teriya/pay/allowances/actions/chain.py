"""The steps of public accounting on a run: each with its number, its holder, its date; each by the person it needs."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.core.actors import Actor, require, require_date
from teriya.foundation.core.numbers import next_number
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.rows import Heard, parts, unheard
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.pay.allowances import posting, queries
from teriya.pay.allowances.actions import papers, payments
from teriya.pay.allowances.models import PayLine, PayRun, Visa
from teriya.pay.allowances.policies import (
    current_round,
    persons_needed,
    require_not_signed,
    require_separation,
    require_turn,
    signatures_of,
)
from teriya.pay.allowances.states import REFUSALS, RUN_LIFE, SERIES


@transaction.atomic
def take_step(
    *, run: PayRun, step: str, by: User, on: date, accepted: bool = True, reason: str = "", heard: Heard = unheard
) -> Visa:
    """Take the next step of the pack's chain, or refuse it with a reason: the run then goes back to its preparation.

    Where the pack asks for several persons at that amount, the run moves with the last signature. Refuses `wrong_step` out of
    order, `same_person` to whom the pack forbids it and to who has signed already, `totals_disagree` when the lines, the
    splits and the run do not tie to the franc, `nothing_payable` on an empty run.
    """
    locked = PayRun.objects.select_for_update(of=("self",)).select_related("form").get(pk=run.pk)
    visas = list(locked.visas.order_by("pk"))
    expected, given, name = require_step(locked, step, visas, by=by, accepted=accepted)
    if on < max((visa.on for visa in visas), default=locked.on):
        raise Refusal("before_previous_step", _("Cette étape ne peut pas dater d’avant la précédente."), field="on")
    if accepted:
        check_totals(locked)
    needed, is_last = _signatures(expected, given, locked.total, accepted)
    if is_last:
        move(locked, RUN_LIFE, name, by=by, on=on, reason=reason)
    else:
        require(by, RUN_LIFE.check(name, locked.state).permission)
        require_date(by, on)
    visa = sign(locked, step, by=by, on=on, round=current_round(visas), accepted=accepted, reason=reason,
                rank=len(given) + 1, needed=needed)  # fmt: skip
    if is_last:
        EFFECTS.get(name, _nothing)(locked, by, on, heard)
    return visa


def require_step(
    run: PayRun, step: str, visas: Sequence[Visa], *, by: User, accepted: bool
) -> tuple[dict, list[Visa], str]:
    """The step of the pack, who has signed it, the transition that it makes: if it is its turn and this person's."""
    expected, given = require_turn(step, visas), signatures_of(visas, step)
    name = _transition(step, accepted)
    require_separation(by, step, run, visas)
    require_not_signed(by, given)
    return expected, given, name


def _signatures(expected: dict, given: list[Visa], total: int, accepted: bool) -> tuple[int, bool]:
    """How many persons sign, and whether this one is the last; a refusal needs nobody else."""
    needed = persons_needed(expected, given, total)
    return needed, not accepted or len(given) + 1 == needed


WALKS = frozenset({"liquidate", "order", "take_charge", "send", "reject"})  # transitions that go through every line


def goes_through_lines(run: PayRun, step: str, *, by: User, accepted: bool) -> bool:
    """Whether this signature does so. Refuses as `take_step` does what is out of turn or another person's."""
    expected, given, name = require_step(run, step, list(run.visas.order_by("pk")), by=by, accepted=accepted)
    return name in WALKS and _signatures(expected, given, run.total, accepted)[1]


def sign(
    run: PayRun, step: str, *, by: Actor, on: date, round: int, accepted: bool = True, reason: str = "", rank: int = 1,
    needed: int = 1,
) -> Visa:  # fmt: skip
    """Write the visa, numbered in its step's series, with the capacity in which it was given."""
    permission = RUN_LIFE.steps[step].permission
    number = f"{SERIES[step]}/{on.year}/{next_number(SERIES[step], on.year):06}"
    visa = Visa.objects.create(
        run=run, step=step, round=round, number=number, accepted=accepted, reason=reason, by_id=by.id, by_name=str(by),
        capacity=by.capacity(permission), on=on, rank=rank, needed=needed,
    )  # fmt: skip
    journal.write(f"pay.{step if accepted else REFUSALS[step]}", "pay_run", run.pk, by=by, on=on, reason=reason,
                  permission=permission, visa=number, total=run.total)  # fmt: skip
    return visa


def check_totals(run: PayRun) -> None:
    """Lines, splits and run agree to the franc, or nothing goes on."""
    sums = queries.totals(run)
    if not sums["split"]:
        raise Refusal("nothing_payable", _("Aucune ligne payable : levez d’abord ce qui arrête les lignes."))
    if sums["net"] != run.total or sums["split"] != sums["net"] + sums["retained"]:
        raise Refusal(
            "totals_disagree", _("Les lignes, les financeurs et le total ne s’accordent pas : préparez à nouveau.")
        )


def _transition(step: str, accepted: bool) -> str:
    if step == "settle":
        raise Refusal(
            "returns_expected", _("L’état est soldé par les retours des institutions : déposez leurs fichiers.")
        )
    if accepted:
        return step
    if step not in REFUSALS:
        raise Refusal("cannot_refuse", _("Cette étape ne se refuse pas : elle se fait ou attend."))
    return REFUSALS[step]


def _nothing(run: PayRun, by: User, on: date, heard: Heard) -> None:
    """A step that only signs."""


def _engage(run: PayRun, by: User, on: date, heard: Heard) -> None:
    """The accounts are still those that the calculation saw: one changed since is found by calculating again."""
    if queries.held_of(run, on).exists():
        raise Refusal("wallet_changed", _("Un compte de paiement a changé depuis le calcul : calculez à nouveau."))


def _liquidate(run: PayRun, by: User, on: date, heard: Heard) -> None:
    for lines in payable(run, "due", heard):
        posting.owe(lines, on=on)


def _order(run: PayRun, by: User, on: date, heard: Heard) -> None:
    for lines in payable(run, "due", heard):
        posting.order(lines, on=on)
    signed = (lines.filter(net__gt=0) for lines in payable(run, "due"))  # nobody signs for what is set aside
    papers.issue_sheets(run, signed, by=by, on=on)
    run.lines.filter(state="due").update(state="ordered")


def _take_charge(run: PayRun, by: User, on: date, heard: Heard) -> None:
    """An order for each line that pays something; what is kept whole is done with."""
    for lines in payable(run, "ordered", heard):
        payments.order_payments(lines.filter(net__gt=0), by=by, on=on)
    run.lines.filter(state="ordered", net=0).update(state="paid")


def _send(run: PayRun, by: User, on: date, heard: Heard) -> None:
    payments.send_orders(run, by=by, on=on, heard=heard)


def _reject(run: PayRun, by: User, on: date, heard: Heard) -> None:
    for lines in payable(run, "ordered", heard):
        posting.reject(lines, on=on)
    _set_aside(run, by, on, heard)


def _set_aside(run: PayRun, by: User, on: date, heard: Heard) -> None:
    """The lines of a refused round are kept, set aside: the preparation computes others."""
    run.lines.exclude(state="dropped").update(state="dropped")
    run.total = 0
    run.save(update_fields=["total"])


def payable(run: PayRun, state: str, heard: Heard = unheard) -> Iterator[QuerySet[PayLine]]:
    """The run's lines in a state, in the order of matricules, so many at once."""
    ids = run.lines.filter(state=state).order_by("mission__person__matricule", "pk").values_list("pk", flat=True)
    for part in parts(ids, heard):
        yield PayLine.objects.filter(pk__in=part).order_by("mission__person__matricule", "pk")


EFFECTS: dict[str, Callable[[PayRun, User, date, Heard], None]] = {
    "engage": _engage, "liquidate": _liquidate, "order": _order, "take_charge": _take_charge, "send": _send,
    "refuse_visa": _set_aside, "reject": _reject,
}  # fmt: skip
