"""The partner's own door: one's agreement, down to the proofs, and not one row of another."""

import html
from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from teriya.foundation.accounts.models import User
from teriya.partnerships.agreements import actions
from teriya.partnerships.agreements.models import Agreement, Report, ReportTemplate
from teriya.portals.partner import reporting
from tests.cast import Cast, appoint
from tests.factories.agreements import ON, accepted, called, receive, signed
from tests.factories.partners import kafui

LATER = date(2024, 3, 31)


@pytest.fixture(autouse=True)
def _the_past(settings):
    settings.TAKE_ON = True


def reader(agreement: Agreement, phone: str = "+22893000088") -> User:
    """A person of the partner's, who reads one agreement."""
    user = User.objects.create_user(name="Anna Weiss", phone=phone)
    appoint(user, "partner")
    actions.admit(agreement=agreement, user=user, by=kafui(), on=ON)
    return user


def lived(cast: Cast, reference: str) -> tuple[Agreement, int, Report]:
    """An agreement with one tranche received and one invoice accepted; (agreement, expense, its report of March)."""
    agreement = signed(cast, reference=reference)
    receive(cast, called(cast, agreement, 4_000_000), 4_000_000, reference=f"AC-{reference}")
    expense = accepted(cast, agreement, 250_000, number=f"F-{reference}")
    return agreement, expense.pk, reporting.freeze(agreement=agreement, as_of=LATER, by=cast.awa, on=LATER)


def addresses(agreement: Agreement, expense: int, report: Report) -> list[str]:
    """Every page of the door that takes something of an agreement."""
    own, frozen = [agreement.pk], [report.pk]
    return [
        reverse("portals:partner_agreement", args=own), reverse("portals:partner_lines", args=own),
        reverse("portals:partner_proof", args=[agreement.pk, expense]), reverse("portals:partner_report", args=frozen),
        reverse("portals:partner_report_pdf", args=frozen), reverse("portals:partner_report_workbook", args=frozen),
    ]  # fmt: skip


def test_the_partner_asks_as_few_questions_for_many_lines_as_for_one(cast, client):
    agreement, _expense, _report = lived(cast, "CONV-A")
    client.force_login(reader(agreement))

    def asked() -> list[int]:
        counts = []
        for route in ("portals:partner_agreement", "portals:partner_lines"):
            with CaptureQueriesContext(connection) as log:
                client.get(reverse(route, args=[agreement.pk]))
            counts.append(len(log))
        return counts

    asked()  # what a process keeps is read once
    few = asked()
    for number in range(5):
        accepted(cast, agreement, 1_000, number=f"F-{number}")
    assert asked() == few and max(few) <= 30


def test_a_partner_reads_its_own_agreement_and_no_row_of_another(cast, client):
    own, other = lived(cast, "CONV-A"), lived(cast, "CONV-B")
    client.force_login(reader(own[0]))
    assert [client.get(page).status_code for page in addresses(*own)] == [200] * 6
    assert [client.get(page).status_code for page in addresses(*other)] == [404] * 6
    assert client.get(reverse("portals:partner_proof", args=[own[0].pk, other[1]])).status_code == 404
    assert client.get(reverse("portals:partner_template", args=[own[0].pk])).status_code == 403
    for page in ("agreements:agreements", "partners:partners", "partners:pipeline", "ledger:envelopes"):
        assert client.get(reverse(page)).status_code == 403
    said = html.unescape(client.get(addresses(*own)[0]).content.decode()).replace("\u202f", " ").replace("\u00a0", " ")
    assert "4 000 000 F" in said and "F-CONV-A" not in said and "CONV-B" not in said
    assert client.get(reverse("agreements:agreement", args=[own[0].pk])).status_code in (403, 404)
    client.force_login(cast.sena)  # staff who reads no agreement
    assert client.get(addresses(*own)[0]).status_code == 403


def test_a_report_and_its_files_are_the_same_later(cast, client):
    agreement, _expense, report = lived(cast, "CONV-A")
    client.force_login(reader(agreement))
    pages = addresses(agreement, 0, report)[3:]
    before = [client.get(page).content for page in pages[1:]]
    accepted(cast, agreement, 300_000, number="F-2")  # dated before the report's day, entered after it
    assert reporting.freeze(agreement=agreement, as_of=LATER, by=cast.awa, on=timezone.localdate()) == report
    assert [client.get(page).content for page in pages[1:]] == before
    sheet = load_workbook(BytesIO(before[1])).active
    assert ["L’argent", "Dépensé", 250_000] in [[cell.value for cell in row] for row in sheet.iter_rows()]
    form = {"receipt": uuid4(), "as_of": "2024-04-30"}
    answer = client.post(reverse("portals:partner_agreement", args=[agreement.pk]), form)
    assert (answer.status_code, Report.objects.latest("pk").facts["money"]["spent"]) == (302, 550_000)


def template(*texts: str) -> SimpleUploadedFile:
    book, out = Workbook(), BytesIO()
    for text in texts:
        book.active.append([text])
    book.save(out)
    return SimpleUploadedFile("modele.xlsx", out.getvalue())


def test_the_funders_own_workbook_is_filled_with_values_only(cast, client):
    agreement, _expense, report = lived(cast, "CONV-A")
    Agreement.objects.filter(pk=agreement.pk).update(title="=1+1")
    address = reverse("portals:partner_template", args=[agreement.pk])
    client.force_login(kafui())

    def send(*texts: str) -> int:
        typed = {"receipt": uuid4(), "name": "Modèle UE", "template": template(*texts)}
        return client.post(address, typed).status_code

    assert send("Rien à remplir") == 422
    assert send("{{spent}}", "{{cout_total}}") == 422
    assert client.post(address, {"receipt": uuid4(), "name": "x", "template": SimpleUploadedFile("x.xlsx", b"PK")}).status_code == 422  # fmt: skip
    assert not ReportTemplate.objects.exists()
    assert send("{{spent}}", "Dépensé : {{spent}} sur {{granted}}", "{{title}}", "=A1*2", "{{cost_kit}}") == 302
    report = reporting.freeze(agreement=Agreement.objects.get(pk=agreement.pk), as_of=date(2024, 4, 1), by=cast.awa, on=LATER.replace(month=4, day=30))  # fmt: skip
    page = reverse("portals:partner_report_template", args=[report.pk, ReportTemplate.objects.get().pk])
    first = client.get(page).content
    cells = [cell for (cell,) in load_workbook(BytesIO(first)).active.iter_rows()]
    assert [cell.value for cell in cells] == [250_000, "Dépensé : 250000 sur 10000000", "=1+1", "=A1*2", 0]
    assert [cell.data_type for cell in cells] == ["n", "s", "s", "f", "n"]
    assert client.get(page).content == first
    other = lived(cast, "CONV-B")[2]
    assert client.get(reverse("portals:partner_report_template", args=[other.pk, ReportTemplate.objects.get().pk])).status_code == 404  # fmt: skip
