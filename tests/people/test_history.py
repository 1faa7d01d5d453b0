"""Registers of former volunteers: read without writing, written, recognised, taken back."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.journal.models import Entry
from teriya.people import actions, history
from teriya.people.models import NameWord, PastService, Person, ServicePeriod, Suspicion, TakeOn
from tests.factories.people import register, somebody
from tests.factories.registers import AFI, bring, take_on

pytestmark = pytest.mark.django_db
PROVEN = AFI + "C-412/2018"
TODAY = timezone.localdate


def refusals(file) -> list[tuple[int, str]]:
    rows = file.rows.exclude(errors=[]).order_by("line").values_list("line", "errors")
    return [(line, error[1]) for line, errors in rows for error in errors]


def test_reading_writes_nothing_and_tells_every_refusal_by_its_line(cast):
    file = bring(
        cast,
        AFI,
        AFI.replace("01/10/2018", "01/10/2021"),
        AFI.replace("Haho 1", "Tône 1").replace("Afi", "Abla"),
        AFI.replace("30/09/2020", "30/09/2090").replace("Afi", "Ama"),
        AFI.replace("28/04/1990", "28/04/2010").replace("Afi", "Essi"),
        AFI.replace("VNC", "VXX").replace("Afi", "Yawa"),
        AFI.replace(";KOUDAWO", "TG-2019-000001;KOUDAWO").replace("Afi", "Adjo"),
        AFI,
        AFI.replace("01/10/2018", "01/10/2019"),
    )
    assert refusals(file) == [
        (3, "ends_before"), (4, "out_of_perimeter"), (5, "not_over"), (6, "impossible_birth"), (7, "unknown_choice"),
        (8, "unknown_number"), (9, "line_twice"), (10, "service_overlaps"),
    ]  # fmt: skip
    assert not Person.objects.exists() and not ServicePeriod.objects.exists() and not TakeOn.objects.exists()


def test_a_line_becomes_a_person_a_period_and_says_where_it_comes_from(cast):
    taking = take_on(cast, AFI, AFI.replace("Afi", "Abla") + "C-412/2018")
    afi, abla = PastService.objects.order_by("line")
    assert (afi.take_on, afi.line, afi.wave, afi.host, afi.proof) == (taking, 2, "Vague 13", "CEG Notsè", "")
    assert (abla.proof, taking.by_id) == ("contrat C-412/2018", cast.mazalo.pk)
    periods = dict(ServicePeriod.objects.values_list("person__given", "proof"))
    assert periods == {"Afi": "missing", "Abla": "proven"}
    assert ServicePeriod.objects.get(source_id=afi.pk).first_day == date(2018, 10, 1)
    assert Entry.objects.get(action="people.take_on").by_id == cast.mazalo.pk


def test_a_yes_is_no_proof(cast):
    take_on(cast, AFI + "oui")
    assert ServicePeriod.objects.get().proof == "missing"


def test_the_same_person_on_two_lines_is_registered_once(cast):
    take_on(cast, AFI, AFI.replace("01/10/2018", "01/10/2020").replace("30/09/2020", "30/09/2021"))
    assert Person.objects.count() == 1 and ServicePeriod.objects.count() == 2


def test_the_same_file_again_changes_nothing(cast):
    take_on(cast)
    file = bring(cast, AFI)
    assert file.rows.get().outcome == "same"


def test_a_later_file_brings_the_proof(cast):
    first, second = take_on(cast), take_on(cast, PROVEN)
    past = PastService.objects.get()
    assert (past.take_on, past.proof, past.proven_by) == (first, "contrat C-412/2018", second)
    assert ServicePeriod.objects.get().proof == "proven"
    history.undo(taking=second, reason="Mauvais contrats", by=cast["regional_supervisor"], on=TODAY())
    assert ServicePeriod.objects.get().proof == "missing"


@pytest.mark.parametrize(
    ("changes", "is_known"),
    [
        ({}, True),
        ({"phone": ""}, True),  # the commune and a real day of birth
        ({"phone": "", "commune": "haho_2"}, False),
        ({"birth_on": date(1990, 1, 1), "phone": ""}, False),  # a day written when only the year is known
        ({"sex": "M"}, False),
    ],
)
def test_who_is_in_the_register_is_recognised_by_the_same_writing_and_a_proof(cast, changes, is_known):
    commune = getattr(cast, changes.pop("commune", "haho_1")).pk
    facts = {"birth_on": date(1990, 4, 28), "birth_year": 1990, "papers": (), "commune_id": commune} | changes
    [person] = register(cast, somebody(cast, **facts))
    day = f"{facts['birth_on']:%d/%m/%Y}"
    taking = take_on(cast, AFI.replace("28/04/1990", day).replace("90112233", "" if not is_known else "90112233"))
    assert (taking.lines.get().person == person) == is_known


def test_who_only_resembles_somebody_is_put_before_an_officer(cast):
    register(cast, somebody(cast, birth_on=date(1990, 4, 28), birth_year=1990, family="KUDAWO"))
    take_on(cast)
    assert Person.objects.count() == 2 and Suspicion.objects.get().state == "open"


def test_a_matricule_names_the_person_and_no_other(cast):
    [person] = register(cast)
    line = AFI.replace(";KOUDAWO", f"{person.matricule};KOUDAWO")
    assert take_on(cast, line).lines.get().person == person
    file = bring(cast, line.replace("KOUDAWO;Afi", "MENSAH;Abla"))
    assert refusals(file) == [(2, "number_taken")]


def test_two_records_of_one_writing_ask_for_the_matricule(cast):
    twin = somebody(cast, birth_on=date(1990, 4, 28), birth_year=1990)
    register(cast, twin, twin)
    assert refusals(bring(cast, AFI)) == [(2, "which_person")]


def test_service_known_otherwise_is_not_told_twice(cast):
    [person] = register(cast, somebody(cast, birth_on=date(1990, 4, 28), birth_year=1990))
    actions.add_services([(person.pk, "VNC", date(2018, 10, 1), date(2020, 9, 30), 1)], source="mission")
    assert bring(cast, PROVEN).rows.get().outcome == "same"
    assert refusals(bring(cast, AFI.replace("2018", "2017"))) == [(2, "service_overlaps")]


def test_a_whole_take_on_is_taken_back(cast):
    [kept] = register(cast, somebody(cast, birth_on=date(1990, 4, 28), birth_year=1990))
    register(cast, somebody(cast, family="KUDAWO", given="Ablavi", phone=""))
    taking = take_on(cast, AFI, AFI.replace("KOUDAWO;Afi", "KUDAWO;Ablavi"), AFI.replace("Afi", "Sena"))
    history.undo(taking=taking, reason="Mauvais fichier", by=cast["regional_supervisor"], on=TODAY())
    taking.refresh_from_db()
    assert taking.undone_on and taking.undo_reason == "Mauvais fichier"
    assert not PastService.objects.exists() and not ServicePeriod.objects.exists()
    assert Person.objects.count() == 2 and kept in Person.objects.all()
    assert set(NameWord.objects.values_list("word", flat=True)) == {"koudawo", "afi", "kudawo", "ablavi"}
    with pytest.raises(Refusal, match="already_undone"):
        history.undo(taking=taking, reason="Encore", by=cast["regional_supervisor"], on=TODAY())
    assert take_on(cast).lines.count() == 1


def test_nothing_is_taken_back_once_something_rests_on_it(cast):
    taking = take_on(cast)
    take_on(cast, AFI.replace("01/10/2018", "01/10/2020").replace("30/09/2020", "30/09/2021"))
    with pytest.raises(Refusal, match=r"rests_on_it.*TG-"):
        history.undo(taking=taking, reason="Erreur", by=cast["regional_supervisor"], on=TODAY())
    assert ServicePeriod.objects.count() == 2 and not TakeOn.objects.exclude(undone_on=None).exists()


def test_a_proof_brought_later_is_taken_back_first(cast):
    taking = take_on(cast)
    take_on(cast, PROVEN)
    with pytest.raises(Refusal, match="rests_on_it"):
        history.undo(taking=taking, reason="Erreur", by=cast["regional_supervisor"], on=TODAY())


def test_people_of_another_centre_are_not_taken_back(cast):
    taking = take_on(cast, AFI.replace("Haho 1", "Tône 1"), AFI.replace("Afi", "Sena"), by=cast["operations"])
    with pytest.raises(NotAllowed):
        history.undo(taking=taking, reason="Erreur", by=cast["regional_supervisor"], on=TODAY())


def test_pages_tell_the_waves_the_proof_and_the_line(client, cast):
    taking = take_on(cast, AFI, AFI.replace("Afi", "Abla").replace("Vague 13", "Vague 14") + "C-9")
    client.force_login(cast["auditor"])
    assert "vague-13.csv" in client.get(reverse("people:take_ons")).content.decode()
    page = client.get(reverse("people:take_on", args=[taking.pk])).content.decode()
    assert "Vague 13" in page and "Vague 14" in page and "01/10/2018 – 30/09/2020" in page
    page = client.get(reverse("people:take_on", args=[taking.pk]), {"preuve": "manquante"}).content.decode()
    assert "KOUDAWO Afi" in page and "KOUDAWO Abla" not in page
    matricule = Person.objects.get(given="Afi").matricule
    page = client.get(reverse("people:person", args=[matricule])).content.decode()
    assert "preuve manquante" in page and "vague-13.csv" in page and "ligne 2" in page


def test_the_page_takes_a_register_back(client, cast):
    taking = take_on(cast)
    client.force_login(cast["regional_supervisor"])
    page = reverse("people:undo_take_on", args=[taking.pk])
    receipt = client.get(page).context["form"]["receipt"].value()
    answer = client.post(page, {"receipt": receipt, "reason": "Mauvais fichier"}, follow=True)
    assert "Mauvais fichier" in answer.content.decode() and not Person.objects.exists()
