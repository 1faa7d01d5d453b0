"""Accounts of people outside the staff, who sign in by phone: one a role."""

from teriya.foundation.accounts import actions as accounts
from teriya.foundation.accounts.models import User
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.hosts import actions as hosts
from teriya.mobilisation.hosts import conventions
from teriya.people import actions as people
from teriya.portals.demo.life import REGION_OF_TODAY, Life
from teriya.portals.demo.sector import plan_a_sector
from teriya.portals.demo.staff import TOGO
from teriya.service.missions import actions as missions
from teriya.service.missions.models import Mission

PHONES = {role: phone for role, phone in TOGO.phones.items() if role not in ("former", "abroad")}
FORMER = TOGO.phones["former"]
OTHERS = {
    "jury_member": "Massan AFAN",
    "senior": "Pitala KOMBATE",
    "ministry": "Point focal Éducation",
    "partner": "Coopération partenaire",
}


def open_doors(life: Life, served: list[Mission], wave: Wave) -> dict[str, User]:
    """Give the roles outside the staff somebody who holds them; who holds each."""
    mission = served[1]
    officers = life.at(mission.host.commune.centre.code)
    admin, agent = life.staff.head_office["administrator"], officers.by["regional_agent"]
    candidate = (
        Application.objects.filter(wave=wave, state="ranked")
        .select_related("person")
        .order_by("ranking__rank")
        .first()
    )
    names = {
        "volunteer": str(mission.person),
        "host_officer": mission.host.head,
        "tutor": mission.tutor,
        "candidate": str(candidate.person),
    } | OTHERS
    users = {
        role: accounts.admit(name=names[role], phone=phone, role=role, act="DEMO", since=life.today, by=admin)
        for role, phone in PHONES.items()
    }
    people.link_account(person=mission.person, user=users["volunteer"], by=agent, on=life.today)
    people.link_account(
        person=candidate.person,
        user=users["candidate"],
        by=life.at(REGION_OF_TODAY).by["regional_agent"],
        on=life.today,
    )
    hosts.add_officer(host=mission.host, user=users["host_officer"], duty="officer", by=agent, on=life.today)
    hosts.add_officer(host=mission.host, user=users["tutor"], duty="tutor", by=agent, on=life.today)
    facts = {"name": OTHERS["ministry"], "phone": PHONES["ministry"], "domain": "education"}
    member = conventions.name_sector_member(**facts, by=life.staff.head_office["operations"], on=life.today)
    plan_a_sector(life, member.user)
    missions.name_tutor(mission=mission, name=mission.tutor, account=users["tutor"], by=agent, on=life.today)
    return users
