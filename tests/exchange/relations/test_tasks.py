"""What waits for the officer and for the director."""

from datetime import timedelta

from django.utils import timezone

from teriya.exchange.relations.actions import Line
from teriya.portals.waiting import tasks_of
from tests.factories.relations import make_framework, make_letter, make_meeting, make_mission, propose


def labels(user) -> dict[str, int]:
    found = {task.label: task.count for task in tasks_of(user, timezone.localdate() + timedelta(1))}
    return {label: n for label, n in found.items() if "agence" in label or "ccord" in label or "ission" in label}


def test_the_director_answers_conventions_and_records_signatures(cast, moussa, mali, burkina):
    propose(cast, burkina.row)
    make_framework(cast, mali, is_signed=False)
    assert labels(cast.ama) == {"Conventions avec une autre agence, à approuver": 1, "Accords-cadres dont la signature est à enregistrer": 1}  # fmt: skip


def test_the_officer_reports_does_and_writes(cast, moussa, mali):
    make_mission(cast, mali, is_reported=False)
    make_meeting(cast, mali, Line("Écrire", True, timezone.localdate()))
    expected = {
        "Missions d’échange dont le rapport est à écrire": 1,
        "Nos lignes en retard envers une autre agence": 1,
        "À dire par lettre aux agences sans le système": 1,
    }
    assert labels(moussa) == expected
    make_letter(cast, mali)
    assert "À dire par lettre aux agences sans le système" not in labels(moussa)
