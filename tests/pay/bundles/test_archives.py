"""A bundle as one ZIP: its pieces and its list; the same bytes while nothing changes; the explanation of a payment."""

import io
from hashlib import sha256
from uuid import uuid4
from zipfile import ZipFile

import pypdf
import pytest
from django.urls import reverse

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.journal.models import Entry
from teriya.pay.bundles import actions, jobs, pieces, sheets
from teriya.pay.bundles.models import Archive, ArchivePart
from tests.factories.bundles import BACK, answer, complete, key, make_sent, paper_of, photo


def bytes_of(archive: Archive) -> bytes:
    return b"".join(bytes(part.content) for part in archive.parts.order_by("place"))


def made(cast, about, pk) -> Archive:
    archive = actions.ask_archive(about=about, subject_id=pk, by=cast["auditor"], on=BACK)
    if archive.state == "asked":
        actions.make(archive)
    return Archive.objects.get(pk=archive.pk)


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


def test_the_zip_holds_each_piece_and_its_list(cast):
    run = answer(cast, make_sent(cast, 2))
    complete(cast, run)
    archive = made(cast, "run", run.pk)
    files = ZipFile(io.BytesIO(bytes_of(archive)))
    assert files.testzip() is None
    kinds = {name[6:].partition("-")[0] for name in files.namelist()}
    assert kinds == {
        "liasse",
        "decision",
        "contract",
        "presence",
        "signed_sheet",
        "bordereau",
        "transfer",
        "returned",
    } - {"presence"}
    said = text_of(files.read("00000-liasse-01.pdf"))
    assert "aucune pièce due ne manque" in said and "LIASSE/2024/000001" in said
    file = run.files.get()
    assert file.sha256 in said.replace(" ", "")
    assert sha256(bytes_of(archive)).hexdigest() == archive.sha256
    assert Entry.objects.get(action="bundles.archive").facts["sha256"] == archive.sha256


def test_the_same_bundle_is_the_same_bytes_and_a_new_piece_makes_another(cast):
    run = answer(cast, make_sent(cast, 2))
    first = made(cast, "run", run.pk)
    assert made(cast, "run", run.pk).pk == first.pk
    before = bytes_of(first)
    actions.make(first)
    assert bytes_of(first) == before
    actions.add_scan(paper=paper_of(run), file=photo(), by=cast["regional_agent"], on=BACK)
    second = made(cast, "run", run.pk)
    assert second.pk != first.pk and second.missing == first.missing - 1
    assert not ArchivePart.objects.filter(archive=first).exists()


def test_a_missing_scan_is_said_in_the_list(cast):
    run = answer(cast, make_sent(cast, 2))
    archive = made(cast, "line", run.lines.first().pk)
    said = text_of(ZipFile(io.BytesIO(bytes_of(archive))).read("00000-liasse-01.pdf"))
    assert "La photo de l’état ETAT/2024/000001 manque" in said


def test_a_bundle_that_changed_meanwhile_is_not_written(cast):
    run = answer(cast, make_sent(cast, 2))
    archive = actions.ask_archive(about="run", subject_id=run.pk, by=cast["auditor"], on=BACK)
    actions.add_scan(paper=paper_of(run), file=photo(), by=cast["regional_agent"], on=BACK)
    jobs.make_archive(archive.pk)
    archive.refresh_from_db()
    assert archive.state == "failed" and "a changé" in archive.failure and not archive.parts.exists()


def test_long_bundles_are_the_workers(cast, client, monkeypatch):
    run = answer(cast, make_sent(cast, 2))
    monkeypatch.setattr(actions, "AT_ONCE", 3)
    asked = []
    monkeypatch.setattr(jobs.make_archive, "defer", lambda **given: asked.append(given))
    client.force_login(cast["auditor"])
    ask = reverse("bundles:ask", args=["run", run.pk])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.db.transaction.on_commit", lambda do: do())
        page = client.post(ask, {"receipt": uuid4()}, follow=True)
    assert page.context["refresh"] and len(asked) == 1
    jobs.make_archive(**asked[0])
    archive = Archive.objects.get()
    answered = client.get(reverse("bundles:download", args=[archive.pk]))
    assert b"".join(answered.streaming_content) == bytes_of(archive) and archive.state == "made"


def test_the_explanation_prints_the_whole_chain(cast, client):
    run = answer(cast, make_sent(cast, 2), returned=0)
    key(cast, run, thumbprints=[1])
    line = next(row.line for row in sheets.rows_of(paper_of(run)) if row.rank == 1)
    client.force_login(cast["auditor"])
    client.post(reverse("bundles:explain", args=[line.pk]), {"receipt": uuid4()})
    said = text_of(client.get(reverse("bundles:explanation", args=[line.pk])).content)
    order = line.orders.get()
    for words in (
        "présent (",
        "attestée",
        "ENG/2024/000001",
        order.reference,
        "retour.csv",
        "empreinte",
        "Reçu " + order.reference,
        "ligne 1",
    ):
        assert words in said, words
    assert order.file.sha256 in said.replace(" ", "")
    again = actions.explain(line=line, by=cast["auditor"], on=BACK)
    assert actions.explain(line=line, by=cast["director"], on=BACK).pk == again.pk
    assert pieces.of_line(line).digest == pieces.of_line(line).digest


def test_who_does_not_read_pay_asks_for_nothing(cast):
    run = make_sent(cast, 2)
    with pytest.raises(Refusal, match="not_allowed"):
        actions.ask_archive(about="run", subject_id=run.pk, by=cast["regional_agent"], on=BACK)
