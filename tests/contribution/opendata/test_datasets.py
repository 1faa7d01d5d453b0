"""What a release counts: sums that hold, small cells that nobody finds again, CSV and JSON that say the same."""

import csv
import json
import tomllib
from datetime import date
from io import StringIO
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as some

from teriya.contribution.figures import claims
from teriya.contribution.opendata.datasets import catalogue
from teriya.contribution.opendata.engine.cells import ALL, protected
from teriya.contribution.opendata.engine.tables import as_csv, as_json
from tests.factories.collection import validated
from tests.factories.missions import make_missions
from tests.factories.opendata import DAY

COUNTRIES = Path(__file__).parents[3] / "countries"
CODES = some.sampled_from
COUNTS = some.dictionaries(some.tuples(CODES(["TG-C", "TG-K", "TG-P"]), CODES(["VNC", "VEC"]), CODES(["F", "M"])), some.integers(1, 40), min_size=1)  # fmt: skip
CELLS = some.none() | some.integers() | some.text(max_size=12) | some.sampled_from(["=1+1", "@SOMME(A1)", "+33", "-1"])


@given(COUNTS)
def test_no_small_cell_is_shown_and_sums_hold_where_all_is_shown(counts):
    shown = protected(counts, 5)
    assert all(value is None or value == 0 or value >= 5 for value in shown.values())
    if None not in shown.values():
        assert all(shown[key] == count for key, count in counts.items() if key in shown)  # unless sexes were given up
        assert shown[ALL, ALL, ALL] == sum(counts.values())
        for region in {key[0] for key in counts}:
            assert shown[region, ALL, ALL] == sum(count for key, count in counts.items() if key[0] == region)


def equations(keys):
    """Each sum of the dataset with what makes it up, one dimension opened at a time."""
    for whole in keys:
        for place in (0, 1, 2):
            parts = [key for key in keys if key[place] != ALL and (*key[:place], ALL, *key[place + 1 :]) == whole]
            if whole[place] == ALL and parts:
                yield whole, parts


@given(COUNTS)
def test_no_small_cell_comes_back_by_subtraction(counts):
    """What is alone unknown in a sum is found, again and again: no cell of 1 to 4 people ever is."""
    shown = protected(counts, 5)
    known = {key: value for key, value in shown.items() if value is not None}
    found = True
    while found:
        found = False
        for whole, parts in equations(shown):
            unknown = [key for key in (whole, *parts) if key not in known]
            if len(unknown) == 1:
                [key] = unknown
                rest = sum(known[part] for part in parts if part != key)
                known[key] = rest if key == whole else known[whole] - rest
                found = True
    assert not [key for key, value in known.items() if 0 < value < 5]


@given(some.lists(some.tuples(CELLS, CELLS), max_size=8))
def test_csv_and_json_say_the_same(rows):
    names = ["one", "other"]
    read = list(csv.reader(StringIO(as_csv(names, rows).decode("utf-8-sig"), newline=""), delimiter=";", strict=True))
    told = [tuple(line.values()) for line in json.loads(as_json("x", names, rows))["data"]]
    assert told == rows and read[0] == names
    for row, line in zip(rows, read[1:], strict=True):
        for cell, text in zip(row, line, strict=True):
            assert text == ("" if cell is None else str(cell)) or (text == f"'{cell}" and isinstance(cell, str))


def test_people_and_indicators_are_counted_as_known_on_the_day(cast):
    missions = make_missions(cast, 6)
    for mission in missions:
        validated(cast, mission, date(2024, 4, 1), {"hours_taught": 20})
    tables = {one.code: one.table(DAY) for one in catalogue()}
    whole = ("2024-Q2", ALL, "", ALL, ALL, 6, "A")
    assert whole in tables["volontaires-en-service"].rows
    assert (2024, "TG-P", "Plateaux", "VNC", "F", 6, "A") in tables["volontaires-mobilises"].rows
    assert tables["releves-mensuels"].rows == [
        ("2024-04", "TG-P", "Plateaux", "hours_taught", ALL, 120, "A"), ("2024-04", ALL, "", "hours_taught", ALL, 120, "A")]  # fmt: skip
    before = tables["releves-mensuels"].rows
    for mission in make_missions(cast, 6):
        validated(cast, mission, date(2024, 4, 1), {"hours_taught": 20}, on=date(2024, 8, 1))
    assert {one.code: one for one in catalogue()}["releves-mensuels"].table(DAY).rows == before


def test_what_few_volunteers_told_is_somebody_s_work(cast):
    for mission in make_missions(cast, 4):
        validated(cast, mission, date(2024, 4, 1), {"hours_taught": 20})
    table = {one.code: one for one in catalogue()}["releves-mensuels"].table(DAY)
    assert table.rows == [("2024-04", ALL, "", "hours_taught", ALL, None, "Q")] and table.hidden == 1


def test_every_column_is_told_in_both_languages():
    for dataset in catalogue():
        for column in dataset.fields:
            field = column.field()
            assert all((field.label.fr, field.label.en, field.definition.fr, field.definition.en, field.source.fr)), (
                column.name
            )


def test_numbers_of_the_past_are_told_as_they_were_said(cast):
    """Each with its source; « 50 000 » and « 179 506 » stand side by side, with why they disagree."""
    claims.load(tomllib.loads((COUNTRIES / "bf" / "claims.toml").read_text()), on=DAY)
    table = {one.code: one for one in catalogue()}["chiffres-du-passe"].table(DAY)
    names = [field.name for field in table.fields]
    lines = [dict(zip(names, row, strict=True)) for row in table.rows]
    assert all(line["source"] for line in lines)
    said = {line["value"]: line for line in lines if not line["part_fr"]}
    assert said[50_000]["conflict_fr"] and said[50_000]["conflict_fr"] == said[179_506]["conflict_fr"]
