"""Savings groups of Haho 1, followed by Sena: « Havilonlon », 27 members, stamps of 200 F, one cycle of 52 weeks."""

from datetime import date

from teriya.foundation.core.periods import add_months
from teriya.insertion.groups import actions
from teriya.insertion.groups.actions import NewMember
from teriya.insertion.groups.models import SavingsGroup, ShareOut
from tests.cast import Cast

OPENED, ON = date(2025, 1, 6), date(2026, 1, 12)
DUTIES = ("president", "secretary", "treasurer", "counter", "counter")
STAMPS = 3004
SHARED = 778_225


def make_group(cast: Cast, size: int = 27, name: str = "Havilonlon", stamp: int = 200, contribution: int = 0, **values) -> SavingsGroup:  # fmt: skip
    """With its bureau of five and three keys."""
    people = [
        NewMember(f"MEMBRE {n:02}", duty=DUTIES[n] if n < len(DUTIES) else "", has_key=5 <= n < 8) for n in range(size)
    ]
    given = {"commune": cast.haho_1, "facilitator": cast.sena, "opened_on": OPENED, "members": people, "by": cast.sena, "on": ON}  # fmt: skip
    return actions.open_group(name=name, stamp=stamp, contribution=contribution, **given | values)


def count(cast: Cast, group: SavingsGroup, month: date, **counted: int):
    """A month's totals; whatever is not said is zero."""
    reason = counted.pop("reason", "")
    figures = dict.fromkeys(("meetings", "stamps", "loans_given", "loans_repaid", "interest", "fines", "savings_box", "solidarity_in",
                             "solidarity_out", "solidarity_box"), 0)  # fmt: skip
    return actions.record_month(group=group, month=month, counted=figures | counted, reason=reason, by=cast.sena, on=ON)  # fmt: skip


def live_a_year(cast: Cast, group: SavingsGroup) -> None:
    """Twelve months: 3 004 stamps, 177 425 F of interest and fines, every loan repaid."""
    box = 0
    for n in range(12):
        stamps = 250 if n < 11 else 254
        given, repaid = (400_000, 0) if n == 9 else (0, 400_000 if n == 11 else 0)
        interest = 177_425 if n == 11 else 0
        fines, interest = (interest - 20_000, 20_000) if n == 11 else (0, 0)
        box += stamps * 200 + repaid + interest + fines - given
        count(cast, group, add_months(OPENED.replace(day=1), n), meetings=4, stamps=stamps, loans_given=given, loans_repaid=repaid,
              interest=interest, fines=fines, savings_box=box)  # fmt: skip


def passbooks(group: SavingsGroup) -> dict[int, int]:
    """Member → stamps: 111 each, 118 for the last."""
    members = list(group.members.order_by("rank").values_list("pk", flat=True))
    return dict.fromkeys(members, 111) | {members[-1]: STAMPS - 111 * (len(members) - 1)}


def share(cast: Cast, group: SavingsGroup, **values) -> ShareOut:
    given = {"francs": SHARED, "stamps": passbooks(group), "by": cast.sena, "on": ON} | values
    return actions.share_out(group=group, **given)
