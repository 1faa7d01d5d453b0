"""A broken pack is refused in one go, each problem with its file and its key."""

import copy
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.rules.engine import packs, schema

COUNTRIES = Path(__file__).parents[3] / "countries"
SCHEMAS = schema.read_schemas(COUNTRIES / "schema")
FILES = packs.read(COUNTRIES / "tg")
OWED_BY = [one["name"] for one in FILES["rates.toml"]["parameter"]].index("host_share_owed_by")
COMMUNES_OF = {centre.code: centre.communes for centre in packs.assemble(FILES, SCHEMAS).centres}

# file, path in the file, what is put there, what the refusal says
MUTATIONS = [
    ("agency.toml", ["currency"], "EUR", "agency.toml · currency"),
    ("agency.toml", ["accounting"], "gip", "agency.toml · accounting : gip"),
    ("agency.toml", ["surprise"], "?", "agency.toml · (fichier) : clé inconnue (surprise)"),
    ("forms.toml", ["form", 0, "provision", 0, "from"], "2011-02-30", "forms.toml · form[VNC].provision[0].from"),
    ("forms.toml", ["form", 0, "provision", 0, "surprise"], 1, "form[VNC].provision[0] : clé inconnue (surprise)"),
    ("forms.toml", ["form", 0, "provision", 0, "source"], "", "forms.toml · form[VNC].provision[0].source"),
    (
        "forms.toml",
        ["form", 0, "provision", 0, "set", "duration_months"],
        "12",
        "set.duration_months : attend un entier",
    ),
    ("forms.toml", ["form", 0, "provision", 1, "set", "policy_cap_months"], 61, "form[VNC].policy_cap_months"),
    ("forms.toml", ["form", 0, "provision", 2, "set", "age_max"], 17, "form[VNC].age_max"),
    ("forms.toml", ["form", 0, "provision", 4, "set", "papers"], [["licence"]], "forms.toml · papers/VNC : licence"),
    ("forms.toml", ["form", 0, "provision", 4, "set", "papers"], [["cv", "passport"]], "pas des pièces du même genre"),
    ("forms.toml", ["form", 0, "provision", 5, "set", "grid"], "none", "forms.toml · grid/VNC : none"),
    ("forms.toml", ["form", 1, "parent"], "VXX", "forms.toml · form[VNE].parent"),
    ("forms.toml", ["form", 2, "provision", 2, "from"], "2015-01-01", "duration_months/VEC.from : les dates"),
    ("forms.toml", ["form", 2, "code"], "VNC", "forms.toml · form[VNC] : le code est donné 2 fois"),
    ("forms.toml", ["provision", 5, "set", "start_attested_by"], ["king"], "provision[5].set.start_attested_by"),
    ("forms.toml", ["provision", 8, "note"], "", "forms.toml · provision[8].note"),
    ("rates.toml", ["parameter", 0, "values", 0, "value"], -1, "rates.toml · parameter[allowance].values[0].value"),
    ("rates.toml", ["parameter", 0, "values", 0, "value"], 60000.5, "parameter[allowance].values[0].value"),
    ("rates.toml", ["parameter", 0, "form"], "VXX", "rates.toml · allowance/VXX.form"),
    ("rates.toml", ["parameter", 1, "qualification"], "", "rates.toml · parameter[allowance].qualification"),
    ("rates.toml", ["parameter", 3, "form"], "VIR", "rates.toml · parameter[allowance] : aucun montant pour VS"),
    ("rates.toml", ["parameter", 8, "name"], "pay_due_day", "rates.toml · parameter[pay_due_day] : donné 2 fois"),
    (
        "rates.toml",
        ["parameter", OWED_BY, "values", 0, "value"],
        ["club"],
        "rates.toml · host_share_owed_by/VNC : club",
    ),
    (
        "rates.toml",
        ["parameter", OWED_BY, "values", 0, "value"],
        "ngo",
        "parameter[host_share_owed_by].values[0].value",
    ),
    ("rates.toml", ["parameter", OWED_BY + 1, "values", 0, "value"], ["school"], "host_share_exempt_domains : school"),
    ("papers.toml", ["host_requirement", 1, "legal_form"], "club", "papers.toml · host_papers/club.legal_form"),
    ("papers.toml", ["host_requirement", 1, "papers"], ["stamp"], "papers.toml · host_papers/ngo : stamp"),
    ("hosts.toml", ["mission", 0, "code"], "pilot", "hosts.toml · mission[pilot] : ce profil"),
    ("hosts.toml", ["mission", 0, "diploma"], "phd", "hosts.toml · mission[primary_teacher].diploma : phd"),
    ("services.toml", ["service", 0, "place"], "TG-X", "services.toml · service[anpe].place : TG-X"),
    ("hosts.toml", ["commitment", 0, "name"], {"fr": "Oui"}, "hosts.toml · commitment[tutor].name"),
    ("words.toml", ["profile", 0, "domain"], "sport", "words.toml · profile[primary_teacher].domain"),
    ("words.toml", ["profile", 0, "isco_08"], "23", "words.toml · profile[primary_teacher].isco_08"),
    ("accounting.toml", ["chain", 0, "step", 0, "role"], "king", "accounting.toml · chain[epa].step[engage].role"),
    ("accounting.toml", ["chain", 0, "different_persons", 0], ["engage", "x"], "chain[epa].different_persons : x"),
    ("places.csv", [2, "parent"], "TG-X", "places.csv · [TG-S-CINKASSE].parent : TG-X"),
    ("places.csv", [2, "parent"], "TG-S-CINKASSE-1", "places.csv · [TG-S-CINKASSE].parent"),
    ("places.csv", [2, "population"], "many", "places.csv · [TG-S-CINKASSE].population"),
    ("places.csv", [3, "valid_to"], "2010-01-01", "places.csv · [TG-S-CINKASSE-1].valid_to"),
    ("places.csv", [3, "replaced_by"], "TG-X", "places.csv · [TG-S-CINKASSE-1].replaced_by"),
    ("centres.csv", [0, "covers"], "TG-M-GOLFE", "centres.csv · covers : TG-M-AGOE-NYIVE-1 est dans 0 centres"),
    ("centres.csv", [0, "covers"], "TG-M", "centres.csv · covers : TG-M-AVE-1 est dans 2 centres"),
    ("centres.csv", [0, "covers"], "TG-X", "centres.csv · [TG-CRV-LOME].covers : TG-X"),
    ("map.json", ["shapes", 0, "covers"], ["TG-X"], "map.json · shapes : TG-X n’est pas une région"),
    ("map.json", ["shapes", 0, "path"], "M0,0", "map.json · shapes[TG-P].path"),
]


