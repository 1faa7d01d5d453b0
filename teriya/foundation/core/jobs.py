"""Jobs whose worker died: done again, but not for ever."""

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

LIVES = 3  # a job that killed as many workers is not given to another one


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="core.take_up", pass_context=True)
async def take_up(context: JobContext, timestamp: int) -> None:
    """Every minute: what a worker was doing when it died is done again. Its transaction was undone with it."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs():
        if job.attempts < LIVES:
            await jobs.retry_job(job)
        else:
            await jobs.finish_job(job, Status.FAILED, delete_job=False)
