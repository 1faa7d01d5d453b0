"""The same person twice, and one paper used by several persons. Formula and figures: docs/algorithms/duplicates.md."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from .blocks import Blocks
from .readings import Reading, counted, read
from .records import Pair, Record, SharedPaper
from .weighing import Weighing
from .weights import QUEUE


class Index:
    """A register made ready: records can be added at any time, and what is found does not depend on their order."""

    def __init__(self, records: Iterable[Record] = ()):
        self._readings: list[Reading] = []
        self._ids: set[int] = set()
        self._counts: Counter[str] = Counter()
        self._blocks = Blocks()
        for record in records:
            self.add(record)

    def add(self, record: Record) -> None:
        reading = read(record)
        self._readings.append(reading)
        self._ids.add(reading.id)
        self._counts.update(counted(reading))
        self._blocks.add(reading)

    def pairs(self, *, threshold: int = QUEUE) -> list[Pair]:
        """Every two records that may be one person with at least `threshold` chances per thousand, likeliest first."""
        weighing = Weighing(self._counts, len(self._readings))
        candidates = (
            (reading, self._readings[other])
            for row, reading in enumerate(self._readings)
            for other in self._blocks.beside(reading)
            if other < row
        )
        return _likeliest_first(weighing.pair(a, b, threshold=threshold) for a, b in candidates)

    def against(self, new: Record, *, threshold: int = QUEUE) -> list[Pair]:
        """The other records that may be the person of `new`, which is not entered if it was not."""
        reading = read(new)
        visitor = frozenset() if new.id in self._ids else counted(reading)
        weighing = Weighing(self._counts, len(self._readings), visitor)
        others = (self._readings[row] for row in self._blocks.beside(reading))
        return _likeliest_first(weighing.pair(reading, o, threshold=threshold) for o in others if o.id != new.id)

    def shared_papers(self) -> list[SharedPaper]:
        """Paper numbers whose holders are not all one person: two holders are one if their pair reaches the queue."""
        weighing = Weighing(self._counts, len(self._readings))
        holders: dict[str, list[Reading]] = defaultdict(list)
        for reading in self._readings:
            for number in reading.papers:
                holders[number].append(reading)
        return [
            SharedPaper(number, tuple(sorted({r.papers[number] for r in held})), tuple(sorted(r.id for r in held)))
            for number, held in sorted(holders.items())
            if not _one_person(held, weighing)
        ]


def pairs(records: Sequence[Record], *, threshold: int = QUEUE) -> list[Pair]:
    """`Index.pairs` of these records alone."""
    return Index(records).pairs(threshold=threshold)


def shared_papers(records: Sequence[Record]) -> list[SharedPaper]:
    """`Index.shared_papers` of these records alone."""
    return Index(records).shared_papers()


def _likeliest_first(found: Iterable[Pair | None]) -> list[Pair]:
    return sorted((pair for pair in found if pair), key=lambda pair: (-pair.points, pair.a, pair.b))


def _one_person(held: list[Reading], weighing: Weighing) -> bool:
    """Whether a chain of suspected pairs links all the holders of a paper."""
    reached, waiting = [], held[:1]
    apart = held[1:]
    while waiting:
        reading = waiting.pop()
        reached.append(reading)
        linked = [other for other in apart if weighing.pair(reading, other, threshold=QUEUE)]
        waiting.extend(linked)
        apart = [other for other in apart if other not in linked]
    return not apart
