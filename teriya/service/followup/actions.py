"""The front door of the room's verbs."""

from teriya.service.followup.visits import NewPoint, Told, cancel_visit, close_point, plan_visits, record_visit

__all__ = ["NewPoint", "Told", "cancel_visit", "close_point", "plan_visits", "record_visit"]
