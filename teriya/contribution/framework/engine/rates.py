"""The achievement rate of a target, in exact integers, and what it is worth."""

GREEN, AMBER, RED, NONE = "green", "amber", "red", ""


def tenths(actual: int, aim: int) -> int | None:
    """actual / aim in tenths of a per cent, to the nearest, halves upwards: 1 720 / 1 674 → 1 027, that is 102,7 %. An aim of zero has none."""
    if aim < 0 or actual < 0:
        raise ValueError("an aim and what is reached are zero or more")
    return (2000 * actual + aim) // (2 * aim) if aim else None


def written(rate: int | None) -> str:
    """1027 → « 102,7 % », without its sign of per cent; none: a dash."""
    return "—" if rate is None else f"{rate // 10},{rate % 10}"


def colour(rate: int | None, *, green: int, amber: int) -> str:
    """By thresholds in whole per cent. It is the colour of the rate as it is printed, to a tenth."""
    if rate is None:
        return NONE
    return GREEN if rate >= 10 * green else AMBER if rate >= 10 * amber else RED
