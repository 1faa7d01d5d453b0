"""How Togo and Burkina Faso exchange volunteers: the link, then each turn of the story, told on both sides by their own actions."""

from collections.abc import Callable
from datetime import timedelta

from teriya.exchange.wire import actions as wire
from teriya.exchange.wire import own
from teriya.foundation.core.periods import add_months, last_day
from teriya.portals.demo.dialogue import Side

AUTHORITY = {"tg": "IPDCP", "bf": "CIL"}


def tell(side: Side, say: Callable[[str], None]) -> None:
    """Both sides call it at once; what one says, the other hears before its own next turn."""
    say("Liaison avec l’autre agence : cartes, empreintes lues, autorisations de transfert")
    _pair(side)
    _authorise(side)


def _pair(side: Side) -> None:
    """Each brings the other's card; the fingerprint is read out, and somebody else types what was heard."""
    side.hand("carte.txt", own.signed_card().encode())
    side.hand("empreinte.txt", own.current().public.fingerprint.encode())
    day = add_months(side.today, -16)
    agency = wire.introduce_agency(card=side.take("carte.txt").decode(), by=side.by("exchange_officer"), on=day)
    wire.confirm_agency(
        agency=agency, fingerprint=side.take("empreinte.txt").decode(), by=side.by("director"), on=day + timedelta(2)
    )


def _authorise(side: Side) -> None:
    """Both ways, all that a dossier and a journey need."""
    day, categories = (
        add_months(side.today, -15),
        ["identity", "contact", "education", "experience", "languages", "journey"],
    )
    for number, direction in enumerate(("out", "in"), 1):
        row = wire.record_authorisation(
            agency=side.agency, direction=direction, authority=AUTHORITY[side.code], number=f"{AUTHORITY[side.code]}-{day.year}-0{number}",
            categories=categories, since=day, until=last_day(day, 36), by=side.by("exchange_officer"), on=day,
        )  # fmt: skip
        wire.confirm_authorisation(authorisation=row, by=side.by("data_protection"), on=day + timedelta(1))
