"""Counted whole, checked before it is printed, the same for ever for the same day; what the public reads shows nobody."""

import copy
import json
import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from teriya.contribution.yearbook import actions, papers, showing
from teriya.contribution.yearbook.counting import MEASURES, content_of, digest_of
from teriya.contribution.yearbook.engine.reconcile import faults, series_faults
from teriya.contribution.yearbook.models import Edition, Preparation
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.actions import pdf
from teriya.foundation.documents.engine.render import render
from teriya.mobilisation.hosts.models import Host
from teriya.people.models import Person
from teriya.service.missions.actions import end
from tests.cast import appoint
from tests.factories.missions import make_missions
from tests.foundation.documents.samples import HEAD

ON = date(2025, 2, 1)
GOLDEN = Path(__file__).parent / "annuaire-2024.json"


@pytest.fixture
def officer(cast):
    appoint(cast.komlan, "monitoring")
    return cast.komlan


@pytest.fixture
def year(cast):
    """2024: seven of Haho, five women; six of Tône, of whom one woman."""
    found = make_missions(cast, 7) + make_missions(cast, 6)
    Host.objects.filter(pk=found[-1].host_id).update(commune=cast.tone_1)
    people = [one.person_id for one in found]
    Person.objects.filter(pk__in=people).update(sex="M")
    Person.objects.filter(pk__in=[*people[:5], people[7]]).update(sex="F")
    return found


def make(officer, on=ON, year=2024):
    return actions.make(actions.ask(year=year, by=officer, on=on))


def lines_of(answer) -> int:
    return answer.context["page"].paginator.count


def code_of(call, *args, **kwargs) -> str:
    with pytest.raises(Refusal) as no:
        call(*args, **kwargs)
    return no.value.code


def test_every_table_says_the_same_totals(cast, year, officer):
    edition = make(officer)
    content = edition.content
    assert content["totals"] == {
        "mobilised": 13,
        "missions_begun": 13,
        "missions_ended": 0,
        "in_service": 13,
        "service_days": 13 * 306,
    }
    for name, rows in content["tables"].items():
        assert sum(row[2] for row in rows) == 13, name
    assert content["years"] == {"2024": 13}
    preparation = Preparation.objects.get()
    assert (preparation.state, preparation.done, preparation.edition) == ("made", preparation.total, edition)
    assert make(officer) == edition and Edition.objects.count() == 1
    assert code_of(actions.ask, year=2025, by=officer, on=ON) == "year_not_over"
    assert code_of(actions.ask, year=2024, by=cast.ama, on=ON) == "not_allowed"
    assert code_of(make, officer, year=2019) == "nothing_counted"


def test_the_same_past_day_gives_the_same_bytes(cast, year, officer):
    """Their ends are recorded in March 2025: the yearbook of 1 February knows nothing of it, that of April does."""
    first = content_of(2024, ON, [], lambda _done: None)
    end(
        missions=year,
        reason="resignation",
        last_day=date(2024, 12, 15),
        why="Emploi",
        by=cast.kodjo,
        on=date(2025, 3, 3),
    )
    assert digest_of(content_of(2024, ON, [], lambda _done: None)) == digest_of(first)
    later = content_of(2024, date(2025, 4, 1), [], lambda _done: None)
    assert (first["totals"]["missions_ended"], later["totals"]["missions_ended"]) == (0, 13)
    once, twice = (render("chiffres", HEAD | papers.data_of(first, digest_of(first)), on=ON) for _time in range(2))
    assert once == twice


