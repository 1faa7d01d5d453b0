"""What a nomination is, from all that both agencies said of it: the same on both sides, whichever message came first."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """`answer`: the last word of the receiving side, accept or refuse, or empty."""

    is_undelivered: bool = False
    has_arrived: bool = False
    has_ended: bool = False
    is_withdrawn: bool = False
    answer: str = ""
    offer_is_open: bool = True


def standing(said: Said) -> str:
    """An arrival is a fact of the world and beats everything; then a withdrawal beats an answer; a refusal stays one when its
    offer goes. Neither depends on the order in which two agencies heard each other.
    """
    if said.is_undelivered:
        return "undelivered"
    if said.has_arrived:
        return "ended" if said.has_ended else "arrived"
    if said.is_withdrawn:
        return "withdrawn"
    if said.answer == "refused":
        return "refused"
    if not said.offer_is_open:
        return "lapsed"
    return said.answer or "sent"
