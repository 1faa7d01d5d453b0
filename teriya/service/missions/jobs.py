from django.utils import timezone
from procrastinate.contrib.django import app

from teriya.service.missions import changes


@app.periodic(cron="5 0 * * *")
@app.task(queueing_lock="missions.apply_terms", pass_context=False)
def apply_terms(timestamp: int) -> None:
    """Every day: a transfer signed last week takes effect on its first day."""
    changes.apply_due(on=timezone.localdate())
