"""The director's page: ten numbers, each with what it counts, its trend over a month, and the list behind it."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Count, Q, Sum
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from teriya.foundation.core.money import grouped
from teriya.foundation.core.periods import Month, add_months
from teriya.foundation.ledger import queries as ledger
from teriya.foundation.places import queries as places
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.models import Form
from teriya.foundation.ui.numbers import (
    in_days,
    in_millions,
    in_percent,
    in_points,
    is_good,
    percent,
    rounded,
    shares,
    trend,
)
from teriya.foundation.ui.parts import Figure, Row
from teriya.mobilisation.hosts.models import Seat
from teriya.pay.allowances.models import PaymentOrder
from teriya.portals import behind, deadlines
from teriya.portals.links import door
from teriya.service.missions.models import Mission

LONG = 30  # days after which a sworn volunteer has waited too long
RECENT = 30  # days over which the delay of pay is averaged
NOTHING = "—"


@dataclass(frozen=True, slots=True)
class Census:
    """Volunteers in service on a day: in all, women, by form code, by region code."""

    total: int
    women: int
    by_form: Counter
    by_region: Counter


def census(day: date) -> Census:
    rows = (
        Mission.objects.in_service_on(day)
        .order_by()
        .values_list("form__code", "host__commune__region__code", "person__sex")
    )
    by_form, by_region, by_sex = Counter(), Counter(), Counter()
    for form, region, sex, count in rows.annotate(Count("pk")):
        for counter, value in ((by_form, form), (by_region, region), (by_sex, sex)):
            counter[value] += count
    return Census(by_sex.total(), by_sex["F"], by_form, by_region)


def numbers(today: date, now: Census, at: datetime) -> list[Figure]:
    """The ten, each dated."""
    before = census(add_months(today, -1))
    month = deadlines.last_due_month(today)
    previous = Month.of(add_months(month.first, -1))
    found = [
        _in_service(now, before), _women(now, before), _seats(), _sworn(today), _late_starts(today),
        *_in_time(month, _kept(month), _kept(previous)), _delay(today), _arrears(today), _envelopes(today),
    ]  # fmt: skip
    dated = _("Compté le %(day)s à %(hour)s.") % {"day": date_format(at, "j F Y"), "hour": date_format(at, "H:i")}
    return [replace(figure, definition=f"{figure.definition} {dated}") for figure in found]


def _list(code: str, **filters: str) -> str:
    return door("portals:behind", code, **filters)


def _in_service(now: Census, before: Census) -> Figure:
    return Figure(
        _("Volontaires en service"), grouped(now.total), _list("en-service"), trend(now.total, before.total),
        is_good(now.total, before.total, more_is_better=True),
        definition=_("Missions commencées et non finies ce jour, suspensions comprises."),
    )  # fmt: skip


def _women(now: Census, before: Census) -> Figure:
    share, former = percent(now.women, now.total, 1), percent(before.women, before.total, 1)
    return Figure(
        _("Part des femmes"), in_percent(share) if now.total else NOTHING, _list("femmes"),
        trend(share, former, in_points) if before.total else "",
        definition=_("Femmes parmi les volontaires en service."),
    )  # fmt: skip


def _seats() -> Figure:
    seats = Seat.objects.filter(need__state="approved", state__in=("open", "filled"))
    found = seats.aggregate(all=Count("pk"), filled=Count("pk", filter=Q(state="filled")))
    filled, all_ = found["filled"], found["all"]
    return Figure(
        _("Places pourvues"), in_percent(percent(filled, all_)) if all_ else NOTHING, door("hosts:needs", etat="approved"),
        _("%(filled)s sur %(all)s") % {"filled": grouped(filled), "all": grouped(all_)},
        definition=_("Places pourvues parmi les places ouvertes des besoins approuvés."),
    )  # fmt: skip


def _sworn(today: date) -> Figure:
    long_ago = Q(since__lt=today - timedelta(LONG))
    found = behind.sworn_waiting(today).aggregate(all=Count("pk"), long=Count("pk", filter=long_ago))
    told = _("dont %(count)s depuis plus de %(days)s jours") % {"count": grouped(found["long"]), "days": LONG}
    return Figure(
        _("Assermentés, pas en service"), grouped(found["all"]), _list("assermentes"), told if found["long"] else "",
        False if found["long"] else None, definition=_("Serment prêté, prise de service non confirmée par le centre."),
    )  # fmt: skip


def _late_starts(today: date) -> Figure:
    late = behind.late_starts(today).count()
    return Figure(
        _("Prises de service en retard"), grouped(late), _list("prises-de-service"), target="0",
        definition=_("Premier jour passé depuis plus longtemps que le délai de confirmation."),
    )  # fmt: skip


def _kept(month: Month) -> dict[str, int]:
    """Of the missions that served in a month: all, attested in time, paid in time."""
    return behind.served(month).aggregate(
        all=Count("pk"),
        attested=Count("pk", filter=Q(behind.attested_in_time(month))),
        paid=Count("pk", filter=Q(behind.paid_in_time(month))),
    )


def _in_time(month: Month, now: dict[str, int], before: dict[str, int]) -> list[Figure]:
    said = {"month": date_format(month.first, "F Y"), "day": date_format(deadlines.pay_due_on(month), "j F")}
    return [
        _share_in_time(
            "attested", _("Mois attestés à temps, %(month)s") % said, "non-attestes", now, before,
            _("Mois attestés au plus tard le %(day)s, jour où la paie est due, parmi les volontaires qui ont servi.") % said,
        ),
        _share_in_time(
            "paid", _("Payés à temps, %(month)s") % said, "non-payes", now, before,
            _("Volontaires payés au plus tard le %(day)s, parmi tous ceux qui ont servi ce mois.") % said,
        ),
    ]  # fmt: skip


def _share_in_time(what: str, label: str, code: str, now: dict, before: dict, definition: str) -> Figure:
    share, former = percent(now[what], now["all"], 1), percent(before[what], before["all"], 1)
    return Figure(
        label, in_percent(share) if now["all"] else NOTHING, _list(code),
        trend(share, former, in_points) if before["all"] else "", is_good(share, former, more_is_better=True) if before["all"] else None,
        definition=definition,
    )  # fmt: skip


def _delay(today: date) -> Figure:
    """Days from the end of a month to the day it was received, averaged over what was received lately."""
    now, before = _average_delay(today), _average_delay(today - timedelta(RECENT))
    due = rules.amount("pay_due_day", on=today)
    return Figure(
        _("Délai moyen de paie"), in_days(now) if now is not None else NOTHING, door("allowances:runs"),
        trend(now, before, in_days) if None not in (now, before) else "",
        is_good(now, before, more_is_better=False) if None not in (now, before) else None, in_days(due) if due else "",
        _("Jours entre la fin du mois servi et le paiement reçu, sur les paiements des %(days)s derniers jours.") % {"days": RECENT},
    )  # fmt: skip


def _average_delay(day: date) -> Decimal | None:
    paid = PaymentOrder.objects.filter(state="paid", settled_on__gt=day - timedelta(RECENT), settled_on__lte=day)
    rows = list(paid.order_by().values_list("line__month", "settled_on").annotate(Count("pk")))
    count = sum(number for _month, _day, number in rows)
    days = sum((settled - Month.of(month).last).days * number for month, settled, number in rows)
    return rounded(days, count, 1) if count else None


def _arrears(today: date) -> Figure:
    now, before = (
        behind.owed(day).aggregate(sum=Sum("net", default=0))["sum"] for day in (today, add_months(today, -1))
    )
    return Figure(
        _("Arriérés"), in_millions(now), _list("arrieres"), trend(now, before, in_millions), is_good(now, before, more_is_better=False), "0",
        _("Paie calculée dont l’échéance est passée et qui n’est pas reçue, lignes arrêtées comprises. Les mois servis qu’aucun état ne compte encore sont dans « Arriérés »."),
    )  # fmt: skip


def _envelopes(today: date) -> Figure:
    now, before = (
        sum(one.available for one in ledger.standings(until=day).values()) for day in (today, add_months(today, -1))
    )
    return Figure(
        _("Disponible sur les enveloppes"), in_millions(now), door("ledger:envelopes"), trend(now, before, in_millions),
        definition=_("Dotations moins engagements, dégagements rendus : ce qui peut encore financer des places."),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Share:
    label: str
    count: int
    share: str


def by_form(now: Census, language: str) -> list[Share]:
    """Volunteers in service by form, with each form's share to two places."""
    names = {form.code: form.name_en if language == "en" else form.name_fr for form in Form.objects.all()}
    counts = [now.by_form[code] for code in names]
    rows = zip(names, counts, shares(counts), strict=True)
    return [Share(f"{code} · {names[code]}", count, in_percent(share)) for code, count, share in rows]


def by_region(now: Census) -> list[Row]:
    """For the map and the table beside it."""
    return [
        Row(region.name, now.by_region[region.code], _list("en-service", region=region.code), region.code)
        for region in places.regions()
    ]