def test_the_yearbook_of_a_past_day_is_the_one_kept(cast, year, officer):
    """The golden file was read line by line when it was kept: thirteen people, n. p. where one could be known."""
    edition = make(officer)
    printed = json.dumps(papers.data_of(edition.content, ""), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    assert printed == GOLDEN.read_text(encoding="utf-8")


def test_what_the_public_reads_shows_nobody(cast, year, officer, client):
    edition = actions.decide(edition=make(officer), step="publish", by=cast.ama, on=ON)
    assert ["TG-S", "F"] in edition.content["hidden"]["commune"] and ["TG-S-TONE-1", "F"] in edition.content["hidden"][
        "commune"
    ]
    crossed = showing.crossed(edition.content, "region", whole=False)
    assert {tuple(cell.text for cell in cells) for _label, cells, _sum in crossed.lines} == {("n. p.", "n. p.")}
    assert showing.crossed(edition.content, "region", whole=True).lines[0][1] == [("5", ""), ("2", "")]
    shown = client.get("/annuaire/2024/").content.decode()
    assert "n. p." in shown and "13" in shown and "<svg" in shown
    paper = client.get("/annuaire/2024/annuaire.pdf")
    assert paper.content[:5] == b"%PDF-" and paper.content == pdf(edition.document)
    assert client.get("/annuaire/2023/").status_code == 404


def test_another_person_publishes_and_nothing_changes_afterwards(cast, year, officer, client):
    edition = make(officer)
    assert client.get("/annuaire/2024/").status_code == 404
    appoint(officer, "director")
    assert code_of(actions.decide, edition=edition, step="publish", by=officer, on=ON) == "same_person"
    actions.decide(edition=edition, step="publish", by=cast.ama, on=ON)
    Person.objects.filter(pk=year[0].person_id).update(sex="M")
    other = make(officer, on=date(2025, 3, 1))
    assert code_of(actions.decide, edition=other, step="publish", by=cast.ama, on=ON) == "already_published"
    for change in ({"content": {}}, {"year": 2023}, {"digest": "x"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Edition.objects.filter(pk=edition.pk).update(**change)
    actions.decide(edition=edition, step="withdraw", by=cast.ama, on=ON, reason="Erreur")
    assert client.get("/annuaire/2024/").status_code == 404


def test_pages_are_asked_followed_and_opened_on_their_lists(cast, year, officer, client):
    client.force_login(officer)
    page = client.get("/contribution/annuaires/")
    assert page.status_code == 200
    edition = make(officer)
    shown = client.get(f"/contribution/annuaires/{edition.pk}/").content.decode()
    assert "n. p." not in shown
    opened = {
        address: int(number)
        for address, number in re.findall(r'<a href="(/contribution/chiffres/liste/[^"]+)">(\d+)<', shown)
    }
    women = next(
        address for address in opened if "mobilised" in address and "c_sex=F" in address and "c_region" in address
    )
    assert lines_of(client.get(unescape(women))) == opened[women] > 0
    assert any("mobilised" in address and "c_commune" in address for address in opened)
    assert client.get(f"/contribution/annuaires/{edition.pk}/annuaire.pdf").content[:5] == b"%PDF-"


cells = st.dictionaries(st.tuples(st.sampled_from("abc"), st.sampled_from("FM")), st.integers(1, 50), min_size=1)


@given(cells, st.integers(0, 3))
def test_what_does_not_add_up_is_found(found, more):
    """The same people told by two dimensions: right as they are, wrong with anybody more on one side."""
    other = {
        ("x", sex): sum(number for (_key, one), number in found.items() if one == sex)
        for sex in {sex for _key, sex in found}
    }
    total = sum(found.values())
    tables = {"form": {"m": found}, "age": {"m": other}}
    assert list(faults(tables, {"m": total}, {})) == []
    changed = copy.deepcopy(tables)
    changed["age"]["m"][next(iter(other))] += more
    assert bool(list(faults(changed, {"m": total}, {}))) == bool(more)
    assert bool(series_faults({"2024": total + more}, 2024, total)) == bool(more)


def test_communes_make_their_region():
    tables = {"region": {"m": {("r", "F"): 3}}, "commune": {"m": {("c", "F"): 3}}}
    assert list(faults(tables, {"m": 3}, {"c": "r"})) == []
    assert list(faults(tables, {"m": 3}, {"c": "s"}))


def test_the_measures_are_those_of_the_figures():
    assert len(MEASURES) == len(showing.heads())
