"""A decided note of 2024."""

from tests.cast import Cast
from tests.factories.domains import make_note


def samples(cast: Cast) -> dict[str, dict]:
    note = make_note(cast, until="decided")
    of_note = {
        f"domains:{name}": {"pk": note.pk} for name in ("note", "reasons", "sign", "decide", "set_aside", "paper")
    }
    return of_note | {"domains:withdraw": {"pk": note.decision.pk}}
