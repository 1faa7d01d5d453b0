"""How hosts answer: facts that rooms above note, and the score that they give."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from teriya.foundation.rules import queries as rules
from teriya.mobilisation.hosts.engine import responsiveness as engine
from teriya.mobilisation.hosts.models import Fact


@dataclass(frozen=True, slots=True)
class Noted:
    """Something that a host had to do by a day; `done_on` None: not yet, or no longer."""

    host_id: int
    kind: str
    source: str
    source_id: int
    due_on: date
    done_on: date | None = None


def note(rows: Sequence[Noted]) -> None:
    """Write facts, for actions that have checked who acts. The same source again takes the new days.

    The row of the source holds who and when; this one is only counted.
    """
    Fact.objects.bulk_create(
        [Fact(host_id=row.host_id, kind=row.kind, source=row.source, source_id=row.source_id, due_on=row.due_on,
              done_on=row.done_on) for row in rows],
        update_conflicts=True, unique_fields=["source", "source_id"], update_fields=["due_on", "done_on"],
    )  # fmt: skip


def forget(source: str, ids: Collection[int]) -> None:
    """What is no longer a duty, nor ever was: it counts neither for the host nor against it."""
    Fact.objects.filter(source=source, source_id__in=ids).delete()


def scores_of(hosts: Collection[int], on: date) -> dict[int, engine.Score]:
    """The score of each of these hosts on a day, by one question."""
    rows = Fact.objects.filter(host__in=hosts, due_on__gte=on - engine.YEAR)
    found: dict[int, list[engine.Fact]] = {host: [] for host in hosts}
    for host, kind, due_on, done_on in rows.values_list("host_id", "kind", "due_on", "done_on"):
        found[host].append(engine.Fact(kind, due_on, done_on))
    return {host: engine.score(facts, on) for host, facts in found.items()}


def asks_reason_below(on: date) -> int:
    """The percent under which the country asks why a host is given more; 0 asks nothing."""
    return rules.amount("host_score_reason", on=on, default=0)


def weak_among(hosts: Collection[int], on: date) -> dict[int, int]:
    """The hosts whose score asks for a reason, with that score."""
    limit = asks_reason_below(on)
    scores = scores_of(hosts, on) if limit else {}
    return {
        host: score.percent for host, score in scores.items() if score.percent is not None and score.percent < limit
    }


def attest_within(on: date) -> timedelta:
    """How long after the end of a month its host may attest it in time."""
    return timedelta(rules.amount("host_attest_days", on=on, default=5))