def broken(*mutations):
    files = copy.deepcopy(FILES)
    for file, path, value in mutations:
        *parents, last = [file, *path]
        target = files
        for step in parents:
            target = target[step]
        target[last] = value
    return files


def sentence_of(files):
    with pytest.raises(Refusal) as refused:
        packs.assemble(files, SCHEMAS)
    assert refused.value.code == "pack_invalid"
    return refused.value.sentence


@pytest.mark.parametrize(("file", "path", "value", "said"), MUTATIONS, ids=[said for *_, said in MUTATIONS])
def test_a_broken_pack_is_refused_with_its_file_and_key(file, path, value, said):
    assert said in sentence_of(broken((file, path, value)))


SHOWN_TOGETHER = {
    "schema": (
        "agency.toml · currency",
        "map.json · shapes[TG-P].path",
        "words.toml · profile[primary_teacher].isco_08",
    ),
    "references": ("agency.toml · accounting : gip", "papers.toml · host_papers/ngo : stamp", "form[VNC].age_max"),
}


@pytest.mark.parametrize("kind", SHOWN_TOGETHER)
def test_one_refusal_lists_every_problem(kind):
    chosen = [mutation for mutation in MUTATIONS if mutation[-1] in SHOWN_TOGETHER[kind]]
    said = sentence_of(broken(*(mutation[:-1] for mutation in chosen)))
    assert len(chosen) == 3
    assert all(mutation[-1] in said for mutation in chosen)


@settings(max_examples=20)
@given(st.sampled_from(["papers.toml", "words.toml", "places.csv", "centres.csv"]), st.data())
def test_a_row_given_twice_is_refused(file, data):
    files = copy.deepcopy(FILES)
    lists = {"papers.toml": "paper", "words.toml": "profile"}
    rows = files[file][lists[file]] if file in lists else files[file]
    row = data.draw(st.sampled_from(rows))
    rows.append(row)
    assert f"[{row['code']}] : le code est donné 2 fois" in sentence_of(files)


@settings(max_examples=20)
@given(st.data())
def test_a_commune_added_to_a_second_centre_is_named(data):
    files = copy.deepcopy(FILES)
    commune = data.draw(st.sampled_from([row["code"] for row in FILES["places.csv"] if row["level"] == "commune"]))
    centre = data.draw(st.sampled_from(files["centres.csv"]))
    centre["covers"] += f" {commune}"
    if commune in COMMUNES_OF[centre["code"]]:
        packs.assemble(files, SCHEMAS)
    else:
        assert f"{commune} est dans 2 centres" in sentence_of(files)


def test_unreadable_files_are_all_named(tmp_path):
    for file in packs.FILES:
        (tmp_path / file).write_bytes((COUNTRIES / "tg" / file).read_bytes())
    (tmp_path / "rates.toml").write_text("name = ", encoding="utf-8")
    (tmp_path / "words.toml").write_bytes(b"\xff\xfe")
    (tmp_path / "map.json").unlink()
    with pytest.raises(Refusal) as refused:
        packs.read(tmp_path)
    assert all(file in refused.value.sentence for file in ("rates.toml", "words.toml", "map.json"))
