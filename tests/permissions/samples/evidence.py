"""A host of Haho 1 whose register was read, a testimony with its signed consent, a study with its document."""

from datetime import date

from django.test import override_settings

from teriya.foundation.accounts.models import User
from tests.cast import Cast, appoint
from tests.factories.evidence import a_study, read, say
from tests.factories.missions import make_host
from tests.factories.routes import a_paper


@override_settings(TAKE_ON=True)
def samples(cast: Cast) -> dict[str, dict]:
    host, officer = make_host(cast), User.objects.create_user(name="Dodzi", phone="+22893000098")
    appoint(officer, "monitoring")
    read(cast, host, date(2024, 4, 1), 300)
    told, study = say(cast, host, consent="signed", paper=a_paper()), a_study(cast, officer, document=a_paper())
    one = {"number": host.number}
    return {f"evidence:{route}": one for route in ("opine", "testify", "facility", "record")} | {
        "evidence:testimony": {"pk": told.pk}, "evidence:consent": {"pk": told.pk}, "evidence:study": {"pk": study.pk}, "evidence:document": {"pk": study.pk},
    }  # fmt: skip
