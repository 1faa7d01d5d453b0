"""March 2024 at a school of Haho 1, attested: Kossi serves, Sena records, Essi is an officer of the host."""

from django.test import override_settings

from teriya.service.attendance import papers
from tests.cast import Cast
from tests.factories.attendance import CLOSED_ON, MONTH, attest, make_team
from tests.factories.missions import give_account


@override_settings(TAKE_ON=True)
def samples(cast: Cast) -> dict[str, dict]:
    [mission] = team = make_team(cast)
    [sheet] = attest(cast, team)
    paper = papers.print_month(missions=team, month=MONTH, by=cast.sena, on=CLOSED_ON)
    give_account(mission, cast.kossi)
    at_host = {"month": str(MONTH), "host": mission.host_id}
    return {
        "attendance:team": at_host,
        "attendance:print": at_host,
        "attendance:paper": at_host | {"pk": paper.pk},
        "attendance:mission": {"month": str(MONTH), "pk": mission.pk},
        "attendance:reopen": {"pk": sheet.pk},
    }
