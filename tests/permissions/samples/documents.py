"""A code that no paper bears."""

from tests.cast import Cast


def samples(cast: Cast) -> dict[str, dict]:
    return {"documents:verify": {"code": "0000-0000-0000"}}
