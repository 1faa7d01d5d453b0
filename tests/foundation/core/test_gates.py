from datetime import date

import pytest
from django.db import IntegrityError, transaction

from teriya.foundation.core.gates import missing, open_gate, open_gates
from teriya.foundation.core.models import Gate

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 1)
ASKED = ["training", "oath", "signed_host"]


def open_by(cast, gate: str, evidence: str, subject_id: int = 7) -> None:
    open_gate("mission", subject_id, gate, evidence=evidence, by=cast.kodjo, on=TODAY)


def test_gates_without_proof_are_missing_in_the_order_asked(cast):
    open_by(cast, "oath", "PV-12")
    assert missing("mission", 7, ASKED, on=TODAY) == ["training", "signed_host"]


def test_a_proof_counts_for_its_own_subject(cast):
    open_by(cast, "oath", "PV-12", subject_id=8)
    assert missing("mission", 7, ["oath"], on=TODAY) == ["oath"]
    assert missing("offer", 8, ["oath"], on=TODAY) == ["oath"]


def test_a_derogation_lifts_a_gate_until_its_last_day(cast):
    Gate.objects.create(subject="mission", subject_id=7, gate="oath", derogation="Décision 14", until=date(2026, 3, 31),
                        by_id=cast.kodjo.id, on=TODAY)  # fmt: skip
    assert missing("mission", 7, ["oath"], on=date(2026, 3, 31)) == []
    assert missing("mission", 7, ["oath"], on=date(2026, 4, 1)) == ["oath"]


def test_the_same_gate_again_keeps_the_first_proof(cast):
    open_by(cast, "oath", "PV-12")
    open_by(cast, "oath", "PV-99")
    assert Gate.objects.get().evidence == "PV-12"


@pytest.mark.parametrize("lifted_by", [{}, {"derogation": "Décision 14"}, {"until": TODAY}])
def test_a_gate_without_proof_nor_dated_act_cannot_be_written(lifted_by):
    with pytest.raises(IntegrityError, match="gate_has_evidence_or_dated_derogation"), transaction.atomic():
        Gate.objects.create(subject="mission", subject_id=7, gate="oath", by_id=1, on=TODAY, **lifted_by)


def test_many_gates_open_in_two_statements(cast, django_assert_num_queries):
    with django_assert_num_queries(2):
        open_gates("mission", [(n, "training", f"S-{n}") for n in range(50)], by=cast.kodjo, on=TODAY)
    assert Gate.objects.count() == 50
