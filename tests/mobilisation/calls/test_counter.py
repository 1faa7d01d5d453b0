"""At the counter: one line a candidate, known people recognised before anything is written, a receipt to take home."""

from io import BytesIO
from uuid import uuid4

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from teriya.foundation.documents.models import Document
from teriya.foundation.intake.actions import read_lines
from teriya.foundation.messages.models import Message
from teriya.mobilisation.calls.models import Application
from teriya.mobilisation.calls.sheets import KIND
from teriya.people.models import Paper, Person
from tests.factories.calls import BORN, TODAY, make_applications, make_people, make_wave

AFI = {
    "family": "KOUDAWO", "given": "Afi", "sex": "F", "birth": f"{BORN:%d/%m/%Y}", "commune": "Haho 1", "phone": "90 11 22 33",
    "paper_kind": "voter_card", "paper_number": "3-0912-5567", "diploma": "licence", "wishes": "b0002, B0001",
}  # fmt: skip


@pytest.fixture
def wave(cast):
    return make_wave(cast)


@pytest.fixture
def desk(client, cast):
    client.force_login(cast["regional_agent"])
    return client


def enter(desk, wave, **typed):
    return desk.post(reverse("calls:counter", args=[wave.code]), {"receipt": uuid4()} | AFI | typed)


def said(answer):
    return answer.content.decode()


def test_a_line_registers_the_person_applies_and_makes_the_receipt(desk, cast, wave):
    sent = enter(desk, wave)
    assert sent.status_code == 302
    row = Application.objects.get()
    assert (row.number, row.channel, row.entered_by) == ("G00001", "counter", cast.yao.pk)
    assert list(row.wishes.values_list("need__reference", flat=True)) == ["B0002", "B0001"]
    receipt = Document.objects.get(series="RECEPISSE")
    assert receipt.person == row.person_id and "Carte d’électeur 3-0912-5567" in str(receipt.data)
    assert "Ne payez jamais personne" in str(receipt.data)
    printed = desk.get(reverse("calls:receipt", args=[row.pk]))
    assert printed["Content-Type"] == "application/pdf" and printed.content.startswith(b"%PDF")
    assert Message.objects.filter(template="application_received").count() == 1


def test_the_next_line_repeats_the_commune_and_the_diploma_and_nothing_else(desk, wave):
    page = desk.get(enter(desk, wave)["Location"])
    shown = page.context["form"]
    assert shown["commune"].value() == "Haho 1" and shown["diploma"].value() == "licence"
    assert not shown["family"].value() and "N° G00001" in said(page) and "autofocus" in said(page)


def test_an_error_stands_beside_its_field_and_nothing_is_lost(desk, wave):
    sent = enter(desk, wave, birth="31/02/1999", paper_number="", wishes="B0002 B0099")
    assert sent.status_code == 422 and not Person.objects.exists()
    errors = sent.context["form"].errors
    assert set(errors) == {"birth", "paper_number", "wishes"} and "B0099" in errors["wishes"][0]
    assert 'value="KOUDAWO"' in said(sent) and 'value="B0002 B0099"' in said(sent)


def test_somebody_known_is_shown_with_earlier_decisions_before_anything_is_written(desk, cast, wave):
    [old] = make_applications(
        cast, make_wave(cast, code="VNC-0"), BORN, family="KOUDAWO", given="Afi", phone="+22890112233"
    )
    sent = enter(desk, wave)
    assert sent.status_code == 422 and wave.applications.count() == 0
    assert old.person.matricule in said(sent) and "VNC-0 : soumise" in said(sent)
    enter(desk, wave, who=old.person_id)
    assert wave.applications.get().person == old.person and Person.objects.count() == 1


def test_the_officer_says_that_it_is_somebody_else(desk, cast, wave):
    [other] = make_people(cast, BORN, family="KOUDAWO", given="Afi", phone="+22890112233")
    assert enter(desk, wave, who="other").status_code == 302
    assert wave.applications.get().person != other


