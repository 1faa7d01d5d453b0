from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override
from procrastinate.contrib.django import app

from teriya.foundation.accounts.models import User
from teriya.foundation.offline import actions
from teriya.foundation.offline.models import Deposit


@app.task(queue="files", name="teriya.foundation.offline.jobs.write_waiting")
def write_waiting(author: int) -> None:
    """Somebody has signed in: what a device had left in that name is written."""
    user = User.objects.get(pk=author)
    with override(user.language):
        actions.write_waiting(author=user, on=timezone.localdate())


def resume(user: User) -> None:
    """Called at each sign-in."""
    if Deposit.objects.filter(author=user, state__in=("waiting", "refused")).exists():
        transaction.on_commit(partial(write_waiting.defer, author=user.pk))
