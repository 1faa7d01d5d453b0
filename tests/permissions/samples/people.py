"""Two records of Haho 1 that may be one person."""

from tests.cast import Cast
from tests.factories.people import twice


def samples(cast: Cast) -> dict[str, dict]:
    pair = twice(cast)
    one = {"pk": pair.pk}
    return {
        "people:suspicion": one,
        "people:undo": one,
        "people:person": {"matricule": pair.first.matricule},
    }
