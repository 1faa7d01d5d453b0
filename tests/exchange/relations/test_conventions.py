"""Both agencies approve the same digest, each once, in any order, with the same end on both sides."""

from datetime import timedelta
from itertools import permutations
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from teriya.exchange.relations import actions, queries
from teriya.exchange.relations.models import Convention, CostLine
from teriya.exchange.relations.terms import terms
from teriya.exchange.wire import actions as wire
from teriya.foundation.core.receipts import digest_of
from teriya.foundation.core.refusals import NotAllowed, Refusal
from tests.exchange.conftest import outbox
from tests.factories.relations import agree, propose, some_terms

TODAY = timezone.localdate


@pytest.fixture
def ours(cast, moussa, burkina) -> Convention:
    """Proposed by us to Burkina Faso."""
    return propose(cast, burkina.row)


def approval(row: Convention) -> dict:
    return {"version": row.version, "digest": row.digest}


def refusal(row: Convention) -> dict:
    return {"version": row.version, "reason": "trop tôt"}


def state(row: Convention) -> str:
    row.refresh_from_db()
    return row.state


def a_text(**values) -> dict:
    """What Burkina Faso would propose, its keys and lines in its own order."""
    return {
        "data": {"after": "return", "days": 180, "fields": ["given", "family"], "purposes": "choisir et accueillir"},
        "costs": [{"per": "month", "line": "housing", "payer": "host", "amount": 30_000},
                  {"per": "stay", "line": "ticket", "payer": "receiving", "amount": 100_000}],
        "sends": {"tg": 3, "bf": 4}, "months": [6, 12], "sectors": ["santé"], "tolerance": 1,
        "ends": "2028-12-31", "starts": "2026-01-01", "title": "Convention", "version": 1,
    } | values  # fmt: skip


def test_it_holds_once_both_have_approved_the_same_digest(cast, ours, burkina, hear):
    actions.approve_convention(convention=ours, by=cast.ama, on=TODAY())
    assert state(ours) == "proposed" and queries.convention_in_force(burkina.row, TODAY()) is None
    assert hear(burkina, "convention.approve", ours.uid, approval(ours)) == "applied"
    assert state(ours) == "agreed" and queries.convention_in_force(burkina.row, TODAY()) == ours
    assert [row.fact.kind for row in outbox(burkina.row)] == ["convention.propose", "convention.approve"]


def test_another_text_under_the_same_version_is_not_approved(ours, burkina, hear):
    assert hear(burkina, "convention.approve", ours.uid, approval(ours) | {"digest": "0" * 64}) == "digest_differs"
    ours.refresh_from_db()
    assert (ours.state, ours.their_word) == ("proposed", "")


def test_what_they_propose_reads_the_same_here_and_has_the_same_digest(burkina, hear):
    uid, text = uuid4(), a_text()
    assert hear(burkina, "convention.propose", uid, text) == "applied"
    row = Convention.objects.get(uid=uid)
    assert (row.number_out, row.number_in, row.is_ours, row.state) == (3, 4, False, "proposed")
    assert row.digest == digest_of(terms(row, row.costs()))
    canonical = a_text(data=text["data"] | {"fields": ["family", "given"]})
    assert row.digest == digest_of(canonical)


def test_what_we_do_not_understand_of_a_text_we_do_not_approve(cast, moussa, burkina, hear):
    """A name of tomorrow is kept in what was said, and leaves our digest other than theirs: our approval is refused there."""
    uid, text = uuid4(), a_text(penalty=5)
    assert hear(burkina, "convention.propose", uid, text) == "applied"
    assert Convention.objects.get(uid=uid).digest != digest_of(text)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"sends": {"ml": 1, "bf": 2}}, "other_agencies"),
        ({"ends": "2025-12-31"}, "bad_dates"),
        ({"starts": "2026-02-30"}, "bad_dates"),
        ({"months": [12, 6]}, "bad_dates"),
        ({"costs": a_text()["costs"][:1] * 2}, "cost_twice"),
        ({"version": 2}, "version_crossed"),
        ({"data": a_text()["data"] | {"fields": ["blood_group"]}}, "content_unfit"),
        ({"data": a_text()["data"] | {"days": 0}}, "content_unfit"),
    ],
)  # fmt: skip
def test_a_text_that_cannot_stand_is_refused_with_its_code(burkina, hear, change, code):
    assert hear(burkina, "convention.propose", uuid4(), a_text(**change)) == code
    assert not Convention.objects.exists()


