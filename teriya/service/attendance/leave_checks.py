"""What stops a leave, each with the sentence that says what to do instead."""

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.queries import uploads
from teriya.service.attendance import queries
from teriya.service.attendance.balances import Account, run_before
from teriya.service.attendance.engine import leaves as engine
from teriya.service.attendance.leave_kinds import Kind, in_days, kind_of
from teriya.service.attendance.models import Leave
from teriya.service.missions.models import Mission
from teriya.service.missions.queries import pauses_of

SERVING = ("in_service", "suspended")


def check_request(mission: Mission, code: str, first: date, last: date, *, on: date) -> Kind:
    """Everything that a new request must keep, at the day on which it is made; returns the rules of its kind."""
    kind = kind_of(code, mission.form.code, first)
    if kind is None or not kind.is_given:
        raise Refusal("leave_unknown", _("Ce congé n’existe pas pour cette forme de volontariat."), field="kind")
    _check_time(kind, first, on)
    _check_place(mission, first, last)
    _check_days(Account(mission), kind, first, last)
    return kind


def check_standing(leave: Leave) -> None:
    """What a request must still keep when it is granted; the days that it holds itself do not count against it."""
    kind = kind_of(leave.kind, leave.mission.form.code, leave.first_day)
    if kind is None:
        raise Refusal("leave_unknown", _("Ce congé n’existe plus dans les règles du pays : refusez-le."))
    _check_place(leave.mission, leave.first_day, leave.last_day)
    _check_days(Account(leave.mission, but=leave), kind, leave.first_day, leave.last_day)
    if kind.asks_proof and not uploads("leave", [leave.pk]).exists():
        raise Refusal(
            "proof_missing",
            _("Le justificatif manque : le volontaire l’ajoute à sa demande, ou vous le photographiez."),
        )


def require_advice_over(leave: Leave, on: date) -> None:
    last = leave.asked_on + timedelta(queries.advice_days(on))
    if on <= last:
        raise Refusal(
            "advice_awaited",
            _("La structure a jusqu’au %(last)s pour donner son avis.") % {"last": f"{last:%d/%m/%Y}"},
        )


def _check_time(kind: Kind, first: date, on: date) -> None:
    """Asked before it begins; or declared within the days that its kind leaves."""
    latest = first + timedelta(kind.declare_days)
    if on > latest:
        sentence = (
            _(
                "Ce congé se déclare jusqu’au %(latest)s. Portez le justificatif au centre, qui note le jour où vous l’avez dit."
            )
            if kind.declare_days
            else _("Ce congé se demande au plus tard le jour où il commence : choisissez un autre premier jour.")
        )
        raise Refusal("leave_too_late", sentence % {"latest": f"{latest:%d/%m/%Y}"}, field="first_day")


def _check_place(mission: Mission, first: date, last: date) -> None:
    """Within the mission, and on no suspended day."""
    if last < first:
        raise Refusal("leave_dates", _("Le dernier jour ne précède pas le premier."), field="last_day")
    if mission.started_on is None or mission.state not in SERVING:
        raise Refusal("not_in_service", _("La mission %(number)s n’est pas en service.") % {"number": mission.number})
    end = queries.service_end(mission)
    if first < mission.started_on or last > end:
        raise Refusal(
            "leave_outside_mission",
            _("Les jours d’un congé sont entre le %(first)s et le %(last)s, dans la mission.")
            % {"first": f"{mission.started_on:%d/%m/%Y}", "last": f"{end:%d/%m/%Y}"},
            field="first_day" if first < mission.started_on else "last_day",
        )
    for pause in pauses_of(mission):
        if pause.first <= last and first <= pause.last:
            raise Refusal(
                "leave_in_suspension",
                _("La mission est suspendue du %(first)s au %(last)s : choisissez d’autres jours.")
                % {"first": f"{pause.first:%d/%m/%Y}", "last": f"{pause.last:%d/%m/%Y}"},
                field="first_day",
            )


def _check_days(account: Account, kind: Kind, first: date, last: date) -> None:
    days = len(account.days(kind, first, last))
    if not days:
        raise Refusal(
            "leave_of_no_day",
            _("Ces jours ne sont pas des jours de service : il n’y a rien à demander."),
            field="first_day",
        )
    _check_length(account, kind, first, last)
    if kind.half_days is not None:
        _check_earned(account, kind, first, days)
    if kind.a_year:
        used = engine.used_in_year(account.mission.started_on, account.spans(kind.code), first)
        _require_room(
            2 * kind.a_year - used,
            days,
            _("%(name)s : il en reste %(left)s cette année de service, et vous en demandez %(days)s."),
            kind,
        )


def _check_earned(account: Account, kind: Kind, first: date, days: int) -> None:
    grant = account.grant(kind)
    if kind.service_months and first <= (from_on := engine.month_end(grant, kind.service_months)):
        raise Refusal(
            "leave_too_soon",
            ngettext("%(name)s : il se prend après %(n)s mois entier de service, à partir du %(from_on)s.",
                     "%(name)s : il se prend après %(n)s mois entiers de service, à partir du %(from_on)s.", kind.service_months)
            % {"name": kind.name.capitalize(), "n": kind.service_months, "from_on": f"{from_on + timedelta(1):%d/%m/%Y}"},
            field="first_day",
        )  # fmt: skip
    room = engine.room_for(grant, account.spans(kind.code), engine.Span(first, 2 * days))
    _require_room(
        room,
        days,
        _(
            "%(name)s : il vous en restera %(left)s ce jour-là, et vous en demandez %(days)s. Demandez moins de jours, ou plus tard."
        ),
        kind,
    )


def _require_room(room: int, days: int, sentence: str, kind: Kind) -> None:
    if 2 * days > room:
        words = {"name": kind.name.capitalize(), "left": in_days(max(room, 0)), "days": in_days(2 * days)}
        raise Refusal("leave_beyond_balance", sentence % words, field="last_day")


def _check_length(account: Account, kind: Kind, first: date, last: date) -> None:
    """No longer than the kind allows at a time; leaves that follow each other without a working day between are one."""
    begin = run_before(
        account.leaves,
        kind.code,
        first,
        lambda one, other: queries.open_days(one + timedelta(1), other - timedelta(1)),
    )
    length = len(kind.days(begin, last))
    if not kind.a_time or length <= kind.a_time:
        return
    words = {"name": kind.name.capitalize(), "most": in_days(2 * kind.a_time), "days": in_days(2 * length)}
    if kind.suspends:
        sentence = _(
            "%(name)s : %(days)s de suite. Au-delà de %(most)s, la mission se suspend et sa fin recule : votre centre l’enregistre."
        )
        raise Refusal("leave_becomes_suspension", sentence % words, field="last_day")
    sentence = _("%(name)s : %(most)s au plus à la fois, et vous en demandez %(days)s.")
    raise Refusal("leave_too_long", sentence % words, field="last_day")
