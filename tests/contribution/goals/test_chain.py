"""The chain as it is known on a day, its share, its refusals, and what it never says."""

import re
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from config.translations import sentences
from teriya.contribution.goals import queries
from teriya.contribution.goals.engine.parts import Node, Part, are_alike, first_clash
from teriya.contribution.goals.queries import Scope
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.rules import indicators
from teriya.foundation.rules.engine import packs
from teriya.mobilisation.hosts.models import Need
from tests.cast import appoint
from tests.factories.collection import corrected, validated
from tests.factories.evidence import read
from tests.factories.missions import make_missions
from tests.house.sources import ROOT
from tests.house.test_rights import PACKS

FIRST, LAST, ON = date(2024, 3, 1), date(2024, 4, 30), date(2024, 5, 20)
MARCH, APRIL = date(2024, 3, 1), date(2024, 4, 1)
PUPILS = {("F", "", "no"): 20, ("F", "", "yes"): 0, ("M", "", "no"): 21, ("M", "", "yes"): 1}
# a target of the annual plan may be met; one of development never is by us
NEVER = re.compile(
    r"(ODD|SDG|OMD|MDG|objectifs? (de|du) (développement|millénaire)|cibles? de développement|development (goal|target)s?)\b"
    r"(?:[^.]|\.\d){0,60}(atteint|réalisé|achieved|reached|\bmet\b)",
    re.I,
)
DENIES = re.compile(r"\b(aucun|aucune|jamais|none|no|never)\b", re.I)  # « aucun ne dit que… »


@pytest.fixture
def told(cast):
    """Two teachers of one need since 1 March 2024; each told March, one of them April too."""
    missions = make_missions(cast, 2)
    for mission in missions:
        validated(cast, mission, MARCH, {"hours_taught": 80, "pupils": PUPILS, "classes_covered": 1})
    validated(cast, missions[0], APRIL, {"hours_taught": 70, "pupils": PUPILS, "classes_covered": 1})
    return missions


def test_each_link_counts_what_the_next_comes_from(cast, told):
    chain = queries.chain(Scope(FIRST, LAST, ON, domain="education"))
    assert (chain.needs, chain.asked, chain.seats, chain.days, chain.reports) == (1, 2, 2, 2 * 61, 3)
    amounts = {one.indicator.code: one.amount for one in chain.outputs}
    assert amounts == {"hours_taught": 230, "pupils": 84, "classes_covered": 2}  # a stock: the last month of each
    assert {t.goal.code for one in chain.outputs for t in one.targets} == {"4.1", "4.5", "4.c"}
    assert all(one.share.state == "unknown" for one in chain.outputs)
    assert queries.chain(Scope(FIRST, LAST, ON, domain="health")).needs == 0
    assert queries.chain(Scope(FIRST, LAST, ON, region=cast.tone_1.region.code)).outputs == []
    of_need = queries.chain(Scope(FIRST, LAST, ON, need=Need.objects.get()))
    assert (of_need.days, {one.indicator.code: one.amount for one in of_need.outputs}) == (chain.days, amounts)
    by_target = queries.chain(Scope(FIRST, LAST, ON, target="sdg:4.5"))
    assert [one.indicator.code for one in by_target.outputs] == ["pupils"]


def test_a_share_compares_the_same_facility_and_months(cast, told):
    host = told[0].host
    read(cast, host, MARCH, 400, on=ON)
    read(cast, host, APRIL, 900, indicator="classes_covered", on=ON)
    shares = {one.indicator.code: one.share.shown for one in queries.chain(Scope(FIRST, LAST, ON)).outputs}
    assert shares["hours_taught"] == (160, 400, 40, 1, 2)  # April is not in the register
    assert shares["classes_covered"] == (1, 900, 0, 1, 2)
    assert shares["pupils"].percent is None


def test_a_past_day_gives_the_same_chain_for_ever(cast, told):
    before = queries.chain(Scope(FIRST, LAST, ON))
    report = told[0].indicator_reports.get(month=MARCH)
    corrected(cast, report, {"hours_taught": 100, "pupils": PUPILS, "classes_covered": 1}, on=date(2024, 6, 5))
    read(cast, told[0].host, MARCH, 500, on=date(2024, 6, 6))
    assert queries.chain(Scope(FIRST, LAST, ON)) == before
    after = queries.chain(Scope(FIRST, LAST, date(2024, 6, 7)))
    assert after.outputs[0].amount == 250 and after.outputs[0].share.shown.percent == 36


