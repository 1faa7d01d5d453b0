"""Partners of Togo. Kafui keeps them: nobody of the cast has that role."""

from datetime import date

from teriya.foundation.accounts.models import User
from teriya.partnerships.partners import actions
from teriya.partnerships.partners.models import Operator, Opportunity, Partner
from tests.cast import Cast, appoint

ON = date(2024, 1, 15)
KAFUI = "+22893000077"


def kafui() -> User:
    """The partnership officer."""
    user = User.objects.filter(phone=KAFUI).first()
    if user is None:
        user = User.objects.create_user(name="Kafui", phone=KAFUI)
        appoint(user, "partnerships")
    return user


def make_partner(
    code: str = "PNUD", name: str = "Programme des Nations unies pour le développement", **values
) -> Partner:
    given = {"kind": "un", "country": "", "parts": ["funder"], "by": kafui(), "on": ON} | values
    return actions.enter_partner(code=code, name=name, **given)


def make_lead(**values) -> Opportunity:
    """An idea of two thousand volunteers for three milliards, followed by Kafui."""
    given = {"title": "Volontaires de l’éducation", "amount": 3_000_000_000, "volunteers": 2000, "owner": kafui(), "by": kafui(), "on": ON}  # fmt: skip
    return actions.open_opportunity(**given | values)


def bring(lead: Opportunity, *steps: str, on: date = ON) -> Opportunity:
    for step in steps:
        lead = actions.advance(opportunity=lead, step=step, by=kafui(), on=on)
    return lead


def make_operator(cast: Cast, partner: Partner, **values) -> Operator:
    """The centre of Plateaux, for two years; Kafui wrote it, Kodjo follows it."""
    given = {"centre": cast.plateaux, "convention": "CRV-P-2023", "first_day": date(2023, 1, 1), "last_day": date(2024, 12, 31),
             "budget": 24_000_000, "manager": cast.kodjo, "by": kafui(), "on": ON}  # fmt: skip
    return actions.delegate(partner=partner, **given | values)
