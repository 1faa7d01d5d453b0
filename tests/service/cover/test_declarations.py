"""What a month declares to a scheme, and who is in service without it."""

import csv
import io
from datetime import date

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from teriya.foundation.accounts.models import User
from teriya.foundation.core.periods import Month
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.service.cover import actions, files, queries
from teriya.service.cover.models import Cover, Declaration, Dependant
from teriya.service.missions import actions as missions
from teriya.service.missions.models import Mission
from tests.cast import appoint
from tests.factories.missions import give_account, make_missions

MARCH, APRIL, MAY = Month(2024, 3), Month(2024, 4), Month(2024, 5)
ON = date(2024, 4, 2)


def declare(cast, scheme="health", month=MARCH, *, on=ON):
    return actions.declare(scheme=scheme, month=month, payer="agency", by=cast.awa, on=on)


def moved(row: Declaration) -> list[tuple[str, str, str]]:
    return [(line[0], line[3], line[5]) for line in row.lines]


def lacking(scheme: str, day: date) -> list[Mission]:
    return list(queries.without(Mission.objects.all(), scheme, day))


def child(cast, mission, birth_on=date(2015, 6, 1), given="Abra"):
    return actions.add_dependant(person=mission.person, kin="child", family="KOUDJO", given=given, birth_on=birth_on,
                                 paper="Naissance n° 12", by=cast.yao, on=ON)  # fmt: skip


def test_whoever_serves_without_a_cover_due_is_seen_until_the_declaration_names_them(cast):
    first, second = make_missions(cast, 2)
    assert lacking("health", ON) == [first, second] and lacking("health", date(2024, 2, 28)) == []
    declare(cast)
    assert lacking("health", ON) == [] and lacking("work_injury", ON) == [first, second]
    assert {cover.period.lower for cover in Cover.objects.all()} == {date(2024, 3, 1)}


def test_a_scheme_is_due_by_form_and_date(cast):
    make_missions(cast, 1, form="VEC", months=6)
    assert queries.forms_due("health", date(2018, 6, 30)) == []
    assert "VNC" in queries.forms_due("health", ON) and "VEC" not in queries.forms_due("health", ON)
    assert lacking("health", ON) == [] and len(lacking("work_injury", ON)) == 1
    with pytest.raises(Refusal, match="rien à déclarer"):
        declare(cast)


def test_one_enters_once_stays_then_leaves_with_the_day_it_ended(cast):
    [mission] = make_missions(cast)
    assert [line[0] for line in declare(cast).lines] == ["entrée"]
    assert [line[0] for line in declare(cast, month=APRIL).lines] == ["maintien"]
    missions.end(missions=[mission], reason="resignation", why="Un emploi", last_day=date(2024, 5, 10), by=cast.mazalo,
                 on=date(2024, 5, 10))  # fmt: skip
    last = declare(cast, month=MAY, on=date(2024, 6, 3))
    assert [(line[0], line[9]) for line in last.lines] == [("sortie", "10/05/2024")]
    cover = Cover.objects.get()
    assert (cover.period.upper, cover.left) == (date(2024, 5, 11), last)
    with pytest.raises(Refusal) as no:
        declare(cast, month=Month(2024, 6), on=date(2024, 7, 1))
    assert no.value.code == "nothing_to_declare"


def test_what_a_month_missed_is_in_its_complement(cast):
    make_missions(cast)
    declare(cast)
    with pytest.raises(Refusal, match="Personne n’entre ni ne sort"):
        declare(cast)
    make_missions(cast)
    again = declare(cast)
    assert again.number == 2 and [line[0] for line in again.lines] == ["entrée"]
    assert Cover.objects.count() == 2


def test_a_month_to_come_and_an_unknown_scheme_are_refused(cast):
    make_missions(cast)
    for asked, code in (({"month": MAY}, "month_to_come"), ({"scheme": "lottery"}, "scheme_unknown")):
        with pytest.raises(Refusal) as no:
            declare(cast, **asked)
        assert no.value.code == code


def test_only_finance_declares(cast):
    make_missions(cast)
    with pytest.raises(NotAllowed):
        actions.declare(scheme="health", month=MARCH, payer="agency", by=cast.yao, on=ON)


