"""Releases: Dodzi of monitoring prepares, Ama publishes; the agreement of tests/factories/agreements.py pays a team."""

from datetime import date

from teriya.contribution.opendata import actions
from teriya.contribution.opendata.models import Release
from teriya.foundation.accounts.models import User
from teriya.partnerships.agreements.models import Agreement
from tests.cast import Cast, appoint
from tests.factories.rules import set_rule

DAY = date(2024, 6, 30)
IDENTIFIER = "XM-TEST-ANVT"


def dodzi() -> User:
    found = User.objects.filter(name="Dodzi").first()
    if found is None:
        found = User.objects.create_user(name="Dodzi", phone="+22893000088")
        appoint(found, "monitoring")
    return found


def told(cast: Cast, agreement: Agreement, on: date = DAY) -> Agreement:
    """Its partner accepts that it is told."""
    actions.consent(agreement=agreement, is_given=True, proof="Lettre 12/PNUD", by=cast.ama, on=on)
    return agreement


def made(kind: str, on: date = DAY) -> Release:
    row = actions.prepare(kind=kind, by=dodzi(), on=on)
    actions.make(row.production)
    row.refresh_from_db()
    return row


def confirm_identifier() -> None:
    """The agency has its identifier of the IATI registry."""
    set_rule("iati_organisation", [IDENTIFIER])
