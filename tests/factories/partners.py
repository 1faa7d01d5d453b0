"""Partners of Togo. Kafui keeps them: nobody of the cast has that role."""

from datetime import date

from teriya.foundation.accounts.models import User
from teriya.partnerships.partners import actions
from teriya.partnerships.partners.models import Partner
from tests.cast import appoint

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
