"""A month of indicators: counted without network, attested, validated, corrected, then read in its register by somebody else."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from teriya.contribution.collection import samples
from teriya.contribution.collection.models import Report, Sample
from teriya.contribution.collection.queries import Scope, totals
from teriya.portals.waiting import tasks_of
from tests.factories.missions import give_account, make_missions
from tests.foundation.offline.forms import bring, device_of, states
from tests.foundation.offline.forms import typed as entry

TODAY = timezone.localdate()
LAST_MONTH = (TODAY.replace(day=1) - timedelta(1)).replace(day=1)
BOXES = {
    "hours_taught---": "72", "classes_covered---": "1", "pupils-F--yes": "1", "pupils-F--no": "20", "pupils-M--yes": "0", "pupils-M--no": "18",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _the_past(settings):
    settings.TAKE_ON = True


@pytest.fixture
def mission(cast):
    [found] = make_missions(cast, starts_on=LAST_MONTH - timedelta(60))
    return give_account(found, cast.kossi)


def post(client, user, route: str, *args, **typed) -> None:
    client.force_login(user)
    answer = client.post(reverse(f"collection:{route}", args=args), {"receipt": uuid4()} | typed)
    assert answer.status_code == 302, answer.content.decode()


def hours() -> int | None:
    return totals(Scope(LAST_MONTH, LAST_MONTH, TODAY)).get(("hours_taught",))


def test_from_the_volunteer_to_the_register(client, cast, mission):
    _count(client, cast, mission)
    _close(client, cast, Report.objects.get())
    _correct(client, cast, Report.objects.get())
    _verify(client, cast)


def _count(client, cast, mission) -> None:
    """On the telephone, sent twice by the device, written once."""
    device_of(cast.kossi)
    path = reverse("collection:count", args=[mission.pk])
    sent = entry([["month", LAST_MONTH.isoformat()], ["said", ""], *map(list, BOXES.items())], path)
    client.force_login(cast.kossi)
    assert states(bring(client, sent)) == states(bring(client, sent)) == ["accepted"]
    assert "Relevés d’indicateurs à attester" in {task.label for task in tasks_of(cast.abla, TODAY)}


def _close(client, cast, report: Report) -> None:
    post(client, cast.abla, "to_attest", reports=[report.pk])
    assert hours() is None
    post(client, cast.mazalo, "to_validate", reports=[report.pk])
    assert hours() == 72


def _correct(client, cast, report: Report) -> None:
    """The former counts until the correction went through the same hands."""
    changed = BOXES | {"hours_taught---": "75"}
    post(
        client,
        cast.kossi,
        "correct",
        report.pk,
        month=LAST_MONTH.isoformat(),
        said="",
        why="Une leçon oubliée",
        **changed,
    )
    second = Report.objects.get(version=2)
    assert hours() == 72
    post(client, cast.essi, "decide", second.pk, reports=[second.pk])
    post(client, cast.mazalo, "decide", second.pk, reports=[second.pk])
    assert hours() == 75


def _verify(client, cast) -> None:
    month = f"{LAST_MONTH:%Y-%m}"
    drawn = {
        "first": month,
        "last": month,
        "region": "",
        "size": "1",
        "seed": "31 415",
        "witnessed": "Dés",
        "verifier": "INSEED, Mme Ayélé",
    }
    post(client, cast.issa, "draw", **drawn)
    sample = Sample.objects.get()
    numbered = (sample.drawn_on.year, sample.number[-6:])
    read = {"n-hours_taught": "74", "n-pupils": "39", "n-classes_covered": "1", "note": ""}
    post(client, cast.issa, "found", *numbered, sample.drawn.get().pk, **read)
    post(client, cast.issa, "conclude", *numbered)
    sample.refresh_from_db()
    found = {one["indicator"]: (one["sent"], one["found"], one["per_mille"]) for one in sample.result}
    assert samples.redraw(sample) and found == {
        "hours_taught": (75, 74, 14),
        "pupils": (39, 39, 0),
        "classes_covered": (1, 1, 0),
    }
    client.force_login(cast.ama)
    assert "+1,4" in client.get(reverse("collection:sample", args=numbered)).content.decode()
    assert client.get(reverse("collection:sample_paper", args=numbered))["Content-Type"] == "application/pdf"
