"""The rate at three months of the missions that ended in 2025, frozen."""

from datetime import date

from django.test import override_settings

from teriya.foundation.accounts.models import User
from teriya.insertion.cohorts import actions
from teriya.insertion.cohorts.queries import Cohort
from tests.cast import Cast, appoint
from tests.factories.routes import make_former, tell


@override_settings(TAKE_ON=True)
def samples(cast: Cast) -> dict[str, dict]:
    tell(cast, make_former(cast)[0])
    officer = User.objects.create_user(name="Dodzi", phone="+22893000098")
    appoint(officer, "monitoring")
    return {"cohorts:figure": {"pk": actions.freeze(cohort=Cohort(2025, 3), by=officer, on=date(2026, 4, 10)).pk}}
