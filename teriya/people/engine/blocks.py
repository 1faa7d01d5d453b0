"""Which records are worth comparing: those that share a key that few share."""

from bisect import insort
from collections.abc import Iterator

from .readings import Reading

# A key borne by more records than this distinguishes nobody: its block splits along narrower keys.
FULL = 20

# What narrows each kind of key, in order.
_NARROWER = {
    "paper": ("sounds", "years"),
    "digits": ("sounds", "years"),
    "phone": ("sounds", "years"),
    "names": ("years", "communes", "sexes"),
    "born": ("communes", "sexes", "sounds"),
    "place": ("sexes", "sounds"),
}
_WIDTH = {"paper": 2, "digits": 2, "phone": 2, "names": 3, "born": 3, "place": 4}

Key = tuple[str | int, ...]


class Blocks:
    """Keys → rows that bear them. Which blocks split depends on the set of records, not on their order.

    A block that is full and has no narrower key compares each of its records with the FULL of lowest id.
    """

    def __init__(self) -> None:
        self._readings: list[Reading] = []
        self._blocks: dict[Key, list[int] | None] = {}

    def add(self, reading: Reading) -> None:
        self._readings.append(reading)
        for key in keys(reading):
            self._place(len(self._readings) - 1, key)

    def beside(self, reading: Reading) -> set[int]:
        """Rows to compare with the reading; its own row is among them if it was added."""
        rows: set[int] = set()
        waiting = list(keys(reading))
        while waiting:
            key = waiting.pop()
            block = self._blocks.get(key, ())
            if block is None:
                waiting.extend(_narrower(reading, key))
            elif len(block) > FULL and reading.id > self._id(block[FULL - 1]):
                rows.update(block[:FULL])
            else:
                rows.update(block)
        return rows

    def _place(self, row: int, key: Key) -> None:
        block = self._blocks.setdefault(key, [])
        if block is None:
            for narrower in _narrower(self._readings[row], key):
                self._place(row, narrower)
            return
        insort(block, row, key=self._id)
        if len(block) > FULL and _can_narrow(key):
            self._blocks[key] = None
            for moved in block:
                self._place(moved, key)

    def _id(self, row: int) -> int:
        return self._readings[row].id


def keys(reading: Reading) -> Iterator[Key]:
    """Whatever one thing an office gets wrong, a key of the others stands; names enter without their order."""
    for number in reading.papers:
        yield ("paper", number)
        yield ("digits", "".join(sorted(number)))  # digits swapped in retyping
    if reading.phone:
        yield ("phone", reading.phone)
    for i, sound in enumerate(reading.sounds):
        for other in reading.sounds[i + 1 :]:
            yield ("names", sound, other)
        if reading.birth:
            yield ("born", reading.birth, sound)
        if reading.commune:
            for year in reading.years:
                yield ("place", reading.commune, year, sound)


def _can_narrow(key: Key) -> bool:
    kind = str(key[0])
    return len(key) < _WIDTH[kind] + len(_NARROWER[kind])


def _narrower(reading: Reading, key: Key) -> Iterator[Key]:
    kind = str(key[0])
    values: dict[str, tuple[str | int, ...]] = {
        "sounds": reading.sounds,
        "years": reading.years or (0,),
        "communes": (reading.commune,),
        "sexes": (reading.sex,),
    }
    for value in values[_NARROWER[kind][len(key) - _WIDTH[kind]]]:
        yield (*key, value)
