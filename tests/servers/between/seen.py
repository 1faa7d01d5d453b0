"""What is done and seen inside one installation, by a program of its own."""

from datetime import date, timedelta
from uuid import uuid4

from django.utils import timezone

from teriya.exchange.wire import actions, queries
from teriya.exchange.wire.engine.keys import Keys
from teriya.exchange.wire.jobs import deliver_due
from teriya.exchange.wire.models import Agency, Consent, Fact, Incoming, Outgoing, TransferAuthorisation
from teriya.foundation.accounts.models import User
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.places.models import Place
from teriya.people.models import Person
from tests.cast import appoint

NAMES = {"family": "QUACHIE", "given": "Zinsou"}


def know(card: str) -> str:
    """Pin the card of the other agency, as two persons do."""
    by = User.objects.create_user(name="Moussa", phone="+22893000066")
    appoint(by, "exchange_officer")
    today = timezone.localdate()
    row = actions.introduce_agency(card=card, by=User.objects.get(pk=by.pk), on=today)
    key = row.keys.get()
    read_out = Keys(key.x, key.seals).fingerprint
    actions.confirm_agency(agency=row, fingerprint=read_out, by=User.objects.get(name="Ama"), on=today)
    return row.code


def seen(other: str) -> dict:
    agency = Agency.objects.get(code=other)
    numbers = {fact.pk: fact.content["n"] for fact in Fact.objects.filter(agency=agency, is_ours=False)}
    heard = Incoming.objects.filter(agency=agency, outcome="applied").order_by("sequence")
    ours = Outgoing.objects.filter(agency=agency)
    return {
        "digest": queries.digest(agency), "heard": [numbers[row.message_id] for row in heard], "error": agency.error,
        "waiting": ours.filter(settled_at=None).count(), "signed": ours.exclude(token="").count(),
        "parked": agency.incoming.filter(outcome="").count(),
    }  # fmt: skip


def somebody() -> Person:
    commune = Place.objects.filter(level="commune").first()
    return Person.objects.create(matricule="TG-R20", family="QUACHIE", given="Zinsou", folded="quachie zinsou", sex="M",
                                 birth_year=2000, commune=commune, registered_on=timezone.localdate())  # fmt: skip


def say_of(person: Person, fields: dict[str, str]) -> str:
    """`said`, or the code of the refusal."""
    bf = Agency.objects.get(code="bf")
    try:
        actions.say("between.person", to=bf, about=uuid4(), content={"n": 1}, person=fields, subject=person, by=None, on=timezone.localdate())  # fmt: skip
    except Refusal as no:
        return no.code
    return "said"


def allow(
    person: Person, *, authorisation: bool = True, consent: bool = True, since: int = -9, until: int = 9, direction: str = "out",
    categories: tuple[str, ...] = ("identity",), fields: tuple[str, ...] = ("family", "given"),
) -> None:  # fmt: skip
    """What lets it leave, each part as asked."""
    bf, today = Agency.objects.get(code="bf"), timezone.localdate()
    first, last = today + timedelta(since), today + timedelta(until)
    if authorisation:
        TransferAuthorisation.objects.create(
            agency=bf, direction=direction, authority="IPDCP", number="1", categories=list(categories), since=first, until=last,
            state="active", by_id=1, confirmed_by_id=2, on=today,
        )  # fmt: skip
    if consent:
        Consent.objects.create(person=person, agency=bf, fields=list(fields), purpose="candidature", how="account", since=first,
                               until=last, by_id=1)  # fmt: skip


def try_all_that_lacks() -> int:
    """One thing lacks at a time, each with its message; how many tries. What was allowed is taken back between two."""
    kossi, today = somebody(), date.today()
    lacks = [
        lambda: None, lambda: allow(kossi, consent=False), lambda: allow(kossi, authorisation=False), lambda: allow(kossi, direction="in"),
        lambda: allow(kossi, categories=("contact",)), lambda: allow(kossi, fields=("family",)), lambda: allow(kossi, until=-1),
        lambda: allow(kossi, since=1), lambda: (allow(kossi), Consent.objects.update(withdrawn_on=today)),
        lambda: (allow(kossi), TransferAuthorisation.objects.update(state="revoked")),
        lambda: (allow(kossi), Agency.objects.update(state="suspended")),
    ]  # fmt: skip
    for lack in lacks:
        assert say_of(kossi, NAMES) == "said"
        lack()
        deliver_due()
        assert not Outgoing.objects.exclude(sequence=None).exists()
        TransferAuthorisation.objects.update(state="revoked")
        Consent.objects.update(withdrawn_on=today)
        Agency.objects.update(state="known")
    assert say_of(kossi, NAMES | {"blood_group": "O+"}) == "field_unknown"
    return len(lacks)


def let_it_leave() -> int:
    kossi = Person.objects.get(matricule="TG-R20")
    allow(kossi)
    deliver_due()
    return Outgoing.objects.filter(state="applied").count()
