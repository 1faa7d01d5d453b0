from datetime import timedelta

import pytest

from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.messages.models import Message
from teriya.foundation.places.models import Centre
from teriya.mobilisation.calls.models import Application
from teriya.mobilisation.selection import door, planning
from teriya.mobilisation.selection.models import Hearing, Jury, Sitting
from teriya.people.models import Person
from tests.factories.calls import BORN, TODAY, make_applications, make_wave, officer
from tests.factories.selection import HOURS, communes_of, make_jury, make_venue, plan
from tests.scenes import scene


@pytest.fixture
@scene
def wave(cast):
    wave = make_wave(cast)
    make_applications(cast, wave, *[BORN] * 4)
    Application.objects.update(state="eligible")
    return wave


@pytest.fixture
def venue(cast, wave):
    return make_venue(cast, wave, juries=2)


def hours(wave):
    rows = Hearing.objects.filter(application__wave=wave).order_by("application")
    return [(row.jury.name, row.on, f"{row.at:%H:%M}") for row in rows.select_related("jury")]


def test_everybody_gets_an_hour_and_is_told_of_it(cast, wave, venue):
    plan(cast, wave)
    assert hours(wave) == [("Notsè 1", TODAY, "08:00"), ("Notsè 2", TODAY, "08:00"), ("Notsè 1", TODAY, "08:10"), ("Notsè 2", TODAY, "08:10")]  # fmt: skip
    told = Message.objects.filter(template="convened")
    assert told.count() == 4 and all(len(message.text) <= 160 for message in told)
    assert f"{TODAY:%d/%m/%Y} a 08:00, avec votre piece : Notse, Maison des jeunes" in told.order_by("pk")[0].text.replace("à", "a").replace("è", "e")  # fmt: skip


def test_looking_writes_nothing_and_the_act_does_what_was_looked_at(cast, wave, venue):
    seen = planning.plan_of(wave, [TODAY], HOURS, by=officer(cast))
    assert (len(seen.given), seen.left, seen.nowhere) == (4, 0, 0) and not Hearing.objects.exists()
    with pytest.raises(Refusal, match="plan_changed"):
        plan(cast, wave, seen=3)
    assert len(plan(cast, wave, seen=4)) == 4


def test_nobody_is_left_without_an_hour_nor_without_a_town(cast, wave, venue):
    with pytest.raises(Refusal, match="no_room"):
        plan(cast, wave, days=1, hours=HOURS._replace(minutes=240))
    make_applications(cast, wave, BORN, commune=cast.tone_1)
    Application.objects.update(state="eligible")
    with pytest.raises(Refusal, match="no_venue"):
        plan(cast, wave)
    assert not Hearing.objects.exists()


def test_a_latecomer_is_planned_around_the_others(cast, wave, venue):
    plan(cast, wave)
    make_applications(cast, wave, BORN)
    Application.objects.update(state="eligible")
    assert [f"{row.at:%H:%M}" for row in plan(cast, wave)] == ["08:20"]
    with pytest.raises(Refusal, match="nobody_to_call"):
        plan(cast, wave)


def test_a_calendar_made_again_tells_those_whose_hour_changed(cast, wave, venue):
    plan(cast, wave)
    plan(cast, wave, first=TODAY + timedelta(1), again=True)
    assert {day for _, day, _ in hours(wave)} == {TODAY + timedelta(1)}
    assert Message.objects.filter(template="convened").count() == 8
    assert plan(cast, wave, first=TODAY + timedelta(1), again=True) == []


def test_a_supervisor_plans_the_people_of_the_centre_only(cast, wave, venue):
    make_venue(cast, wave, "Dapaong", cast.savanes)
    [north] = make_applications(cast, wave, BORN, commune=cast.tone_1)
    Application.objects.update(state="eligible")
    assert len(plan(cast, wave, by=cast["regional_supervisor"])) == 4
    assert not north.hearings.exists()
    with pytest.raises(NotAllowed, match="out_of_perimeter"):
        planning.open_venue(wave=wave, town="Mango", address="Mairie", communes=communes_of(cast.savanes), by=cast["regional_supervisor"], on=TODAY)  # fmt: skip


def test_a_centre_has_one_town(cast, wave, venue):
    with pytest.raises(Refusal, match="commune_has_a_venue"):
        make_venue(cast, wave, "Kpalimé")


