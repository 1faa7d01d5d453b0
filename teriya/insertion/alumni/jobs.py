from django.utils import timezone
from procrastinate.contrib.django import app

from teriya.insertion.alumni import notices


@app.periodic(cron="12 9 * * *")
@app.task(queueing_lock="alumni.congratulate", pass_context=False)
def congratulate(timestamp: int) -> None:
    """Every morning: members whose service ended on this day are told, once a year."""
    notices.congratulate(timezone.localdate())
