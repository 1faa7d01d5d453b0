"""The report to the board or to the ministry, made once of a validated review, then marked as sent."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.contribution.framework.models import Report, Review
from teriya.contribution.framework.papers import issue_report
from teriya.contribution.framework.states import ReviewState
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.journal import actions as journal


@transaction.atomic
def make_report(*, review: Review, to: str, by: User, on: date) -> Report:
    """Freeze the paper of a validated review; asked again, the same one. Refuses `not_validated`."""
    require(by, P.FRAMEWORK_WRITE)
    require_date(by, on)
    row = Review.objects.select_for_update(of=("self",)).select_related("letter__plan").get(pk=review.pk)
    if row.state != ReviewState.VALIDATED:
        raise Refusal("not_validated", _("Le rapport se fait d’une revue validée."))
    if known := row.reports.filter(to=to).first():
        return known
    made = Report.objects.create(review=row, to=to, document=issue_report(row, to, by=by, on=on), on=on, by_id=by.pk)
    journal.write(
        "framework.make_report", "framework_report", made.pk, by=by, on=on, permission=P.FRAMEWORK_WRITE, to=to
    )
    return made


@transaction.atomic
def mark_sent(*, report: Report, sent_on: date, how: str, by: User, on: date) -> Report:
    """Note the day and the way a report left. Refuses `sent_already`, `bad_dates`, `no_slip`."""
    require(by, P.FRAMEWORK_ADOPT)
    require_date(by, on)
    row = Report.objects.select_for_update().get(pk=report.pk)
    if row.sent_on:
        raise Refusal("sent_already", _("Ce rapport est déjà noté comme envoyé."))
    if not row.on <= sent_on <= on:
        raise Refusal("bad_dates", _("L’envoi vient après le rapport, aujourd’hui au plus tard."), field="sent_on")
    if not how.strip():
        raise Refusal("no_slip", _("Écrivez le numéro du bordereau, ou comment il est parti."), field="how")
    row.sent_on, row.sent_how, row.sent_by_id = sent_on, how.strip(), by.pk
    row.save(update_fields=["sent_on", "sent_how", "sent_by_id"])
    journal.write("framework.mark_sent", "framework_report", row.pk, by=by, on=on, permission=P.FRAMEWORK_ADOPT)
    return row
