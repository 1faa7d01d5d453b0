"""What a facility’s register says of a month: written down by one person, confirmed by another."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.contribution.evidence.models import Reading
from teriya.contribution.evidence.states import READING_LIFE
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.foundation.rules import indicators
from teriya.mobilisation.hosts.models import Host


@transaction.atomic
def record_reading(
    *, host: Host, indicator: str, month: date, amount: int, register: str, read_by: str, by: User, on: date
) -> Reading:
    """Write down what the register says of the whole facility in a month, volunteers or not.

    Refuses `indicator_unknown`, `month_not_over`, `reading_known` where the month already waits or stands.
    """
    require(by, P.EVIDENCE_KEEP, commune=host.commune_id)
    require_date(by, on)
    if indicators.indicator(indicator) is None:
        raise Refusal("indicator_unknown", _("Cet indicateur n’est pas au catalogue."), field="indicator")
    month = month.replace(day=1)
    if month >= on.replace(day=1):
        raise Refusal("month_not_over", _("Un registre se relève une fois le mois fini."), field="month")
    if Reading.objects.filter(host=host, indicator=indicator, month=month, state__in=("recorded", "confirmed")).exists():  # fmt: skip
        raise Refusal(
            "reading_known", _("Ce mois de cet indicateur est déjà relevé : annulez-le d’abord."), field="month"
        )
    row = Reading.objects.create(host=host, indicator=indicator, month=month, amount=amount, register=register.strip(), read_by=read_by.strip(),
                                 by_id=by.pk, on=on)  # fmt: skip
    journal.write("evidence.record_reading", "facility_reading", row.pk, by=by, on=on, host=host.pk, indicator=indicator, month=str(month), amount=amount)  # fmt: skip
    return row


@transaction.atomic
def decide_reading(*, reading: Reading, step: str, by: User, on: date, reason: str = "") -> Reading:
    """Confirm what somebody else read, refuse it, or strike one that stood: figures of the days before keep it."""
    row = Reading.objects.select_for_update(of=("self",)).select_related("host").get(pk=reading.pk)
    commune = row.host.commune_id
    require(by, P.EVIDENCE_DECIDE, commune=commune)
    if step != "strike":
        require_other_person(by, row.by_id)
    READING_LIFE.check(step, row.state)
    changed = {"confirm": {"confirmed_by_id": by.pk, "confirmed_on": on}, "strike": {"struck_on": on, "state": "withdrawn"}}.get(step, {})  # fmt: skip
    if changed:
        Reading.objects.filter(pk=row.pk).update(**changed)
    move(row, READING_LIFE, step, by=by, on=on, reason=reason, commune=commune)
    journal.write(f"evidence.{step}_reading", "facility_reading", row.pk, by=by, on=on, reason=reason)
    row.refresh_from_db()
    return row