def test_who_is_already_a_candidate_is_told_under_which_number(desk, wave):
    enter(desk, wave)
    person = Person.objects.get()
    sent = enter(desk, wave, who=person.pk)
    assert "sous le N° G00001" in said(sent) and Application.objects.count() == 1


def test_a_paper_form_is_entered_once_and_numbers_the_application(desk, cast, wave):
    assert "Aucun formulaire imprimé" in said(enter(desk, wave, form_number="F00002"))
    assert desk.post(reverse("calls:blanks", args=[wave.code]), {"receipt": uuid4(), "count": 2}).status_code == 302
    enter(desk, wave, form_number="f00002")
    assert Application.objects.get().number == "F00002"
    sent = enter(
        desk, wave, form_number="F00002", family="LAWSON", given="Kofi", phone="", paper_number="77", birth="1998"
    )
    assert "KOUDAWO" in str(sent.context["form"].errors["form_number"])


def test_forms_are_printed_with_numbers_that_never_come_back(desk, cast, wave):
    for count in (2, 1):
        sent = desk.post(reverse("calls:blanks", args=[wave.code]), {"receipt": uuid4(), "count": count})
        assert desk.get(sent["Location"]).content.startswith(b"%PDF")
    printed = Document.objects.filter(kind="formulaire").order_by("pk")
    assert [document.data["numbers"] for document in printed] == [["F00001", "F00002"], ["F00003"]]
    assert desk.post(reverse("calls:blanks", args=[wave.code]), {"receipt": uuid4(), "count": 51}).status_code == 422


def test_the_workbook_comes_back_by_the_door_of_files(desk, cast, wave):
    answer = desk.get(reverse("calls:template", args=[wave.code]))
    book = load_workbook(BytesIO(answer.content))
    lines = book["Candidats"]
    row = [
        "1",
        "KOUDAWO",
        "Afi",
        "F",
        f"{BORN:%d/%m/%Y}",
        "90112233",
        "Haho 1",
        "Carte d’électeur",
        "3-09",
        "Licence",
        "Informatique",
        "B0002",
        "B0001",
    ]
    for place, text in enumerate(row, start=1):
        lines.cell(2, place).value = text
    filled = BytesIO()
    book.save(filled)
    context, by = {"wave": wave.code}, cast["regional_agent"]
    [line] = read_lines(KIND, "candidats.xlsx", filled.getvalue(), context, by, TODAY)
    assert not line.errors and [need.reference for need in line.values["wishes"] if need] == ["B0002", "B0001"]
    assert book["Postes"]["A2"].value == "B0001" and lines["A2"].number_format == "@"
    assert {rule.formula1 for rule in lines.data_validations.dataValidation}


def test_a_witness_stands_for_a_paper_and_is_no_paper_of_the_register(desk, wave):
    enter(desk, wave, paper_kind="witness_attestation", paper_number="KOFFI Ama, 90 22 33 44")
    row = Application.objects.get()
    assert row.paper_number == "KOFFI Ama, 90 22 33 44" and not Paper.objects.exists()


def test_the_same_line_sent_twice_is_one_application(desk, wave):
    same = uuid4()
    first, second = enter(desk, wave, receipt=same), enter(desk, wave, receipt=same)
    assert first["Location"] == second["Location"] and Application.objects.count() == 1


def test_another_centre_is_out_of_reach(desk, wave):
    sent = enter(desk, wave, commune="Tône 1")
    assert sent.status_code == 422 and not Application.objects.exists()


def test_an_officer_makes_the_receipt_of_an_application_that_came_by_file(desk, cast, wave):
    [row] = make_applications(cast, wave, BORN)
    assert desk.get(reverse("calls:receipt", args=[row.pk])).status_code == 404
    desk.post(reverse("calls:receipt", args=[row.pk]), {"receipt": uuid4()})
    assert desk.get(reverse("calls:receipt", args=[row.pk])).status_code == 200
