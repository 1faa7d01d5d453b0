"""The follow-up of missions of March 2024: Yao visits, Mazalo reviews, Essi is the host's officer, Abla its tutor."""

from datetime import date

from teriya.service.followup import actions
from teriya.service.followup.models import Appraisal, Incident, MonthlyReport, Visit
from teriya.service.missions.models import Mission
from tests.cast import Cast

VISITED_ON = date(2024, 4, 10)


def told(*points: actions.NewPoint, findings: str = "Tient sa classe. Logement sans porte.") -> actions.Told:
    return actions.Told("École de Notsè", ["volunteer", "tutor"], True, findings, points)


def a_point(owner: str = "host", due_on: date = date(2024, 4, 30)) -> actions.NewPoint:
    return actions.NewPoint("Poser une porte", owner, due_on)


def make_visit(cast: Cast, mission: Mission, *points: actions.NewPoint, on: date = VISITED_ON) -> Visit:
    """Made by Yao without being announced."""
    return actions.record_visit(mission=mission, told=told(*points), by=cast.yao, on=on)


MARKS = {"volunteer": ("attendance", "work", "initiative", "relations", "conduct"),
         "host": ("welcome", "tutoring", "tasks", "means", "safety")}  # fmt: skip


def give(
    cast: Cast,
    mission: Mission,
    *,
    when: str = "end",
    of: str = "volunteer",
    mark: int = 3,
    on: date = VISITED_ON,
    **other,
) -> Appraisal:
    """By Abla, the tutor, or by Kossi of his host."""
    by = cast.abla if of == "volunteer" else cast.kossi
    how = {"marks": dict.fromkeys(MARKS[of], mark), "strengths": "Présent chaque jour", "by": by, "on": on} | other
    return actions.give(mission=mission, when=when, of=of, **how)


def report(
    cast: Cast, mission: Mission, month: date = date(2024, 3, 1), *, on: date = VISITED_ON, **texts
) -> MonthlyReport:
    """Kossi tells his month."""
    words = {"done": "Vingt leçons", "for_centre": "Mon tuteur ne vient plus"} | texts
    return actions.write_report(mission=mission, month=month, by=cast.kossi, on=on, **words)


def incident(cast: Cast, mission: Mission, kind: str = "harassment", *, on: date = VISITED_ON, **other) -> Incident:
    """Kossi reports."""
    how = {
        "happened_on": on,
        "place": "Le bureau",
        "what": "Gestes déplacés",
        "is_about_centre": False,
        "by": cast.kossi,
    } | other
    return actions.report_incident(mission=mission, kind=kind, on=on, **how)