def test_a_total_is_built_from_parts_or_refused(cast, told):
    scope, region = Scope(FIRST, LAST, ON), told[0].host.commune.region.code
    hours, pupils, classes = (indicators.indicator(code) for code in ("hours_taught", "pupils", "classes_covered"))

    def node(*asked):
        return Node("Total", tuple(Node(str(part.place), part=part) for part in asked))

    def part(one, place=(), first=FIRST, last=LAST, **cell):
        return queries.part_of(one, first, last, place=place, **cell)

    commune = (region, told[0].host.commune.code)
    split = queries.total(node(part(hours, first=MARCH, last=MARCH), part(hours, first=APRIL)), scope)
    assert (split.amount, [one.amount for one in split.children]) == (230, [160, 70])
    assert queries.total(node(part(pupils, sex="F"), part(pupils, sex="M")), scope).amount == 84
    assert queries.total(node(part(hours, commune), part(hours, ("TG-S",))), scope).amount == 230
    for asked, why in (
        ((part(hours), part(hours, commune)), "un lieu est dans l’autre"),
        ((part(hours, (region,)), part(hours, commune)), "un lieu est dans l’autre"),
        ((part(pupils), part(pupils, sex="F")), "ventilations"),
        ((part(pupils, last=MARCH), part(pupils, first=APRIL)), "encore là"),
    ):
        with pytest.raises(Refusal, match="parts_overlap") as no:
            queries.total(node(*asked), scope)
        assert why in no.value.sentence
    with pytest.raises(Refusal, match="parts_unlike"):
        queries.total(node(part(hours), part(classes)), scope)


@pytest.mark.parametrize("code", PACKS)
def test_what_a_country_declares_never_overlaps(code):
    pack = packs.load(ROOT / "countries" / code)
    known = {one.code: one for one in pack.indicators}
    for aggregate in pack.aggregates:
        parts = [
            Part(part, known[part].counts, known[part].unit.fr, known[part].nature == "stock", 1, 12)
            for part in aggregate.parts
        ]
        assert first_clash(parts) is None and are_alike(parts), aggregate.code


def test_the_pages_say_the_chain_and_its_limits(cast, told, browse, client):
    shown = browse(cast.issa, "chain", du="2024-03", au="2024-04", jour=str(ON))
    for said in ("122 jours de service", "contribue à la cible des ODD", "part inconnue", "n’en sont pas la mesure", "les missions, une à une", "Tel qu’on le savait le 20 mai 2024"):  # fmt: skip
        assert said in shown.replace("</b>", ""), said
    need = Need.objects.get()
    client.force_login(cast.kodjo)
    assert f"/contribution/chaine/besoin/{need.reference}/" in client.get(f"/besoins/{need.pk}/").content.decode()
    assert "230" in browse(cast.kodjo, "of_need", need.reference, au="2024-04")
    assert told[0].person.family in browse(cast.kodjo, "missions", du="2024-03", au="2024-04")
    asked = {"du": "2024-03", "au": "2024-04"}
    assert "230" in browse(cast.issa, "totals", **asked, indicateur="hours_taught", lieu="", sexe="")
    twice = client.get("/contribution/chaine/cumuls/", asked | {"indicateur": ["pupils"] * 2, "lieu": ["", ""], "sexe": ["", "F"]})  # fmt: skip
    assert twice.status_code == 422 and "ne s’ajoutent pas" in twice.content.decode()
    appoint(cast.komlan, "regional_agent", cast.tone_1)
    assert "Aucun résultat validé" in browse(cast.komlan, "chain", **asked)
    with pytest.raises(AssertionError):
        browse(cast.komlan, "of_need", need.reference)


def test_the_file_says_its_limits(cast, told, client):
    client.force_login(cast.issa)
    content = client.get("/contribution/chaine/fichier/", {"du": "2024-03", "au": "2024-04"}).content
    cells = [str(cell) for row in load_workbook(BytesIO(content)).active.iter_rows(values_only=True) for cell in row if cell is not None]  # fmt: skip
    assert any("n’en sont pas la mesure" in cell for cell in cells) and "230" in cells
    assert not any(NEVER.search(cell) for cell in cells)


def test_no_sentence_of_the_system_says_that_a_goal_is_achieved():
    said = [word for one in sentences() if one.id for word in ([one.id] if isinstance(one.id, str) else one.id)]
    assert [one for one in said if NEVER.search(one) and not DENIES.search(one)] == []
    assert NEVER.search("Indicateur ODD 3.1 atteint") and NEVER.search("SDG target 4.1 achieved")


def test_the_chain_asks_at_most_sixteen_questions(cast, told, client, django_assert_max_num_queries):
    client.force_login(cast.issa)
    read(cast, told[0].host, MARCH, 400, on=ON)
    with django_assert_max_num_queries(16):
        assert client.get("/contribution/chaine/", {"du": "2024-03", "au": "2024-04"}).status_code == 200
