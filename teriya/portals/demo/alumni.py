"""Former volunteers who said yes, one who asks another for help; last year’s prize published, this year’s before its jury."""

from datetime import timedelta

from teriya.foundation.accounts import actions as accounts
from teriya.foundation.accounts.models import User
from teriya.insertion.alumni import actions
from teriya.insertion.alumni.models import Prize
from teriya.people import actions as people
from teriya.portals.demo.life import REGION_OF_TODAY, Life
from teriya.service.missions.models import Mission

SAID = (
    (["work", "commune", "service"], "Soins infirmiers, dispensaire privé", "Préparer un concours de la santé", True),
    (["work", "phone"], "Menuiserie, à son compte", "Tenir une caisse, trouver des clients", True),
    (["commune"], "", "", False),
)
WHY = (
    "A tenu le dispensaire trois mois sans relève.",
    "A formé quarante jeunes au maraîchage.",
    "A ouvert la bibliothèque du collège.",
)
JURORS = ("Nadège AMEDZRO", "Idrissou TRAORE")


def remember(life: Life, juror: User) -> None:
    """The people of wave 17, a year after."""
    served = Mission.objects.filter(
        wave__code="VNC-17", state__in=("ended", "closed"), person__died_on=None, person__account=None
    )
    missions = list(served.select_related("person", "host__commune__centre").order_by("pk")[:9])
    users = [_join(life, mission, said, n) for n, (mission, said) in enumerate(zip(missions, SAID, strict=False))]
    mentor = missions[0].person.alumni_profile
    actions.ask(to=mentor, words="Quels sujets revenaient au concours ?", by=users[1], on=life.today - timedelta(2))
    jury = [juror, *(_admit(life, name, "jury_member", f"+2289000020{n}") for n, name in enumerate(JURORS))]
    last = _prize(life, life.today.year - 1, missions[:9], jury)
    for nominee, marks in zip(last.nominees.order_by("pk"), range(9, 0, -1), strict=False):
        for n, member in enumerate(jury):
            actions.seal_sheet(
                nominee=nominee,
                marks=(20 + marks - n, 25 + marks, 18 + marks + n),
                by=member,
                on=life.today - timedelta(200),
            )
    actions.publish(prize=last, by=life.staff.head_office["director"], on=life.today - timedelta(190))
    prize = _prize(life, life.today.year, missions[3:6], jury, ago=12)
    for nominee in prize.nominees.order_by("pk")[:2]:
        actions.seal_sheet(nominee=nominee, marks=(25, 30, 24), by=jury[1], on=life.today - timedelta(1))


def _join(life: Life, mission: Mission, said: tuple, n: int) -> User:
    """A telephone of the demonstration, then the yes."""
    user = _admit(life, str(mission.person), "volunteer", f"+2289000010{n}")
    agent = life.at(mission.host.commune.centre.code).by["regional_agent"]
    people.link_account(person=mission.person, user=user, by=agent, on=life.today)
    shows, work, offers, wants_sms = said
    actions.say(shows=shows, work=work, offers=offers, wants_sms=wants_sms, by=user, on=life.today - timedelta(20))
    return user


def _admit(life: Life, name: str, role: str, phone: str) -> User:
    admin = life.staff.head_office["administrator"]
    return accounts.admit(name=name, phone=phone, role=role, act="DEMO", since=life.today, by=admin)


def _prize(life: Life, year: int, missions, jury, ago: int = 220) -> Prize:
    officer, on = life.staff.head_office["insertion"], life.today - timedelta(ago)
    prize = actions.open_prize(year=year, title="Prix du meilleur volontaire", by=officer, on=on)
    supervisor = life.staff.centres[REGION_OF_TODAY]["regional_supervisor"]
    for n, mission in enumerate(missions):
        by = supervisor if supervisor.may("prizes.propose", commune=mission.host.commune_id) else officer
        actions.nominate(prize=prize, mission=mission, why=WHY[n % 3], by=by, on=on + timedelta(3))
    return actions.seat_jury(prize=prize, jurors=jury, by=officer, on=on + timedelta(10))
