"""Folders in and out: every refusal has its code, every alteration is seen."""

import csv
import hashlib
import io
import json
from dataclasses import replace

import numpy as np
import pytest

from teriya.foundation.core.refusals import Refusal
from teriya.mobilisation.placement.engine import tables
from teriya.mobilisation.placement.engine.commands import run
from teriya.mobilisation.placement.engine.files import read_wave
from teriya.mobilisation.placement.engine.rows import NUMBERS
from teriya.mobilisation.placement.engine.verify import certify_files, compare_files, explain_files
from teriya.mobilisation.placement.engine.whatif import what_if
from tests.mobilisation.placement.small import Post
from tests.mobilisation.placement.test_engine_worked import MONEY, SEATS


def write(folder, wave):
    folder.mkdir()
    for name, content in tables.render_inputs(wave).items():
        (folder / f"{name}.csv").write_bytes(content)
    return folder


@pytest.fixture
def folder(tmp_path):
    return write(tmp_path / "in", MONEY.wave)


@pytest.fixture
def out(folder, tmp_path):
    assert run(folder, tmp_path / "out").status == 0
    return tmp_path / "out"


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_read_wave_gives_what_was_written(folder):
    wave = read_wave(folder)
    assert tables.render_inputs(wave) == tables.render_inputs(MONEY.wave)
    assert tables.input_digests(wave) == tables.input_digests(MONEY.wave)


def test_run_writes_placements_cutoffs_and_manifest(out):
    placements, cutoffs = (out / "placements.csv").read_bytes(), (out / "cutoffs.csv").read_bytes()
    assert placements.decode() == "candidate,post\nYao,dispensaire\nEssi,école\n"
    assert cutoffs.decode() == "post,key,cause\nécole,2,money\ndispensaire,2,money\n"
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["digest"] == hashlib.sha256(placements + cutoffs).hexdigest()
    assert manifest["output"]["placements.csv"] == hashlib.sha256(placements).hexdigest()


def test_run_same_manifest_when_rows_are_shuffled(folder, out, tmp_path):
    heading, *rows = (folder / "wishes.csv").read_text(encoding="utf-8").splitlines()
    (folder / "wishes.csv").write_text("\r\n".join([heading, *reversed(rows), ""]), encoding="utf-8-sig")
    run(folder, tmp_path / "again")
    assert (tmp_path / "again/manifest.json").read_bytes() == (out / "manifest.json").read_bytes()


def test_certify_explain_and_compare_files(folder, out, tmp_path):
    richer = write(tmp_path / "richer", what_if(MONEY.wave, places={"Fonds": 2}))
    run(richer, tmp_path / "after")
    assert certify_files(folder, out).status == 0
    assert explain_files(folder, out, "Kossi").sentences == [
        "Vœu 1, école : refusé, l’argent des financeurs est employé ; dernière clé retenue 2, votre clé 3.",
        "Vœu 2, dispensaire : refusé, l’argent des financeurs est employé ; dernière clé retenue 2, votre clé 5.",
    ]
    assert compare_files(out, tmp_path / "after").sentences == [
        "Gagnants : 1 ; perdants : 0 ; poste gardé : 2.",
        "gagne : Afi, non placé → dispensaire",
    ]


def test_explain_files_unknown_candidate_is_refused(folder, out):
    assert explain_files(folder, out, "Inconnu").status == 1


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("placements.csv", "Essi,école", "Kossi,école"),
        ("placements.csv", "Essi,école\n", ""),
        ("placements.csv", "Essi,école", "Essi,école\nEssi,dispensaire"),
        ("placements.csv", "candidate,post", "candidat,poste"),
        ("cutoffs.csv", "école,2", "école,3"),
        ("cutoffs.csv", "école,2", "école,deux"),
        ("ranks.csv", "Essi,1", "Essi,2"),
        ("manifest.json", '"digest": "', '"digest": "0'),
        ("manifest.json", "{", "["),
        ("manifest.json", "posts", "postes"),
    ],
)
def test_certify_files_altered_is_status_2(folder, out, name, old, new):
    edit(out / name, old, new)
    assert certify_files(folder, out).status == 2


def test_certify_files_other_inputs_is_status_2(folder, out):
    edit(folder / "posts.csv", "dispensaire,2", "dispensaire,3")
    assert certify_files(folder, out).status == 2


