from django.utils import timezone
from procrastinate.contrib.django import app

from teriya.pay.arrears import actions


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="arrears.ask", pass_context=False)
def ask_payees(timestamp: int) -> None:
    """Every ten minutes: a sample for each file that has left, and a question to each payee drawn who is said paid."""
    today = timezone.localdate()
    actions.draw_polls(on=today)
    actions.ask_payees(on=today)
