"""Before anything is printed: every table of a yearbook says the same totals."""

from collections.abc import Iterator, Mapping, Sequence

Tables = Mapping[str, Mapping[str, Mapping[tuple[str, str], int]]]  # dimension → measure → (key, sex) → number


def faults(tables: Tables, totals: Mapping[str, int], parents: Mapping[str, str]) -> Iterator[str]:
    """What does not add up: a measure whose parts by a dimension do not make its total, by sex neither; communes and their region.

    `parents`: the region of each commune; a commune that nobody knows is in the region that nobody knows.
    """
    for measure, total in totals.items():
        by_sex: dict[str, int] | None = None
        for dimension, found in tables.items():
            sums = _by_sex(found[measure])
            by_sex = by_sex if by_sex is not None else sums
            if sum(sums.values()) != total:
                yield f"{measure}, {dimension} : {sum(sums.values())} ≠ {total}"
            elif sums != by_sex:
                yield f"{measure}, {dimension} : {sums} ≠ {by_sex}"
        if {"commune", "region"} <= set(tables):
            gathered: dict[tuple[str, str], int] = {}
            for (commune, sex), number in tables["commune"][measure].items():
                key = (parents.get(commune, commune), sex)
                gathered[key] = gathered.get(key, 0) + number
            if gathered != dict(tables["region"][measure]):
                yield f"{measure}, commune : {gathered} ≠ {dict(tables['region'][measure])}"


def _by_sex(found: Mapping[tuple[str, str], int]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for (_key, sex), number in found.items():
        sums[sex] = sums.get(sex, 0) + number
    return sums


def series_faults(years: Mapping[str, int], year: int, total: int) -> Sequence[str]:
    """The year of the yearbook, in its series of years, is its total."""
    told = years.get(str(year), 0)
    return [] if told == total else [f"{year} : {told} ≠ {total}"]
