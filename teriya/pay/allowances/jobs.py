from procrastinate.contrib.django import app

from teriya.pay.allowances.actions.carrying import carry


@app.periodic(cron="* * * * * */15")
@app.task(queueing_lock="allowances.carry", pass_context=False)
def carry_batches(timestamp: int) -> None:
    """Four times a minute: batches handed to operators, and their answers."""
    carry()
