"""A year of the strategic framework: plan, letter of mission, PTBA of twelve activities, two quarterly reviews, a report sent.

Every text says that it is a demonstration: none is the agency's own. 1 720 volunteers for 1 674 is the annual report's worked example.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from teriya.contribution.figures import queries as figures
from teriya.contribution.framework import actions
from teriya.contribution.framework.engine import quarters
from teriya.contribution.framework.models import MissionLetter, Review, WorkPlan
from teriya.contribution.framework.states import AxisKind
from teriya.foundation.accounts.models import User
from teriya.foundation.ledger.models import Envelope
from teriya.portals.demo.life import Life

AXES = [("A1", "Mobiliser et déployer des volontaires"), ("A2", "Améliorer le suivi et la qualité des missions"),
        ("A3", "Insérer les anciens volontaires"), ("A4", "Renforcer l’agence et ses partenariats")]  # fmt: skip
NATIONAL = [("N1", "Inclusion et harmonie sociales"), ("N2", "Création d’emplois"), ("N3", "Modernisation du pays")]
OBJECTIVES = ["Déployer 1 674 volontaires", "Suivre chaque mission et publier sa contribution", "Insérer les volontaires en fin de mission",
              "Diversifier les ressources"]  # fmt: skip
DEPLOYED = 1674


@dataclass(frozen=True)
class Line:
    """`reaches`: per cent of the aim that the demonstration's own figures come to; `aims`: those of milestones."""

    code: str
    title: str
    axis: int
    national: int
    objective: int
    role: str
    planned: tuple[int, ...]
    budget: int
    label: str
    measure: str = ""
    reaches: int = 100
    aims: tuple[int, ...] = ()
    unit: str = ""
    goals: tuple[str, ...] = ()


LINES = [
    Line("1.1", "Mobiliser les volontaires de compétences", 0, 0, 1, "operations", (1, 2, 3), 900_000_000, "Volontaires en service", "in_service", 98, goals=("16.6",)),
    Line("1.2", "Soutenir les formations sanitaires", 0, 0, 1, "operations", (1, 2, 3, 4), 60_000_000, "Consultations prénatales", "indicator:anc_visits", 104, goals=("3.1", "3.8")),
    Line("1.3", "Soutenir les écoles", 0, 0, 1, "operations", (1, 2, 4), 80_000_000, "Heures de cours données", "indicator:hours_taught", 88, goals=("4.1", "4.c")),
    Line("1.4", "Reboiser avec les communes", 0, 0, 1, "operations", (2, 3), 30_000_000, "Plants mis en terre", "indicator:plants_planted", 61, goals=("15.2", "13.1")),
    Line("1.5", "Appuyer l’état civil des communes", 0, 2, 1, "operations", (1, 2, 3, 4), 20_000_000, "Actes d’état civil saisis", "indicator:civil_acts", 97, goals=("16.9",)),
    Line("2.1", "Suivre les missions", 1, 2, 2, "follow_up", (1, 2, 3, 4), 45_000_000, "Jours de service", "service_days", 101),
    Line("2.2", "Tenir les revues régionales", 1, 2, 2, "monitoring", (1, 2, 3, 4), 6_000_000, "Revues régionales tenues", aims=(6, 12, 18, 24), unit="revues"),
    Line("3.1", "Accompagner les fins de mission", 2, 1, 3, "insertion", (2, 4), 25_000_000, "Missions terminées", "missions_ended", 100),
    Line("3.2", "Former à la création d’activité", 2, 1, 3, "insertion", (2, 3), 18_000_000, "Sessions tenues", aims=(0, 4, 8, 8), unit="sessions", goals=("2.3",)),
    Line("4.1", "Conclure des conventions", 3, 2, 4, "partnerships", (1, 2, 3, 4), 4_000_000, "Conventions signées", aims=(1, 2, 3, 4), unit="conventions"),
    Line("4.2", "Faire adopter la loi sur le volontariat", 3, 2, 4, "director", (4,), 2_000_000, "Loi adoptée", aims=(0, 0, 0, 1), unit="textes", goals=("16.6",)),
]  # fmt: skip


def plan_and_review(life: Life) -> None:
    """The year is the one whose last two quarters over are known today."""
    year = life.today.year if len(quarters.ended(life.today.year, life.today)) > 1 else life.today.year - 1
    first, second = quarters.ended(year, life.today)[-2:]
    officer, director = life.staff.head_office["monitoring"], life.staff.head_office["director"]
    letter = _letter(officer, year)
    plan = actions.open_version(letter=letter, by=officer, on=date(year, 1, 10))
    _write(life, plan, officer, second)
    _example(plan, officer, second)
    actions.submit(work_plan=plan, by=officer, on=date(year, 1, 15))
    plan = actions.adopt(
        work_plan=plan,
        session_on=date(year, 1, 22),
        minutes=f"PV 1/{year} (démonstration)",
        by=director,
        on=date(year, 1, 24),
    )
    _done(plan, officer, "2.2", (5, 4), "Revue régionale", year, first, second)
    _done(plan, officer, "4.1", (2, 1), "Convention", year, first, second)
    _done(plan, officer, "1.6", (810, 910), "Volontaires déployés, état du placement", year, first, second)
    before = _review(life, plan, first, officer, director)
    actions.follow_up(
        decision=before.decisions.order_by("pk")[0],
        step="do",
        words="Tenues en un mois.",
        by=officer,
        on=quarters.last_day(year, second),
    )
    review = _review(life, plan, second, officer, director)
    report = actions.make_report(review=review, to="board", by=officer, on=life.today)
    actions.mark_sent(
        report=report, sent_on=life.today, how="Bordereau 41 (démonstration)", by=director, on=life.today
    )
    _next_version(letter, officer, life.today)


