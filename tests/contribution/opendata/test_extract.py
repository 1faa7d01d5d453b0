"""The extract of the institute of statistics: no name, no combination of marks that too few people share."""

import csv
import json
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest

from teriya.contribution.opendata import actions
from teriya.contribution.opendata.extract import COLUMNS, extract, pseudonym
from teriya.foundation.journal.models import Entry
from teriya.people.models import Person
from tests.factories.allowances import make_payable
from tests.factories.missions import make_missions
from tests.factories.opendata import DAY, dodzi
from tests.factories.rules import set_rule

ACCORD = "Accord INSEED 3/2024"
NAMES = [column.name for column in COLUMNS]


def lines_of(content: bytes) -> list[dict[str, str]]:
    with ZipFile(BytesIO(content)) as file:
        text = file.read("missions-2024.csv").decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline=""), delimiter=";", strict=True))


def test_one_line_a_mission_with_its_codes_and_its_hours(cast):
    make_payable(cast, 6, absent=2)
    rows = [dict(zip(NAMES, row, strict=True)) for row in extract(2024, ACCORD, DAY).rows]
    assert len(rows) == 6 and all(row["hours"] == row["days"] * 8 for row in rows)
    assert len({row["days"] for row in rows}) == 2
    assert {(row["isco_08"], row["isic"], row["starts"], row["ends"]) for row in rows} == {
        ("2341", "P", "2024-Q1", "")
    }


def test_marks_that_too_few_share_are_hidden_then_left_out(cast):
    missions = make_missions(cast, 6)
    Person.objects.filter(pk=missions[0].person_id).update(sex="M")
    found = extract(2024, ACCORD, DAY)
    assert len(found.rows) == 5 and found.left_out == 1
    set_rule("small_cell_least", 6)
    assert {row[NAMES.index("sex")] for row in extract(2024, ACCORD, DAY).rows} == {"*"}
    set_rule("small_cell_least", 7)
    assert extract(2024, ACCORD, DAY).rows == []


def test_each_taking_is_journalled_and_names_nobody(cast, client):
    make_missions(cast, 6)
    content = actions.hand_over(year=2024, reference=ACCORD, by=dodzi(), on=DAY)
    entry = Entry.objects.get(action="opendata.hand_over")
    assert entry.facts["reference"] == ACCORD and entry.facts["lines"] == 6
    with ZipFile(BytesIO(content)) as file:
        told = json.loads(file.read("metadonnees.json"))
        text = file.read("missions-2024.csv").decode()
    assert told["agreement"] == ACCORD and [one["name"] for one in told["variables"]] == NAMES
    for person in Person.objects.all():
        assert person.family not in text and person.matricule not in text
    assert actions.hand_over(year=2024, reference=ACCORD, by=dodzi(), on=DAY) == content


def test_two_agreements_never_share_a_pseudonym():
    assert pseudonym(7, "A") != pseudonym(7, "B") and pseudonym(7, "A") == pseudonym(7, "A")


@pytest.mark.parametrize("query,status", [("annee=2024&reference=INSEED 3", 200), ("annee=2024&reference=", 422), ("annee=moi&reference=INSEED", 422)])  # fmt: skip
def test_the_page_asks_under_which_agreement(cast, client, query, status):
    client.force_login(dodzi())
    answer = client.get(f"/contribution/donnees/extrait/fichier/?{query}")
    assert answer.status_code == status
    client.force_login(cast.ama)
    assert client.get(f"/contribution/donnees/extrait/fichier/?{query}").status_code == 403
