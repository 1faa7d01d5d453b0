"""P2: a step saved (receipt, lock, table of transitions, journal, one durable commit), beside two inserts in a commit."""

from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from bench.measure import ROUNDS, Line, side_by_side, speed
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.models import Transition
from teriya.foundation.core.receipts import once
from teriya.foundation.journal.models import Entry
from teriya.mobilisation.calls.actions import withdraw
from teriya.mobilisation.calls.models import Application

TIMES = 50
REASON = "A trouvé un emploi."


def measure() -> list[Line]:
    yao, today = User.objects.get(name="Yao"), timezone.localdate()
    local = Application.objects.filter(person__commune__in=yao.communes(P.APPLICATIONS_REGISTER), state="eligible")
    waiting = iter(local[: TIMES * (ROUNDS + 1)])

    def save() -> None:
        one = next(waiting)
        once(uuid4(), by=yao, action="calls.withdraw", content={"reason": REASON, "of": one.pk},
             do=lambda: {"state": withdraw(application=one, by=yao, on=today, reason=REASON).state})  # fmt: skip

    def insert() -> None:
        with transaction.atomic():
            Transition.objects.create(subject="bare", subject_id=1, name="x", source="a", to="b", by_id=1, capacity="", on=today)  # fmt: skip
            Entry.objects.create(by_id=1, action="bare", subject="bare", subject_id="1", on=today)

    return [speed("P2", "étape enregistrée", *side_by_side(save, insert, TIMES), 0.50)]
