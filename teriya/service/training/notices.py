"""What people are told by SMS of their training, each in the language of their account."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from teriya.foundation.messages.actions import queue_many
from teriya.foundation.rules import queries as rules
from teriya.service.training.models import Trainee, TrainingSession
from teriya.service.training.states import TraineeState

DECIDED = {
    TraineeState.PASSED: "training_passed", TraineeState.RESIT: "training_resit", TraineeState.FAILED: "training_failed",
}  # fmt: skip
VENUE = 45  # letters: the message holds in one SMS, with its warning


def convened(session: TrainingSession, trainees: Iterable[Trainee]) -> None:
    """Where and when, once for each seat."""
    where = f"{session.commune.name}, {session.venue}"[:VENUE]
    _tell("training_called", trainees, {"place": where, "hour": f"{session.opens_at:%H:%M}"} | _days(session))


def postponed(session: TrainingSession, trainees: Iterable[Trainee], before: date) -> None:
    """The new days, once for each new letter."""
    _tell("training_postponed", trainees, {"before": short(before)} | _days(session))


def cancelled(session: TrainingSession, trainees: Iterable[Trainee]) -> None:
    _tell("training_cancelled", trainees, {"first": short(session.from_on)})


def decided(session: TrainingSession, found: Mapping[TraineeState, Sequence[Trainee]]) -> None:
    """What the rule decided, to each."""
    for outcome, trainees in found.items():
        _tell(DECIDED[outcome], trainees, {})


def short(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _days(session: TrainingSession) -> dict[str, str]:
    return {"first": short(session.from_on), "last": short(session.to_on)}


def _tell(template: str, trainees: Iterable[Trainee], context: dict[str, str]) -> None:
    agency, spoken = rules.agency()["short_name"], defaultdict(list)
    for one in trainees:
        person = one.mission.person
        spoken[person.account.language if person.account else "fr"].append({
            "to": person.phone, "key": f"{template}:{one.pk}:{one.letter_id or 0}", "about": f"mission {one.mission_id}", "context": {"agency": agency} | context,
        })  # fmt: skip
    for language, messages in spoken.items():
        queue_many(messages, channel="sms", template=template, language=language)
