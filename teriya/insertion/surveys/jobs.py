from django.utils import timezone
from procrastinate.contrib.django import app

from teriya.insertion.surveys import actions


@app.periodic(cron="27 9 * * *")
@app.task(queueing_lock="surveys.ask", pass_context=False)
def ask_former_volunteers(timestamp: int) -> None:
    """Each morning: surveys whose day has come are planned, those that are over are closed, the others asked as their plan says."""
    today = timezone.localdate()
    actions.plan(on=today)
    actions.close(on=today)
    actions.ask(on=today)
