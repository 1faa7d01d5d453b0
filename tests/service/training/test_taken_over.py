"""Sessions written before the training had a room arrive in it: rows kept, said in the new words."""

import os

import psycopg
import pytest
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from teriya.foundation.documents.models import Document
from teriya.service.training.models import Trainee, TrainingSession
from tests.factories.missions import make_missions
from tests.factories.training import DAY


@pytest.fixture
def as_owner(own_database):
    """The connection of who may change tables."""
    kept = dict(connection.settings_dict)
    owner = psycopg.conninfo.conninfo_to_dict(os.environ["TERIYA_TEST_OWNER"])
    yield lambda: (
        connections["default"].close(),
        connection.settings_dict.update(USER=owner.get("user", ""), PASSWORD=owner.get("password", "")),
    )
    connections["default"].close()
    connection.settings_dict.update(kept)


def to(name: str) -> None:
    MigrationExecutor(connection).migrate([("training", name)])


def paper(number: str) -> int:
    return Document.objects.create(
        kind="liste", series="X", number=number, subject="training", subject_id=1, code=number[-8:], data={}, on=DAY
    ).pk


@pytest.mark.hostile
def test_former_sessions_and_their_people_are_kept(as_owner, cast):
    here, away, expected = make_missions(cast, 3, until="prepared")
    as_owner()
    to("0001_taken_over")
    lists = [paper(f"X/2024/{n:06}") for n in range(3)]
    with connection.cursor() as sql:
        for pk, attendance in ((1, lists[2]), (2, None)):
            sql.execute(
                "INSERT INTO training_trainingsession (id, wave_id, title, place, trainer, from_on, to_on, sign_in_id, attendance_id) "
                "VALUES (%s, %s, 'Ancienne', 'Haho 1', 'Komlan', %s, %s, %s, %s)", [pk, here.wave_id, DAY, DAY, lists[pk - 1], attendance],
            )  # fmt: skip
        for session, mission, attended in ((1, here, True), (1, away, False), (2, expected, None), (2, here, None)):
            sql.execute(
                "INSERT INTO training_trainee (session_id, mission_id, attended) VALUES (%s, %s, %s)",
                [session, mission.pk, attended],
            )
    to("0004_seats_and_lives")
    closed, coming = TrainingSession.objects.order_by("pk")
    assert [(one.state, one.venue, one.commune, one.capacity) for one in (closed, coming)] == [
        ("closed", "Haho 1", cast.haho_1, 2), ("convened", "Haho 1", cast.haho_1, 2),
    ]  # fmt: skip
    assert closed.minutes_id == lists[2] and closed.modules.get().trainer == "Komlan"
    states = {(row.session_id, row.mission): row.state for row in Trainee.objects.select_related("mission")}
    assert states == {(1, here): "passed", (1, away): "resit", (2, expected): "seated", (2, here): "left"}
