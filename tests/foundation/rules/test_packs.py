"""The three country packs load, and say what their sources say."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from teriya.foundation.core.words import fold
from teriya.foundation.rules.engine import packs, schema, terms
from teriya.foundation.rules.engine.parameters import find, value_on

COUNTRIES = Path(__file__).parents[3] / "countries"
PACKS = {code: packs.load(COUNTRIES / code) for code in ("bf", "ml", "tg")}
TOGO = PACKS["tg"]
each_pack = pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)


def terms_of(form, day, pack=TOGO):
    return terms.on(pack.parameters, pack.form(form).lineage, day)


def allowance(form, day, pack=TOGO, **scope):
    return value_on(find(pack.parameters, "allowance", pack.form(form).lineage, **scope), day)


def everything_sourced(pack):
    dated = [value for parameter in pack.parameters for value in parameter.values]
    return [*dated, *pack.grids, *pack.chains, *pack.centres]


@each_pack
def test_every_value_names_its_source(pack):
    assert all(sourced.source.strip() for sourced in everything_sourced(pack))
    assert all(text.source.strip() for text in pack.agency.legal_texts)


@each_pack
def test_everything_to_confirm_carries_a_note(pack):
    unsure = [sourced for sourced in everything_sourced(pack) if sourced.status == "to_confirm"]
    assert unsure
    assert all(sourced.note.strip() for sourced in unsure)


def test_the_rules_of_the_schema_are_the_terms_of_the_engine():
    rules = schema.read_schemas(COUNTRIES / "schema")["forms"]["$defs"]["rules"]["properties"]
    assert set(rules) == set(terms.Terms.__dataclass_fields__)


def test_togo_has_117_communes_each_in_one_of_six_centres():
    communes = {place.code for place in TOGO.places if place.level == "commune"}
    served = Counter(commune for centre in TOGO.centres for commune in centre.communes)
    assert (len(communes), len(TOGO.centres)) == (117, 6)
    assert set(served) == communes
    assert set(served.values()) == {1}


def test_togo_centres_hold_the_communes_the_agency_counts():
    """32 communes in Plateaux, 15 in Centrale (togoanvt.org); Golfe 7 and Agoè-Nyivé 6 (territoire.gouv.tg)."""
    sizes = {centre.code: len(centre.communes) for centre in TOGO.centres}
    assert (sizes["TG-CRV-PLATEAUX"], sizes["TG-CRV-CENTRALE"], sizes["TG-CRV-LOME"]) == (32, 15, 13)


def test_burkina_keeps_its_13_old_regions_and_where_they_went():
    old = {place.code: place for place in PACKS["bf"].places if place.valid_to}
    open_regions = [p for p in PACKS["bf"].places if p.level == "region" and not p.valid_to]
    assert (len(old), len(open_regions), len(PACKS["bf"].centres)) == (13, 17, 13)
    assert old["BF-EST"].replaced_by == ("BF-GOULMOU", "BF-SIRBA", "BF-TAPOA")


@pytest.mark.parametrize(("day", "months"), [(date(2018, 12, 31), 4), (date(2019, 1, 1), 6)])
def test_vec_duration_changes_in_january_2019(day, months):
    assert terms_of("VEC", day).duration_months == months


def test_vnc_caps_are_five_years_by_law_and_two_by_policy():
    vnc = terms_of("VNC", date(2026, 1, 1))
    assert (vnc.duration_months, vnc.renewals_max) == (12, 1)
    assert (vnc.legal_cap_months, vnc.policy_cap_months) == (60, 24)


def test_vne_keeps_the_rules_of_vnc_but_its_diploma():
    vne, vnc = (terms_of(form, date(2026, 1, 1)) for form in ("VNE", "VNC"))
    assert (vne.diploma_min, vnc.diploma_min) == ("licence", "cap")
    assert vne.age_max == vnc.age_max == 35


def test_vec_presence_is_attested_in_the_field_and_confirmed_by_the_centre():
    vec = terms_of("VEC", date(2026, 1, 1))
    assert vec.presence_attested_by == ("field_facilitator", "senior")
    assert vec.presence_confirmed_by == ("regional_supervisor",)
    assert (vec.days_per_month_max, vec.pay_basis) == (20, "day_present")


@each_pack
def test_every_start_asks_training_oath_and_three_signatures(pack):
    asked = {"training", "oath", "signed_volunteer", "signed_host", "signed_agency"}
    for form in pack.forms:
        assert asked <= set(terms_of(form.code, date(2026, 1, 1), pack).gates_before_start)


@pytest.mark.parametrize(
    ("country", "form", "amount", "unit"),
    [("tg", "VNC", 60000, "XOF/month"), ("tg", "VEC", 1500, "XOF/day"), ("bf", "COM", 20000, "XOF/month"),
     ("bf", "EXE", 45000, "XOF/month"), ("bf", "CON", 70000, "XOF/month")],
)  # fmt: skip
def test_allowances_are_those_published(country, form, amount, unit):
    pack = PACKS[country]
    assert allowance(form, date(2026, 1, 1), pack).value == amount
    assert find(pack.parameters, "allowance", pack.form(form).lineage).unit == unit


def test_vnc_of_2013_had_two_amounts():
    on = date(2013, 6, 1)
    assert [allowance("VNC", on, qualification=q).value for q in ("", "lower")] == [60000, 40000]
    assert allowance("VNC", date(2017, 6, 1), qualification="lower").value == 60000


def test_amounts_nobody_published_are_zero_and_to_confirm():
    unknown = [allowance("VN", date(2026, 1, 1), PACKS["ml"]), allowance("VS", date(2026, 1, 1))]
    assert [(found.value, found.status) for found in unknown] == [(0, "to_confirm")] * 2


def test_a_receipt_is_asked_of_ngos_and_associations_only():
    def asked(legal_form):
        return value_on(find(TOGO.parameters, "host_papers", qualification=legal_form), date(2026, 1, 1)).value

    asking = {form.code for form in TOGO.legal_forms if "host_receipt" in asked(form.code)}
    assert asking == {"ngo", "association"}


@each_pack
@pytest.mark.parametrize("kind", ["papers", "diplomas", "legal_forms", "suspensions", "domains", "profiles"])
def test_no_two_things_answer_to_the_same_word(pack, kind):
    spoken = Counter(fold(word) for thing in getattr(pack, kind) for word in (thing.name.fr, *thing.synonyms))
    assert not [word for word, times in spoken.items() if times > 1]


def test_diplomas_are_in_their_published_order():
    assert [diploma.name.fr for diploma in TOGO.diplomas] == ["CAP", "BEPC", "BAC", "BTS", "Licence", "Master"]


def test_togo_chain_goes_from_engagement_to_returns_with_two_refusals():
    steps = {step.code: step for step in TOGO.chain.steps}
    assert list(steps) == ["engage", "vise", "liquidate", "order", "take_charge", "send", "settle"]
    assert [step.code for step in TOGO.chain.steps if step.refusal] == ["vise", "take_charge"]
    assert steps["order"].role != steps["take_charge"].role
    assert ("order", "take_charge") in TOGO.chain.different_persons


@each_pack
def test_maps_weigh_at_most_6_kb_and_labels_lie_in_the_picture(pack):
    assert (COUNTRIES / pack.code / "map.json").stat().st_size <= 6_000
    width, height = map(int, pack.map.view_box.split()[2:])
    assert all(0 <= shape.anchor[0] <= width and 0 <= shape.anchor[1] <= height for shape in pack.map.shapes)
    assert all(re.fullmatch(r"[Ml z\d-]+", shape.path) for shape in pack.map.shapes)


def test_mali_map_says_that_it_is_the_old_one():
    assert "avant la réforme" in PACKS["ml"].map.note
    covers = {shape.code: shape.covers for shape in PACKS["ml"].map.shapes}
    assert covers["ML-KAYES"] == ("ML-KAYES", "ML-NIORO", "ML-KITA")
