"""What hosts ask for, reviewed by the region, then by head office: a favourable opinion, a change asked, approved, refused."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move, move_all
from teriya.foundation.journal import actions as journal
from teriya.mobilisation.hosts import notices, papers
from teriya.mobilisation.hosts.models import Need, Seat
from teriya.mobilisation.hosts.needs.writing import change_asked, locked
from teriya.mobilisation.hosts.policies import against_approving, against_reviewing, own_hosts, require_outsider
from teriya.mobilisation.hosts.responsiveness import note, weak_among
from teriya.mobilisation.hosts.states import NEED_LIFE


@transaction.atomic
def review(needs: Sequence[Need], *, by: User, on: date, reason: str = "") -> list[Need]:
    """The region’s favourable opinion, by another than who wrote them or belongs there; a weak host asks for a reason."""
    rows = locked(needs)
    for no in against_reviewing(by, rows).values():
        raise no
    _move(rows, "review", reason=reason, by=by, on=on)
    if rows:
        journal.write(
            "needs.review", "need", rows[0].pk, by=by, on=on, permission=P.NEEDS_REVIEW, rows=[n.pk for n in rows]
        )
    return rows


@transaction.atomic
def approve(needs: Sequence[Need], *, by: User, on: date, reason: str = "") -> list[Seat]:
    """Approve needs that the region has reviewed, of accredited hosts; open their seats and print their fiches.

    Not by who wrote or reviewed them, nor belongs there. A host that answers badly asks for a `reason` (`weak_host`), which its need keeps.
    """
    rows = locked(needs)
    for no in against_approving(by, rows, on=on).values():
        raise no
    _move(rows, "approve", reason=reason, by=by, on=on)
    seats = Seat.objects.bulk_create([Seat(need=need, number=n + 1) for need in rows for n in range(need.places)])
    if rows:
        papers.mission_sheets(rows, by=by, on=on)
        journal.write(
            "needs.approve", "need", rows[0].pk, by=by, on=on, permission=P.NEEDS_APPROVE, rows=[n.pk for n in rows]
        )
    return seats


def _move(rows: Sequence[Need], step: str, *, reason: str, by: User, on: date) -> None:
    """Take one step for many needs; those of hosts that answer badly carry the reason that it asks."""
    weak = weak_among({need.host_id for need in rows}, on)
    if weak and not reason.strip():
        first = next(need for need in rows if need.host_id in weak)
        facts = {"name": first.host.name, "percent": weak[first.host_id]}
        sentence = _(
            "« %(name)s » répond mal : réactivité %(percent)s sur 100. Dites pourquoi vous lui en donnez davantage."
        )
        raise Refusal("weak_host", sentence % facts, field="reason")
    move_all([need for need in rows if need.host_id in weak], NEED_LIFE, step, by=by, on=on, reason=reason.strip())
    move_all([need for need in rows if need.host_id not in weak], NEED_LIFE, step, by=by, on=on)


@transaction.atomic
def request_change(*, need: Need, reason: str, by: User, on: date) -> Need:
    """Send a need back to who wrote it, with what is to change; the host reads it and is told by SMS."""
    [row] = locked([need])
    require_outsider(by, [row.host_id])
    step = move(row, NEED_LIFE, "request_change", by=by, on=on, reason=reason, commune=row.host.commune_id)
    writer = User.objects.get(pk=row.by_id)
    if own_hosts(writer, [row.host_id]):  # the host wrote it: answering in time is its own doing
        note([change_asked(row, step, done_on=None)])
    notices.change_asked(row, step)
    journal.write("needs.request_change", "need", row.pk, by=by, on=on, reason=reason, permission=P.NEEDS_REVIEW)
    return row


@transaction.atomic
def refuse(*, need: Need, reason: str, by: User, on: date) -> Need:
    """Refuse a need, with the reason that the host will read."""
    [row] = locked([need])
    require_outsider(by, [row.host_id])
    step = move(row, NEED_LIFE, "refuse", by=by, on=on, reason=reason, commune=row.host.commune_id)
    notices.refused(row, step)
    journal.write("needs.refuse", "need", row.pk, by=by, on=on, reason=reason, permission=P.NEEDS_REVIEW)
    return row
