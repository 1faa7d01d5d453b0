"""The volunteer's monthly report: a few lines, read by the tutor and by the centre."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.journal import actions as journal
from teriya.service.followup.models import MonthlyReport
from teriya.service.followup.policies import guides
from teriya.service.missions.models import Mission

_TEXTS = ("done", "difficulties", "needs", "for_centre")


@transaction.atomic
def write_report(
    *, mission: Mission, month: date, done: str, by: User, on: date, difficulties: str = "", needs: str = "", for_centre: str = ""
) -> MonthlyReport:  # fmt: skip
    """Write one's own month (its first day), or write it again until somebody has read it (`report_read`)."""
    require(by, P.REPORTS_WRITE)
    require_date(by, on)
    [row] = Mission.objects.locked([mission])
    if row.person.account_id != by.id:
        raise NotAllowed("not_your_mission", _("Chaque volontaire écrit son propre rapport."))
    first = row.started_on and row.started_on.replace(day=1)
    if month.day != 1 or first is None or not first <= month <= (row.ended_on or on):
        raise Refusal("month_not_served", _("Choisissez un mois que vous avez servi."), field="month")
    texts = dict(zip(_TEXTS, (text.strip() for text in (done, difficulties, needs, for_centre)), strict=True))
    report, is_new = MonthlyReport.objects.select_for_update().get_or_create(
        mission=row, month=month, defaults=texts | {"on": on}
    )
    if not is_new:
        if report.tutor_read_on or report.centre_read_on:
            raise Refusal("report_read", _("Ce rapport est déjà lu : ajoutez ce qui manque au prochain."))
        for name, text in (texts | {"on": on}).items():
            setattr(report, name, text)
        report.save(update_fields=[*texts, "on"])
    journal.write("followup.write_report", "report", report.pk, by=by, on=on, permission=P.REPORTS_WRITE)
    return report


@transaction.atomic
def mark_read(*, report: MonthlyReport, by: User, on: date) -> MonthlyReport:
    """Say that one has read it: as who guides the volunteer, or for the centre. The first reader of each side is kept."""
    rows = MonthlyReport.objects.select_for_update(of=("self",)).select_related("mission__host", "mission__person")
    row = rows.get(pk=report.pk)
    require_date(by, on)
    if row.mission.person.account_id == by.id:
        raise NotAllowed("own_mission", _("C’est votre propre mission : une autre personne doit le faire."))
    if guides(by, row.mission):
        side = "tutor"
    else:
        require(by, P.VISITS_MAKE, commune=row.mission.host.commune_id)
        side = "centre"
    if getattr(row, f"{side}_read_on") is None:
        setattr(row, f"{side}_read_on", on)
        setattr(row, f"{side}_read_by_id", by.id)
        row.save(update_fields=[f"{side}_read_on", f"{side}_read_by_id"])
        journal.write("followup.read_report", "report", row.pk, by=by, on=on, side=side)
    return row