def test_a_refusal_wins_over_an_approval_whichever_comes_first(cast, moussa, burkina, hear):
    """We take back ours while they approve it; they refuse it while we approve it: each pair in both orders."""
    ends = set()
    for mine, theirs in (("take_back", "approve"), ("approve", "refuse"), ("take_back", "refuse")):
        for order in permutations([mine, theirs]):
            row = propose(cast, burkina.row)
            for who in order:
                if who == theirs:
                    content = approval(row) if theirs == "approve" else refusal(row)
                    assert hear(burkina, f"convention.{theirs}", row.uid, content) == "applied"
                elif mine == "approve" and state(row) == "proposed":
                    actions.approve_convention(convention=row, by=cast.ama, on=TODAY())
                elif state(row) == "proposed":
                    actions.refuse_convention(convention=row, reason="le budget manque", by=moussa, on=TODAY())
            ends.add(state(row))
    assert ends == {"set_aside"}


def test_two_approvals_agree_in_both_orders(cast, moussa, burkina, hear):
    for order in permutations("ab"):
        row = propose(cast, burkina.row)
        for who in order:
            if who == "a":
                actions.approve_convention(convention=row, by=cast.ama, on=TODAY())
            else:
                assert hear(burkina, "convention.approve", row.uid, approval(row)) == "applied"
        assert state(row) == "agreed" and row.agreed_on == TODAY()


def test_each_agency_says_one_word_only(ours, burkina, hear, cast, moussa):
    assert hear(burkina, "convention.approve", ours.uid, approval(ours)) == "applied"
    assert hear(burkina, "convention.refuse", ours.uid, refusal(ours)) == "already_said"
    actions.approve_convention(convention=ours, by=cast.ama, on=TODAY())
    with pytest.raises(Refusal, match="nothing_to_answer"):
        actions.refuse_convention(convention=ours, reason="regret", by=moussa, on=TODAY())


def test_who_wrote_it_never_approves_it(cast, ours, moussa):
    with pytest.raises(NotAllowed):
        actions.approve_convention(convention=ours, by=moussa, on=TODAY())
    with pytest.raises(IntegrityError, match="convention_approved_by_another"), transaction.atomic():
        Convention.objects.filter(pk=ours.pk).update(
            our_word="approved", our_word_on=TODAY(), our_word_by_id=ours.by_id
        )


def test_a_draft_is_not_known_to_the_other_agency(cast, moussa, burkina, hear):
    drafted = actions.draft_convention(agency=burkina.row, terms=some_terms(), by=moussa, on=TODAY())
    assert hear(burkina, "convention.refuse", drafted.uid, refusal(drafted)) == "version_unknown"
    assert outbox(burkina.row) == []


def test_a_draft_is_written_again_until_it_is_proposed(cast, moussa, burkina):
    drafted = actions.draft_convention(agency=burkina.row, terms=some_terms(), by=moussa, on=TODAY())
    again = some_terms(number_out=2, costs={("ticket", "receiving"): (1, "stay")})
    row = actions.rewrite_draft(convention=drafted, terms=again, by=moussa, on=TODAY())
    assert row.number_out == 2 and [str(line) for line in row.costs()] == ["ticket receiving"]
    actions.propose_convention(convention=row, by=moussa, on=TODAY())
    with pytest.raises(Refusal, match="wrong_state"):
        actions.rewrite_draft(convention=row, terms=again, by=moussa, on=TODAY())


def test_the_database_lets_nobody_rewrite_what_was_proposed(ours):
    for write in (
        lambda: Convention.objects.filter(pk=ours.pk).update(number_out=50),
        lambda: Convention.objects.filter(pk=ours.pk).update(digest="0" * 64),
        lambda: ours.cost_lines.update(amount=1),
        lambda: ours.cost_lines.all().delete(),
    ):
        with pytest.raises(IntegrityError, match="_stay"), transaction.atomic():
            write()


def test_no_line_is_added_to_what_was_approved(cast, moussa, burkina):
    row = agree(cast, burkina.row)
    with pytest.raises(IntegrityError, match="proposed_costs_stay"), transaction.atomic():
        CostLine.objects.create(convention=row, line="visa", payer="host", amount=1)


