"""From what a host asks for to seats that somebody pays."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move, move_all
from teriya.foundation.journal import actions as journal
from teriya.foundation.ledger import actions as ledger
from teriya.foundation.ledger.models import Envelope
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.models import Form
from teriya.mobilisation.hosts import notices, papers
from teriya.mobilisation.hosts.models import Host, Need, Seat
from teriya.mobilisation.hosts.policies import against_approving, require_officer, require_outsider
from teriya.mobilisation.hosts.states import NEED_LIFE, NeedState


@dataclass(frozen=True)
class NewNeed:
    reference: str
    host: Host
    profile: str
    diploma: str
    places: int
    months: int
    starts_on: date
    tutor: str = ""
    tasks: str = ""


def term_of(form: Form, months: int, on: date) -> tuple[int, bool]:
    """What is asked, as the form allows it: (months of the contract, renewable?). 24 of a form of 12 renewable = 12, renewable."""
    term = rules.amount("duration_months", form=form.code, on=on, default=months)
    renewals = rules.amount("renewals_max", form=form.code, on=on, default=0)
    if months <= term:
        return months, False
    if months <= term * (1 + renewals):
        return term, True
    raise Refusal(
        "term_too_long",
        _("%(months)s mois dépassent ce que la forme %(code)s permet (%(limit)s).")
        % {"months": months, "code": form.code, "limit": term * (1 + renewals)},
        field="months",
    )


@transaction.atomic
def submit(rows: Sequence[NewNeed], *, form: Form, by: User, on: date) -> list[Need]:
    """Write what hosts need. A missing tutor does not stop it; it is asked for before the start of service."""
    require_date(by, on)
    require_writer(by, [row.host for row in rows])
    needs = [Need(reference=row.reference, form=form, by_id=by.id, on=on, **asked(row, form)) for row in rows]
    try:
        with transaction.atomic():
            Need.objects.bulk_create(needs)
    except IntegrityError as error:
        if "reference" not in str(error):
            raise
        raise Refusal("need_known", _("Un besoin porte déjà cette référence."), field="reference") from error
    if needs:
        journal.write(
            "needs.submit", "need", needs[0].pk, by=by, on=on, permission=P.NEEDS_WRITE, rows=[n.pk for n in needs]
        )
    return needs


CORRECTED = ("form", "profile", "diploma", "places", "months", "is_renewable", "starts_on", "tutor")


@transaction.atomic
def correct(rows: Sequence[tuple[Need, NewNeed]], *, form: Form, by: User, on: date) -> list[Need]:
    """Write what hosts now ask, while their needs wait for approval (`need_settled` afterwards). A blank erases nothing."""
    require_date(by, on)
    needs = {need.pk: need for need in _locked([need for need, _ in rows])}
    require_writer(by, [need.host for need in needs.values()])
    for known, row in rows:
        need = needs[known.pk]
        if need.state != NeedState.SUBMITTED:
            sentence = _("Le besoin %(reference)s est déjà %(state)s : il ne change plus.") % {
                "reference": need.reference,
                "state": need.get_state_display(),
            }
            raise Refusal("need_settled", sentence, field="reference")
        for field, value in ({"form": form} | asked(row, form)).items():
            setattr(need, field, value or getattr(need, field) if isinstance(value, str) else value)
    Need.objects.bulk_update(needs.values(), [*CORRECTED, "tasks"])
    if needs:
        journal.write("needs.correct", "need", min(needs), by=by, on=on, permission=P.NEEDS_WRITE, rows=list(needs))
    return list(needs.values())


def asked(row: NewNeed, form: Form) -> dict[str, Any]:
    months, is_renewable = term_of(form, row.months, row.starts_on)
    return {
        "host": row.host, "profile": row.profile, "diploma": row.diploma, "places": row.places, "months": months,
        "is_renewable": is_renewable, "starts_on": row.starts_on, "tutor": row.tutor, "tasks": row.tasks,
    }  # fmt: skip


def require_writer(by: User, hosts: Sequence[Host]) -> None:
    """A centre writes the needs of its perimeter, an officer those of the own host."""
    for host in {host.pk: host for host in hosts}.values():
        if not by.may(P.HOSTS_REGISTER, commune=host.commune_id):
            require(by, P.NEEDS_WRITE)
            require_officer(by, host)


@transaction.atomic
def approve(needs: Sequence[Need], *, by: User, on: date) -> list[Seat]:
    """Approve needs of accredited hosts, open their seats and print their fiches. Not by who wrote them or belongs there."""
    rows = _locked(needs)
    for no in against_approving(by, rows, on=on).values():
        raise no
    move_all(rows, NEED_LIFE, "approve", by=by, on=on)
    seats = Seat.objects.bulk_create([Seat(need=need, number=n + 1) for need in rows for n in range(need.places)])
    if rows:
        papers.mission_sheets(rows, by=by, on=on)
        journal.write(
            "needs.approve", "need", rows[0].pk, by=by, on=on, permission=P.NEEDS_APPROVE, rows=[n.pk for n in rows]
        )
    return seats


@transaction.atomic
def refuse(*, need: Need, reason: str, by: User, on: date) -> Need:
    """Refuse a need, with the reason that the host will read."""
    [row] = _locked([need])
    require_outsider(by, [row.host_id])
    step = move(row, NEED_LIFE, "refuse", by=by, on=on, reason=reason, commune=row.host.commune_id)
    notices.refused(row, step)
    journal.write("needs.refuse", "need", row.pk, by=by, on=on, reason=reason, permission=P.NEEDS_APPROVE)
    return row


@transaction.atomic
def fund(seats: Sequence[Seat], *, envelope: Envelope, by: User, on: date) -> int:
    """Set on an envelope what each seat will cost (allowance × months); returns the francs committed.

    Refuses `envelope_short` when the envelope does not hold them: nothing is funded by halves. Seats already on an
    envelope stay on it.
    """
    require(by, P.SEATS_FUND)
    require_date(by, on)
    free = Seat.objects.select_for_update(of=("self",)).filter(envelope=None).select_related("need__form")
    rows = list(free.filter(pk__in=[seat.pk for seat in seats]).order_by("pk"))
    costs = [("seat", seat.pk, cost(seat.need)) for seat in rows]
    ledger.commit(envelope, [item for item in costs if item[2]], on=on)
    Seat.objects.filter(pk__in=[seat.pk for seat in rows]).update(envelope=envelope)
    total = sum(value for *_, value in costs)
    if rows:
        journal.write("seats.fund", "envelope", envelope.pk, by=by, on=on, permission=P.SEATS_FUND,
                      rows=[seat.pk for seat in rows], total=total)  # fmt: skip
    return total


def cost(need: Need) -> int:
    """Francs that one seat costs over its contract, at the rate in force on its first day."""
    code = need.form.code
    rate = rules.amount("allowance", form=code, on=need.starts_on, default=0)
    days = rules.amount("days_per_month_max", form=code, on=need.starts_on, default=1)
    return rate * days * need.months


def _locked(needs: Sequence[Need]) -> list[Need]:
    rows = Need.objects.select_for_update(of=("self",)).filter(pk__in=[need.pk for need in needs])
    return list(rows.select_related("host__commune__centre", "form").order_by("pk"))
