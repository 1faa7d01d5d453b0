"""Why a month is not paid: the first obstacle on its way, from facts only. The order is the chain's own."""

from collections.abc import Collection
from dataclasses import dataclass

HOST_CODES = frozenset({"no_right", "over_quota"})  # what only the host can put right
FUND_CODES = frozenset({"no_funder", "outside_terms"})


@dataclass(frozen=True, slots=True)
class Facts:
    """`line`, `order`: their states, empty where there is none. `sheet`: none, recorded, attested or confirmed."""

    line: str = ""
    order: str = ""
    sheet: str = ""
    codes: Collection[str] = ()
    has_funder: bool = True
    is_short: bool = False
    has_facilitator: bool = False


def cause_of(facts: Facts) -> tuple[str, str]:
    """(cause, whose turn it is)."""
    if not facts.line:
        return _unprepared(facts)
    if facts.line == "blocked":
        return _stopped(set(facts.codes))
    if facts.line == "returned" or facts.order in ("sent", "contested"):
        return "institution", "institution"
    if facts.line == "due" and facts.is_short:
        return "fund", "finance"
    return "file", "step"


def _unprepared(facts: Facts) -> tuple[str, str]:
    if facts.sheet == "attested":
        return "presence", "centre"
    if facts.sheet != "confirmed":
        holder = "facilitator" if facts.has_facilitator else "tutor"
        return ("host" if facts.sheet == "recorded" else "presence"), holder
    if facts.is_short or not facts.has_funder:
        return "fund", "finance"
    return "file", "finance"


def _stopped(codes: set[str]) -> tuple[str, str]:
    """What is first put right is what stands with others: money alone is missing only when nothing else is."""
    if codes <= FUND_CODES:
        return "fund", "finance"
    return ("host" if codes & HOST_CODES else "file"), "centre"
