"""A trial on files messier than the samples: each fault is told with its file, line and cure, and stops no other line."""

import csv
import io
from argparse import Namespace
from datetime import date
from pathlib import Path

import pytest

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.places.models import Place
from teriya.portals.trial import keys
from teriya.portals.trial.delivery import delivered
from teriya.portals.trial.office import open_office
from teriya.portals.trial.run import trial
from tests.portals.test_trial import INTAKE, rows

Tables = dict[str, list[list[str]]]
SAMPLES = {"structures": ("utf-8", ","), "besoins": ("utf-8", ","), "candidats": ("cp1252", ";"), "notes_jury": ("utf-8", ",")}  # fmt: skip


def tables(candidates: int = 60) -> Tables:
    """The samples, with the first candidates and what juries gave them."""
    found = {}
    for name, (encoding, delimiter) in SAMPLES.items():
        text = (INTAKE / f"{name}.csv").read_bytes().decode(encoding)
        found[name] = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    del found["candidats"][candidates + 1 :]
    kept = {row[0] for row in found["candidats"]}
    found["notes_jury"] = [row for row in found["notes_jury"] if row[0] in kept]
    return found


def write(folder: Path, found: Tables) -> Path:
    folder.mkdir(exist_ok=True)
    for name, table in found.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, delimiter="\t").writerows(table)
    return folder


def tried(folder: Path, out: Path, on: str | None = None) -> Path:
    sources = keys.read_folder(folder)
    day = keys.reference_day(on, sources["needs"])
    trial(Namespace(sources=sources, pack="tg", form="VNC", on=day, out=str(out), digest="0" * 64))
    return out


def spoil(found: Tables) -> None:
    found["besoins"][3][6] = "01/03/2021"
    found["besoins"][4][6] = "01/06/2026"
    people = found["candidats"]
    people[1][1], people[2][5], people[3][0] = "=1+1", "+33 6 12 34 56 78", ""
    people[4][0], people[6][4], people[10][11:14] = people[5][0], "33722", ["B0003", "B9999", "B0061"]
    people.insert(20, list(people[0]))
    people.insert(0, ["LISTE DES CANDIDATS"])


@pytest.mark.usefixtures("nobody_yet")
def test_each_fault_is_told_and_stops_no_other_line(settings, tmp_path):
    settings.TRIAL = True
    found = tables()
    spoil(found)
    out = tried(write(tmp_path / "in", found), tmp_path / "out")
    told = {(row["fichier"], row["ligne"]): row for row in rows(out / "lignes_a_revoir.csv")}
    codes = {place: row["code"] for place, row in told.items()}
    assert codes["besoins.csv", "4"] == "bad_start" and codes["candidats.csv", "3"] == "formula_cell"
    assert codes["candidats.csv", "5"] == "missing_value" and codes["candidats.csv", "7"] == "line_twice"
    assert codes["candidats.csv", "4"] == "remarque" and codes["candidats.csv", "8"] == "bad_date"
    refused = {row["N°"]: row for row in rows(out / "refus.csv")}
    assert refused["1"]["motif"].startswith("candidats.csv, ligne 3. NOM : la case contient une formule.")
    assert {row["cause"] for row in rows(out / "non_affectes.csv") if row["Réf"] in ("B0003", "B9999")} <= {"closed"}
    assert "Ligne 3. NOM : la case contient une formule." in (out / "rapport.html").read_text()


@pytest.mark.usefixtures("nobody_yet")
def test_nobody_placed_is_told_and_nothing_is_paid(settings, tmp_path):
    settings.TRIAL = True
    found = tables(20)
    for row in found["candidats"][1:]:
        row[9] = ""  # no diploma
    out = tried(write(tmp_path / "in", found), tmp_path / "out")
    assert rows(out / "affectations.csv") == rows(out / "etat_de_paye.csv") == rows(out / "virements.csv") == []
    assert len(rows(out / "refus.csv")) == 20


@pytest.mark.usefixtures("nobody_yet")
def test_a_file_without_a_sound_line_stops_the_trial_and_leaves_nothing(settings, tmp_path):
    settings.TRIAL = True
    found = tables(5)
    found["notes_jury"][1:] = [["9999", "1", "2", "3"]]
    with pytest.raises(Refusal, match=r"notes_jury\.csv : aucune ligne ne convient\. Ligne 2, N° : 9999"):
        tried(write(tmp_path / "in", found), tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("nobody_yet")
def test_ages_are_counted_on_the_day_given(settings, tmp_path):
    settings.TRIAL = True
    found = tables(5)
    found["candidats"][1][4] = "01/10/1989"  # 35 on the day given, 36 on 1 January
    out = tried(write(tmp_path / "in", found), tmp_path / "out", "2025-06-30")
    assert "1" not in {row["N°"] for row in rows(out / "refus.csv") if row["code"] == "too_old"}


def test_the_year_of_one_slip_decides_nothing(tmp_path):
    found = tables(5)
    found["besoins"][3][6] = "01/03/2021"
    sources = keys.read_folder(write(tmp_path, found))
    assert keys.reference_day(None, sources["needs"]) == date(2026, 1, 1)
    with pytest.raises(Refusal, match="vient après la première prise de service"):
        keys.reference_day("2026-06-01", sources["needs"])


def test_a_file_that_is_no_table_is_named(tmp_path):
    found = tables(5)
    found["besoins"], found["structures"] = found["structures"], found["besoins"]
    with pytest.raises(Refusal, match=r"besoins\.csv : Ce n’est pas le bon fichier"):
        keys.reference_day(None, keys.read_folder(write(tmp_path, found))["needs"])
    (tmp_path / "notes_jury.csv").write_bytes(b"N;J1;J2;J3\n1;" + b"3" * 5_000 + b";1;1\n")
    with pytest.raises(Refusal, match=r"notes_jury\.csv : Ligne 2, colonne B : une case dépasse"):
        keys.read_folder(tmp_path)
    (tmp_path / "notes_jury.csv").write_bytes(b"A" * 21_000_000)
    with pytest.raises(Refusal, match=r"« notes_jury\.csv » dépasse 20 Mo"):
        keys.read_folder(tmp_path)


def test_a_file_is_found_whatever_its_capitals_and_never_twice(tmp_path):
    write(tmp_path, tables(5))
    (tmp_path / "notes_jury.csv").rename(tmp_path / "Notes Jury.TSV")
    assert keys.read_folder(tmp_path)["scores"].name == "Notes Jury.TSV"
    (tmp_path / "notes-jury.csv").write_text("N;J\n")
    with pytest.raises(Refusal, match="gardez-en un"):
        keys.read_folder(tmp_path)


def test_results_take_the_place_of_the_earlier_ones_or_nothing_changes(tmp_path):
    (tmp_path / "contrats").mkdir()
    (tmp_path / "contrats" / "old.pdf").write_text("old")
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(ValueError, match="stopped"), delivered(tmp_path) as draft:
        (draft / "contrats").mkdir()
        raise ValueError("stopped")
    assert [file.name for file in sorted(tmp_path.rglob("*.*"))] == ["old.pdf", "mine.txt"]
    with delivered(tmp_path) as draft:
        (draft / "contrats").mkdir()
        (draft / "contrats" / "new.pdf").write_text("new")
    assert [file.name for file in sorted(tmp_path.rglob("*.*"))] == ["new.pdf", "mine.txt"]


@pytest.mark.usefixtures("nobody_yet")
def test_a_country_without_communes_says_so():
    Place.objects.filter(level="commune").update(level="prefecture")
    with pytest.raises(Refusal, match=r"places\.csv"):
        open_office()
