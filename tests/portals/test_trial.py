"""A trial on a region's real-looking files, against the truth about each line."""

import csv
import hashlib
from argparse import Namespace
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as project

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents import queries as documents
from teriya.foundation.documents.models import Document
from teriya.portals.trial import keys
from teriya.portals.trial.run import trial

INTAKE = project.ROOT / "countries" / "tg" / "demo"
ON = date(2026, 1, 1)
pytestmark = pytest.mark.usefixtures("nobody_yet")


def given(folder: Path, out: Path) -> Namespace:
    return Namespace(sources=keys.read_folder(folder), pack="tg", form="VNC", on=ON, out=str(out), digest="0" * 64)


def rows(path: Path) -> list[dict]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def truth() -> dict[str, dict]:
    return {row["N°"]: row for row in rows(Path(__file__).with_name("verite.csv"))}


@pytest.fixture
def tried(own_database, settings, tmp_path) -> Path:
    """In a database of its own, where each step stays: in one transaction, the database counts as empty what it has just filled."""
    settings.TRIAL = True
    trial(given(INTAKE, tmp_path))
    return tmp_path


def test_a_wave_of_1260_lines_is_tried_to_the_certificates(tried, truth):
    _each_wrong_line_has_its_reason_and_no_other(tried, truth)
    _the_same_person_twice_is_found(tried, truth)
    _nobody_is_placed_twice(tried, truth)
    _everyone_placed_is_paid_and_certified(tried)


def _each_wrong_line_has_its_reason_and_no_other(out: Path, truth: dict) -> None:
    told = rows(out / "refus.csv")
    assert len(told) == len({row["N°"] for row in told})
    for code, count in (("too_old", 30), ("impossible_birth", 12), ("same_paper", 9)):
        expected = {number for number, row in truth.items() if row["why"] == code}
        assert {row["N°"] for row in told if row["code"] == code} == expected
        assert len(expected) == count


def _the_same_person_twice_is_found(out: Path, truth: dict) -> None:
    lines = defaultdict(set)
    for number, row in truth.items():
        lines[row["person"]].add(number)
    pairs = {frozenset(numbers) for numbers in lines.values() if len(numbers) == 2}
    found = {frozenset((row["N°"], row["N° autre"])) for row in rows(out / "doublons.csv")}
    assert len(pairs) == 60
    assert len(found & pairs) >= 57
    assert len(found - pairs) <= 12


def _nobody_is_placed_twice(out: Path, truth: dict) -> None:
    placed = rows(out / "affectations.csv")
    assert len(placed) > 100
    assert len({truth[row["N°"]]["person"] for row in placed}) == len(placed)


def _everyone_placed_is_paid_and_certified(out: Path) -> None:
    placed = {row["matricule"] for row in rows(out / "affectations.csv")}
    paid = rows(out / "etat_de_paye.csv")
    assert {row["matricule"] for row in paid} == placed
    assert {row["net"] for row in paid} == {"60000"} and {row["financeur"] for row in paid} == {"État"}
    assert sum(int(row["montant"]) for row in rows(out / "virements.csv")) == 60_000 * len(placed)
    assert len(list((out / "certificats").glob("*.pdf"))) == len(list((out / "contrats").glob("*.pdf"))) == len(placed)
    assert documents.check(Document.objects.filter(kind="certificat").first().code, ON)[0] == "unknown"
    assert "personnes placées" in (out / "rapport.html").read_text()


def test_a_missing_file_is_named(tmp_path):
    (tmp_path / "structures.csv").write_text("N°;Structure\n")
    with pytest.raises(Refusal, match=r"besoins\.csv"):
        keys.read_folder(tmp_path)


def test_the_day_is_the_first_of_the_year_of_the_earliest_start():
    assert keys.reference_day(None, keys.read_folder(INTAKE)["needs"]) == ON


def test_the_same_files_give_the_same_keys(monkeypatch):
    drawn = []
    for _ in range(2):
        asked = Namespace(folder=str(INTAKE), pack="tg", form="VNC", on=None)
        monkeypatch.setattr(keys.os, "environ", {})
        keys.set_environment(asked)
        drawn.append(asked.digest)
    assert drawn[0] == drawn[1] and len(drawn[0]) == len(hashlib.sha256().hexdigest())
