"""What waits for a person: one task a kind of thing, within the person's rights, the oldest first."""

from datetime import date

from teriya.foundation.accounts.models import User
from teriya.foundation.ui.parts import Task
from teriya.portals.waiting import (
    agreements,
    alumni,
    balances,
    cofinancing,
    collection,
    cover,
    domains,
    evidence,
    figures,
    followup,
    forecast,
    framework,
    groups,
    insertion,
    kits,
    mobilisation,
    opendata,
    partnerships,
    pay,
    plans,
    reciprocity,
    referrals,
    register,
    relations,
    savings,
    seasons,
    service,
    stays,
    training,
    wire,
)
from teriya.portals.waiting.counting import Waiting, count

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
    *evidence.ROOMS,
    *figures.ROOMS,
    *framework.ROOMS,
    *domains.ROOMS,
    *collection.ROOMS,
    *wire.ROOMS,
    *opendata.ROOMS,
    *relations.ROOMS,
    *reciprocity.ROOMS,
    *stays.ROOMS,
    *balances.ROOMS,
    *seasons.ROOMS,
)


def tasks_of(user: User, today: date) -> list[Task]:
    """Everything that waits for this person, each with how many and since when the oldest waits.

    A room's question is asked only of who may answer it. What is counted is counted in one statement: the number of queries
    depends neither on the rows nor on the rooms that only count.
    """
    found = [one for room in ROOMS for one in room(user, today)]
    counted = count([one for one in found if isinstance(one, Waiting)])
    tasks = [*(one for one in found if isinstance(one, Task)), *counted]
    return sorted(tasks, key=lambda task: task.since or today)
