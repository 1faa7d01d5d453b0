"""A code that no paper bears, a key that nobody has, a year."""

from tests.cast import Cast


def samples(cast: Cast) -> dict[str, dict]:
    return {
        "documents:verify": {"code": "0000-0000-0000"}, "documents:key": {"name": "x"}, "documents:revocations": {"year": 2025},
    }  # fmt: skip
