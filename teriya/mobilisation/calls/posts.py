"""The posts of a call, found by words that need not be spelt right."""

from collections.abc import Sequence

from teriya.foundation.core.words import fold
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.calls.models import Wave
from teriya.mobilisation.hosts.models import Need


def search(wave: Wave, text: str) -> Sequence[Need]:
    """Every word typed begins a word of the profile, the structure, the place or the reference, whatever accents and case."""
    rows = wave.needs.select_related("host__commune__region").order_by("host__commune__region__name", "reference")
    words = fold(text).split()
    return [need for need in rows if _holds(need, words)] if words else rows


def _holds(need: Need, words: Sequence[str]) -> bool:
    host = need.host
    told = f"{rules.label('profile', need.profile)} {host.name} {host.commune.name} {host.commune.region.name} {need.reference}"
    written = f" {fold(told)}"
    return all(f" {word}" in written for word in words)


def moved(chosen: Sequence[str], do: str) -> list[str]:
    """The references after one step: `add:` at the end, `up:` one place, `drop:`. Nothing else changes."""
    step, _, reference = do.partition(":")
    rest = [one for one in chosen if one != reference]
    if step == "add":
        return [*chosen, reference] if reference not in chosen else list(chosen)
    if step == "up" and reference in chosen:
        place = max(chosen.index(reference) - 1, 0)
        return [*rest[:place], reference, *rest[place:]]
    return rest if step == "drop" else list(chosen)
