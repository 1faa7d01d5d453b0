"""What waits for a person: one task a kind of thing, within the person's rights, the oldest first."""

from datetime import date

from teriya.foundation.accounts.models import User
from teriya.foundation.ui.parts import Task
from teriya.portals.waiting import (
    agreements,
    alumni,
    cofinancing,
    cover,
    followup,
    forecast,
    groups,
    insertion,
    kits,
    mobilisation,
    partnerships,
    pay,
    plans,
    referrals,
    register,
    savings,
    service,
    training,
)

ROOMS = (
    *register.ROOMS,
    *partnerships.ROOMS,
    *agreements.ROOMS,
    *mobilisation.ROOMS,
    *training.ROOMS,
    *service.ROOMS,
    *cover.ROOMS,
    *followup.ROOMS,
    *pay.ROOMS,
    *savings.ROOMS,
    *cofinancing.ROOMS,
    *forecast.ROOMS,
    *groups.ROOMS,
    *referrals.ROOMS,
    *insertion.ROOMS,
    *kits.ROOMS,
    *plans.ROOMS,
    *alumni.ROOMS,
)


def tasks_of(user: User, today: date) -> list[Task]:
    """Everything that waits for this person, each with how many and since when the oldest waits.

    A room's question is asked only of who may answer it, and counts in the database: the number of queries does not
    depend on the rows.
    """
    found = [task for room in ROOMS for task in room(user, today)]
    return sorted(found, key=lambda task: task.since or today)