def _letter(officer: User, year: int) -> MissionLetter:
    on = date(year, 1, 5)
    actions.write_plan(
        title="Plan stratégique (démonstration)", first_year=year - 4, last_year=year + 1, source="Démonstration : aucun plan publié n’est recopié ici",
        national_title="Plan national (démonstration)", national_source="Démonstration : remplacez par la feuille de route du gouvernement, avec sa source",
        axes=AXES, national_axes=NATIONAL, by=officer, on=on,
    )  # fmt: skip
    return actions.write_letter(year=year, reference=f"LM {year} (démonstration)", signatory="Ministre chargé du volontariat (démonstration)",
                                signed_on=date(year, 1, 3), objectives=OBJECTIVES, by=officer, on=on)  # fmt: skip


def _write(life: Life, plan: WorkPlan, officer: User, second: int) -> None:
    own, national = (
        [*plan.letter.plan.axes.filter(kind=kind).order_by("pk")] for kind in (AxisKind.OWN, AxisKind.NATIONAL)
    )
    objectives, envelopes = [*plan.letter.objectives.all()], [*Envelope.objects.order_by("code")[:2], None]
    for n, line in enumerate(LINES):
        activity = actions.write_activity(
            work_plan=plan, code=line.code, title=line.title, responsible=line.role, quarters=line.planned, budget=line.budget, axis=own[line.axis],
            national_axis=national[line.national], objective=objectives[line.objective - 1], envelope=envelopes[n % len(envelopes)], by=officer, on=plan.on,
        )  # fmt: skip
        aims = line.aims or _aims(life, plan.letter.year, second, line)
        actions.write_target(
            activity=activity,
            label=line.label,
            measure=line.measure,
            unit=line.unit,
            aims=aims,
            goals=line.goals,
            by=officer,
            on=plan.on,
        )


def _aims(life: Life, year: int, second: int, line: Line) -> list[int]:
    """Invented aims, so that what the demonstration counts comes to `reaches` per cent at the second review."""
    measure = figures.measure(line.measure)
    last = quarters.last_day(year, second)
    reached = figures.total(measure, figures.Scope(date(year, 1, 1), last, life.today)) if measure else 0
    aim = max(4, reached * 100 // line.reaches)
    return [aim * n // second for n in (1, 2, 3, 4)]


def _example(plan: WorkPlan, officer: User, second: int) -> None:
    """1 720 of 1 674, milestone by milestone: 102,7 %."""
    row = actions.write_activity(
        work_plan=plan, code="1.6", title="Déployer les volontaires de l’année (exemple du rapport annuel)", responsible="operations", quarters=(1, 2, 3),
        budget=12_000_000, axis=plan.letter.plan.axes.get(code="A1"), national_axis=plan.letter.plan.axes.get(code="N2"),
        objective=plan.letter.objectives.first(), by=officer, on=plan.on,
    )  # fmt: skip
    aims = [DEPLOYED if quarter >= second else DEPLOYED * quarter // second for quarter in (1, 2, 3, 4)]
    actions.write_target(
        activity=row,
        label="Volontaires déployés",
        unit="volontaires",
        aims=aims,
        goals=["16.6"],
        by=officer,
        on=plan.on,
    )


def _done(
    plan: WorkPlan, officer: User, code: str, counts: tuple[int, int], what: str, year: int, first: int, second: int
) -> None:
    target = plan.activities.get(code=code).targets.get()
    for count, quarter in zip(counts, (first, second), strict=True):
        on = quarters.last_day(year, quarter) - timedelta(9)
        actions.count_milestone(target=target, count=count, what=f"{what}, T{quarter}", reference=f"Liste {code}-T{quarter} (démonstration)",
                                happened_on=on, by=officer, on=on)  # fmt: skip


def _review(life: Life, plan: WorkPlan, quarter: int, officer: User, director: User) -> Review:
    on = min(life.today, quarters.last_day(plan.letter.year, quarter) + timedelta(12))
    review = actions.open_review(work_plan=plan, quarter=quarter, by=officer, on=on)
    late = list(
        review.lines.filter(colour__in=["red", "amber"]).select_related("target__activity").order_by("tenths", "pk")
    )
    for line in late:
        actions.explain(
            line=line, cause="Crédits ouverts tard, équipes arrivées en cours de trimestre.", by=officer, on=on
        )
    for line in late[:2]:
        actions.decide(review=review, line=line, text=f"Rattraper « {line.target.label} » : un plan par région.", owner=line.target.activity.responsible,
                       due_on=on + timedelta(20), by=officer, on=on)  # fmt: skip
    actions.decide(
        review=review,
        text="Transmettre les relevés validés avant le 10 du mois.",
        owner="monitoring",
        due_on=on + timedelta(30),
        by=officer,
        on=on,
    )
    actions.hold_review(review=review, by=officer, on=on)
    return actions.validate_review(review=review, by=director, on=min(life.today, on + timedelta(3)))


def _next_version(letter: MissionLetter, officer: User, today: date) -> None:
    """A revised version waits for the board."""
    revised = actions.open_version(letter=letter, by=officer, on=today - timedelta(6))
    actions.submit(work_plan=revised, by=officer, on=today - timedelta(4))
