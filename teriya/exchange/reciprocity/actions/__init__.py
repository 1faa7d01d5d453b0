"""Everything that writes in this room, by what it is for."""

from teriya.exchange.reciprocity.actions.applying import note_arrival, note_end

__all__ = ["note_arrival", "note_end"]