def test_nobody_is_heard_by_oneself_nor_by_who_answers_the_same_telephone(cast, wave):
    venue = make_venue(cast, wave)
    make_jury(cast, wave, name="Notsè de Massan", venue=venue)
    first, second, *_ = wave.applications.order_by("pk")
    Person.objects.filter(pk=first.person_id).update(account=cast.massan)
    Person.objects.filter(pk=second.person_id).update(phone=cast.massan.phone)
    plan(cast, wave)
    assert {row.jury.name for row in Hearing.objects.filter(application__in=[first, second])} == {"Notsè 1"}


def test_one_person_gets_another_hour_with_its_reason(cast, wave, venue):
    hearing = plan(cast, wave, first=TODAY + timedelta(1))[0]
    free = planning.free_slots(wave, hearing.application, on=TODAY)
    assert len(free) == 2 * 45 - 4
    slot, jury = free[0]
    with pytest.raises(Refusal, match="reason_required"):
        door.move_hearing(hearing=hearing, jury=jury, day=slot.on, at=slot.at, reason="", by=officer(cast), on=TODAY)
    other = Hearing.objects.exclude(pk=hearing.pk)[0]
    with pytest.raises(Refusal, match="slot_taken"):
        door.move_hearing(hearing=hearing, jury=other.jury, day=other.on, at=other.at, reason="Examen.", by=officer(cast), on=TODAY)  # fmt: skip
    moved = door.move_hearing(hearing=hearing, jury=jury, day=slot.on, at=slot.at, reason="Examen.", by=officer(cast), on=TODAY)  # fmt: skip
    assert (moved.at, moved.version, moved.state) == (slot.at, 2, "called")
    assert Message.objects.filter(key__startswith=f"convened:{hearing.pk}:2:").exists()


def test_the_door_marks_who_came_and_at_the_end_who_did_not(cast, wave, venue):
    first, second, *rest = plan(cast, wave)
    agent = cast["regional_agent"]
    door.receive(hearings=[first], by=agent, on=TODAY)
    door.close_door(hearings=[second, *rest], by=agent, on=TODAY)
    door.receive(hearings=[second], by=agent, on=TODAY)
    assert sorted(Hearing.objects.values_list("state", flat=True)) == ["absent", "absent", "present", "present"]
    with pytest.raises(Refusal, match="wrong_state"):
        door.receive(hearings=[first], by=agent, on=TODAY)


def test_the_door_opens_on_the_day_and_for_ones_own_communes(cast, wave, venue):
    hearings = plan(cast, wave, first=TODAY + timedelta(1))
    with pytest.raises(Refusal, match="not_the_day"):
        door.receive(hearings=hearings, by=cast["regional_agent"], on=TODAY)
    Person.objects.update(commune=cast.tone_1)
    with pytest.raises(NotAllowed, match="not_allowed"):
        door.receive(hearings=hearings, by=cast["regional_agent"], on=TODAY)


def test_the_notice_board_shows_numbers_only_and_the_door_names_to_sign(cast, wave, venue):
    plan(cast, wave)
    board, entrance = door.print_lists(venue=venue, by=officer(cast), on=TODAY)
    assert board.data["rows"][0] == ["1", TODAY, "08:00", "Notsè 1, Salle 1"]
    family = wave.applications.first().person.family
    assert family not in str(board.data) and family in str(entrance.data)
    assert entrance.data["columns"][-1]["kind"] == "signature"


def test_1298_candidates_in_five_towns_over_three_days_are_planned_in_one_act(cast, django_assert_max_num_queries):
    """The scale of the 2020 interviews of the agency: 1 235 VEC and 63 VS heard in three days in five towns."""
    wave = make_wave(cast)
    centres = list(Centre.objects.filter(communes__isnull=False).distinct()[:5])
    counts = dict(zip(centres, (300, 300, 298, 250, 150), strict=True))
    for centre, count in counts.items():
        make_applications(cast, wave, *[BORN] * count, commune=centre.communes.filter(level="commune").first())
        make_venue(cast, wave, f"Ville {centre.name}", centre, juries=3)
    Application.objects.update(state="eligible")
    with django_assert_max_num_queries(60):
        called = plan(cast, wave, hours=HOURS._replace(minutes=12))
    assert len(called) == 1298 and Sitting.objects.count() <= 5 * 3 * 3
    assert len({(row.jury_id, row.on, row.at) for row in called}) == 1298
    for centre, count in counts.items():
        heard = Hearing.objects.filter(jury__in=list(Jury.objects.filter(venue__communes__centre=centre)))
        assert heard.count() == count
        assert set(heard.values_list("application__person__commune__centre", flat=True)) == {centre.pk}
    assert Message.objects.filter(template="convened").count() == 1298
