"""A season from the call to the settled plan, at the agency that convenes and at one that is invited."""

from io import BytesIO
from itertools import permutations
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from pypdf import PdfReader

from teriya.exchange.seasons import actions, contents
from teriya.exchange.seasons.models import Part, Plan, Season
from teriya.exchange.wire.models import Fact
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.actions import pdf
from teriya.portals.waiting import tasks_of
from tests.exchange.conftest import outbox
from tests.exchange.seasons.conftest import BURKINA, bring, entry, invitation, line, place
from tests.factories.people import register


def code_of(call, *args, **kwargs) -> str:
    with pytest.raises(Refusal) as no:
        call(*args, **kwargs)
    return no.value.code


def states(season) -> dict[str, str]:
    season.refresh_from_db()
    return dict(season.parts.values_list("code", "state")) | {"season": season.state}


def ours(season) -> Part:
    return season.parts.get(is_ours=True)


def test_convening_invites_by_message_and_letter(season, burkina, mali, today, moussa, cast):
    assert states(season) == {"bf": "invited", "ml": "invited", "tg": "invited", "season": "open"}
    assert [row.fact.kind for row in outbox(burkina.row)] == ["season.convene"]
    assert outbox(mali) == []  # a letter tells it
    asked = {"name": "S", "profiles": ["P"], "tolerance": 0, "on": today}
    assert code_of(actions.convene, agencies=[], closes_on=today, by=moussa, **asked) == "no_agency"
    assert (
        code_of(actions.convene, agencies=[mali], closes_on=today.replace(year=2020), by=moussa, **asked)
        == "closes_too_soon"
    )
    assert code_of(actions.convene, agencies=[mali], closes_on=today, by=cast.ama, **asked) == "not_allowed"


def test_only_numbers_leave(season, cast, moussa, today, burkina, hear):
    """Who C1 is, and which host has P1, stay here."""
    [person] = register(cast)
    actions.add_candidate(
        part=ours(season), profiles=["Enseignant"], agencies=["bf"], person=person, by=moussa, on=today
    )
    bring(ours(season), moussa, today, [], ["Informatique"], bf=1)
    actions.enter(part=ours(season), by=moussa, on=today)
    hear(burkina, "season.enter", season.uid, BURKINA)
    actions.propose(season=season, by=moussa, on=today)
    left = str([row.fact.content for row in outbox(burkina.row)])
    assert "C1" in left and "Enseignant" in left
    assert person.matricule not in left and person.family not in left and "Kara" not in left


def test_three_confirm_and_the_plan_is_settled(whole, moussa, cast, burkina, mali, hear, today):
    plan = actions.propose(season=whole, by=moussa, on=today)
    assert plan.content["cycles"] == [[["bf", "C1", "tg", "P1"], ["tg", "C1", "ml", "P1"], ["ml", "C1", "bf", "P1"]]]
    assert plan.bound == 3
    assert code_of(actions.answer, part=ours(whole), is_confirmed=True, by=moussa, on=today) == "not_allowed"
    actions.answer(part=ours(whole), is_confirmed=True, by=cast.ama, on=today)
    assert (
        hear(burkina, "season.confirm", whole.uid, {"digest": plan.digest, "is_confirmed": True, "reason": ""})
        == "applied"
    )
    assert code_of(actions.settle, season=whole, by=moussa, on=today) == "not_confirmed"
    actions.answer(part=whole.parts.get(code="ml"), is_confirmed=True, source="lettre du 9", by=moussa, on=today)
    actions.settle(season=whole, by=moussa, on=today)
    assert states(whole) == {"bf": "confirmed", "ml": "confirmed", "tg": "confirmed", "season": "settled"}
    assert whole.parts.get(code="ml").is_declared
    assert [row.fact.kind for row in outbox(burkina.row)] == ["season.convene", "season.propose", "season.close"]


def test_who_declines_is_left_out_of_the_next_plan(whole, moussa, cast, burkina, hear, today):
    first = actions.propose(season=whole, by=moussa, on=today)
    assert code_of(actions.propose, season=whole, by=moussa, on=today) == "same_plan"
    actions.answer(part=ours(whole), is_confirmed=True, by=cast.ama, on=today)
    actions.answer(
        part=whole.parts.get(code="ml"),
        is_confirmed=False,
        reason="Pas de billets",
        source="lettre",
        by=moussa,
        on=today,
    )
    second = actions.propose(season=whole, by=moussa, on=today)
    assert set(second.content["entries"]) == {"bf", "tg"}
    assert states(whole) == {"bf": "asked", "ml": "declined", "tg": "asked", "season": "planned"}
    hear(burkina, "season.confirm", whole.uid, {"digest": first.digest, "is_confirmed": True, "reason": ""})
    assert states(whole)["bf"] == "asked"  # a word on the plan before