def test_an_amendment_is_the_next_version_and_applies_from_its_first_day(cast, moussa, burkina, hear):
    first = agree(cast, burkina.row)
    later = TODAY() + timedelta(30)
    draft = actions.draft_convention(agency=burkina.row, terms=some_terms(starts_on=later, number_out=8), amends=first, by=moussa, on=TODAY())  # fmt: skip
    second = actions.propose_convention(convention=draft, by=moussa, on=TODAY())
    assert (second.uid, second.version) == (first.uid, 2)
    actions.approve_convention(convention=second, by=cast.ama, on=TODAY())
    assert hear(burkina, "convention.approve", second.uid, approval(second)) == "applied"
    found = [queries.convention_in_force(burkina.row, on) for on in (TODAY(), later)]
    assert [row.number_out for row in found] == [5, 8]


def test_an_amendment_agreed_today_changes_nothing_of_yesterday(cast, moussa, burkina):
    assert agree(cast, burkina.row).starts_on < TODAY()
    assert queries.convention_in_force(burkina.row, TODAY() - timedelta(1)) is None


def test_two_versions_that_cross_are_both_set_aside(cast, moussa, burkina, hear):
    """Theirs is refused here as ours is there: each is told by the code, and one of the two proposes again."""
    first = agree(cast, burkina.row)
    draft = actions.draft_convention(agency=burkina.row, terms=some_terms(number_out=8), amends=first, by=moussa, on=TODAY())  # fmt: skip
    ours = actions.propose_convention(convention=draft, by=moussa, on=TODAY())
    assert hear(burkina, "convention.propose", first.uid, a_text(version=2)) == "version_crossed"
    answer(burkina, "version_crossed")
    assert state(ours) == "set_aside" and ours.reason == "version_crossed"
    assert hear(burkina, "convention.propose", first.uid, a_text(version=3)) == "applied"


def test_our_draft_gives_its_number_to_what_they_propose_first(cast, moussa, burkina, hear):
    first = agree(cast, burkina.row)
    draft = actions.draft_convention(agency=burkina.row, terms=some_terms(number_out=8), amends=first, by=moussa, on=TODAY())  # fmt: skip
    assert hear(burkina, "convention.propose", first.uid, a_text(version=2)) == "applied"
    draft.refresh_from_db()
    assert (draft.state, draft.version) == ("drafted", 3)
    with pytest.raises(Refusal, match="version_under_way"):
        actions.propose_convention(convention=draft, by=moussa, on=TODAY())


def test_our_approval_that_is_not_taken_there_is_not_given(cast, ours, burkina, hear):
    assert hear(burkina, "convention.approve", ours.uid, approval(ours)) == "applied"
    actions.approve_convention(convention=ours, by=cast.ama, on=TODAY())
    answer(burkina, "digest_differs")
    ours.refresh_from_db()
    assert (ours.state, ours.our_word, ours.reason) == ("proposed", "", "digest_differs")


def answer(other, outcome: str) -> None:
    """The other agency takes what we said before, and answers the last with this code."""
    tokens = wire.prepare(other.row)
    wire.settle(other.row, [*other.acknowledge(tokens[:-1]), *other.acknowledge(tokens[-1:], outcome)])


def test_an_agency_without_the_system_answers_by_letter(cast, moussa, mali):
    row = agree(cast, mali)
    assert row.state == "agreed" and outbox(mali) == []
    with pytest.raises(Refusal, match="source_required"):
        actions.declare_answer(convention=propose(cast, mali), word="approved", source=" ", by=moussa, on=TODAY())


def test_the_letter_of_an_agency_without_the_system_is_typed_as_its_proposal(cast, moussa, mali):
    row = actions.declare_proposal(agency=mali, terms=some_terms(), source="lettre du 3 mars", by=moussa, on=TODAY())
    assert (row.is_declared, row.is_ours, row.state, len(row.costs())) == (True, False, "proposed", 7)
    with pytest.raises(NotAllowed):
        actions.approve_convention(convention=row, by=moussa, on=TODAY())


def test_nobody_types_the_letter_of_an_agency_that_speaks(cast, moussa, ours):
    with pytest.raises(Refusal, match="agency_speaks"):
        actions.declare_answer(convention=ours, word="approved", source="lettre", by=moussa, on=TODAY())
