"""Kits of couture in Haho 1: Kokou of insertion enters the lot, Yao promises, Mazalo hands over, Dédé writes off."""

from datetime import date

from teriya.foundation.accounts.models import User
from teriya.insertion.kits import actions
from teriya.insertion.kits.models import Kit, KitLot, Repayment
from tests.cast import Cast, appoint
from tests.factories.routes import make_former

HANDED = date(2025, 6, 2)
ON = date(2025, 12, 1)


def kokou(cast: Cast) -> User:
    """The insertion officer."""
    user = User.objects.filter(name="Kokou").first()
    if user is None:
        user = User.objects.create_user(name="Kokou", phone="+22893000077")
        appoint(user, "insertion")
    return user


def make_lot(cast: Cast, count: int = 1, total: int = 162_712, **values) -> KitLot:
    given = {
        "title": "Couture",
        "content": "Machine à coudre\nCiseaux",
        "paid_by": "FAIEJ",
        "by": kokou(cast),
        "on": HANDED,
    } | values
    return actions.enter_lot(count=count, total=total, **given)


def make_kit(cast: Cast, total: int = 162_712, **values) -> Kit:
    """Handed over on 2 June 2025 to a volunteer whose year had ended."""
    [mission] = make_former(cast)
    kit = make_lot(cast, total=total, **values).kits.get()
    actions.assign(kit=kit, person=mission.person, by=cast.yao, on=HANDED)
    return actions.hand_over(kit=kit, by=cast.mazalo, on=HANDED)


def repay(cast: Cast, kit: Kit, amount: int, voucher: str, on: date = ON, **values) -> Repayment:
    return actions.repay(
        kit=kit, amount=amount, voucher=voucher, **{"means": "cash", "by": cast.yao, "on": on} | values
    )
