from django.utils import timezone
from procrastinate.contrib.django import app

from teriya.pay.savings import notices


@app.periodic(cron="42 8 * * *")
@app.task(queueing_lock="savings.remind", pass_context=False)
def remind(timestamp: int) -> None:
    """Every morning: who has money that waits is told, once a period."""
    notices.remind(timezone.localdate())