def test_compare_files_altered_is_status_2(out, tmp_path):
    edit(out / "ranks.csv", "Essi,1", "Essi,2")
    assert compare_files(out, out).status == 2
    assert compare_files(out, tmp_path / "absent").status == 1


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("posts.csv", "école,2", "école,-2", "negative_seats"),
        ("posts.csv", "école,2", "école,1.5", "not_an_integer"),
        ("posts.csv", "école,2", "école,", "value_missing"),
        ("posts.csv", "école,2,éducation", "école,2,pêche", "unknown_cell"),
        ("posts.csv", "école,2,éducation", "dispensaire,2,éducation", "post_repeated"),
        ("posts.csv", "post,seats", "poste,seats", "column_missing"),
        ("cells.csv", "éducation,", "éducation,-1", "negative_ceiling"),
        ("cells.csv", "éducation,", "éducation", "row_length"),
        ("lines.csv", "Fonds,1", "Fonds,-1", "negative_places"),
        ("edges.csv", "santé,Fonds", "santé,Mécène", "unknown_line"),
        ("edges.csv", "santé,Fonds", "santé,État", "edge_repeated"),
        ("wishes.csv", "Essi,1,école", "Essi,1,hôpital", "unknown_post"),
        ("wishes.csv", "Kossi,2,", "Kossi,1,", "rank_repeated"),
        ("wishes.csv", "Kossi,2,", "Kossi,3,", "rank_missing"),
        ("wishes.csv", "Kossi,2,dispensaire", "Kossi,2,école", "wish_repeated"),
        ("order.csv", "Essi,école,2\n", "", "key_missing"),
        ("order.csv", "Essi,école,2", "Essi,école,2\nEssi,dispensaire,9", "key_unwished"),
        ("order.csv", "Essi,école,2", "Essi,école,0", "key_below_one"),
        ("order.csv", "Essi,école,2", "Essi,école,1", "key_repeated"),
        ("order.csv", "Essi,école,2", "Essi,école,2\nEssi,école,8", "pair_repeated"),
        ("order.csv", "Essi,école,2", 'Essi,"école,2', "table_unreadable"),
    ],
)
def test_run_refuses_wrong_inputs(folder, tmp_path, name, old, new, code):
    edit(folder / name, old, new)
    report = run(folder, tmp_path / "out")
    assert (report.status, report.sentences[0].split(" : ")[0]) == (1, code)
    assert not (tmp_path / "out").exists()


def test_run_refuses_absent_unreadable_and_unwritable(folder, tmp_path):
    (tmp_path / "file").write_text("")
    assert run(folder, tmp_path / "file").sentences[0].startswith("out_not_writable")
    (folder / "lines.csv").write_bytes("line,places\nÉtat,1\n".encode("latin-1"))
    assert run(folder, tmp_path / "out").sentences[0].startswith("table_unreadable")
    (folder / "lines.csv").unlink()
    assert run(folder, tmp_path / "out").sentences[0].startswith("file_missing")


@pytest.mark.parametrize(
    ("wave", "code"),
    [
        (replace(SEATS, candidates=("Afi", "Kossi")), "unknown_candidate"),
        (replace(SEATS, candidates=(*SEATS.candidates, "Afi")), "candidate_repeated"),
        (replace(SEATS, posts=SEATS.posts | {"B1": Post(1.0, "K")}), "not_an_integer"),
        (replace(SEATS, order=SEATS.order | {("Afi", "B1"): True}), "not_an_integer"),
    ],
)
def test_check_refuses_what_files_cannot_hold(wave, code):
    with pytest.raises(Refusal) as refused:
        _ = wave.wave
    assert refused.value.code == code


def as_npz(folder):
    """The same folder in columns."""
    for path in folder.glob("*.csv"):
        heading, *rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8")))
        columns = zip(*rows, strict=True)
        arrays = {
            title: np.array([int(value or -1) for value in column]) if title in NUMBERS else np.array(column)
            for title, column in zip(heading, columns, strict=True)
        }
        np.savez(path.with_suffix(".npz"), **arrays)
        path.unlink()


def test_columns_give_the_same_manifest_as_csv(folder, out, tmp_path):
    as_npz(folder)
    assert run(folder, tmp_path / "again").status == 0
    assert (tmp_path / "again/manifest.json").read_bytes() == (out / "manifest.json").read_bytes()
    assert certify_files(folder, out).status == 0


def test_whole_numbers_are_names_too(tmp_path):
    tables_of_ints = {
        "posts": {"post": [0, 1], "seats": [1, 1], "cell": [0, 0]},
        "cells": {"cell": [0], "ceiling": [-1]},
        "lines": {"line": [0], "places": [2]},
        "edges": {"cell": [0], "line": [0]},
        "wishes": {"candidate": [3, 3, 20], "rank": [1, 2, 1], "post": [1, 0, 1]},
        "order": {"candidate": [3, 3, 20], "post": [1, 0, 1], "key": [2, 3, 1]},
    }
    for name, columns in tables_of_ints.items():
        np.savez(tmp_path / f"{name}.npz", **{title: np.array(values) for title, values in columns.items()})
    assert run(tmp_path, tmp_path / "out").status == 0
    assert (tmp_path / "out/placements.csv").read_text() == "candidate,post\n3,0\n20,1\n"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 rubbish", b"not a zip"])
def test_a_broken_npz_is_refused(folder, tmp_path, content):
    (folder / "lines.npz").write_bytes(content)
    assert run(folder, tmp_path / "out").sentences[0].startswith("table_unreadable")


