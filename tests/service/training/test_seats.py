"""A seat for each, never more than the room holds; a wave spread by region, and who stays without one."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.messages.models import Message
from teriya.service.missions import actions as missions_of
from teriya.service.training import actions, queries
from teriya.service.training.engine.timetable import Slot
from teriya.service.training.models import Lesson, Trainee, TrainingSession
from teriya.service.training.seats import plan_of
from tests.factories.missions import make_missions
from tests.factories.training import DAY, make_session

ON = date(2024, 2, 12)


def refused(code: str, do) -> Refusal:
    with pytest.raises(Refusal) as no:
        do()
    assert no.value.code == code
    return no.value


def test_a_session_takes_its_programme_from_the_rules(cast):
    short, long = (make_session(cast, form="VNC", days=days, capacity=30) for days in (2, 3))
    asked = [(one.code, one.hours, one.is_compulsory, one.pass_mark) for one in short.modules.all()]
    assert asked[0] == ("volunteering", 4, True, 10) and all(compulsory for _c, _h, compulsory, _m in asked)
    assert list(queries.lessons_of(short)) == [Slot(DAY + timedelta(n), half) for n in (0, 1) for half in ("am", "pm")]
    assert long.modules.last().code == "insertion"  # optional: taught where hours are left


def test_seats_are_never_beyond_the_capacity(cast):
    people = make_missions(cast, 3, until="prepared")
    session = make_session(cast, people[:1], capacity=2, until="seated")
    no = refused("training_full", lambda: actions.seat(session=session, missions=people[1:], by=cast.kodjo, on=ON))
    assert "1 place" in no.sentence and session.trainees.count() == 1
    actions.seat(session=session, missions=people[1:2], by=cast.kodjo, on=ON)
    with pytest.raises(IntegrityError, match="training_full"), transaction.atomic():
        Trainee.objects.create(session=session, mission=people[2], seated_on=ON)
    with pytest.raises(IntegrityError, match="training_over_capacity"), transaction.atomic():
        TrainingSession.objects.filter(pk=session.pk).update(capacity=1)
    refused(
        "training_over_capacity", lambda: actions.change_capacity(session=session, capacity=1, by=cast.kodjo, on=ON)
    )
    actions.change_capacity(session=session, capacity=3, by=cast.kodjo, on=ON)
    actions.seat(session=session, missions=people[2:], by=cast.kodjo, on=ON)


def test_nobody_has_two_seats_nor_a_seat_of_another_form(cast):
    people = make_missions(cast, until="prepared")
    make_session(cast, people)
    other = make_session(cast, form="VNC", capacity=5)
    refused("not_to_train", lambda: actions.seat(session=other, missions=people, by=cast.kodjo, on=ON))
    vec = make_session(cast, form="VEC", capacity=5)
    refused(
        "other_form",
        lambda: actions.seat(session=vec, missions=make_missions(cast, until="prepared"), by=cast.kodjo, on=ON),
    )


def test_a_wave_is_spread_by_region_and_who_stays_is_said(cast):
    people = make_missions(cast, 4, until="prepared")
    wave = people[0].wave
    assert [why for _m, why in plan_of(wave, by=cast.kodjo, on=ON).left] == ["no_session"] * 4
    later = make_session(cast, form="VNC", day=DAY + timedelta(7), capacity=2)
    first = make_session(cast, form="VNC", capacity=1)
    make_session(cast, form="VNC", capacity=9, commune=cast.tone_1)  # another region
    plan = actions.distribute(wave=wave, by=cast.kodjo, on=ON, seen=3)
    assert plan.given == 3 and [why for _m, why in plan.left] == ["full"]
    assert (first.trainees.count(), later.trainees.count()) == (1, 2)
    assert queries.unseated(queries.untrained(cast.kodjo)).get() == plan.left[0][0]
    refused("nobody_to_seat", lambda: actions.distribute(wave=wave, by=cast.kodjo, on=ON))


def test_a_preview_that_changed_is_looked_at_again(cast):
    people = make_missions(cast, 2, until="prepared")
    make_session(cast, form="VNC", capacity=2)
    refused("plan_changed", lambda: actions.distribute(wave=people[0].wave, by=cast.kodjo, on=ON, seen=1))
    assert not Trainee.objects.exists()


def test_a_supervisor_seats_only_where_one_answers_for(cast):
    make_missions(cast, until="prepared")
    far = make_session(cast, form="VNC", capacity=5, commune=cast.tone_1)
    people = list(queries.untrained(cast.mazalo))
    refused("not_allowed", lambda: actions.seat(session=far, missions=people, by=cast.mazalo, on=ON))


def test_everybody_is_called_once_and_told_to_pay_nobody(cast):
    people = make_missions(cast, 2, until="prepared")
    session = make_session(cast, people[:1], capacity=2)
    [told] = Message.objects.filter(template="training_called")
    assert "20/02/2024" in told.text and "Ne payez jamais personne" in told.text and len(told.text) <= 160
    first = session.called
    refused("nobody_to_convene", lambda: actions.convene(session=session, by=cast.kodjo, on=ON))
    actions.seat(session=session, missions=people[1:], by=cast.kodjo, on=ON)
    assert [one.mission for one in actions.convene(session=session, by=cast.kodjo, on=ON)] == people[1:]
    assert Message.objects.filter(template="training_called").count() == 2
    session.refresh_from_db()
    first.refresh_from_db()
    assert first.revoked_on and len(session.called.data["rows"]) == len(session.sign_in.data["rows"]) == 2
    letter = session.trainees.get(mission=people[1]).letter
    assert "gratuite" in str(letter.data["sections"]) and "Salle" not in letter.number


def test_a_person_moves_to_another_session_and_the_seat_is_free(cast):
    people = make_missions(cast, 2, until="prepared")
    session, other = make_session(cast, people[:1]), make_session(cast, form="VNC", day=DAY + timedelta(7), capacity=1)
    seat = session.trainees.get()
    new = actions.move_to(trainee=seat, session=other, reason="Malade", by=cast.kodjo, on=ON)
    seat.refresh_from_db()
    assert (seat.state, new.session, new.convened_on) == ("left", other, None) and seat.letter.revoked_on
    actions.seat(session=session, missions=people[1:], by=cast.kodjo, on=ON)
    refused("training_full", lambda: actions.move_to(trainee=session.trainees.get(state="seated"), session=other, reason="x",
                                                     by=cast.kodjo, on=ON))  # fmt: skip
    assert session.trainees.get(state="seated").mission == people[1]


def test_a_cancelled_session_frees_everybody_and_tells_them(cast):
    people = make_missions(cast, 2, until="prepared")
    session = make_session(cast, people)
    actions.cancel(session=session, reason="Pluies", by=cast.kodjo, on=ON)
    assert set(queries.unseated(queries.untrained(cast.kodjo))) == set(people)
    assert Message.objects.filter(template="training_cancelled").count() == 2
    refused("training_over", lambda: actions.seat(session=session, missions=people, by=cast.kodjo, on=ON))


def test_the_seat_of_a_cancelled_mission_is_free_at_once(cast):
    gone, stays, comes = make_missions(cast, 3, until="prepared")
    session = make_session(cast, [gone, stays])
    letter = session.trainees.get(mission=gone).letter
    missions_of.cancel(mission=gone, reason="Renonce", by=cast.kodjo, on=ON)
    assert TrainingSession.objects.with_seats().get().left == 1
    assert [one.mission for one in session.trainees.there()] == [stays]
    actions.seat(session=session, missions=[comes], by=cast.kodjo, on=ON)
    letter.refresh_from_db()
    assert session.trainees.get(mission=gone).state == "left" and letter.revoked_on == ON
    refused(
        "training_over_capacity", lambda: actions.change_capacity(session=session, capacity=1, by=cast.kodjo, on=ON)
    )
    missions_of.cancel(mission=comes, reason="Renonce", by=cast.kodjo, on=ON)
    actions.change_capacity(session=session, capacity=1, by=cast.kodjo, on=ON)


NEXT = DAY + timedelta(7)


def postpone(cast, session, days=1, **changes):
    given = {"from_on": NEXT, "to_on": NEXT + timedelta(days - 1), "reason": "Pluies", "by": cast.kodjo, "on": ON}
    return actions.postpone(session=session, **given | changes)


def test_a_postponed_session_keeps_its_seats_and_timetable_and_calls_people_again(cast):
    people = make_missions(cast, 2, until="prepared")
    session = make_session(cast, people)
    before, former = queries.lessons_of(session), session.trainees.first().letter
    row = postpone(cast, session)
    assert list(queries.lessons_of(session).values()) == list(before.values())
    assert [slot.on for slot in queries.lessons_of(session)] == [NEXT, NEXT]
    former.refresh_from_db()
    trainee = session.trainees.first()
    assert (former.revoked_because, trainee.state, trainee.convened_on) == ("session reportée", "seated", ON)
    assert f"{NEXT:%d/%m/%Y}" in str(trainee.letter.data) and f"{NEXT:%d/%m/%Y}" in str(row.called.data)
    told = Message.objects.filter(template="training_postponed")
    assert {one.to for one in told} == {one.person.phone for one in people}
    assert all("20/02/2024 est reportée" in one.text and "27/02/2024" in one.text for one in told)
    postpone(cast, session, from_on=DAY, to_on=DAY)  # and back: told again
    assert told.all().count() == 4


def test_other_half_days_spread_the_modules_anew_and_who_was_not_called_is_not_told(cast):
    people = make_missions(cast, until="prepared")
    session = make_session(cast, people, until="seated")
    postpone(cast, session, days=2)
    assert list(queries.lessons_of(session)) == [
        Slot(NEXT + timedelta(n), half) for n in (0, 1) for half in ("am", "pm")
    ]
    session.refresh_from_db()
    assert session.state == "planned" and session.called is None
    assert not Message.objects.filter(template="training_postponed").exists()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reason": " "}, "reason_required"),
        ({"from_on": DAY, "to_on": DAY}, "nothing_changes"),
        ({"to_on": DAY}, "training_dates"),
        ({"from_on": ON - timedelta(1)}, "session_in_past"),
    ],
)
def test_what_is_no_postponement(cast, changes, code):
    session = make_session(cast, make_missions(cast, until="prepared"))
    refused(code, lambda: postpone(cast, session, **changes))


def test_a_session_whose_roll_was_called_is_not_postponed(cast):
    session = make_session(cast, make_missions(cast, until="prepared"))
    actions.call_roll(session=session, slot=Slot(DAY, "am"), absent=(), by=cast.komlan, on=DAY)
    refused("training_begun", lambda: postpone(cast, session))


def test_lessons_and_trainers_are_arranged(cast):
    session = make_session(cast, form="VNC", days=2, capacity=5)
    first, second = Lesson.objects.filter(module__session=session).order_by("on", "half", "module__position")[:2]
    swap = {first.pk: (second.on, second.half), second.pk: (first.on, first.half)}
    actions.arrange(
        session=session,
        trainers={"conduct": "Dr Amouzou"},
        lessons={pk: Slot(*to) for pk, to in swap.items()},
        by=cast.kodjo,
        on=ON,
    )
    assert list(queries.lessons_of(session).values())[:2] == [[second.module.code], [first.module.code]]
    assert session.modules.get(code="conduct").trainer == "Dr Amouzou"
    outside = {first.pk: Slot(DAY + timedelta(9), "am")}
    pk = Lesson.objects.filter(module__session=session).first().pk
    refused(
        "half_day_outside",
        lambda: actions.arrange(session=session, trainers={}, lessons={pk: outside[first.pk]}, by=cast.kodjo, on=ON),
    )


def test_who_waits_is_said_with_the_stage_and_the_owner(cast):
    people = make_missions(cast, 2, until="prepared")
    make_session(cast, people[:1])
    found = {one.mission: (one.stage, one.owner) for one in queries.waiting(people, DAY)}
    assert found == {people[0]: ("seated", cast.plateaux.name), people[1]: ("unseated", cast.plateaux.name)}
    [after] = queries.waiting(people[:1], DAY + timedelta(1))
    assert (after.stage, after.owner) == ("undecided", "Formateur")
    [row] = queries.by_region(queries.untrained(cast.kodjo))
    assert (row["people"], row["unseated"]) == (2, 1)
    missions_of.cancel(mission=people[1], reason="Renonce", by=cast.kodjo, on=ON)
    assert list(queries.untrained(cast.kodjo)) == people[:1]
