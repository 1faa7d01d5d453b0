"""A scene set up again is the one that was played, and what guards the database guards it then as before."""

import json

import pytest
from django.db import IntegrityError, transaction

from teriya.foundation.ledger.models import EnvelopeMovement
from teriya.service.missions.models import Mission
from tests.factories.allowances import make_payable
from tests.scenes import _ask, _nothing_written, scene


def by_table(taken: str) -> dict[str, list[str]]:
    return {part["name"]: sorted(map(json.dumps, part["rows"])) for part in json.loads(taken)}


@pytest.mark.django_db
def test_rows_come_back_as_they_were_played(cast, settings):
    settings.TAKE_ON = True  # a story of 2024
    with transaction.atomic():
        team = make_payable(cast, 2, absent=1)
        played = _ask("SELECT scenes.taken()::text")
        transaction.set_rollback(True)
    assert not Mission.objects.exists()
    _ask("SELECT scenes.set_up(%s)", played)
    assert by_table(_ask("SELECT scenes.taken()::text")) == by_table(played)
    assert set(Mission.objects.all()) == set(team)
    committed = EnvelopeMovement.objects.filter(kind="committed").first()
    with pytest.raises(IntegrityError), transaction.atomic():  # triggers and constraints are on again
        EnvelopeMovement.objects.create(
            envelope=committed.envelope, kind="spent", amount=10**12, on=committed.on, source="seat", source_id=1
        )


@pytest.mark.django_db
def test_a_scene_is_kept_only_where_nothing_was_written(cast):
    told = []

    @scene
    def renamed(cast, name: str) -> str:
        told.append(name)
        type(cast.yao).objects.filter(pk=cast.yao.pk).update(name=name)
        return name

    assert _nothing_written()
    renamed(cast, "Un")
    assert not _nothing_written()
    assert renamed(cast, "Un") == "Un"
    assert told == ["Un", "Un"]  # played anew: what it would find is not what the first one found