def test_an_entry_changes_until_the_plan_and_never_after(whole, moussa, burkina, hear, today):
    again = BURKINA | {"places": [place("P1", "Sage-femme")]}
    assert hear(burkina, "season.enter", whole.uid, again) == "applied"
    actions.propose(season=whole, by=moussa, on=today)
    assert hear(burkina, "season.enter", whole.uid, BURKINA) == "season_planned"
    assert whole.parts.get(code="bf").entry == again
    assert code_of(bring, ours(whole), moussa, today, [("Enseignant", "bf")], []) == "season_planned"
    for rows, change in ((Part, {"entry": {}}), (Plan, {"digest": ""})):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.objects.update(**change)


@pytest.mark.parametrize("wrong", [
    entry([line("C1", "Boulanger", "tg")], tg=1), entry([line("C1", "Enseignant", "fr")], tg=1), entry([], [place("P1", "Enseignant")], fr=1),
    entry([line("C1", "Enseignant", "tg"), line("C1", "Enseignant", "tg")], tg=1), entry([], [place("P1", "Enseignant"), place("P1", "Enseignant")]),
    entry([line("C1", "Enseignant", "tg", "tg")], tg=1),
])  # fmt: skip
def test_an_entry_that_does_not_hold_together_is_refused(season, burkina, hear, wrong):
    assert hear(burkina, "season.enter", season.uid, wrong) == "entry_unfit"


def test_only_whose_word_it_is_may_say_it(season, whole, burkina, hear, today):
    said = {"is_settled": True, "digest": "0" * 64, "reason": ""}
    assert hear(burkina, "season.close", season.uid, said) == "not_your_word"
    assert hear(burkina, "season.close", uuid4(), said) == "season_unknown"
    assert hear(burkina, "season.convene", season.uid, invitation("bf", "tg")) == "season_exists"
    assert hear(burkina, "season.convene", uuid4(), invitation("bf", "ml")) == "agencies_unfit"


NIGER = entry([line("C1", "Sage-femme", "bf")], [place("P1", "Informatique")], tg=4, bf=4)
THEIRS = entry([line("C1", "Enseignant", "tg")], [place("P1", "Sage-femme")], tg=4, ne=4)


def plan_of(season, mine, version=1, **change):
    found = contents.proposal(
        {"bf": THEIRS, "ne": NIGER, "tg": mine}, version=version, tolerance=0, seed=str(season.uid)
    )
    return found | change


@pytest.fixture
def mine(invited, moussa, today):
    """What we said: one candidate, one post."""
    bring(ours(invited), moussa, today, [("Informatique", "ne")], ["Enseignant"], bf=4, ne=4)
    return actions.enter(part=ours(invited), by=moussa, on=today).entry


def test_an_invited_agency_enters_confirms_and_is_told_the_end(invited, mine, burkina, hear, cast, today):
    assert states(invited) == {"bf": "invited", "ne": "invited", "tg": "entered", "season": "open"}
    plan = plan_of(invited, mine)
    assert len(plan["cycles"]) == 1
    assert hear(burkina, "season.propose", invited.uid, plan) == "applied"
    close = {"is_settled": True, "digest": plan["digest"], "reason": ""}
    assert hear(burkina, "season.close", invited.uid, close) == "not_confirmed"  # nobody settles our part without us
    actions.answer(part=ours(invited), is_confirmed=True, by=cast.ama, on=today)
    assert hear(burkina, "season.close", invited.uid, close) == "applied"
    assert states(invited) == {"bf": "confirmed", "ne": "confirmed", "tg": "confirmed", "season": "settled"}
    assert [row.fact.kind for row in outbox(burkina.row)] == ["season.enter", "season.confirm"]


def test_a_plan_is_computed_again_before_it_is_believed(invited, mine, burkina, hear):
    plan = plan_of(invited, mine)
    assert hear(burkina, "season.propose", invited.uid, plan | {"cycles": []}) == "other_plan"
    assert hear(burkina, "season.propose", invited.uid, plan | {"digest": "0" * 64}) == "other_plan"
    forged = mine | {"numbers": {"bf": {"out": 9, "in": 0}}}
    assert hear(burkina, "season.propose", invited.uid, plan_of(invited, forged)) == "entry_not_ours"
    stranger = contents.proposal(
        {"bf": THEIRS, "fr": NIGER, "tg": mine}, version=1, tolerance=0, seed=str(invited.uid)
    )
    assert hear(burkina, "season.propose", invited.uid, stranger) == "entry_not_ours"
    assert states(invited)["season"] == "open"


@pytest.mark.parametrize("order", permutations(["entered_again", "proposed"]))
def test_a_proposal_wins_over_an_entry_said_at_the_same_moment(order, invited, mine, burkina, hear, moussa, today):
    """We send another entry while the plan of the first is on its way: the plan holds at both, whichever came first."""
    plan = plan_of(invited, mine)
    for step in order:
        if step == "proposed":
            assert hear(burkina, "season.propose", invited.uid, plan) == "applied"
        elif order[0] == step:  # after the plan, our own action refuses it
            bring(ours(invited), moussa, today, [], ["Sage-femme"], bf=4, ne=4)
            actions.enter(part=ours(invited), by=moussa, on=today)
    assert ours(invited).entry == mine
    assert states(invited)["tg"] == "asked"


