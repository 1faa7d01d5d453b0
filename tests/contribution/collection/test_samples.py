"""A sample read by a third party: drawn again by anybody, frozen with its result."""

import re
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from teriya.contribution.collection import samples
from teriya.contribution.collection.engine import sampling
from teriya.contribution.collection.models import Sample
from teriya.foundation.core.refusals import Refusal
from tests.factories.collection import validated
from tests.factories.missions import make_missions
from tests.scenes import scene

MARCH, ON = date(2024, 3, 1), date(2024, 5, 2)


@scene
def _reports(cast, count: int = 3):
    return [
        validated(cast, mission, MARCH, {"hours_taught": 60 + n})
        for n, mission in enumerate(make_missions(cast, count))
    ]


@pytest.fixture
def sample(cast) -> Sample:
    _reports(cast)
    return samples.draw(
        first=MARCH,
        last=MARCH,
        size=2,
        seed="417 208",
        witnessed="Dés, devant le bureau",
        verifier="INSEED, Mme Ayélé",
        by=cast.issa,
        on=ON,
    )


def _read(cast, sample: Sample, gap: int = 0) -> None:
    for row in sample.drawn.all():
        [value] = row.report.values.all()
        samples.record_found(sampled=row, amounts={"hours_taught": value.amount - gap}, note="", by=cast.issa, on=ON)


def test_the_seed_gives_the_same_reports_again(sample):
    assert samples.redraw(sample) and len(sample.population) == 3
    assert sampling.digest(sample.population) == sample.population_digest


def test_the_result_is_frozen_with_what_was_read(cast, sample):
    with pytest.raises(Refusal, match="not_all_read"):
        samples.conclude(sample=sample, by=cast.issa, on=ON)
    _read(cast, sample)
    done = samples.conclude(sample=sample, by=cast.issa, on=ON)
    [line] = done.result
    assert (line["sent"], line["per_mille"], line["exact"], line["reports"]) == (line["found"], 0, 2, 2)
    row = done.drawn.first()
    with pytest.raises(Refusal, match="already_concluded"):
        samples.record_found(sampled=row, amounts={"hours_taught": 1}, note="", by=cast.issa, on=ON)
    with pytest.raises(IntegrityError, match="found_stays"), transaction.atomic():
        row.found.all().delete()
    with pytest.raises(IntegrityError, match="sample_stays"), transaction.atomic():
        Sample.objects.filter(pk=done.pk).update(result=[])


def test_who_handled_a_report_does_not_read_its_register(cast, sample):
    row = sample.drawn.first()
    with pytest.raises(IntegrityError, match="read_by_another"), transaction.atomic():
        sample.drawn.filter(pk=row.pk).update(read_by_id=row.report.validated_by_id, read_on=ON)


def test_a_register_that_cannot_be_read_says_why(cast, sample):
    row = sample.drawn.first()
    with pytest.raises(Refusal, match="note_required"):
        samples.record_found(sampled=row, amounts={"hours_taught": None}, note="", by=cast.issa, on=ON)
    assert samples.record_found(sampled=row, amounts={}, note="Registre emporté", by=cast.issa, on=ON).read_on == ON


def test_more_than_there_are(cast, sample):
    with pytest.raises(Refusal, match="too_few"):
        samples.draw(first=MARCH, last=MARCH, size=9, seed="1", witnessed="x", verifier="y", by=cast.issa, on=ON)


def test_pages(cast, browse, send, sample):
    year, rank = "2024", sample.number[-6:]
    assert "même résultat" in browse(cast.issa, "sample", year, rank)
    row = sample.drawn.first()
    assert send(cast.issa, "found", year, rank, row.pk, **{"n-hours_taught": "50", "note": ""}) == 302
    page = browse(cast.ama, "sample", year, rank)
    assert "Écart par indicateur" in page and " %" in page
    assert sample.number in browse(cast.issa, "samples")


def test_the_page_of_a_register_does_not_say_what_was_sent(cast, browse, sample):
    row = sample.drawn.first()
    page = browse(cast.issa, "found", "2024", sample.number[-6:], row.pk).split("<main")[1]
    assert not re.search(rf"\b{row.report.values.get().amount}\b", page)  # as a word: the form's own id has digits too


def test_a_sample_is_drawn_on_a_page(cast, send, sample):
    typed = {
        "first": "2024-03",
        "last": "2024-03",
        "region": "",
        "size": "1",
        "seed": "9",
        "witnessed": "Loterie",
        "verifier": "INSEED",
    }
    assert send(cast.issa, "draw", **typed) == 302
    assert Sample.objects.count() == 2


@given(st.sets(st.integers(1, 10**6), min_size=1, max_size=60), st.text(min_size=1, max_size=9), st.integers(1, 60))
def test_a_draw_is_of_its_population_and_in_any_order_the_same(population, seed, size):
    drawn = sampling.draw(population, seed, size)
    assert drawn == sampling.draw(sorted(population, reverse=True), seed, size)
    assert set(drawn) <= population and len(set(drawn)) == min(size, len(population))


def test_deviation_of_the_worked_example():
    sent = [(1, "anc_visits", 60), (2, "anc_visits", 65), (3, "anc_visits", 40)]
    [one] = sampling.deviations(sent, {(1, "anc_visits"): 60, (2, "anc_visits"): 61})
    assert (one.sent, one.found, one.per_mille, one.exact, one.reports) == (125, 121, 33, 1, 2)
