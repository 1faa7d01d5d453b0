from django.utils import timezone
from procrastinate.contrib.django import app

from teriya.pay.cofinancing.actions import watch as look


@app.periodic(cron="12 7 * * *")
@app.task(queueing_lock="cofinancing.watch", pass_context=False)
def watch(timestamp: int) -> None:
    """Every morning: what is late is reminded, held or lifted; instalments missed are broken."""
    look(on=timezone.localdate())
