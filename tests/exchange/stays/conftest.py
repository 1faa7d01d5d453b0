"""Kossi in Burkina Faso: planned, arrived, ended, certified by us. Awa of Burkina Faso, whom we receive."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from teriya.exchange.reciprocity import actions as reciprocity
from teriya.exchange.reciprocity.models import Nomination
from teriya.exchange.stays import actions
from teriya.exchange.stays.models import Certificate, Stay
from tests.exchange.reciprocity.conftest import abroad, accepted, proposed  # noqa: F401
from tests.factories.missions import make_host
from tests.factories.reciprocity import post_here, stay_of
from tests.factories.relations import moussa_of

LENGTH = 200  # days


def fresh(row):
    return type(row).objects.get(pk=row.pk)


@pytest.fixture
def planned(accepted: Nomination, moussa) -> Stay:  # noqa: F811
    offer = accepted.offer
    return actions.plan_stay(nomination=accepted, departs_on=offer.starts_on, ends_on=offer.ends_on, by=moussa, on=timezone.localdate())  # fmt: skip


@pytest.fixture
def arrived(planned: Stay, burkina, hear) -> Stay:
    """Earlier than planned, so that months have passed."""
    assert hear(burkina, "stay.arrive", planned.uid, {"arrived_on": str(first_day())}) == "applied"
    return Stay.objects.get(pk=planned.pk)


@pytest.fixture
def ended(arrived: Stay, burkina, hear) -> Stay:
    assert hear(burkina, "stay.end", arrived.uid, {"ended_on": str(last_day()), "how": "term"}) == "applied"
    return Stay.objects.get(pk=arrived.pk)


def first_day() -> date:
    return timezone.localdate() - timedelta(LENGTH)


def last_day() -> date:
    return timezone.localdate() - timedelta(1)


@pytest.fixture
def signed(ended: Stay, moussa, cast) -> Certificate:
    row = actions.prepare_certificate(stay=ended, by=moussa, on=timezone.localdate())
    return actions.sign_certificate(certificate=row, by=cast.ama, on=timezone.localdate())


@pytest.fixture
def received(cast, burkina, hear) -> Stay:
    """Awa of Burkina Faso, at a structure of Haho 1 where Essi is an officer: accepted by us, planned by them."""
    offer = post_here(cast, burkina.row, host_name="CSI de Haho")
    offer.host = make_host(cast)
    offer.save(update_fields=["host"])
    uid = uuid4()
    assert hear(burkina, "nomination.send", uid, {"offer": str(offer.uid)}, person={"family": "Sawadogo", "given": "Awa"}) == "applied"  # fmt: skip
    nomination = Nomination.objects.get(uid=uid)
    reciprocity.accept(nomination=nomination, by=moussa_of(cast), on=timezone.localdate(), **stay_of(offer))
    lines = [{"code": code, "fr": code, "en": code, "owner": owner, "due_on": str(offer.starts_on)} for code, owner in (("visa", "home"), ("housing", "host"))]  # fmt: skip
    content = {"departs_on": str(offer.starts_on), "ends_on": str(offer.ends_on), "lines": lines}
    assert hear(burkina, "stay.plan", uid, content) == "applied"
    return Stay.objects.get(nomination=nomination)
