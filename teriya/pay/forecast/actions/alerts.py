"""Envelopes that run dry soon. The machine counts: nobody chooses which."""

from datetime import date

from django.db import transaction

from teriya.foundation.core.periods import add_months
from teriya.foundation.journal import actions as journal
from teriya.foundation.rules import queries as rules
from teriya.pay.forecast.models import Alert
from teriya.pay.forecast.reading import day_before, forecast


@transaction.atomic
def watch_envelopes(*, on: date) -> list[Alert]:
    """Open an alert for each envelope that lacks money within the pack's months, count the open ones anew, close those that can pay again."""
    found = forecast(on)
    limit = add_months(on, rules.amount("envelope_alert_months", on=on, default=0))
    dry = {
        envelope: (day_before(found.start + account.dry), sum(account.uncovered))
        for envelope, account in found.accounts.items() if envelope in found.purses and account.dry is not None
    }  # fmt: skip
    opened = []
    known = {alert.envelope_id: alert for alert in Alert.objects.select_for_update().filter(closed_on=None)}
    for envelope, (until, lacking) in dry.items():
        if envelope in known:
            Alert.objects.filter(pk=known[envelope].pk).update(until=until, lacking=lacking, counted_on=on)
        elif until < limit:
            opened.append(Alert.objects.create(envelope_id=envelope, until=until, lacking=lacking, opened_on=on, counted_on=on))  # fmt: skip
    gone = [alert.pk for envelope, alert in known.items() if envelope not in dry or dry[envelope][0] >= limit]
    Alert.objects.filter(pk__in=gone).update(closed_on=on, counted_on=on)
    if opened or gone:
        journal.write("forecast.watch", "alert", (opened or [None])[0].pk if opened else gone[0], by=None, on=on,
                      rows=[*(alert.envelope_id for alert in opened)], closed=gone)  # fmt: skip
    return opened
