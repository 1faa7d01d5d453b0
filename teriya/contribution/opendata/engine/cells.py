"""Counts of people by region, form and sex, with every sum of them, so that no small one is shown nor found again."""

from collections.abc import Mapping

from teriya.contribution.figures.engine.suppression import Table, hidden

ALL = "_T"  # SDMX: the total of a dimension
_SIGN = "|"  # stands in no code
Key = tuple[str, str, str]  # region, form, sex


def protected(counts: Mapping[Key, int], least: int, measures: Mapping[Key, tuple[int, ...]] | None = None) -> dict[Key, int | None]:  # fmt: skip
    """Every cell and sum that the dataset shows → its value, None where it is hidden.

    Sums: of each region, of each form in a region, of each sex in a region, of each sex, of all. Where the sum of a sex is itself
    too small, sexes are given up; where the sum of all is, nothing is shown. `measures`: what a cell is judged by instead of its count.
    """
    judged = measures or {key: (count,) for key, count in counts.items()}
    if (found := _shown(counts, judged, least)) is not None:
        return found
    merged: dict[Key, int] = {}
    weights: dict[Key, tuple[int, ...]] = {}
    for (region, form, _sex), count in counts.items():
        merged[region, form, ALL] = merged.get((region, form, ALL), 0) + count
    for (region, form, _sex), values in judged.items():
        before = weights.get((region, form, ALL))
        weights[region, form, ALL] = tuple(map(sum, zip(before, values, strict=True))) if before else values
    found = _shown(merged, weights, least)
    return {(ALL, ALL, ALL): None} if found is None else found


def _shown(counts: Mapping[Key, int], judged: Mapping[Key, tuple[int, ...]], least: int) -> dict[Key, int | None] | None:  # fmt: skip
    """None: a sum of all is too small to be shown."""
    leaves = {(f"{region}{_SIGN}{form}", sex): values for (region, form, sex), values in judged.items()}
    parents = {row: row.partition(_SIGN)[0] for row, _sex in leaves}
    try:
        secret = hidden(Table(leaves, parents), least)
    except ValueError:
        return None
    sums: dict[Key, int] = {}
    for (region, form, sex), count in counts.items():
        for key in {(region, form, sex), (region, form, ALL), (region, ALL, sex), (region, ALL, ALL), (ALL, ALL, sex), (ALL, ALL, ALL)}:  # fmt: skip
            sums[key] = sums.get(key, 0) + count
    secret_keys = {_key(row, column) for row, column in secret}
    return {key: None if key in secret_keys else count for key, count in sums.items()}


def _key(row: str, column: str) -> Key:
    region, _sign, form = row.partition(_SIGN)
    return region or ALL, form or ALL, column or ALL
