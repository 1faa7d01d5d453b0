"""The yearbook of 2024, published."""

from datetime import date

from django.test import override_settings

from teriya.contribution.yearbook import actions
from teriya.foundation.accounts.models import User
from tests.cast import Cast, appoint
from tests.factories.missions import make_missions


@override_settings(TAKE_ON=True)
def samples(cast: Cast) -> dict[str, dict]:
    make_missions(cast, 6)
    officer, on = User.objects.create_user(name="Dodzi", phone="+22893000096"), date(2025, 2, 1)
    appoint(officer, "monitoring")
    edition = actions.decide(
        edition=actions.make(actions.ask(year=2024, by=officer, on=on)), step="publish", by=cast["director"], on=on
    )
    one, year = {"pk": edition.pk}, {"year": 2024}
    return {"yearbook:edition": one, "yearbook:edition_paper": one, "yearbook:public": year, "yearbook:paper": year}
