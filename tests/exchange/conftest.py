"""Another agency, as our door and our outbox see it: the test holds the private halves of its keys."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from teriya.exchange.wire import actions, own
from teriya.exchange.wire.engine import envelopes
from teriya.exchange.wire.engine.envelopes import Message
from teriya.exchange.wire.engine.keys import Private, drawn
from teriya.exchange.wire.fields import Category
from teriya.exchange.wire.models import Agency, AgencyKey, Outgoing, TransferAuthorisation
from teriya.foundation.accounts.models import User
from tests.cast import appoint


@dataclass
class Other:
    """An agency of another country with its keys, and the ranks of what it says."""

    row: Agency
    keys: Private
    ranks: Any = field(default_factory=lambda: count(1))

    def wrapped(self, kind: str, about: UUID, content: dict, *, person: dict | None = None, on: date | None = None, id: str = "", rank: int = 0) -> str:  # fmt: skip
        """The message that it would send us."""
        said = Message(self.row.code, own.code(), id or str(uuid4()), rank or next(self.ranks), kind, str(about),
                       (on or timezone.localdate()).isoformat(), int(timezone.now().timestamp()), content, person)  # fmt: skip
        return envelopes.wrap(said, by=self.keys, to=own.current().public)

    def acknowledge(self, tokens: list[str], outcome: str = "applied") -> list[str]:
        """The receipts that it signs for what we sent."""
        ours = [own.key(number).public for number in range(1, own.number() + 1)]
        found = []
        for token in tokens:
            said = envelopes.unwrap(token, known={us.kid: us.x for us in ours}, opened_by={self.keys.public.kid: self.keys}, issuer=own.code(), audience=self.row.code)  # fmt: skip
            receipt = envelopes.Receipt(self.row.code, own.code(), said.id, said.sequence, envelopes.digest_of(token), outcome, int(timezone.now().timestamp()))  # fmt: skip
            found.append(envelopes.acknowledge(receipt, by=self.keys))
        return found


def meet(code: str, name: str, country: str, *, speaks: bool = True) -> Other:
    keys = drawn(f"secret of {code}", 1)
    row = Agency.objects.create(
        code=code, name=name, country=country, speaks=speaks, state="known", by_id=1, confirmed_by_id=2, on=date(2020, 1, 1),
        address=f"http://{code}.localhost:8001" if speaks else "", versions=[1] if speaks else [],
    )  # fmt: skip
    if speaks:
        public = keys.public
        AgencyKey.objects.create(agency=row, kid=public.kid, x=public.x, seals=public.seals)
    return Other(row, keys)


@pytest.fixture
def burkina(a_database) -> Other:
    """Has the system, and its keys are confirmed. `burkina.row` is the Agency."""
    return meet("bf", "Programme national de volontariat du Burkina Faso", "BF")


@pytest.fixture
def mali(a_database) -> Agency:
    """Does not have the system: letters, and its facts are declared."""
    return meet("ml", "Centre national de promotion du volontariat", "ML", speaks=False).row


@pytest.fixture
def moussa(cast) -> User:
    """The exchange officer."""
    user = User.objects.create_user(name="Moussa", phone="+22893000077")
    appoint(user, "exchange_officer")
    return User.objects.get(pk=user.pk)


@pytest.fixture
def enyonam(cast) -> User:
    """In charge of personal data."""
    user = User.objects.create_user(name="Enyonam", phone="+22893000078")
    appoint(user, "data_protection")
    return User.objects.get(pk=user.pk)


@pytest.fixture
def hear() -> Callable[..., str]:
    """What an agency says reaches us as a signed message: what became of it, `applied` or the code of our refusal."""

    def heard(agency: Other, kind: str, about: UUID, content: dict, **said) -> str:
        (receipt,) = actions.receive(agency.row, [agency.wrapped(kind, about, content, **said)])
        us = own.current().public
        return envelopes.read_receipt(
            receipt, known={us.kid: us.x}, issuer=own.code(), audience=agency.row.code
        ).outcome

    return heard


def authorise(agency: Agency, direction: str, *categories: str) -> TransferAuthorisation:
    """An authorisation in force for these categories, or for all."""
    today = timezone.localdate()
    return TransferAuthorisation.objects.create(
        agency=agency, direction=direction, authority="IPDCP", number="2026-014", categories=list(categories or Category.values),
        since=today - timedelta(30), until=today + timedelta(300), state="active", by_id=1, confirmed_by_id=2, on=today - timedelta(30),
    )  # fmt: skip


def outbox(agency: Agency) -> list[Outgoing]:
    """What we said to it, in order, settled or not."""
    return list(Outgoing.objects.filter(agency=agency).select_related("fact").order_by("pk"))


def dumped(content: Any) -> bytes:
    return json.dumps(content).encode()
