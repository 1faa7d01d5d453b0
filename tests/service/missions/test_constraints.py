import pytest
from django.db import IntegrityError, transaction

from teriya.service.missions.models import Contract, Mission, Signature, StartOfService
from tests.factories.missions import DEPLOYMENT, STARTS_ON, make_missions


def breaks(name: str):
    return pytest.raises(IntegrityError, match=name)


def test_database_refuses_a_start_without_its_gates(cast):
    [mission] = make_missions(cast, until="trained")
    with breaks("start_gates_missing"), transaction.atomic():
        Mission.objects.filter(pk=mission.pk).update(state="in_service", started_on=STARTS_ON)


def test_database_refuses_a_start_that_nobody_confirmed(cast):
    [mission] = make_missions(cast, until="attested")
    with breaks("start_not_confirmed"), transaction.atomic():
        Mission.objects.filter(pk=mission.pk).update(state="in_service", started_on=STARTS_ON)


def test_database_refuses_one_person_for_both_sides_of_a_start(cast):
    [mission] = make_missions(cast, until="attested")
    with breaks("start_confirmed_by_another"), transaction.atomic():
        StartOfService.objects.filter(mission=mission).update(confirmed_by_id=cast.yao.id, confirmed_on=STARTS_ON)


def test_database_refuses_two_signatures_of_one_account(cast):
    [mission] = make_missions(cast, until="issued")
    row = {
        "contract": Contract.objects.get(mission=mission),
        "name": "Ama",
        "mode": "account",
        "on": DEPLOYMENT,
        "by_id": 1,
    }
    Signature.objects.create(party="agency", **row)
    with breaks("nobody_signs_for_two"), transaction.atomic():
        Signature.objects.create(party="host", **row)
