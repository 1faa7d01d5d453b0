"""A host closes: each of its volunteers is proposed a transfer, a suspension or an end, and none is forgotten."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.periods import add_months
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.hosts import holds, quotas
from teriya.mobilisation.hosts.models import Host, Seat
from teriya.service.missions import queries
from teriya.service.missions.changes import transfer
from teriya.service.missions.endings import cancel, end
from teriya.service.missions.lines import Line
from teriya.service.missions.models import Contract, Mission
from teriya.service.missions.passing import told
from teriya.service.missions.states import LIVE, EndReason, MissionState
from teriya.service.missions.suspensions import suspend

KIND = "host_closed"  # the pack's reason to suspend; a country without it does not suspend for that


class Choice(TextChoices):
    TRANSFER = "transfer", _("transférer")
    SUSPEND = "suspend", _("suspendre")
    END = "end", _("terminer : fin du besoin")
    CANCEL = "cancel", _("annuler avant le début")
    LATER = "later", _("décider plus tard")


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed for one volunteer, what else is possible, and what has to come first (`note`)."""

    mission: Mission
    choice: str
    possible: Sequence[str]
    seat: Seat | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    choice: str
    seat: int | None = None


def proposals(host: Host, on: date) -> list[Proposal]:
    """One for each volunteer of the host who is there or about to be, in the order of names.

    A transfer where a funded place of the same form is free, the nearest first, within the quota of its host, each place
    once; else a suspension where the country knows that reason; else the end. What waits for a signature or a return is
    decided afterwards.
    """
    rows = Mission.objects.filter(host=host, state__in=LIVE).with_papers().order_by("person__family", "pk")
    waiting = set(Contract.objects.waiting().filter(mission__in=rows).values_list("mission_id", flat=True))
    seats = _Seats(host, on)
    return [_proposal(row, seats, on, is_waiting=row.pk in waiting) for row in rows]


def _proposal(mission: Mission, seats: "_Seats", on: date, *, is_waiting: bool) -> Proposal:
    later = Choice.LATER
    if mission.state == MissionState.PREPARED:
        return Proposal(mission, Choice.CANCEL, (Choice.CANCEL, later))
    if mission.state == MissionState.SUSPENDED:
        return Proposal(mission, later, (Choice.END, later), note=str(_("suspendue : décidez à la reprise")))
    stays = () if rules.term("suspension", KIND) is None else (Choice.SUSPEND,)
    if is_waiting:
        note = str(_("un texte attend ses signatures : pas de transfert d’ici là"))
        return Proposal(mission, stays[0] if stays else later, (*stays, Choice.END, later), note=note)
    seat = seats.nearest(mission) if next_month(on) <= queries.last_day(mission) else None
    moves = (Choice.TRANSFER,) if seat else ()
    possible = (*moves, *stays, Choice.END, later)
    return Proposal(mission, possible[0], possible, seat)


def next_month(on: date) -> date:
    """A transfer begins the first of a month, since one host attests a month."""
    return on if on.day == 1 else add_months(on.replace(day=1), 1)


class _Seats:
    """Free and funded places of accredited hosts that nothing holds back, given one by one, the nearest first."""

    def __init__(self, host: Host, on: date) -> None:
        self.host = host
        rows = Seat.objects.filter(state="open", envelope__isnull=False, need__host__state="accredited")
        rows = rows.exclude(need__host=host).select_related("need__host__commune", "need__form", "envelope")
        blocked = holds.blocked(set(rows.values_list("need__host", flat=True)))
        rows = rows.exclude(need__host__in=blocked)
        self.left = sorted(rows, key=lambda seat: (self._distance(seat), seat.need.host.name, seat.pk))
        self.rooms = quotas.there({seat.need.host_id for seat in self.left}, on)

    def _distance(self, seat: Seat) -> int:
        """0 in the same commune, 1 in the same centre, 2 elsewhere."""
        here, there = self.host.commune, seat.need.host.commune
        return 0 if there == here else 1 if there.centre_id == here.centre_id else 2

    def nearest(self, mission: Mission) -> Seat | None:
        last = queries.last_day(mission)
        for seat in self.left:
            funded = not seat.envelope.closes_on or seat.envelope.closes_on >= last
            if seat.need.form_id == mission.form_id and funded and self.rooms.left(seat.need) != 0:
                self.left.remove(seat)
                self.rooms.count(seat.need, 1)
                return seat
        return None


@transaction.atomic
def decide_closure(
    *, host: Host, decisions: Mapping[int, Decision], back_on: date, why: str, by: User, on: date
) -> dict:  # fmt: skip
    """Do what was decided for each mission (id → decision); who is refused is told, the others are done (`passing.told`).

    `back_on` is the day on which those suspended are expected back. One left for later stays on the list.
    """
    require(by, P.CONTRACTS_ISSUE)
    if not why.strip():
        raise Refusal("reason_required", _("Écrivez pourquoi la structure ferme."), field="why")
    rows = {
        row.pk: row for row in Mission.objects.filter(host=host, pk__in=decisions).select_related("person", "host")
    }
    lines = [Line(row.pk, str(row.person), row.number, row.host.name) for row in rows.values()]
    chosen = [pk for pk, one in decisions.items() if one.choice != Choice.LATER]

    def run(ids: list[int]) -> None:
        for pk in ids:
            _do(rows[pk], decisions[pk], back_on=back_on, why=why, by=by, on=on)

    return told(run, chosen, lines)


def _do(mission: Mission, decision: Decision, *, back_on: date, why: str, by: User, on: date) -> None:
    match decision.choice:
        case Choice.TRANSFER:
            seat = Seat.objects.get(pk=decision.seat)
            transfer(mission=mission, seat=seat, from_on=next_month(on), why=why, by=by, on=on)
        case Choice.SUSPEND:
            suspend(mission=mission, kind=KIND, first_day=on, last_day=date.fromordinal(back_on.toordinal() - 1), why=why, by=by, on=on)  # fmt: skip
        case Choice.END:
            end(missions=[mission], reason=EndReason.NEED_WITHDRAWN, last_day=on, why=why, by=by, on=on)
        case Choice.CANCEL:
            cancel(mission=mission, reason=why, by=by, on=on)
