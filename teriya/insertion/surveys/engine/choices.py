from collections.abc import Sequence


def numbered(names: Sequence[str]) -> str:
    """« 1 ma structure 2 autre emploi 3 fonction publique »."""
    return " ".join(f"{place} {name}" for place, name in enumerate(names, start=1))
