"""Two records of Haho 1 that may be one person, and the register of a former volunteer."""

from tests.cast import Cast
from tests.factories.people import twice
from tests.factories.registers import take_on


def samples(cast: Cast) -> dict[str, dict]:
    pair = twice(cast)
    taking = {"pk": take_on(cast).pk}
    one = {"pk": pair.pk}
    return {
        "people:suspicion": one,
        "people:undo": one,
        "people:take_on": taking,
        "people:undo_take_on": taking,
        "people:person": {"matricule": pair.first.matricule},
    }
