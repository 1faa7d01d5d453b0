"""The front door of the room's verbs."""

from teriya.service.followup.appraisals import give, review, sign
from teriya.service.followup.reports import mark_read, write_report
from teriya.service.followup.visits import NewPoint, Told, cancel_visit, close_point, plan_visits, record_visit

__all__ = [
    "NewPoint", "Told", "cancel_visit", "close_point", "give", "mark_read", "plan_visits", "record_visit", "review", "sign",
    "write_report",
]  # fmt: skip
