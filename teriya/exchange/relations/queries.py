"""What binds us to another agency."""

from datetime import date

from teriya.exchange.relations.models import Convention
from teriya.exchange.wire.models import Agency


def convention_in_force(agency: Agency, on: date) -> Convention | None:
    """The convention that holds between us that day: the last version that both had approved by then, within its period."""
    return agency.conventions.in_force_on(on).prefetch_related("cost_lines").first()
