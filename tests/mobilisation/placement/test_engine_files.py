"""Folders in and out: every refusal has its code, every alteration is seen."""

import hashlib
import json
from dataclasses import replace

import pytest

from teriya.foundation.core.refusals import Refusal
from teriya.mobilisation.placement.engine import tables
from teriya.mobilisation.placement.engine.commands import certify_files, compare_files, explain_files, run
from teriya.mobilisation.placement.engine.files import read_wave
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
