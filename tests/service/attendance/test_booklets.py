"""Every sheet of a month in one file: numbered, in the order of the hosts, the same numbers as long as nothing has changed."""

import io
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.models import Document
from teriya.foundation.rules.models import Form
from teriya.mobilisation.hosts.models import Host
from teriya.service.attendance import booklets, jobs, papers
from teriya.service.attendance.models import Booklet, PrintedMonth
from tests.factories.attendance import CLOSED_ON, MONTH, attest, make_team, record
from tests.scenes import scene

ASK = "/presences/papier/fiches/?mois=2024-03"


@pytest.fixture
@scene
def teams(cast):
    """Three hosts of Haho; the first has marks, the last is attested."""
    found = [make_team(cast, count) for count in (2, 1, 1)]
    for team, name in zip(found, ("Zion", "Agou", "Kpélé"), strict=True):
        Host.objects.filter(pk=team[0].host_id).update(name=name)
    record(cast, found[0])
    attest(cast, found[2])
    return found


def ask(cast, **changes) -> Booklet:
    region = cast.haho_1.region
    asked = {"month": MONTH, "region": region, "form": Form.objects.get(code="VEC"), "by": cast.yao, "on": CLOSED_ON}
    return booklets.ask_booklet(**asked | changes)


def seen(cast):
    return booklets.missions_of(cast.yao, MONTH, cast.haho_1.region_id, Form.objects.get(code="VEC").pk)


def made(booklet: Booklet) -> Booklet:
    booklets.make(booklet)
    return Booklet.objects.get(pk=booklet.pk)


def pages(booklet: Booklet) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(bytes(booklet.content)), strict=True).pages]


def test_the_open_teams_are_printed_in_the_order_of_their_hosts(cast, teams):
    booklet = made(ask(cast))
    printed = PrintedMonth.objects.order_by("pk")
    assert [row.host.name for row in printed] == ["Agou", "Zion"] and booklet.total == booklet.done == 2
    said = pages(booklet)
    starts = [n for n, page in enumerate(said) if "Canevas de présence" in page and "Structure" in page]
    assert [row.document.number in said[n] for row, n in zip(printed, starts, strict=True)] == [True, True]
    assert teams[2][0].person.matricule not in " ".join(said)


def test_what_has_not_changed_keeps_its_number_and_the_former_file_goes(cast, teams):
    first, before = made(ask(cast)), set(Document.objects.values_list("number", flat=True))
    team = list(seen(cast).filter(host=teams[1][0].host_id))
    alone = papers.print_month(missions=team, month=MONTH, by=cast.yao, on=CLOSED_ON)
    assert alone.number in before
    record(cast, teams[1])
    again = made(ask(cast))
    new = set(Document.objects.values_list("number", flat=True)) - before
    assert len(new) == 1 and bytes(again.content) != bytes(first.content)
    assert Booklet.objects.get(pk=first.pk).content is None


def test_one_under_way_is_not_asked_twice_and_nothing_to_print_is_said(cast, teams):
    assert ask(cast) == ask(cast)
    for team in teams[:2]:
        attest(cast, team)
    with pytest.raises(Refusal, match="nothing_to_print"):
        ask(cast)


def queries_of(cast, missions) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        papers.print_months(missions=missions, month=MONTH, by=cast.yao, on=CLOSED_ON)
    return len(seen)


def test_three_teams_ask_as_many_questions_as_one(cast, teams):
    one = queries_of(cast, list(seen(cast).filter(host=teams[0][0].host_id)))
    assert queries_of(cast, list(seen(cast))) <= one


def test_an_agent_asks_for_a_few_at_once_and_the_worker_draws_many(
    cast, teams, as_, monkeypatch, django_capture_on_commit_callbacks
):
    deferred = []
    monkeypatch.setattr(jobs.make_booklet, "defer", lambda **values: deferred.append(values))
    client = as_(cast.yao)
    sent = {"region": cast.haho_1.region_id, "of": "VEC"}
    page = client.post(ASK, sent | {"receipt": uuid4()}, follow=True)
    [booklet] = Booklet.objects.all()
    assert "2 fiches numérotées" in page.content.decode()
    file = client.get(reverse("attendance:bound", args=[booklet.pk]))
    assert file["Content-Type"] == "application/pdf" and file.content.startswith(b"%PDF")
    monkeypatch.setattr(booklets, "AT_ONCE", 1)
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(ASK, sent | {"receipt": uuid4()}, follow=True)
    assert page.context["refresh"] and [Booklet.objects.latest("pk").pk] == [one["id"] for one in deferred]
    jobs.make_booklet(**deferred[0])
    assert Booklet.objects.latest("pk").state == "made"
    assert as_(cast.kodjo).get(reverse("attendance:booklet", args=[booklet.pk])).status_code == 404
    assert as_(cast.kodjo).get(ASK).status_code == 200 and as_(cast.sena).get(ASK).status_code == 403
