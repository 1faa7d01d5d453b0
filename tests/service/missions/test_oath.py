import pytest

from teriya.foundation.core.models import Gate
from teriya.foundation.core.refusals import Refusal
from teriya.service.missions import actions
from tests.factories.missions import DEPLOYMENT, make_missions


def gates(name: str) -> dict[int, str]:
    return dict(Gate.objects.filter(subject="mission", gate=name).values_list("subject_id", "evidence"))


def test_oath_names_its_minutes(cast):
    missions = make_missions(cast, 2, until="trained")
    oath = actions.record_oath(missions=missions, place="Kara", by=cast.kodjo, on=DEPLOYMENT)
    assert gates("oath") == {m.pk: "PV-SERMENT/2024/000001" for m in missions}
    assert len(oath.minutes.data["rows"]) == 2


def test_untrained_person_takes_no_oath(cast):
    missions = make_missions(cast, until="prepared")
    with pytest.raises(Refusal, match="not_trained"):
        actions.record_oath(missions=missions, place="Kara", by=cast.kodjo, on=DEPLOYMENT)


def test_trainer_records_no_oath(cast):
    missions = make_missions(cast, until="trained")
    cast.komlan.appointment_set.exclude(role="trainer").delete()
    with pytest.raises(Refusal, match="not_allowed"):
        actions.record_oath(missions=missions, place="Kara", by=cast["trainer"], on=DEPLOYMENT)
