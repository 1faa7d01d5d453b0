from teriya.contribution.framework.models.plans import Axis, MissionLetter, Objective, StrategicPlan
from teriya.contribution.framework.models.reviews import EnvelopeLine, Report, Review, ReviewDecision, ReviewLine
from teriya.contribution.framework.models.work import Activity, Milestone, Target, WorkPlan

__all__ = [
    "Activity", "Axis", "EnvelopeLine", "Milestone", "MissionLetter", "Objective", "Report", "Review", "ReviewDecision", "ReviewLine",
    "StrategicPlan", "Target", "WorkPlan",
]  # fmt: skip
