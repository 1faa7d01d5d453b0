from teriya.insertion.plans.models.goals import Goal, Todo
from teriya.insertion.plans.models.interviews import Interview
from teriya.insertion.plans.models.plans import Member, Plan, Project

__all__ = ["Goal", "Interview", "Member", "Plan", "Project", "Todo"]
