"""The note of a day."""

from datetime import date

from teriya.contribution.boards import actions
from tests.cast import Cast


def samples(cast: Cast) -> dict[str, dict]:
    return {"boards:note": {"pk": actions.make_note(as_of=date(2026, 4, 10), by=cast.ama, on=date(2026, 4, 10)).pk}}
