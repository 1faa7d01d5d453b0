"""From the letter of mission to the report: who does what, what is frozen, what is refused."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from teriya.contribution.framework import actions, queries
from teriya.contribution.framework.models import Activity, Report, Review, ReviewDecision, ReviewLine, Target, WorkPlan
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.actions import pdf
from teriya.people.models import Person
from tests.factories.framework import (
    AFTER_Q1,
    AXES,
    NATIONAL,
    ON,
    SESSION,
    add_activity,
    add_target,
    dodzi,
    make_letter,
    make_review,
    make_work_plan,
)
from tests.factories.missions import make_missions
from tests.factories.routes import a_paper

LATER = date(2024, 6, 3)


def refuses(code: str):
    return pytest.raises(Refusal, match=code)


def colours(review: Review) -> dict[str, tuple]:
    return {line.target.code: (line.aim, line.actual, line.tenths, line.colour) for line in queries.lines_of(review)}


def test_a_plan_and_a_letter_change_until_something_stands_on_them(cast):
    letter, by = make_letter(cast), {"by": dodzi(cast), "on": ON}
    words = {
        "title": "Autre",
        "source": "x",
        "national_title": "y",
        "national_source": "z",
        "axes": AXES,
        "national_axes": NATIONAL,
    }
    with refuses("plan_known"):
        actions.write_plan(first_year=2025, last_year=2029, **words, **by)
    with refuses("plan_in_use"):
        actions.write_plan(plan=letter.plan, first_year=2021, last_year=2025, **words, **by)
    said = {"reference": "LM-2024 bis", "signatory": "Ministre", "signed_on": ON, "objectives": ["Une chose"]}
    again = actions.write_letter(year=2024, **said, **by)
    assert (again.pk, again.objectives.get().text) == (letter.pk, "Une chose")
    with refuses("no_plan"):
        actions.write_letter(year=2031, **said, **by)
    actions.open_version(letter=letter, **by)
    with refuses("letter_in_use"):
        actions.write_letter(year=2024, **said, **by)
    assert actions.attach_scan(letter=letter, file=a_paper("lettre.pdf"), **by).scan.media_type == "application/pdf"
    with refuses("not_allowed"):
        actions.write_letter(year=2025, **said, by=cast.ama, on=ON)


def test_a_work_plan_is_adopted_by_another_and_no_longer_changes(cast):
    plan = make_work_plan(cast, is_adopted=False)
    with refuses("code_known"):
        add_activity(cast, plan, "1.1")
    bare = add_activity(cast, plan, "3.1")
    with refuses("no_target"):
        actions.submit(work_plan=plan, by=dodzi(cast), on=ON)
    for code, values in {"aims_fall": {"unit": "x"}, "no_unit": {}, "unknown_measure": {"measure": "bonheur"}}.items():
        with refuses(code):
            add_target(cast, bare, 1, 2, 3, 1 if code == "aims_fall" else 3, **values)
    with refuses("no_source"):
        add_target(cast, bare, 1, 2, 3, 4, unit="x", baseline=7)
    with refuses("unknown_goal"):
        add_target(cast, bare, 1, 2, 3, 4, unit="x", goals=["99.z"])
    actions.remove_activity(activity=bare, by=dodzi(cast), on=ON)
    actions.submit(work_plan=plan, by=dodzi(cast), on=ON)
    actions.send_back(work_plan=plan, reason="Le budget dépasse la dotation.", by=cast.ama, on=ON)
    actions.submit(work_plan=plan, by=dodzi(cast), on=ON)
    with refuses("not_allowed"):
        actions.adopt(work_plan=plan, session_on=SESSION, minutes="PV", by=dodzi(cast), on=SESSION)
    with refuses("no_minutes"):
        actions.adopt(work_plan=plan, session_on=SESSION, minutes=" ", by=cast.ama, on=SESSION)
    adopted = actions.adopt(
        work_plan=plan, session_on=SESSION, minutes="PV 1", scan=a_paper("pv.pdf"), by=cast.ama, on=SESSION
    )
    assert (adopted.state, adopted.adopted_on, adopted.minutes) == ("adopted", SESSION, "PV 1")
    with refuses("not_draft"):
        add_activity(cast, plan, "4.1")


def test_the_database_keeps_what_was_adopted(cast):
    plan = make_work_plan(cast)
    for change in (
        lambda: Activity.objects.filter(work_plan=plan).update(budget=1),
        lambda: Target.objects.filter(activity__work_plan=plan).update(aims=[0, 0, 0, 0]),
        lambda: Target.objects.filter(activity__work_plan=plan).delete(),
        lambda: WorkPlan.objects.filter(pk=plan.pk).update(minutes="autre"),
        lambda: WorkPlan.objects.filter(pk=plan.pk).update(adopted_by_id=plan.submitted_by_id),
    ):
        with pytest.raises(IntegrityError, match=r"_stays|adopted_by_another"), transaction.atomic():
            change()


def test_another_version_starts_as_a_copy_and_replaces_it(cast):
    plan = make_work_plan(cast)
    actions.count_milestone(target=Target.objects.get(unit="sessions"), count=1, what="Session de mars", reference="PV 4", happened_on=date(2024, 3, 2),
                            by=dodzi(cast), on=date(2024, 3, 4))  # fmt: skip
    second = actions.open_version(letter=plan.letter, by=dodzi(cast), on=LATER)
    with refuses("version_open"):
        actions.open_version(letter=plan.letter, by=dodzi(cast), on=LATER)
    assert [one.code for one in second.activities.all()] == ["1.1", "1.2", "2.1"]
    assert Target.objects.get(activity__work_plan=second, unit="sessions").goals == ["3.8"]
    actions.submit(work_plan=second, by=dodzi(cast), on=LATER)
    actions.adopt(work_plan=second, session_on=LATER, minutes="PV 2", by=cast.ama, on=LATER)
    plan.refresh_from_db()
    assert plan.state == "replaced"
    review = actions.open_review(work_plan=second, quarter=1, by=dodzi(cast), on=LATER)
    assert colours(review)["1.2/1"] == (2, 1, 500, "red")  # the milestone of the first version still counts


def test_a_review_reads_the_figures_once_as_known_that_day(cast):
    make_missions(cast, 3)
    plan = make_work_plan(cast)
    proof = actions.count_milestone(target=Target.objects.get(unit="sessions"), count=2, what="Deux sessions", reference="PV 4", happened_on=date(2024, 3, 2),
                                    proof=a_paper("pv.pdf"), by=dodzi(cast), on=date(2024, 3, 4))  # fmt: skip
    with refuses("quarter_to_come"):
        actions.open_review(work_plan=plan, quarter=2, by=dodzi(cast), on=AFTER_Q1)
    review = make_review(cast, plan)
    assert colours(review) == {
        "1.1/1": (3, 3, 1000, "green"),
        "1.2/1": (2, 2, 1000, "green"),
        "2.1/1": (0, 0, None, ""),
    }
    actions.withdraw_milestone(milestone=proof, reason="Compté deux fois", by=dodzi(cast), on=LATER)
    Person.objects.update(sex="F")
    assert colours(review)["1.2/1"] == (2, 2, 1000, "green")
    money = {line.envelope and line.envelope.code: line for line in review.money.all()}
    assert money["ETAT-2024"].planned == 5_000_000 and money["ETAT-2024"].committed > 0
    assert (money[None].planned, money[None].committed) == (10_000_000, 0)
    with refuses("review_known"):
        actions.open_review(work_plan=plan, quarter=1, by=dodzi(cast), on=LATER)


def test_what_is_late_is_explained_held_and_validated_by_another(cast):
    review = make_review(cast)
    with refuses("cause_missing"):
        actions.hold_review(review=review, by=dodzi(cast), on=AFTER_Q1)
    late = review.lines.get(target__unit="sessions")
    decision = actions.decide(
        review=review,
        line=late,
        text="Tenir quatre sessions en mai",
        owner="operations",
        due_on=date(2024, 5, 31),
        by=dodzi(cast),
        on=AFTER_Q1,
    )
    held = review
    for line in review.lines.filter(colour="red"):
        actions.explain(line=line, cause="Crédits ouverts en mars.", by=dodzi(cast), on=AFTER_Q1)
    with pytest.raises(IntegrityError, match="review_line_stays"), transaction.atomic():
        ReviewLine.objects.filter(pk=late.pk).update(actual=9)
    held = actions.hold_review(review=review, by=dodzi(cast), on=AFTER_Q1)
    with refuses("review_held"):
        actions.explain(line=late, cause="Autre", by=dodzi(cast), on=AFTER_Q1)
    with pytest.raises(IntegrityError, match="held_cause_stays"), transaction.atomic():
        ReviewLine.objects.filter(pk=late.pk).update(cause="Autre")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        review.money.all().delete()
    actions.reopen_review(review=held, reason="La cause est trop courte.", by=cast.ama, on=AFTER_Q1)
    actions.explain(line=late, cause="Crédits ouverts le 28 mars.", by=dodzi(cast), on=AFTER_Q1)
    actions.hold_review(review=held, by=dodzi(cast), on=AFTER_Q1)
    validated = actions.validate_review(review=held, by=cast.ama, on=AFTER_Q1)
    assert validated.state == "validated"
    with pytest.raises(IntegrityError, match="review_validated_by_another"), transaction.atomic():
        Review.objects.filter(pk=held.pk).update(validated_by_id=held.held_by_id)
    assert list(queries.overdue(dodzi(cast), LATER)) == list(queries.overdue(cast.kodjo, LATER)) == [decision]
    assert list(queries.overdue(cast.awa, LATER)) == []
    with refuses("reason_required"):
        actions.follow_up(decision=decision, step="do", words=" ", by=dodzi(cast), on=LATER)
    done = actions.follow_up(decision=decision, step="do", words="Quatre sessions tenues.", by=dodzi(cast), on=LATER)
    assert (done.state, done.closed_on) == ("done", LATER)
    with pytest.raises(IntegrityError, match="decision_stays"), transaction.atomic():
        ReviewDecision.objects.filter(pk=decision.pk).update(text="Autre")


def test_a_report_is_the_same_bytes_whatever_was_learnt_since(cast):
    make_missions(cast, 2)
    review = make_review(cast, until="open")
    with refuses("not_validated"):
        actions.make_report(review=review, to="board", by=dodzi(cast), on=AFTER_Q1)
    for line in review.lines.filter(colour__in=["red", "amber"]):
        actions.explain(line=line, cause="Deux arrivées sur trois.", by=dodzi(cast), on=AFTER_Q1)
    actions.hold_review(review=review, by=dodzi(cast), on=AFTER_Q1)
    actions.validate_review(review=review, by=cast.ama, on=AFTER_Q1)
    report = actions.make_report(review=review, to="board", by=dodzi(cast), on=AFTER_Q1)
    first = pdf(report.document)
    assert first.startswith(b"%PDF") and report.document.number == "REVUE-CA/2024/000001"
    ministry = actions.make_report(review=review, to="ministry", by=dodzi(cast), on=AFTER_Q1)
    assert ministry.document.number == "REVUE-MIN/2024/000001"
    said = [cell for part in report.document.data["parts"] for row in part["rows"] for cell in row]
    assert "66,7" in said and "Deux arrivées sur trois." in said
    make_missions(cast, 4)
    assert pdf(Report.objects.get(pk=report.pk).document) == first
    assert actions.make_report(review=review, to="board", by=dodzi(cast), on=LATER) == report
    with refuses("bad_dates"):
        actions.mark_sent(report=report, sent_on=ON, how="BE 12", by=cast.ama, on=LATER)
    sent = actions.mark_sent(report=report, sent_on=LATER, how="BE 12", by=cast.ama, on=LATER)
    assert sent.sent_how == "BE 12"
    with refuses("sent_already"):
        actions.mark_sent(report=report, sent_on=LATER, how="BE 13", by=cast.ama, on=LATER)
