"""The front door of the room's verbs."""

from teriya.service.followup.appraisals import give, review, sign
from teriya.service.followup.derogations import propose_derogation, refuse_derogation, sign_derogation
from teriya.service.followup.evacuations import close_evacuation, mark_reached, order_evacuation, write_contact
from teriya.service.followup.incidents import close_incident, note, note_reading, report_incident, take, tell_funder
from teriya.service.followup.reports import mark_read, write_report
from teriya.service.followup.visits import NewPoint, Told, cancel_visit, close_point, plan_visits, record_visit

__all__ = [
    "NewPoint", "Told", "cancel_visit", "close_evacuation", "close_incident", "close_point", "give", "mark_reached", "mark_read",
    "note", "note_reading", "order_evacuation", "plan_visits", "propose_derogation", "record_visit", "refuse_derogation",
    "report_incident", "review", "sign", "sign_derogation", "take", "tell_funder", "write_contact", "write_report",
]  # fmt: skip