@pytest.mark.parametrize("order", permutations(["declined", "proposed"]))
def test_who_declines_has_declined_whichever_comes_first(order, invited, mine, burkina, hear, cast, today):
    for step in order:
        if step == "proposed":
            assert hear(burkina, "season.propose", invited.uid, plan_of(invited, mine)) == "applied"
        else:
            actions.answer(part=ours(invited), is_confirmed=False, reason="Plus de budget", by=cast.ama, on=today)
    assert states(invited)["tg"] == "declined"


def test_giving_a_season_up_has_its_reason_and_is_told(season, moussa, burkina, today):
    assert code_of(actions.abandon, season=season, reason=" ", by=moussa, on=today) == "reason_required"
    actions.abandon(season=season, reason="Pas d’argent cette année", by=moussa, on=today)
    assert states(season)["season"] == "abandoned"
    assert outbox(burkina.row)[-1].fact.content["reason"] == "Pas d’argent cette année"


def test_the_order_of_candidates_is_the_agency_s(season, moussa, today):
    part = ours(season)
    bring(part, moussa, today, [("Enseignant", "bf"), ("Sage-femme", "ml"), ("Informatique", "bf")], [])
    actions.raise_candidate(line=part.lines.get(number="C3"), by=moussa, on=today)
    actions.drop_candidate(line=part.lines.get(number="C1"), by=moussa, on=today)
    assert list(part.lines.values_list("number", flat=True)) == ["C3", "C2"]
    assert (
        code_of(actions.add_candidate, part=part, profiles=["Enseignant"], agencies=["bf", "bf"], by=moussa, on=today)
        == "country_twice"
    )


def test_nobody_writes_for_an_agency_that_speaks(season, moussa, today):
    theirs = season.parts.get(code="bf")
    assert code_of(bring, theirs, moussa, today, [], ["Enseignant"]) == "agency_speaks"
    assert (
        code_of(actions.answer, part=theirs, is_confirmed=False, reason="Non", by=moussa, on=today) == "agency_speaks"
    )


def test_an_empty_entry_is_not_sent(season, moussa, today):
    assert code_of(actions.enter, part=ours(season), by=moussa, on=today) == "nothing_entered"
    bring(ours(season), moussa, today, [], ["Enseignant"])
    assert code_of(actions.enter, part=ours(season), by=moussa, on=today) == "no_number"
    assert not Fact.objects.filter(kind="season.enter").exists()
    assert Season.objects.get().state == "open"


def tasks(user, today) -> set[str]:
    return {task.label for task in tasks_of(type(user).objects.get(pk=user.pk), today) if "aison" in task.label}


def test_each_is_told_what_waits(whole, moussa, cast, burkina, hear, today):
    assert tasks(moussa, today) == {"Saisons dont le plan est à calculer"}
    plan = actions.propose(season=whole, by=moussa, on=today)
    assert tasks(moussa, today) == set()
    assert tasks(cast.ama, today) == {"Plans de saison à confirmer"}
    actions.answer(part=ours(whole), is_confirmed=True, by=cast.ama, on=today)
    assert tasks(cast.ama, today) == set()
    hear(burkina, "season.confirm", whole.uid, {"digest": plan.digest, "is_confirmed": True, "reason": ""})
    mali = whole.parts.get(code="ml")
    actions.answer(part=mali, is_confirmed=False, reason="Pas de billets", source="lettre", by=moussa, on=today)
    assert tasks(moussa, today) == {"Saisons dont le plan est à calculer"}
    assert code_of(actions.settle, season=whole, by=moussa, on=today) == "not_confirmed"
    again = actions.propose(season=whole, by=moussa, on=today)
    actions.answer(part=ours(whole), is_confirmed=True, by=cast.ama, on=today)
    hear(burkina, "season.confirm", whole.uid, {"digest": again.digest, "is_confirmed": True, "reason": ""})
    assert tasks(moussa, today) == {"Plans de saison que toutes ont confirmés, à arrêter"}


def test_an_invited_officer_is_told_that_an_entry_is_awaited(invited, moussa, today):
    assert tasks(moussa, today) == {"Saisons où notre entrée est attendue"}


def read(document) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf(document))).pages).split())


def test_an_agency_without_the_system_is_told_by_letter(whole, moussa, today):
    part = whole.parts.select_related("letter").get(code="ml")
    assert "Sage-femme, Enseignant, Informatique" in read(part.letter)
    assert whole.parts.get(code="bf").letter is None
    actions.propose(season=whole, by=moussa, on=today)
    part.refresh_from_db()
    told = read(part.letter)
    assert "vous envoyez 1 et recevez 1" in told and "Togo C1 Mali P1 Sage-femme" in told
    assert "Burkina Faso C1 Togo" not in told and "Kara" not in told  # neither its part, nor ours to tell
