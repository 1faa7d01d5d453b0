"""Burkina Faso's agency, small: three antennas, their hosts, a wave that ended, one in service, one call open."""

from collections.abc import Callable
from datetime import date, timedelta

from teriya.foundation.accounts import actions as accounts
from teriya.foundation.core.periods import add_months
from teriya.foundation.rules.models import Form
from teriya.mobilisation.hosts import actions as hosts
from teriya.people import actions as people
from teriya.portals.demo.files import Words
from teriya.portals.demo.life import Life, Plan, months_from
from teriya.portals.demo.staff import BURKINA, hire
from teriya.service.missions import actions as missions
from teriya.service.missions.models import Mission

WORDS = Words(
    family=(
        "BADO", "BALIMA", "BAMBARA", "BARRY", "BATIONO", "COMPAORÉ", "COULIBALY", "DABIRÉ", "DIALLO", "GUIRE", "HIEN", "ILBOUDO", "KABORÉ",
        "KI", "KINDA", "KONATÉ", "LANKOANDÉ", "NIKIÉMA", "OUATTARA", "OUÉDRAOGO", "PALÉ", "SANOU", "SAWADOGO", "SOMÉ", "SORÉ", "SORGHO",
        "TAPSOBA", "THIOMBIANO", "TRAORÉ", "YAMÉOGO", "ZERBO", "ZONGO",
    ),
    women=(
        "Adjaratou", "Alizèta", "Aminata", "Awa", "Clarisse", "Edwige", "Fatimata", "Habibou", "Mariam", "Noélie", "Pélagie", "Rasmata",
        "Safiatou", "Salimata", "Wendkuni",
    ),
    men=(
        "Adama", "Boukaré", "Dramane", "Hamidou", "Idrissa", "Issa", "Jean-Baptiste", "Lassané", "Moumouni", "Ousmane", "Salif", "Seydou",
        "Souleymane", "Tiga", "Yacouba",
    ),
    kinds=(
        ("CEG de {}", "Public", "Education", ("Mathématiques", "Français", "SVT")),
        ("École primaire {} A", "Public", "Education", ("Instituteur",)),
        ("CSPS de {}", "Public", "Santé", ("Infirmier", "Sage-femme", "Assistant d'hygiène")),
        ("Mairie de {}", "Collectivité", "Décentralisation", ("Etat civil", "Développement local")),
        ("Association Terre verte {}", "Association", "Environnement", ("Gestion des déchets", "Agronomie")),
    ),
    mobile=("60", "64", "65", "70", "71", "72", "73", "76", "77", "78"),
    receipt="{}/MATD/SG/DGLPAP",
)  # fmt: skip
SEATS = 4  # in each antenna


def tell(today: date, say: Callable[[str], None]) -> None:
    """Make its life, through its own actions and by its own pack."""
    life = Life(hire(add_months(today, -60), BURKINA), today, WORDS)
    form = Form.objects.get(code="EXE")
    say("Structures de trois antennes")
    life.register_hosts(add_months(today, -30))
    say("Vague 5, terminée")
    _wave_5(life, form)
    say("Vague 6, en service")
    served = _wave_6(life, form)
    say("Vague 7, ouverte aux candidatures")
    plan = Plan("EXE-7", "Vague 7", form, add_months(today.replace(day=1), 3), 12, 2)
    life.open_call(plan, opens_on=today - timedelta(6), closes_on=today + timedelta(22))
    _open_doors(life, served[1])


def _wave_5(life: Life, form: Form) -> None:
    """One in each antenna, for a year: former volunteers, whom another country may receive."""
    first = add_months(life.today.replace(day=1), -20)
    found = life.live(Plan("EXE-5", "Vague 5", form, first, 12, 1))
    life.serve(found, form, months_from(first, 12))
    life.end(found, on=add_months(first, 12) - timedelta(1))


def _wave_6(life: Life, form: Form) -> list[Mission]:
    """In service for five months, four of them paid; last month is confirmed and waits."""
    first = add_months(life.today.replace(day=1), -5)
    found, months = life.live(Plan("EXE-6", "Vague 6", form, first, 12, SEATS)), months_from(first, 5)
    life.serve(found, form, months[:4])
    life.month(found, months[4], on=min(life.today, months[4].last + timedelta(2)), absences=1)
    return found


def _open_doors(life: Life, mission: Mission) -> None:
    """A volunteer, the host and the tutor sign in by telephone."""
    admin, agent = (
        life.staff.head_office["administrator"],
        life.at(mission.host.commune.centre.code).by["regional_agent"],
    )
    names = {"volunteer": str(mission.person), "host_officer": mission.host.head, "tutor": mission.tutor}
    users = {
        role: accounts.admit(name=names[role], phone=phone, role=role, act="DEMO", since=life.today, by=admin)
        for role, phone in BURKINA.phones.items()
        if role in names
    }
    people.link_account(person=mission.person, user=users["volunteer"], by=agent, on=life.today)
    for role, duty in (("host_officer", "officer"), ("tutor", "tutor")):
        hosts.add_officer(host=mission.host, user=users[role], duty=duty, by=agent, on=life.today)
    missions.name_tutor(mission=mission, name=mission.tutor, account=users["tutor"], by=agent, on=life.today)
