"""An auditor draws lines: population first, seed once, the same lines again; findings line by line."""

import hashlib
from uuid import uuid4

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from teriya.foundation.core.refusals import Refusal
from teriya.pay.bundles import actions, drawn
from teriya.pay.bundles.engine import drawing
from teriya.pay.bundles.engine.drawing import Unit
from teriya.pay.bundles.models import Draw
from tests.factories.attendance import MONTH
from tests.factories.bundles import BACK, make_sent

SIMPLE = [106, 102, 101]
STRATIFIED = [
    (102, "A · ≤ 30\u202f000"),
    (101, "A · ≤ 30\u202f000"),
    (106, "B · > 30\u202f000"),
    (104, "B · ≤ 30\u202f000"),
]


def freeze(cast, size=2, method="simple", **limits) -> Draw:
    return actions.freeze_population(
        first=MONTH, last=MONTH, method=method, size=size, by=cast["auditor"], on=BACK, **limits
    )


def draw(cast, row: Draw, seed="17-4-42") -> list[int]:
    found = actions.draw_lines(draw=row, seed=seed, witnessed="Boules, devant huissier", by=cast["auditor"], on=BACK)
    return [one.line_id for one in found]


def test_the_worked_example():
    """docs/algorithms/tirage.md: six lines of two centres, seed 17-4-42."""
    population = [Unit(n, 60000 if n == 106 else 30000, "A" if n < 104 else "B") for n in range(101, 107)]
    assert [one.line for one in drawing.simple(population, "17-4-42", 3)] == SIMPLE
    assert [(one.line, one.stratum) for one in drawing.stratified(population, "17-4-42", 4)] == STRATIFIED


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 5)), min_size=1, max_size=60), st.data())
def test_a_stratified_draw_takes_its_size_and_nobody_twice(facts, data):
    population = [Unit(n, 1000 * net, str(centre)) for n, (centre, net) in enumerate(facts)]
    size = data.draw(st.integers(1, len(population)))
    found = [one.line for one in drawing.stratified(population, "g", size)]
    assert len(found) == size == len(set(found))


def test_the_same_seed_gives_the_same_lines_and_the_digest_is_that_of_the_file(cast):
    make_sent(cast, 6)
    row = freeze(cast, 3)
    found = draw(cast, row)
    row.refresh_from_db()
    assert [one.line for one in drawn.redraw(row)] == found and len(found) == 3
    assert hashlib.sha256(drawn.as_file(row).encode()).hexdigest() == row.digest
    assert sorted(found, key=lambda pk: drawing.key("17-4-42", pk)) == found


def test_a_seed_is_given_once_and_says_how_it_was_drawn(cast):
    make_sent(cast, 3)
    row = freeze(cast)
    with pytest.raises(Refusal, match="seed_required"):
        actions.draw_lines(draw=row, seed="1", witnessed=" ", by=cast["auditor"], on=BACK)
    draw(cast, row)
    with pytest.raises(Refusal, match="wrong_state"):
        draw(cast, row, "18")


def test_more_lines_than_there_are_is_refused(cast):
    make_sent(cast, 2)
    for size, code in ((3, "nothing_to_draw"), (0, "bad_size")):
        with pytest.raises(Refusal, match=code):
            freeze(cast, size)
    with pytest.raises(Refusal, match="nothing_to_draw"):
        freeze(cast, 1, centre=cast.savanes)


def test_only_the_auditor_draws(cast):
    make_sent(cast, 2)
    with pytest.raises(Refusal, match="not_allowed"):
        actions.freeze_population(first=MONTH, last=MONTH, method="simple", size=1, by=cast["director"], on=BACK)


def test_the_auditor_draws_and_notes_on_the_pages(cast, client):
    make_sent(cast, 3)
    client.force_login(cast["auditor"])
    sent = {"first": "2024-03", "last": "2024-03", "size": "2", "method": "stratified", "receipt": uuid4()}
    page = client.post(reverse("bundles:freeze"), sent)
    row = Draw.objects.get()
    assert page.headers["Location"] == reverse("bundles:draw", args=[row.pk])
    url = reverse("bundles:draw", args=[row.pk])
    assert row.digest in client.get(url).content.decode()
    client.post(url, {"receipt": uuid4(), "seed": "17-4-42", "witnessed": "Devant huissier"})
    shown = client.get(url).content.decode()
    assert "17-4-42" in shown and "les mêmes lignes" in shown and "incomplète" in shown
    finding = reverse("bundles:finding", args=[row.pk, 1])
    refused = client.post(finding, {"receipt": uuid4(), "finding": "not_conform", "note": ""})
    assert refused.status_code == 422
    client.post(finding, {"receipt": uuid4(), "finding": "not_conform", "note": "Signature illisible"})
    assert "Signature illisible" in client.get(url).content.decode()
