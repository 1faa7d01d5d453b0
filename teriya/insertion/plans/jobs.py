from django.utils import timezone
from procrastinate.contrib.django import app

from teriya.insertion.plans import actions, notices


@app.periodic(cron="24 6 * * *")
@app.task(queueing_lock="plans.follow", pass_context=False)
def follow(timestamp: int) -> None:
    """Every morning: schedules follow their missions, then who has an interview soon is told."""
    today = timezone.localdate()
    actions.reschedule(today)
    notices.remind(today)
