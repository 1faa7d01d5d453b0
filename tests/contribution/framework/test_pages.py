"""The pages of the framework: the tree, the PTBA as a table, the review in its two views, what waits at home."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from teriya.contribution.framework import actions
from teriya.contribution.framework.models import Milestone, MissionLetter, Review, ReviewDecision, Target, WorkPlan
from teriya.portals.waiting import tasks_of
from tests.factories.framework import AFTER_Q1, add_activity, add_target, dodzi, make_review, make_work_plan
from tests.factories.routes import a_paper


@pytest.fixture
def officer(cast):
    return dodzi(cast)


def test_a_year_is_written_from_the_pages(cast, officer, browse, send):
    plan = {"title": "Plan", "first_year": 2021, "last_year": 2026, "source": "Conseil", "national_title": "Feuille de route", "national_source": "2020",
            "axes": "A1 : Mobiliser", "national_axes": "N1 : Inclure"}  # fmt: skip
    assert send(officer, "write_plan", **plan | {"axes": "A1 Mobiliser"}) == 422
    assert send(officer, "write_plan", **plan) == 302
    year = timezone.localdate().year
    assert (
        send(
            officer,
            "write_letter",
            year=year,
            reference="LM",
            signatory="Ministre",
            signed_on=f"{year}-01-02",
            objectives="Un\nDeux",
        )
        == 302
    )
    assert send(officer, "letter", year, scan="1", file=a_paper("lettre.pdf")) == 302
    assert send(officer, "letter", year) == 302
    row = WorkPlan.objects.get()
    activity = {
        "code": "1.1",
        "title": "Déployer",
        "axis": row.letter.plan.axes.get(code="A1").pk,
        "responsible": "operations",
        "quarters": [1, 3],
        "budget": "5 000",
    }
    assert send(officer, "write_activity", row.pk, **activity) == 302
    _write_a_target(officer, row.activities.get(), activity, send)
    target = Target.objects.get()
    page = browse(officer, "work_plan", row.pk)
    assert (
        "Déployer partout" in page
        and "T1, T3" in page
        and "5 000 F non encore financés" in page
        and "Soumettre au conseil" in page
    )
    assert send(officer, "submit", row.pk) == 302
    _adopt_and_count(cast, officer, row, target, browse, send)
    tree = browse(officer, "framework")
    assert "Feuille de route" in tree and "2. Deux" in tree and "PTBA, version 1" in tree


def _adopt_and_count(cast, officer, row: WorkPlan, target: Target, browse, send) -> None:
    assert send(cast.ama, "adopt", row.pk, session_on=timezone.localdate(), minutes="PV 3") == 302
    assert "procès-verbal PV 3" in browse(cast.ama, "work_plan", row.pk)
    assert (
        send(
            officer,
            "count_milestone",
            target.pk,
            count=1,
            what="Session",
            reference="PV 9",
            happened_on=timezone.localdate(),
        )
        == 302
    )
    assert "PV 9" in browse(officer, "target", target.pk) and "Retirer" in browse(None, "target", target.pk)
    assert send(officer, "withdraw_milestone", Milestone.objects.get().pk, reason="Erreur") == 302


def _write_a_target(officer, activity, typed: dict, send) -> None:
    """Refused without what it counts; then written, and written again, as the activity."""
    aims = {f"aim_{n}": n for n in (1, 2, 3, 4)}
    assert send(officer, "write_target", activity.pk, label="Sessions", unit="sessions", **aims) == 302
    assert send(officer, "write_target", activity.pk, label="Sessions", **aims) == 422
    again = {"label": "Sessions tenues", "unit": "sessions", "goals": ["3.8"]} | aims
    assert send(officer, "target", Target.objects.get().pk, **again) == 302
    assert send(officer, "activity", activity.pk, **typed | {"title": "Déployer partout"}) == 302


def test_a_line_in_preparation_is_taken_out_by_its_own_button(cast, officer, send):
    plan = make_work_plan(cast, is_adopted=False)
    activity = add_activity(cast, plan, "9.1")
    target = add_target(cast, activity, 1, 2, 3, 4, unit="x")
    assert send(officer, "target", target.pk, remove="") == send(officer, "activity", activity.pk, remove="") == 302
    assert not plan.activities.filter(pk=activity.pk).exists() and not Target.objects.filter(pk=target.pk).exists()


def test_a_review_is_read_both_ways_and_ends_as_a_report(cast, officer, browse, send):
    plan = make_work_plan(cast)
    assert send(officer, "open_review", plan.pk, quarter=1) == 302
    review = Review.objects.get()
    page = browse(officer, "review", review.pk)
    assert "0 sur 3" in page and "sans taux" in page and "N1 Inclusion sociale" in page
    goals = browse(officer, "review", review.pk, par="goal")
    assert (
        goals.count("Volontaires mobilisés") == 2 and "comptée une fois dans le total" in goals and "3 cibles" in goals
    )
    for line in review.lines.exclude(colour=""):
        assert send(officer, "explain", line.pk, cause="Crédits tardifs.") == 302
    assert send(officer, "decide", review.pk, text="Relancer", owner="operations", due_on=timezone.localdate()) == 302
    assert send(officer, "hold_review", review.pk) == 302
    assert send(cast.ama, "validate_review", review.pk) == 302
    assert send(officer, "make_report", review.pk, to="ministry") == 302
    report = review.reports.get()
    assert send(cast.ama, "mark_sent", report.pk, sent_on=timezone.localdate(), how="BE 7") == 302
    assert "BE 7" in browse(cast.ama, "review", review.pk)
    assert send(officer, "follow_up", ReviewDecision.objects.get().pk, step="do", words="Fait le jour même.") == 302
    assert "Fait le jour même." in browse(officer, "review", review.pk)


def test_pages_cost_the_same_whatever_the_lines(cast, officer, browse):
    plan = make_work_plan(cast, is_adopted=False)
    browse(officer, "work_plan", plan.pk)
    with CaptureQueriesContext(
        connection,
    ) as few:
        browse(None, "work_plan", plan.pk)
    for n in range(10):
        add_target(cast, add_activity(cast, plan, f"9.{n}"), 1, 2, 3, 4, unit="x")
    with CaptureQueriesContext(connection) as many:
        browse(None, "work_plan", plan.pk)
    assert len(many) == len(few) <= 12
    actions.submit(work_plan=plan, by=officer, on=date(2024, 2, 1))
    adopted = actions.adopt(
        work_plan=plan, session_on=date(2024, 2, 1), minutes="PV", by=cast.ama, on=date(2024, 2, 1)
    )
    review = make_review(cast, adopted)
    with CaptureQueriesContext(connection) as shown:
        browse(None, "review", review.pk)
    with CaptureQueriesContext(connection) as tree:
        browse(None, "framework")
    assert len(shown) <= 12 and len(tree) <= 12


def labels(user) -> list[str]:
    return [task.label for task in tasks_of(user, timezone.localdate())]


def test_what_waits_is_said_at_home(cast, officer):
    plan = make_work_plan(cast, is_adopted=False)
    actions.submit(work_plan=plan, by=officer, on=date(2024, 1, 9))
    assert "PTBA à faire adopter" in labels(cast["director"]) and "PTBA à faire adopter" not in labels(officer)
    actions.adopt(work_plan=plan, session_on=date(2024, 1, 12), minutes="PV", by=cast.ama, on=date(2024, 1, 12))
    MissionLetter.objects.filter(pk=plan.letter_id).update(year=timezone.localdate().year - 1)
    assert "Revue trimestrielle à tenir" in labels(officer)
    MissionLetter.objects.filter(pk=plan.letter_id).update(year=2024)
    review = make_review(cast, plan)
    actions.decide(review=review, text="Relancer", owner="operations", due_on=AFTER_Q1, by=officer, on=AFTER_Q1)
    for line in review.lines.exclude(colour=""):
        actions.explain(line=line, cause="Crédits tardifs.", by=officer, on=AFTER_Q1)
    actions.hold_review(review=review, by=officer, on=AFTER_Q1)
    assert {"Décisions de revue en retard", "Revue trimestrielle à valider"} & set(labels(cast["operations"])) == {
        "Décisions de revue en retard"
    }
    assert "Revue trimestrielle à valider" in labels(cast["director"])
