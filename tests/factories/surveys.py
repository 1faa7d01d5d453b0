"""A year that ended on 28 February 2025: its survey at three months is due on 28 May."""

from datetime import date, timedelta

from teriya.insertion.surveys import actions
from teriya.insertion.surveys.models import Survey
from teriya.people.models import Person
from tests.cast import Cast
from tests.factories.routes import make_former

DUE = date(2025, 5, 28)
AGAIN = DUE + timedelta(10)  # the pack's wait between two SMS
PHONE = "+22890112233"


def make_surveys(cast: Cast, count: int = 1, **need) -> list[Survey]:
    """Planned on their day; each person has a telephone of one's own."""
    for n, mission in enumerate(make_former(cast, count, **need)):
        Person.objects.filter(pk=mission.person_id).update(phone=f"+2289011{2233 + n}")
    return actions.plan(on=DUE)
