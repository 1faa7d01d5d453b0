from django.utils import timezone
from procrastinate.contrib.django import app

from teriya.partnerships.partners import notices


@app.periodic(cron="12 8 * * *")
@app.task(queueing_lock="partners.remind", pass_context=False)
def remind(timestamp: int) -> None:
    """Every morning: who follows a lead whose step is past is told, once a period."""
    notices.remind(timezone.localdate())
