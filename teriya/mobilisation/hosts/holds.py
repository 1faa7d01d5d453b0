"""What stops a host from receiving anybody new, or soon will: facts of rooms above, read wherever a seat is opened or filled."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.core.actors import Actor
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.journal import actions as journal
from teriya.mobilisation.hosts.models import Hold, Host


@dataclass(frozen=True, slots=True)
class Wanted:
    """The hold that a host should have now: its level and the sentence that its officers read."""

    level: str
    reason: str


@transaction.atomic
def set_holds(
    wanted: Mapping[int, Wanted | None], *, source: str, because: str, by: Actor | None, on: date
) -> tuple[list[Hold], list[Hold]]:
    """Make the standing holds of one source those that are wanted, host by host; None lifts, with `because` as the reason.

    Returns those set (a new one, or another level) and those lifted. Another level closes the row and opens another, so that
    the past is told; the same level keeps its row, whatever its words. The calling action has checked who may: `by` is None
    when the day alone does it.
    """
    list(
        Host.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk").values_list("pk", flat=True)
    )
    standing = {hold.host_id: hold for hold in Hold.objects.filter(host__in=wanted, source=source, lifted_on=None)}
    new, ended, same = [], [], []
    for host, want in wanted.items():
        now = standing.get(host)
        if now and want and now.level == want.level:
            now.reason = want.reason[:300]
            same.append(now)
            continue
        if now:
            now.lifted_on, now.lifted_because = on, (because if want is None else Hold.Level(want.level).label)[:200]
            ended.append(now)
        if want:
            new.append(Hold(host_id=host, source=source, level=want.level, reason=want.reason[:300], since=on))
    Hold.objects.bulk_update(same, ["reason"])
    Hold.objects.bulk_update(ended, ["lifted_on", "lifted_because"])
    Hold.objects.bulk_create(new)
    lifted = [hold for hold in ended if wanted[hold.host_id] is None]
    for verb, rows in (("hosts.hold", new), ("hosts.lift_hold", lifted)):
        if rows:
            journal.write(verb, "hold", rows[0].pk, by=by, on=on, reason=because if verb == "hosts.lift_hold" else "",
                          source=source, rows=[[row.pk, row.host_id, row.level] for row in rows])  # fmt: skip
    return new, lifted


def standing(hosts: Collection[int]) -> list[Hold]:
    """The holds of these hosts that stand, stops first."""
    rows = Hold.objects.filter(host__in=hosts, lifted_on=None).select_related("host")
    return list(rows.order_by("level", "since", "pk"))


def blocked(hosts: Collection[int]) -> set[int]:
    """Among these hosts, those that may receive nobody new."""
    rows = Hold.objects.filter(host__in=hosts, lifted_on=None, level=Hold.Level.BLOCKED)
    return set(rows.values_list("host_id", flat=True))


def against_receiving(hosts: Collection[int]) -> dict[int, Refusal]:
    """What stops each of these hosts from receiving anybody new."""
    return {hold.host_id: _no(hold) for hold in standing(hosts) if hold.level == Hold.Level.BLOCKED}


def require_receiving(hosts: Collection[int]) -> None:
    """Refuse `host_held` where a hold stands, with what is wrong and the cure."""
    for no in against_receiving(hosts).values():
        raise no


def _no(hold: Hold) -> Refusal:
    sentence = _("« %(name)s » ne reçoit personne de plus : %(reason)s")
    return Refusal("host_held", sentence % {"name": hold.host.name, "reason": hold.reason}, field="host")
