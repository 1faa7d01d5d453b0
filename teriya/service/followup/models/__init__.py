"""The tables of the room, one aggregate a file."""

from teriya.service.followup.models.visits import Point, Visit

__all__ = ["Point", "Visit"]
