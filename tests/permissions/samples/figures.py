"""A frozen figure, and the note that answers with it."""

from datetime import date

from django.test import override_settings

from teriya.contribution.figures import notes
from teriya.contribution.figures.queries import Scope, measure
from teriya.foundation.accounts.models import User
from tests.cast import Cast, appoint
from tests.factories.missions import make_missions


@override_settings(TAKE_ON=True)
def samples(cast: Cast) -> dict[str, dict]:
    make_missions(cast)
    officer = User.objects.create_user(name="Dodzi", phone="+22893000097")
    appoint(officer, "monitoring")
    found = measure("mobilised")
    assert found is not None
    scope = Scope(date(2024, 1, 1), date(2024, 6, 30), date(2024, 7, 1))
    note = notes.answer(measure=found, scope=scope, asked_by="Cabinet", by=officer, on=scope.on)
    return {
        "figures:figure": {"code": note.figure.code},
        "figures:note": {"pk": note.pk},
        "figures:paper": {"pk": note.pk},
    }
