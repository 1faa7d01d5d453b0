"""Transitions as tables: what an auditor reads, and the only way a state changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from teriya.foundation.core.actors import Actor, require, require_date
from teriya.foundation.core.models import Transition
from teriya.foundation.core.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a transition table."""

    name: str
    sources: tuple[str, ...]
    to: str
    permission: str
    reason_required: bool = False


class Lifecycle:
    """The whole life of one kind of thing, as lines."""

    def __init__(self, subject: str, steps: Iterable[Step]):
        self.subject = subject
        self.steps = {step.name: step for step in steps}

    def check(self, name: str, state: str) -> Step:
        """Refuse with `wrong_state` a step that the table does not allow from this state."""
        step = self.steps[name]
        if state not in step.sources:
            raise Refusal(
                "wrong_state",
                _("Action « %(name)s » impossible : l’état actuel est « %(state)s ».")
                % {"name": name, "state": state},
                field="state",
            )
        return step

    def open_from(self, state: str) -> list[Step]:
        return [step for step in self.steps.values() if state in step.sources]

    def diagram(self) -> str:
        """Mermaid text of the table, for the room's README."""
        lines = [f"  {source} --> {step.to} : {step.name}" for step in self.steps.values() for source in step.sources]
        return "\n".join(["stateDiagram-v2", *lines])


def move(
    subject: Any,
    life: Lifecycle,
    name: str,
    *,
    by: Actor,
    on: date,
    reason: str = "",
    commune: int | None = None,
) -> Transition:
    """Take one step of `life` on a row that the caller has locked, and keep who, when, from, to, why."""
    return move_all([subject], life, name, by=by, on=on, reason=reason, commune=commune)[0]


def move_all(
    subjects: Sequence[Any], life: Lifecycle, name: str, *, by: Actor, on: date, reason: str = "",
    commune: int | None = None,
) -> list[Transition]:  # fmt: skip
    """`move` for a set of locked rows of one kind: two statements, whatever their number."""
    step = life.steps[name]
    require(by, step.permission, commune=commune)
    require_date(by, on)
    if step.reason_required and not reason.strip():
        raise Refusal("reason_required", _("Écrivez le motif de cette décision."), field="reason")
    rows = []
    for subject in subjects:
        life.check(name, subject.state)
        rows.append(
            Transition(subject=life.subject, subject_id=subject.pk, name=name, source=subject.state, to=step.to,
                       by_id=by.id, capacity=by.capacity(step.permission, commune=commune), on=on, reason=reason)
        )  # fmt: skip
        subject.state = step.to
    if subjects:
        manager = type(subjects[0])._default_manager
        manager.filter(pk__in=[subject.pk for subject in subjects]).update(state=step.to)
    return Transition.objects.bulk_create(rows)