def test_the_health_scheme_covers_the_spouse_and_children_under_21(cast):
    [mission] = make_missions(cast)
    child(cast, mission)
    actions.add_dependant(person=mission.person, kin="spouse", family="AGBO", given="Yao", birth_on=date(1990, 1, 1),
                          paper="Mariage n° 3", by=cast.yao, on=ON)  # fmt: skip
    given = mission.person.given
    assert moved(declare(cast, month=APRIL)) == [
        ("entrée", "assuré", given), ("entrée", "conjoint", "Yao"), ("entrée", "enfant", "Abra"),
    ]  # fmt: skip
    assert moved(declare(cast, "work_injury")) == [("entrée", "assuré", given)]


def test_age_is_counted_on_the_first_day_of_the_month(cast):
    [mission] = make_missions(cast)
    for given, birth in (("Kodzo", date(2003, 4, 1)), ("Esinam", date(2003, 4, 2))):
        child(cast, mission, birth, given)
    assert [line[5] for line in declare(cast, month=APRIL).lines[1:]] == ["Esinam"]


def test_a_dependant_who_has_left_is_declared_no_more(cast):
    row = child(cast, make_missions(cast)[0])
    assert len(declare(cast, month=APRIL).lines) == 2
    actions.end_dependant(dependant=row, until=date(2024, 4, 20), reason="décès", by=cast.yao, on=date(2024, 4, 22))
    assert len(declare(cast, month=MAY, on=date(2024, 5, 31)).lines) == 1
    with pytest.raises(Refusal, match="déjà plus couvert"):
        actions.end_dependant(dependant=row, until=ON, reason="erreur", by=cast.yao, on=date(2024, 4, 23))


def test_a_dependant_is_written_once_and_by_another(cast):
    [mission] = make_missions(cast)
    child(cast, mission)
    with pytest.raises(Refusal) as no:
        child(cast, mission, given="ABRA ")
    assert no.value.code == "dependant_known" and Dependant.objects.count() == 1
    give_account(mission, cast.yao)
    with pytest.raises(NotAllowed, match="vos propres ayants droit"):
        child(cast, mission, given="Komi")


def test_a_centre_writes_for_its_own_people_only(cast):
    [mission] = make_missions(cast)
    elsewhere = User.objects.create_user(name="Bagna", phone="+22893009999")
    appoint(elsewhere, "regional_agent", cast.tone_1)
    with pytest.raises(NotAllowed, match="périmètre"):
        actions.add_dependant(person=mission.person, kin="child", family="A", given="B", birth_on=date(2020, 1, 1), paper="n° 1",
                              by=elsewhere, on=ON)  # fmt: skip


def test_a_number_belongs_to_one_person(cast):
    make_missions(cast, 2)
    declare(cast)
    one, other = Cover.objects.order_by("pk")
    actions.write_numbers(numbers={one.pk: " 112233 "}, by=cast.awa, on=ON)
    one.refresh_from_db()
    assert one.number == "112233"
    for numbers in ({other.pk: "112233"}, {one.pk: "5", other.pk: "5"}):
        with pytest.raises(Refusal) as no:
            actions.write_numbers(numbers=numbers, by=cast.awa, on=ON)
        assert no.value.code == "number_of_another"


def test_the_file_is_read_as_it_is_and_takes_no_name_for_a_formula(cast):
    [mission] = make_missions(cast)
    mission.person.given = "=1+1"
    mission.person.save()
    row = declare(cast)
    content = files.written(row.lines)
    assert files.digest(row.lines) == row.digest and content.startswith(b"\xef\xbb\xbf")
    [heading, line] = csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
    assert tuple(heading) == files.HEADINGS
    assert line[:6] == ["entrée", mission.person.matricule, "", "assuré", mission.person.family, "'=1+1"]


def test_the_database_keeps_one_cover_a_mission_and_no_exit_without_its_declaration(cast):
    [mission] = make_missions(cast)
    row = declare(cast)
    cover = Cover.objects.get()
    with pytest.raises(IntegrityError, match="cover_once_a_mission"), transaction.atomic():
        Cover.objects.create(mission=mission, scheme="health", period=cover.period, payer="host", entered=row)
    with pytest.raises(IntegrityError, match="cover_left_with_its_day"), transaction.atomic():
        Cover.objects.update(left=row)


def test_a_declaration_is_never_rewritten(cast):
    make_missions(cast)
    declare(cast)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Declaration.objects.update(lines=[])


def test_a_month_of_many_costs_the_same_queries(cast, django_assert_max_num_queries):
    make_missions(cast, 2)
    with django_assert_max_num_queries(30) as few:
        declare(cast)
    make_missions(cast, 12)
    with django_assert_max_num_queries(len(few)):  # who declares is known by then
        declare(cast, month=APRIL)
