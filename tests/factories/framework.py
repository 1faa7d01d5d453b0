"""A year of the strategic framework in Togo, 2024: Dodzi (suivi-évaluation) writes, Ama (direction) adopts and validates."""

from datetime import date

from django.test import override_settings

from teriya.contribution.framework import actions
from teriya.contribution.framework.models import Activity, MissionLetter, Review, Target, WorkPlan
from teriya.foundation.accounts.models import User
from teriya.foundation.ledger import actions as ledger
from teriya.foundation.ledger.models import Envelope
from tests.cast import Cast, appoint

ON, SESSION, AFTER_Q1 = date(2024, 1, 8), date(2024, 1, 12), date(2024, 4, 10)
AXES = [("A1", "Mobiliser"), ("A2", "Insérer")]
NATIONAL = [("N1", "Inclusion sociale"), ("N2", "Emploi des jeunes")]


def dodzi(cast: Cast) -> User:
    """The monitoring officer."""
    user = User.objects.filter(name="Dodzi").first()
    if user is None:
        user = User.objects.create_user(name="Dodzi", phone="+22893000098")
        appoint(user, "monitoring")
    return user


@override_settings(TAKE_ON=True)  # the acts of a story are dated in the past
def make_letter(cast: Cast) -> MissionLetter:
    by = {"by": dodzi(cast), "on": ON}
    actions.write_plan(title="Plan stratégique", first_year=2021, last_year=2025, source="Conseil, 12/01/2021", national_title="Feuille de route",
                       national_source="Gouvernement, 2020", axes=AXES, national_axes=NATIONAL, **by)  # fmt: skip
    return actions.write_letter(year=2024, reference="LM-2024", signatory="Ministre", signed_on=date(2024, 1, 4),
                                objectives=["Déployer 1 674 volontaires", "Réformer"], **by)  # fmt: skip


def envelope(cast: Cast) -> Envelope:
    return ledger.grant(
        code="ETAT-2024", title="État 2024", funder="État", amount=10**10, by=cast.awa, on=date(2024, 1, 15)
    )


def add_activity(
    cast: Cast, plan: WorkPlan, code: str, *, axis: int = 0, national: int | None = 0, **values
) -> Activity:
    axes = list(plan.letter.plan.axes.order_by("pk"))
    given = {
        "title": f"Activité {code}",
        "responsible": "operations",
        "quarters": [1, 2],
        "budget": 5_000_000,
        "by": dodzi(cast),
        "on": ON,
    } | values
    return actions.write_activity(
        work_plan=plan,
        code=code,
        axis=axes[axis],
        national_axis=None if national is None else axes[2 + national],
        **given,
    )


def add_target(cast: Cast, activity: Activity, *aims: int, **values) -> Target:
    given = {"label": "Cible", "by": dodzi(cast), "on": ON} | values
    return actions.write_target(activity=activity, aims=aims, **given)


@override_settings(TAKE_ON=True)
def make_work_plan(cast: Cast, *, is_adopted: bool = True) -> WorkPlan:
    """Three activities: volunteers mobilised (a measure, two goals), sessions (milestones), a text foreseen at the end of the year only."""
    plan = actions.open_version(letter=make_letter(cast), by=dodzi(cast), on=ON)
    first = add_activity(
        cast,
        plan,
        "1.1",
        objective=plan.letter.objectives.first(),
        envelope=Envelope.objects.filter(code="ETAT-2024").first(),
    )
    add_target(cast, first, 3, 6, 9, 12, measure="mobilised", label="Volontaires mobilisés", goals=["3.8", "16.6"])
    second = add_activity(cast, plan, "1.2", axis=1, national=1)
    add_target(cast, second, 2, 4, 4, 4, unit="sessions", label="Sessions tenues", goals=["3.8"])
    third = add_activity(cast, plan, "2.1", national=None)
    add_target(cast, third, 0, 0, 0, 1, unit="textes", label="Loi réorganisant le volontariat")
    if is_adopted:
        actions.submit(work_plan=plan, by=dodzi(cast), on=ON)
        plan = actions.adopt(work_plan=plan, session_on=SESSION, minutes="PV 1/2024", by=cast.ama, on=SESSION)
    return plan


@override_settings(TAKE_ON=True)
def make_review(cast: Cast, plan: WorkPlan | None = None, *, until: str = "open", on: date = AFTER_Q1) -> Review:
    """The review of the first quarter, brought as far as a story needs: open, held, validated."""
    review = actions.open_review(work_plan=plan or make_work_plan(cast), quarter=1, by=dodzi(cast), on=on)
    if until != "open":
        for line in review.lines.filter(colour__in=["red", "amber"]):
            actions.explain(line=line, cause="Crédits ouverts en mars.", by=dodzi(cast), on=on)
        review = actions.hold_review(review=review, by=dodzi(cast), on=on)
    if until == "validated":
        review = actions.validate_review(review=review, by=cast.ama, on=on)
    return review
