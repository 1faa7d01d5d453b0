"""Everything that writes in this room, by what it is for."""

from teriya.exchange.seasons.actions.convening import abandon, convene, settle
from teriya.exchange.seasons.actions.entering import (
    add_candidate,
    add_post,
    drop_candidate,
    drop_post,
    enter,
    raise_candidate,
    set_numbers,
)
from teriya.exchange.seasons.actions.planning import answer, propose

__all__ = [
    "abandon", "add_candidate", "add_post", "answer", "convene", "drop_candidate", "drop_post", "enter", "propose",
    "raise_candidate", "set_numbers", "settle",
]  # fmt: skip
