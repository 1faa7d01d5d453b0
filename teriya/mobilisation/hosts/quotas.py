"""What an accreditation’s quota leaves: volunteers already there, and what a host has already asked for."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from teriya.foundation.core.periods import last_day
from teriya.foundation.core.refusals import Refusal
from teriya.mobilisation.hosts.engine.quota import Stay, peak
from teriya.mobilisation.hosts.models import Accreditation, Need, Seat, Widening
from teriya.mobilisation.hosts.states import OPEN_NEED, NeedState, SeatState

_UNDECIDED = (*OPEN_NEED, NeedState.REVIEWED)
_TERM = ("starts_on", "months", "is_renewable")


def quotas_on(hosts: Collection[int], on: date) -> dict[int, int]:
    """How many volunteers at a time each of these hosts could receive that day: the quota of its accreditation, or the
    last larger one granted by then. A host without an accreditation that day is left out.
    """
    larger = Widening.objects.filter(accreditation=OuterRef("pk"), since__lte=on).order_by("-since", "-pk")
    terms = Accreditation.objects.filter(host__in=hosts, period__contains=on)
    rows = terms.annotate(now=Coalesce(Subquery(larger.values("quota")[:1]), F("quota")))
    return dict(rows.values_list("host_id", "now"))


class Rooms:
    """The room that each of these hosts still has on a day, day by day of what is to come.

    A host without an accreditation that day has no quota yet: nothing is limited before it is accredited.
    """

    def __init__(self, hosts: Collection[int], on: date) -> None:
        self.on = on
        self.quotas = quotas_on(hosts, on)
        self.stays: dict[int, list[Stay]] = {}

    def count(self, need: Need, places: int | None = None) -> None:
        """Count what one need asks, or so many of its places, beside the rest."""
        stay = Stay(*self._term(need), need.places if places is None else places)
        self.stays.setdefault(need.host_id, []).append(stay)

    def taken(self, need: Need) -> int:
        """Persons counted in its host on the fullest day of a need's term."""
        return peak(self.stays.get(need.host_id, ()), *self._term(need))

    def taken_from_now_on(self, host: int) -> int:
        """Persons counted there on the fullest day from this one on."""
        return peak(self.stays.get(host, ()), self.on, date.max)

    def left(self, need: Need) -> int | None:
        """How many more persons the quota of its host allows during a need's term; None where no quota holds."""
        quota = self.quotas.get(need.host_id)
        return None if quota is None else max(0, quota - self.taken(need))

    def _term(self, need: Need) -> tuple[date, date]:
        """Whoever comes after the first day asked begins that day, for as long."""
        return _days(max(need.starts_on, self.on), need.months, need.is_renewable)


def there(hosts: Collection[int], on: date) -> Rooms:
    """Counting who is placed: on an offer not declined, or in service. A seat closes when its mission ends, not before."""
    rooms, seats = Rooms(hosts, on), Seat.objects.filter(need__host__in=hosts)
    _count(rooms, seats.filter(state=SeatState.FILLED), until=on)
    return rooms


def approved(hosts: Collection[int], on: date) -> Rooms:
    """Counting who is placed and the seats that are approved."""
    rooms, seats = there(hosts, on), Seat.objects.filter(need__host__in=hosts)
    _count(rooms, seats.filter(state=SeatState.OPEN, need__state=NeedState.APPROVED), until=date.min)
    return rooms


def asked(hosts: Collection[int], on: date, *, without: Collection[int] = ()) -> Rooms:
    """Counting who is placed, the seats that are approved and the needs that wait. `without`: needs about to be written again."""
    rooms, waiting = approved(hosts, on), Need.objects.filter(host__in=hosts, state__in=_UNDECIDED)
    for host, *term, places in waiting.exclude(pk__in=without).values_list("host_id", *_TERM, "places"):
        rooms.stays.setdefault(host, []).append(Stay(*_days(*term), places))
    return rooms


def require_room(rooms: Rooms, needs: Iterable[Need]) -> None:
    """Refuse `quota_exceeded` where needs ask for more than the quota leaves them, with the figures; count the others."""
    for need in needs:
        if no := against_quota(rooms, need):
            raise no
        rooms.count(need)


def against_quota(rooms: Rooms, need: Need) -> Refusal | None:
    left = rooms.left(need)
    if left is None or need.places <= left:
        return None
    sentence = _(
        "« %(name)s » est agréée pour %(quota)s volontaires à la fois. À ces dates %(taken)s sont déjà demandés ou "
        "présents : il reste %(left)s places, ce besoin en demande %(places)s. Demandez-en moins, retirez un besoin, ou "
        "demandez un quota plus large sur la page de la structure."
    )
    facts = {"name": need.host.name, "quota": rooms.quotas[need.host_id], "taken": rooms.taken(need), "left": left,
             "places": need.places}  # fmt: skip
    return Refusal("quota_exceeded", sentence % facts, field="places")


def _count(rooms: Rooms, seats: QuerySet[Seat], *, until: date) -> None:
    """Seats stand over the term of their need, and at least `until` that day."""
    rows = seats.order_by().values_list("need__host_id", *(f"need__{name}" for name in _TERM)).annotate(Count("pk"))
    for host, *term, count in rows:
        first, last = _days(*term)
        rooms.stays.setdefault(host, []).append(Stay(first, max(last, until), count))


def _days(starts_on: date, months: int, is_renewable: bool) -> tuple[date, date]:
    """The first and the last day of a term; one that may be renewed counts twice."""
    return starts_on, last_day(starts_on, months * (1 + is_renewable))
