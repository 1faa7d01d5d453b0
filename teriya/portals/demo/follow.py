"""The wave in service is followed: visits made, planned and due, a month told, an appraisal to sign, a fact told in confidence."""

from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from teriya.portals.demo.life import Life
from teriya.service.attendance import actions as attendance
from teriya.service.followup import actions
from teriya.service.missions.models import Mission
from teriya.service.missions.states import MissionState

CERTIFICATE = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
MARKS = {"attendance": 4, "work": 3, "initiative": 3, "relations": 4, "conduct": 4}


def follow(life: Life, volunteer: Mission) -> None:
    """Around the volunteer who has an account: one’s centre, tutor and host."""
    mission = Mission.objects.select_related("person__account", "host__commune__centre", "tutor_account").get(
        pk=volunteer.pk
    )
    _visit(life, mission)
    _tell(life, mission)
    _rest(life, mission)


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


def _rest(life: Life, mission: Mission) -> None:
    """The volunteer asks for a week next month; around, one is away, one declares an illness, one asked on paper."""
    by, today = life.at(mission.host.commune.centre.code).by, life.today
    agent, supervisor = by["regional_agent"], by["regional_supervisor"]
    monday = today + timedelta(28 - today.weekday())
    attendance.ask_leave(mission=mission, kind="annual", first_day=monday, last_day=monday + timedelta(4), by=mission.person.account, on=today,
               why="Fête de famille à Sokodé")  # fmt: skip
    team = Mission.objects.filter(
        host__commune__centre=mission.host.commune.centre, state=MissionState.IN_SERVICE, wave=mission.wave
    )
    away, ill, asks = team.exclude(pk=mission.pk).order_by("-pk")[:3]
    rest = attendance.ask_leave(
        mission=away, kind="annual", first_day=today, last_day=today + timedelta(8), paper="C-031", by=agent, on=today
    )
    attendance.advise_leave(leave=rest, is_favourable=True, paper="C-031", by=agent, on=today)
    attendance.approve_leave(leave=rest, by=supervisor, on=today)
    days = {"first_day": max(today - timedelta(2), today.replace(day=1)), "last_day": today + timedelta(1)}
    illness = attendance.ask_leave(mission=ill, kind="illness", paper="C-032", by=agent, on=today, **days)
    photo = SimpleUploadedFile("certificat.pdf", CERTIFICATE)
    attendance.add_proof(leave=illness, file=photo, by=agent, on=today)
    attendance.advise_leave(leave=illness, is_favourable=True, paper="C-032", by=agent, on=today)
    attendance.ask_leave(
        mission=asks, kind="permission", first_day=monday, last_day=monday, paper="C-033", by=agent, on=today
    )