@pytest.fixture
def budgets(folder):
    """The second example, its lines in francs: the State 60 000 F, the fund 60 000 F."""
    (folder / "lines.csv").write_text("line,funder,class\nÉtat,Trésor,A\nFonds,Fonds,A\n", encoding="utf-8")
    (folder / "costs.csv").write_text("class,cost\nA,60000\n", encoding="utf-8")
    (folder / "budgets.csv").write_text("funder,budget\nTrésor,60000\nFonds,119999\n", encoding="utf-8")
    return folder


def test_budgets_are_planned_then_matched_and_proved(budgets, tmp_path):
    assert run(budgets, tmp_path / "out").status == 0
    assert (tmp_path / "out/placements.csv").read_text(
        encoding="utf-8"
    ) == "candidate,post\nYao,dispensaire\nEssi,école\n"
    assert certify_files(budgets, tmp_path / "out").status == 0
    assert explain_files(budgets, tmp_path / "out", "Afi").status == 0


@pytest.mark.parametrize(
    ("name", "old", "new"), [("released.csv", "Fonds,1", "Fonds,2"), ("plan.csv", ",1\n", ",9\n")]
)
def test_a_plan_above_its_budget_is_status_2(budgets, tmp_path, name, old, new):
    run(budgets, tmp_path / "out")
    edit(tmp_path / "out" / name, old, new)
    assert certify_files(budgets, tmp_path / "out").status == 2


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("costs.csv", "class,cost\nB,60000\n", "unknown_class"),
        ("budgets.csv", "funder,budget\nTrésor,-1\nFonds,1\n", "negative_budget"),
        ("cells.csv", "cell,ceiling,class\néducation,,A\nsanté,,B\n", "unequal_allowances"),
    ],
)
def test_wrong_budgets_are_refused(budgets, tmp_path, name, content, code):
    (budgets / name).write_text(content, encoding="utf-8")
    assert run(budgets, tmp_path / "out").sentences[0].startswith(code)


def test_a_ceiling_on_a_region_crosses_lines_already_in_places(folder, tmp_path):
    (folder / "regions.csv").write_text("region,floor,ceiling\nKara,,1\n", encoding="utf-8")
    assert run(folder, tmp_path / "out").sentences[0].startswith("crossing_families")


def test_host_rankings_and_reserved_seats_of_a_folder(folder, tmp_path):
    (folder / "host_ranks.csv").write_text("post,candidate,rank\nécole,Kossi,1\nécole,Essi,2\n", encoding="utf-8")
    assert run(folder, tmp_path / "out").sentences[0].startswith("host_rank_against_order")
    (folder / "host_ranks.csv").write_text("post,candidate,rank\nécole,Essi,1\nécole,Kossi,2\n", encoding="utf-8")
    (folder / "reserves.csv").write_text("post,group,seats\ndispensaire,femmes,1\n", encoding="utf-8")
    (folder / "members.csv").write_text("candidate,group\nAfi,femmes\n", encoding="utf-8")
    assert run(folder, tmp_path / "out").status == 0
    assert "Afi,dispensaire/femmes" not in (tmp_path / "out/placements.csv").read_text(
        encoding="utf-8"
    )  # money, not seats
    assert certify_files(folder, tmp_path / "out").status == 0


POINTS = "candidate,post,tier,points\nYao,dispensaire,1,70\nEssi,école,2,90\nKossi,école,2,80\nAfi,dispensaire,2,60\nKossi,dispensaire,2,50\n"


@pytest.fixture
def drawn(folder):
    """The second worked example with what its order comes from: priority, points, seed."""
    (folder / "points.csv").write_text(POINTS, encoding="utf-8")
    (folder / "seed.csv").write_text("seed\ngraine\n", encoding="utf-8")
    return folder


def test_an_order_is_proved_to_follow_points_and_draw(drawn, out):
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["seed"] == hashlib.sha256(b"graine").hexdigest()
    assert certify_files(drawn, out).status == 0
    edit(drawn / "seed.csv", "graine", "grain")
    assert certify_files(drawn, out).status == 2


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("Kossi,école,2,80", "Kossi,école,2,95", "order_not_drawn"),
        ("Yao,dispensaire,1", "Yao,dispensaire,3", "order_not_drawn"),
        (
            "Afi,dispensaire,2,60",
            "Afi,dispensaire,2,80",
            "order_not_drawn",
        ),  # equal to Kossi, whose draw is the larger
        ("Kossi,dispensaire,2,50\n", "", "key_missing"),
    ],
)
def test_an_order_that_favours_somebody_is_refused(drawn, tmp_path, old, new, code):
    edit(drawn / "points.csv", old, new)
    report = run(drawn, tmp_path / "out")
    assert report.status == 1 and report.sentences[0].startswith(f"{code} :")
