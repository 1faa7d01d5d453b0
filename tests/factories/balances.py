"""Stays between us and another agency, brought as far as a story needs; what they cost; who owes whom."""

from datetime import date, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from teriya.exchange.balances import actions
from teriya.exchange.balances.actions import NewCost
from teriya.exchange.balances.models import Cost, Statement
from teriya.exchange.reciprocity.actions import note_arrival, note_end
from teriya.exchange.reciprocity.models import Nomination
from teriya.exchange.wire import actions as wire
from teriya.exchange.wire.kinds import known
from teriya.exchange.wire.models import Agency, Consent
from teriya.foundation.accounts.models import User
from tests.cast import Cast
from tests.factories.people import register, somebody
from tests.factories.relations import moussa_of
from tests.factories.wire import heard

STARTS, ENDS = date(2026, 2, 1), date(2026, 7, 31)  # six months
AFI = {"family": "SAWADOGO", "given": "Awa"}
phones = count(90_500_000)


def they_say(agency: Agency, kind: str, about: Any, content: dict, person: dict | None = None) -> None:
    """Their word: heard without the carriage where they speak, typed by Moussa where they do not."""
    if agency.speaks:
        heard(
            known(kind),
            id=uuid4(),
            agency=agency,
            about=about,
            content=content,
            person=person,
            on=timezone.localdate(),
        )
    else:
        wire.declare(kind, agency=agency, about=about, content=content, source="lettre du 3 mars", person=person,
                     by=User.objects.get(name="Moussa"), on=timezone.localdate())  # fmt: skip


def make_stays(cast: Cast, agency: Agency, count: int = 1, *, sent: bool = True, until: str = "accepted", starts: date = STARTS, ends: date = ENDS) -> list[Nomination]:  # fmt: skip
    """`until`: sent, refused, accepted, arrived or ended. `sent`: ours leave; otherwise theirs come."""
    moussa_of(cast)
    offer = uuid4()
    post = {
        "title": "Animatrice de lecture", "host": "Bibliothèque de Kaya", "place": "Kaya", "sheet": "Tenir la salle de lecture.", "profile": "Bac",
        "tutor": "Bibliothécaire", "seats": 9, "starts_on": starts.isoformat(), "ends_on": ends.isoformat(),
        "answer_by": (starts - timedelta(20)).isoformat(),
    }  # fmt: skip
    _said(cast, agency, "offer.publish", offer, post, ours=not sent)
    return [_stay(cast, agency, offer, sent, until, {"starts_on": starts.isoformat(), "ends_on": ends.isoformat()}) for _n in range(count)]  # fmt: skip


def _stay(cast: Cast, agency: Agency, offer: Any, sent: bool, until: str, days: dict[str, str]) -> Nomination:
    uid = uuid4()
    if sent:
        _prepare(cast, agency, uid, offer)
    else:
        they_say(agency, "nomination.send", uid, {"offer": str(offer)}, AFI)
    if until == "refused":
        _said(cast, agency, "nomination.refuse", uid, {"code": "taken"}, ours=not sent)
    elif until != "sent":
        _said(cast, agency, "nomination.accept", uid, days, ours=not sent)
    row = Nomination.objects.get(uid=uid)
    if until in ("arrived", "ended"):
        note_arrival(nomination=row, on=row.starts_on)
    if until == "ended":
        note_end(nomination=row, on=row.ends_on)
    return Nomination.objects.get(uid=uid)


def _prepare(cast: Cast, agency: Agency, uid: Any, offer: Any) -> None:
    [person] = register(cast, somebody(cast, phone=f"+228{next(phones)}"))
    today = timezone.localdate()
    consent = Consent.objects.create(person=person, agency=agency, fields=list(AFI), purpose="échange", how="account", since=today,
                                     until=today + timedelta(300), by_id=cast.ama.pk)  # fmt: skip
    post = agency.exchange_offers.get(uid=offer)
    Nomination.objects.create(
        uid=uid,
        offer=post,
        agency=agency,
        is_ours=True,
        person=person,
        consent=consent,
        state="agreed",
        prepared_on=today,
    )
    wire.say("nomination.send", to=agency, about=uid, content={"offer": str(offer)}, person=AFI, subject=person, by=cast.ama, on=today)  # fmt: skip


def _said(cast: Cast, agency: Agency, kind: str, about: Any, content: dict, *, ours: bool) -> None:
    if ours:
        wire.say(kind, to=agency, about=about, content=content, by=cast.ama, on=timezone.localdate())
    else:
        they_say(agency, kind, about, content)


def a_bill(name: str = "facture.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4\n" + name.encode())


def a_cost(line: str = "ticket", amount: int = 310_000, **values: Any) -> NewCost:
    return NewCost(**{"line": line, "amount": amount, "what": "Billet Lomé–Ouagadougou, compagnie X", "paid_on": date(2026, 1, 20)} | values)  # fmt: skip


def we_paid(cast: Cast, *stays: Nomination, line: str = "ticket", amount: int = 310_000) -> list[Cost]:
    """Entered by Moussa, confirmed by Awa of finance: the other agency is told."""
    today = timezone.localdate()
    rows = actions.record_costs(stays=stays, new=a_cost(line, amount), proof=a_bill(), by=moussa_of(cast), on=today)
    return [actions.confirm_cost(cost=row, by=cast.awa, on=today) for row in rows]


def they_paid(cast: Cast, stay: Nomination, *, line: str = "allowance", amount: int = 360_000) -> Cost:
    uid = uuid4()
    they_say(stay.agency, "cost.declare", uid, {
        "nomination": str(stay.uid), "line": line, "amount": amount, "currency": "XOF", "what": "Six mois d’allocation", "paid_on": "2026-07-31",
    })  # fmt: skip
    return Cost.objects.get(uid=uid)


def prepare(cast: Cast, agency: Agency) -> Statement:
    today = timezone.localdate()
    return actions.prepare_statement(agency=agency, until=today, by=moussa_of(cast), on=today)


def propose(cast: Cast, agency: Agency) -> Statement:
    return actions.propose_statement(statement=prepare(cast, agency), by=cast.ama, on=timezone.localdate())
