"""A wave between its placement and its start: one training is over, one is under way, one lacks seats, two regions have none."""

from collections.abc import Sequence
from datetime import timedelta

from teriya.foundation.core.periods import add_months
from teriya.foundation.rules.models import Form
from teriya.mobilisation.calls.models import Wave
from teriya.portals.demo.life import REGION_OF_TODAY, Life, Plan
from teriya.portals.officers import Officers
from teriya.service.missions import actions as missions
from teriya.service.missions.models import Mission
from teriya.service.training import actions, queries
from teriya.service.training.models import TrainingSession

UNDER_WAY, SHORT = (
    "TG-CRV-KARA",
    "TG-CRV-MARITIME",
)  # the centre whose training is held today; the one that lacks seats
SEATS = 3  # in each centre
WEAK, GOOD = 8, 15  # marks


def train_a_wave(life: Life, form: Form) -> Wave:
    """Everybody is placed; each centre is at another moment of the training."""
    plan = Plan("VNC-18B", "Vague 18 bis", form, add_months(life.today.replace(day=1), 1), 12, SEATS)
    wave = life.place(plan)
    opened = missions.prepare_many(wave=wave, by=life.staff.head_office["operations"], on=life.today - timedelta(12))
    _over(life, _of(opened, REGION_OF_TODAY))
    _under_way(life, _of(opened, UNDER_WAY))
    _to_come(life, _of(opened, SHORT))
    return wave


def _of(opened: Sequence[Mission], centre: str) -> list[Mission]:
    return [mission for mission in opened if mission.host.commune.centre.code == centre]


def _over(life: Life, found: Sequence[Mission]) -> None:
    """Ended three days ago: the last one has a module to take again; the others have their certificate, and swear today."""
    officers, days = life.at(REGION_OF_TODAY), (life.today - timedelta(4), life.today - timedelta(3))
    session = officers.convene(
        found, days=days, place="Maison des jeunes, quartier Djama", on=life.today - timedelta(11)
    )
    for slot in queries.lessons_of(session):
        actions.call_roll(session=session, slot=slot, absent=(), by=officers.by["operations"], on=days[1])
    people = list(session.trainees.order_by("pk").values_list("pk", flat=True))
    marks = dict.fromkeys(people, GOOD) | {people[-1]: WEAK}
    actions.enter_marks(
        module=session.modules.get(code="volunteering"), marks=marks, by=officers.by["operations"], on=days[1]
    )
    actions.conclude(session=session, by=officers.by["operations"], on=days[1])
    actions.issue_certificates(session=session, by=life.staff.head_office["director"], on=life.today - timedelta(2))
    passed = [one.mission for one in session.trainees.filter(state="passed").select_related("mission")]
    missions.call_to_oath(missions=passed, place="Préfecture, grande salle", day=life.today, by=officers.by["operations"],
                          on=life.today - timedelta(1))  # fmt: skip


def _under_way(life: Life, found: Sequence[Mission]) -> None:
    """Begun yesterday, over tomorrow: yesterday's rolls are called, with one absent in the afternoon."""
    officers, today = life.at(UNDER_WAY), life.today
    days = (today - timedelta(1), today + timedelta(1))
    session = officers.convene(found, days=days, place="Centre de formation, salle 2", on=today - timedelta(8))
    away = session.trainees.order_by("pk").values_list("pk", flat=True)[0]
    for slot in queries.lessons_of(session):
        if slot.on < today:
            absent = [away] if slot.half == "pm" else []
            actions.call_roll(session=session, slot=slot, absent=absent, by=officers.by["operations"], on=slot.on)


def _to_come(life: Life, found: Sequence[Mission]) -> TrainingSession:
    """Two seats for the people of a region, in two or three weeks; nobody is called yet."""
    officers: Officers = life.at(SHORT)
    first = life.today + timedelta(21 - life.today.weekday())  # a Monday
    return actions.plan_session(
        form=found[0].form, title="Formation avant déploiement", commune=found[0].host.commune, venue="Salle de la préfecture",
        from_on=first, to_on=first + timedelta(1), capacity=2, trainer="Komlan EDOH", by=officers.by["operations"], on=life.today,
    )  # fmt: skip
