"""What shows a contribution: opinions at two hosts, testimonies, a health centre before and after, studies with their sources."""

from datetime import date

from django.db.models import Min

from teriya.contribution.collection.queries import Scope, totals
from teriya.contribution.evidence import actions
from teriya.foundation.accounts.models import User
from teriya.foundation.core.periods import add_months
from teriya.mobilisation.hosts.models import Host
from teriya.portals.demo.life import REGION_OF_TODAY, Life
from teriya.service.missions.models import Mission

HEALTH = ("midwife", "nurse")
# antenatal visits by the rest of the staff, from three months before the first volunteer: invented for the demonstration
VISITS = (61, 58, 64, 50, 52, 47, 48, 43)
SAID = (
    (
        "community",
        "Une mère, au marché",
        "Avant, on attendait le mardi pour la consultation. Maintenant il y a quelqu’un chaque jour.",
    ),
    (
        "host",
        "La responsable du centre",
        "Elle a remis le registre à jour et montré aux accoucheuses comment le tenir.",
    ),
)
STUDIES = (
    (
        "Accord de partenariat entre l’ANVT et l’INSEED pour évaluer la contribution des volontaires", "INSEED, ANVT", "5 février 2021",
        "https://inseed.tg/partenariat-entre-lanvt-et-linseed-pour-mieux-evaluer-la-reelle-contribution-des-volontaires-a-leconomie-et-au-developpement/",
        "Un accord, non une mesure : il prévoit l’appui de l’INSEED à la collecte et à l’analyse.",
        "Le directeur général de l’agence y dit disposer de très peu de données sur la contribution réelle du volontariat.",
    ),
    (
        "Modélisation des contributions économiques et sociales des volontaires aux ODD (Innovation Challenge)", "Volontaires des Nations Unies, ANVT, INSEED", "mars 2020",
        "https://togoanvt.org/lanvt-parmi-les-7-structures-mondiales-du-projet-defi-de-linnovation",
        "Recherche-action annoncée au lancement du projet ; le rapport final n’a pas été trouvé.",
        "L’ANVT est l’une des sept structures retenues pour modéliser l’apport des volontaires ; l’annonce ne donne aucun résultat.",
    ),
)  # fmt: skip


def show(life: Life) -> None:
    """The agent of one centre writes down, its supervisor decides; one testimony and one register wait."""
    centre, head = life.staff.centres[REGION_OF_TODAY], life.staff.head_office
    agent, supervisor = centre["regional_agent"], centre["regional_supervisor"]
    served = Mission.objects.filter(
        host__commune__centre__code=REGION_OF_TODAY, profile__in=HEALTH, started_on__isnull=False
    )
    newest = (
        served.order_by().values("host").annotate(first=Min("started_on")).order_by("-first", "host").first() or {}
    )
    mission = served.filter(host=newest.get("host")).order_by("started_on", "pk").select_related("host").first()
    if mission is None:
        return
    on = add_months(life.today, -1)
    _ask(mission.host, agent, on)
    for speaker, name, text in SAID:
        row = actions.testify(host=mission.host, speaker=speaker, said_by=name, text=text, consent="spoken", agreed=True, by=agent, on=on)  # fmt: skip
        if speaker == "community":
            actions.decide_testimony(testimony=row, step="publish", by=supervisor, on=life.today)
    _read(mission, agent, supervisor, life.today)
    _study(head["monitoring"], head["director"], life.today)


def _ask(host: Host, agent: User, on: date) -> None:
    for useful, continued, words in (
        (4, 4, "Il faut en garder."),
        (4, 3, ""),
        (3, 2, "Elle part quand ?"),
        (2, 3, ""),
    ):
        answers = {"useful": useful, "continued": continued, "welcomed": 4}
        actions.opine(host=host, source="community", answers=answers, words=words, agreed=True, by=agent, on=on)


def _read(mission: Mission, agent: User, supervisor: User, today: date) -> None:
    """From three months before the start; the last month still waits for the supervisor."""
    first = add_months(mission.started_on.replace(day=1), -3)
    months = [add_months(first, n) for n in range(len(VISITS)) if add_months(first, n) < today.replace(day=1)]
    scope = Scope(first, today, today, indicators={"anc_visits"}, host=mission.host_id)
    own = {month: amount for (month,), amount in totals(scope, by=("month",)).items()}
    for month, others in zip(months, VISITS, strict=False):
        row = actions.record_reading(host=mission.host, indicator="anc_visits", month=month, amount=others + own.get(month, 0), register=f"Registre de CPN, {month:%m/%Y}",
                                     read_by="La responsable du centre", by=agent, on=today)  # fmt: skip
        if month != months[-1]:
            actions.decide_reading(reading=row, step="confirm", by=supervisor, on=today)


def _study(officer: User, director: User, today: date) -> None:
    for title, authors, dated, address, method, says in STUDIES:
        row = actions.enter_study(title=title, authors=authors, dated=dated, address=address, method=method, findings=[actions.NewFinding(says)], by=officer, on=today)  # fmt: skip
        actions.decide_study(study=row, step="publish", by=director, on=today)
