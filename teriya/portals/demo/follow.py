"""The wave in service is followed: visits made, planned and due, a month told, an appraisal to sign, a fact told in confidence."""

from datetime import date, timedelta

from teriya.portals.demo.life import Life
from teriya.service.followup import actions
from teriya.service.missions.models import Mission
from teriya.service.missions.states import MissionState

MARKS = {"attendance": 4, "work": 3, "initiative": 3, "relations": 4, "conduct": 4}


def follow(life: Life, volunteer: Mission) -> None:
    """Around the volunteer who has an account: one’s centre, tutor and host."""
    mission = Mission.objects.select_related("person__account", "host__commune__centre", "tutor_account").get(
        pk=volunteer.pk
    )
    _visit(life, mission)
    _tell(life, mission)


def _visit(life: Life, mission: Mission) -> None:
    """Everybody of the centre was seen last month; this month one was, with something to do, and one is expected."""
    by = life.at(mission.host.commune.centre.code).by
    team = Mission.objects.filter(host__commune__centre=mission.host.commune.centre, state=MissionState.IN_SERVICE)
    others = list(team.exclude(pk=mission.pk).order_by("pk")[:5])
    before = life.today.replace(day=1) - timedelta(9)
    for one in [mission, *others]:
        actions.record_visit(
            mission=one, told=_said("Au travail, bien accueilli."), by=by["regional_agent"], on=before
        )
    asked = actions.NewPoint("Fournir une moto pour les tournées", "host", life.today + timedelta(12))
    day = max(life.today.replace(day=1), life.today - timedelta(3))
    actions.record_visit(
        mission=mission, told=_said("Classe tenue. Déplacements difficiles.", asked), by=by["regional_agent"], on=day
    )
    actions.plan_visits(missions=others[:1], day=life.today + timedelta(2), agent=by["regional_agent"], is_announced=True,
                        by=by["regional_supervisor"], on=life.today)  # fmt: skip


def _said(findings: str, *points: actions.NewPoint) -> actions.Told:
    return actions.Told("Au poste", ["volunteer", "tutor"], True, findings, points)


def _tell(life: Life, mission: Mission) -> None:
    volunteer, tutor, today = mission.person.account, mission.tutor_account, life.today
    month: date = (today.replace(day=1) - timedelta(1)).replace(day=1)
    report = actions.write_report(
        mission=mission, month=month, done="Vingt-deux jours au poste, deux séances avec les parents.",
        difficulties="La saison des pluies coupe la route.", needs="Des bottes.", by=volunteer, on=today,
    )  # fmt: skip
    actions.mark_read(report=report, by=tutor, on=today)
    actions.give(mission=mission, when="mid_term", of="volunteer", marks=MARKS, strengths="Ponctuel, attentif aux usagers.",
                 to_improve="Tenir le cahier chaque soir.", by=tutor, on=today)  # fmt: skip
    actions.write_contact(
        mission=mission, name="Sa mère", phone="+22890112233", lodging="Quartier de la gare", by=volunteer, on=today
    )
    incident = actions.report_incident(
        mission=mission, kind="conditions", happened_on=today - timedelta(4), place="Logement", what="Le logement n’a plus d’eau depuis lundi.",
        is_about_centre=False, by=volunteer, on=today,
    )  # fmt: skip
    supervisor = life.at(mission.host.commune.centre.code).by["regional_supervisor"]
    actions.take(incident=incident, by=supervisor, on=today)
    actions.note(
        incident=incident, text="La mairie envoie un plombier demain.", is_shared=True, by=supervisor, on=today
    )
