"""Lines of March 2024 contested by Kossi: Yao's centre answers the days, Awa the retentions, Tchaa what was not received."""

from datetime import date

from teriya.foundation.accounts.models import User
from teriya.pay.allowances.models import PayLine
from teriya.pay.disputes import actions
from teriya.pay.disputes.models import Dispute
from tests.cast import Cast, appoint
from tests.factories.corrections import make_paid
from tests.factories.missions import give_account
from tests.scenes import scene

OPENED_ON = date(2024, 4, 20)


@scene
def make_slip(cast: Cast, absent: int = 2) -> PayLine:
    """March of Kossi, paid: days missed."""
    line = make_paid(cast, absent=absent)
    give_account(line.mission, cast.kossi)
    return line


def contest(cast: Cast, line: PayLine, kind: str = "days", row: int = 1, *, by: User | None = None, way: str = "page", words: str = "") -> Dispute:  # fmt: skip
    return actions.contest(line=line, row=row, kind=kind, way=way, words=words, by=by or cast.kossi, on=OPENED_ON)


def hire_agent(cast: Cast, name: str = "Akou", role: str = "regional_agent") -> User:
    """Another agent of Haho, who attested nothing."""
    user = User.objects.create_user(name=name, phone="+22893007777")
    appoint(user, role, *([cast.haho_1, cast.haho_2] if role.startswith("regional") else []))
    return user
