"""The roll of a team without network, where it works."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.periods import Month
from teriya.foundation.offline.forms import RollForm
from teriya.foundation.offline.kinds import Kind, Values
from teriya.foundation.ui.templatetags.ui import day as in_words
from teriya.service.attendance import actions, queries, rolls
from teriya.service.attendance.policies import duties
from teriya.service.missions.models import Mission

BEFORE, AFTER = timedelta(days=2), timedelta(days=3)  # days kept, around the one when the device is prepared
MOST = 100  # pages


def day_of(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error


def team_of(user: User, day: date, host: int) -> list[Mission]:
    """The host's volunteers of that month whose presence this person records, by name."""
    seen = queries.missions_seen_by(user, Month.of(day)).filter(host_id=host)
    missions = list(seen.select_related("person", "host__commune", "form").order_by("person__folded", "pk"))
    if not missions:
        raise Http404
    return duties(user, missions, day).recorded


def form_of(data: Any, *, by: User, day: str, host: int) -> RollForm:
    on = day_of(day)
    team = rolls.to_call(team_of(by, on, host), on)
    people = [(mission.pk, f"{mission.person} · {mission.person.matricule}") for mission in team]
    form = RollForm(data, people=people, now=rolls.as_it_stands(team, on))
    form.fields["roll"].label = _("Empreinte de l’appel (0 : pas encore fait)")
    return form


def write(form: RollForm, *, by: User, on: date, day: str, host: int) -> dict:
    """Who was called when the page was shown is marked; who came to the team since is called again."""
    values = form.values()
    called = [mission for mission in team_of(by, day_of(day), host) if mission.pk in values["called"]]
    actions.call_roll(missions=called, day=day_of(day), absent=values["absent"], seen=values["seen"], by=by, on=on)
    away = len(values["absent"])
    said = ngettext("%(n)s absent", "%(n)s absents", away) % {"n": away}
    return {"receipt": _("appel du %(day)s, %(absent)s") % {"day": f"{day_of(day):%d/%m/%Y}", "absent": said}}


def _now(*, by: User, day: str, host: int) -> Values:
    on = day_of(day)
    return rolls.as_it_stands(rolls.to_call(team_of(by, on, host), on), on)


def _fill(data: Any, files: Any, *, by: User, day: str, host: int) -> RollForm:
    """Against the roll as it is today: what changed since the typing is a conflict, which its author decides."""
    posted = data.copy()
    posted["roll"] = _now(by=by, day=day, host=host)["roll"]
    return form_of(posted, by=by, day=day, host=host)


def by_day(missions: list[Mission], day: date) -> list[Mission]:
    """Those whose form has its presence kept day by day."""
    codes = queries.forms_called(day)
    return [mission for mission in missions if mission.form.code in codes]


def days_around(today: date) -> list[date]:
    return queries.open_days(today - BEFORE, today + AFTER)


def teams_to_call(user: User, day: date) -> list[tuple[int, str, int]]:
    """(host, its name, how many are called) of the teams that this person calls on a day, where they serve."""
    month = Month.of(day)
    served = Mission.objects.filter(queries.own_teams(user), form__code__in=queries.forms_called(day))
    missions = served.served_in(month.first, month.last).select_related("person", "host__commune", "form")
    called = rolls.to_call(duties(user, list(missions.order_by("host__name", "pk")), day).recorded, day)
    found = Counter((mission.host_id, mission.host.name) for mission in called)
    return [(host, name, number) for (host, name), number in found.items()]


def _pages(user: User) -> Iterator[tuple[str, str]]:
    kept = 0
    for day in days_around(timezone.localdate()):
        for host, name, _number in teams_to_call(user, day)[: MOST - kept]:
            kept += 1
            words = {"name": name, "day": in_words(day)}
            yield _("Appel : %(name)s, %(day)s") % words, reverse("attendance:roll", args=[day, host])


ROLL = Kind(
    "attendance:roll", gettext_lazy("Appel du jour"), "attendance.call_roll", P.PRESENCE_RECORD, _pages, _fill, write, _now
)  # fmt: skip
