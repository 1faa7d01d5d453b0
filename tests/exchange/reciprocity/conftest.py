"""A post at a library of Burkina Faso, and what its agency says of whom we propose."""

from uuid import uuid4

import pytest

from teriya.exchange.reciprocity.models import Nomination, Offer
from teriya.exchange.wire import actions as wire
from tests.factories.reciprocity import a_post, binds, sent, stay_of


@pytest.fixture
def abroad(cast, moussa, burkina, hear) -> Offer:
    """Their post, heard: a convention is in force and transfers are authorised."""
    binds(cast, burkina.row)
    uid = uuid4()
    assert hear(burkina, "offer.publish", uid, a_post().content()) == "applied"
    return Offer.objects.get(uid=uid)


@pytest.fixture
def proposed(cast, abroad) -> Nomination:
    """Kossi, said to Burkina Faso."""
    return sent(cast, abroad)


@pytest.fixture
def accepted(proposed, burkina, hear) -> Nomination:
    wire.settle(burkina.row, burkina.acknowledge(wire.prepare(burkina.row)))
    days = {name: day.isoformat() for name, day in stay_of(proposed.offer).items()}
    assert hear(burkina, "nomination.accept", proposed.uid, days) == "applied"
    return Nomination.objects.get(pk=proposed.pk)
