"""Trainings of missions in preparation: a session planned by Kodjo in Haho 1, held by Komlan.

session = make_session(cast, missions)          # everybody seated and called, on 20 February 2024
hold(cast, session, absent={trainee.pk})        # both rolls called, marks entered
"""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from django.test import override_settings

from teriya.foundation.rules.models import Form
from teriya.service.missions.models import Mission
from teriya.service.training import actions, queries
from teriya.service.training.models import TrainingSession
from tests.cast import Cast

DAY = date(2024, 2, 20)


@override_settings(TAKE_ON=True)  # the acts of a story are dated in the past
def make_session(
    cast: Cast, missions: Sequence[Mission] = (), *, day: date = DAY, days: int = 1, capacity: int = 0, form: str = "VNC",
    commune=None, until: str = "convened",
) -> TrainingSession:  # fmt: skip
    """A session of the form of these missions, with their seats; `until`: planned, seated or convened. By default as large as they are."""
    on = min(day - timedelta(8), date.today())
    session = actions.plan_session(
        form=missions[0].form if missions else Form.objects.get(code=form), title="Formation avant déploiement", commune=commune or cast.haho_1,
        venue="Maison des jeunes", from_on=day, to_on=day + timedelta(days - 1), capacity=capacity or max(1, len(missions)),
        trainer="Komlan", by=cast.kodjo, on=on,
    )  # fmt: skip
    if missions and until != "planned":
        actions.seat(session=session, missions=missions, by=cast.kodjo, on=on)
        if until == "convened":
            actions.convene(session=session, by=cast.kodjo, on=on)
    return TrainingSession.objects.get(pk=session.pk)


@override_settings(TAKE_ON=True)
def hold(
    cast: Cast,
    session: TrainingSession,
    *,
    absent: Collection[int] = (),
    mark: int = 14,
    marks: dict[int, int] | None = None,
) -> None:
    """Every roll called with the same absent people, and one mark for all, but those given (trainee id → mark)."""
    for slot in queries.lessons_of(session):
        actions.call_roll(session=session, slot=slot, absent=absent, by=cast.komlan, on=session.to_on)
    given = dict.fromkeys(session.trainees.there().values_list("pk", flat=True), mark) | (marks or {})
    for module in session.modules.exclude(pass_mark=None):
        actions.enter_marks(module=module, marks=given, by=cast.komlan, on=session.to_on)


@override_settings(TAKE_ON=True)
def make_trained(cast: Cast, missions: Sequence[Mission], *, day: date = DAY) -> TrainingSession:
    """A session that everybody followed and passed."""
    session = make_session(cast, missions, day=day)
    hold(cast, session)
    actions.conclude(session=session, by=cast.komlan, on=session.to_on)
    return TrainingSession.objects.get(pk=session.pk)
