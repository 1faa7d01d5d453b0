from datetime import date

from django.utils import timezone
from procrastinate.contrib.django import app

from teriya.service.followup import reminders


@app.periodic(cron="12 6 * * *")
@app.task(queueing_lock="followup.remind", pass_context=False)
def remind(timestamp: int) -> None:
    """Every morning: who must be told that a mission comes to its end."""
    today: date = timezone.localdate()
    reminders.remind(today)
