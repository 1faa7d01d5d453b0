from django.utils import timezone
from procrastinate.contrib.django import app

from teriya.pay.forecast import actions


@app.periodic(cron="20 5 * * *")
@app.task(queueing_lock="forecast.watch", pass_context=False)
def watch_envelopes(timestamp: int) -> None:
    """Each morning, before the offices open: which envelopes run dry soon."""
    actions.watch_envelopes(on=timezone.localdate())
