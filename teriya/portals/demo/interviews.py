"""A day of interviews under way: candidates called hour by hour before a jury of three who score on their telephone."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from random import Random

from teriya.foundation.accounts import actions as accounts
from teriya.foundation.accounts.models import User
from teriya.foundation.places import queries as places
from teriya.mobilisation.calls.models import Wave
from teriya.mobilisation.hosts.models import Need
from teriya.mobilisation.selection import actions as selection
from teriya.mobilisation.selection import door, hearing, planning
from teriya.mobilisation.selection.engine.timetable import Hours
from teriya.mobilisation.selection.models import Hearing
from teriya.mobilisation.selection.queries import criteria_of, grid_of
from teriya.portals.demo.doors import PHONES
from teriya.portals.demo.files import table
from teriya.portals.demo.life import REGION_OF_TODAY, Life, Plan
from teriya.portals.officers import Officers

JURORS = {
    "+22890000011": "Komi ADZAKLO",
    "+22890000012": "Yawa SEGBEDJI",
}  # who sit beside the account of the demonstration
CANDIDATES, CAME, OPENED, LEFT_TO_ONE = 14, 8, 3, 2  # called today; at the door by now; sheets open; missing one sheet
HOURS = Hours(time(8), time(17), time(12, 30), time(14), 20)


def hold_a_day(life: Life, plan: Plan) -> Wave:
    """One centre's candidates, checked last week and called for today; the morning has begun."""
    officers, today = life.at(REGION_OF_TODAY), life.today
    wave = _closed(life, officers, plan)
    jurors = [User.objects.get(phone=PHONES["jury_member"]), *_others(life)]
    operations, here = officers.by["operations"], places.communes().filter(centre__code=REGION_OF_TODAY)
    on = today - timedelta(3)
    venue = planning.open_venue(
        wave=wave,
        town="Atakpamé",
        address="Maison des jeunes, quartier Djama",
        communes=list(here),
        by=operations,
        on=on,
    )
    selection.constitute_jury(
        wave=wave, name="Jury d’Atakpamé", members=[(user.name, user) for user in jurors], external={3}, venue=venue,
        room="Salle 1", by=operations, on=on,
    )  # fmt: skip
    planning.plan_interviews(wave=wave, days=[today], hours=HOURS, by=operations, on=on)
    _morning(wave, officers, jurors, life.offices[REGION_OF_TODAY].chance, today)
    return wave


def _closed(life: Life, officers: Officers, plan: Plan) -> Wave:
    """A small call of the centre, closed and checked last week."""
    office, today = life.offices[REGION_OF_TODAY], life.today
    opens, closes = today - timedelta(40), today - timedelta(8)
    asked = office.needs(plan.code, plan.seats, plan.months, plan.starts_on, plan.at_home)
    officers.bring("needs", f"besoins_{plan.code}.csv", table(asked), {"form": plan.form.code}, opens)
    needs = Need.objects.filter(reference__startswith=f"{plan.code}-", host__state="accredited")
    seats = officers.approve(list(needs.order_by("pk")), on=opens)
    officers.fund(seats, code=f"ETAT-{plan.code}", title=f"État · {plan.title}", funder="État", on=opens)
    wave = officers.open_wave(code=plan.code, title=plan.title, form=plan.form, opens_on=opens, closes_on=closes,
                              starts_on=plan.starts_on, asked=list(needs))  # fmt: skip
    came = office.candidates(asked, CANDIDATES, plan.starts_on.year, plan.diplomas, plan.at_home)
    officers.bring("candidates", f"candidats_{plan.code}.csv", table(came), {"wave": wave.code}, closes)
    officers.check(wave, on=closes)
    return Wave.objects.select_related("form").get(pk=wave.pk)


def _others(life: Life) -> list[User]:
    admin = life.staff.head_office["administrator"]
    return [
        accounts.admit(name=name, phone=phone, role="jury_member", act="DEMO", since=life.today, by=admin)
        for phone, name in JURORS.items()
    ]


def _morning(wave: Wave, officers: Officers, jurors: Sequence[User], chance: Random, today: date) -> None:
    """The first ones are heard and their three sheets open; the next ones wait for the first juror, then the others."""
    called = list(Hearing.objects.filter(jury__wave=wave).order_by("at").select_related("application__wave__form"))
    door.receive(hearings=called[:CAME], by=officers.by["regional_agent"], on=today)
    criteria = criteria_of(grid_of(wave))
    for place, row in enumerate(called[: OPENED + LEFT_TO_ONE]):
        level = chance.randrange(5, 9)  # of ten: three members seldom lie far apart
        for juror in jurors if place < OPENED else jurors[1:]:
            marks = {one.code: one.most * min(10, level + chance.choice((0, 0, 1))) // 10 for one in criteria}
            hearing.seal_sheet(application=row.application, marks=marks, base=row.version, by=juror, on=today)
