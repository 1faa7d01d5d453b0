from procrastinate.contrib.django import app

from teriya.foundation.documents import pieces


@app.periodic(cron="47 3 * * *")
@app.task(queueing_lock="documents.forget_pieces", pass_context=False)
def forget_pieces(timestamp: int) -> None:
    """Every night: what a phone began to send and never finished."""
    pieces.forget_abandoned()
