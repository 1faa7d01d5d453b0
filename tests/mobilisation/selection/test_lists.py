from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.messages.models import Message
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.models import Rule
from teriya.mobilisation.calls import actions as calls
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.selection import actions, contests, hearing, lists, minutes, policies, queries
from teriya.mobilisation.selection.models import Contest, Hearing, Listing, Ranking, Sheet
from teriya.people.models import Person
from tests.factories.calls import BORN, TODAY, make_applications, make_wave, officer
from tests.factories.selection import (
    check_and_close,
    enter,
    make_jurors,
    make_jury,
    make_sealing_jury,
    seal,
    sign_minutes,
)
from tests.scenes import scene


@pytest.fixture
@scene
def wave(cast):
    """Five women of Plateaux, then two men of Savanes with the fewest points."""
    wave = make_wave(cast)
    make_applications(cast, wave, *[BORN] * 5)
    make_applications(cast, wave, *[BORN] * 2, commune=cast.tone_1, sex="M")
    return wave


@pytest.fixture
def ama(cast):
    return cast["director"]


def score(cast, wave):
    for n, row in enumerate(wave.applications.select_related("person").order_by("pk")):
        enter(cast, wave, (row, [90 - n] * 3))


def ranked(cast, wave, **criteria):
    if criteria:
        lists.publish_criteria(wave=wave, by=officer(cast), on=TODAY, **{"mode": "jury"} | criteria)
    score(cast, wave)
    check_and_close(cast, wave)
    actions.rank(wave=wave, by=officer(cast), on=TODAY)
    return Listing.objects.get(state="ready")


def outcomes(wave):
    rows = Ranking.objects.filter(application__wave=wave).order_by("rank")
    return list(rows.values_list("application__number", "outcome", "why"))


def test_without_criteria_everybody_is_ranked_and_nobody_told_selected(cast, wave, ama):
    lists.publish(listing=ranked(cast, wave), by=ama, on=TODAY)
    assert {outcome for _, outcome, _ in outcomes(wave)} == {"ranked"}
    assert set(Message.objects.filter(template__startswith="list_").values_list("template", flat=True)) == {
        "list_ranked"
    }


def test_the_list_is_cut_by_its_places_with_a_region_s_floor(cast, wave):
    ranked(cast, wave, places=3, reserve=2, regions={cast.tone_1.region.code: 1})
    assert outcomes(wave) == [
        ("1", "admitted", ""), ("2", "admitted", ""), ("3", "reserve", "displaced"), ("4", "reserve", ""), ("5", "left", ""),
        ("6", "admitted", cast.tone_1.region.code), ("7", "left", ""),
    ]  # fmt: skip
    assert dict(wave.applications.values_list("number", "state"))["5"] == "unranked"
    assert Listing.objects.get().minutes.data["rows"][2][-1] == "liste de réserve"


def test_criteria_come_before_the_first_score_and_the_draw(cast, wave):
    for wrong, code in (({"reserve": 2}, "no_places"), ({"places": 2, "regions": {"TG-S": 3}}, "floors_too_high")):
        with pytest.raises(Refusal, match=code):
            lists.publish_criteria(wave=wave, mode="jury", by=officer(cast), on=TODAY, **wrong)
    score(cast, wave)
    with pytest.raises(Refusal, match="criteria_fixed"):
        lists.publish_criteria(wave=wave, mode="jury", places=3, by=officer(cast), on=TODAY)


def test_a_public_lottery_asks_no_score_and_waits_for_the_witnesses(cast, wave):
    lists.publish_criteria(wave=wave, mode="lottery", places=4, by=officer(cast), on=TODAY)
    check_and_close(cast, wave)
    with pytest.raises(Refusal, match="not_drawn"):
        actions.rank(wave=wave, by=officer(cast), on=TODAY)
    wave = calls.draw_lottery(wave=Wave.objects.get(), drawn="4 2 6 1", by=officer(cast), on=TODAY)
    with pytest.raises(Refusal, match="criteria_fixed"):
        lists.publish_criteria(wave=wave, mode="jury", by=officer(cast), on=TODAY)
    rows = actions.rank(wave=wave, by=officer(cast), on=TODAY)
    order = [row.number for row in actions.draw([str(n) for n in range(1, 8)], wave.seed + "4 2 6 1")]
    assert [row.application.number for row in rows] == order and {row.points for row in rows} == {0}
    assert Listing.objects.get().minutes.data["rows"][0][3:6] == [None, None, None]


def test_a_list_is_published_by_another_person_and_tells_each(cast, wave, ama):
    listing = ranked(cast, wave, places=3, reserve=2)
    with pytest.raises(NotAllowed, match="same_person"):
        lists.publish(listing=listing, by=officer(cast), on=TODAY)
    found = lists.publish(listing=listing, by=ama, on=TODAY)
    assert (found.state, found.appeal_until) == ("published", TODAY + timedelta(5))
    counts = {
        name: Message.objects.filter(template=name).count() for name in ("list_admitted", "list_reserve", "list_left")
    }
    assert counts == {"list_admitted": 3, "list_reserve": 2, "list_left": 2}
    assert all(len(message.text) <= 160 for message in Message.objects.filter(template__startswith="list_"))
    person = wave.applications.first().person
    assert person.family not in str(found.board.data) and found.board.data["rows"][0] == ["1", 1, 270, "retenu"]


def contested(cast, wave, ama, number="4"):
    ready = ranked(cast, wave, places=3, reserve=2)
    sign_minutes(cast, wave)
    return contested_list(cast, wave, ready, ama, number)


def contested_list(cast, wave, ready, ama, number="4"):
    listing = lists.publish(listing=ready, by=ama, on=TODAY)
    row = wave.applications.select_related("wave__form", "person").get(number=number)
    Person.objects.filter(pk=row.person_id).update(account=cast.afi)
    row = Application.objects.select_related("wave__form", "person").get(pk=row.pk)
    return listing, contests.contest(
        application=row, text="Une page de ma fiche manque.", by=cast["candidate"], on=TODAY
    )


def test_an_appeal_upheld_changes_the_next_list_and_tells_only_who_changed(cast, wave, ama):
    make_jury(cast, wave)
    listing, appeal = contested(cast, wave, ama)
    assert appeal.answer_by == TODAY + timedelta(5)
    for by in (officer(cast), ama):
        with pytest.raises(NotAllowed, match="same_person"):
            contests.answer(
                contest=appeal, uphold=True, reason="Page retrouvée.", chair=1, points=100, by=by, on=TODAY
            )
    contests.answer(contest=appeal, uphold=True, reason="Page retrouvée.", chair=1, points=100, by=cast["regional_supervisor"], on=TODAY)  # fmt: skip
    actions.rank(wave=wave, by=officer(cast), on=TODAY)
    before = Message.objects.count()
    second = lists.publish(listing=Listing.objects.get(state="ready"), by=ama, on=TODAY)
    assert outcomes(wave)[0][:2] == ("4", "admitted") and Message.objects.count() == before + 2
    listing.refresh_from_db()
    assert listing.state == "replaced" and listing.minutes_id != second.minutes_id
    assert Message.objects.filter(template="contest_upheld").count() == 1


def test_an_appeal_is_made_once_in_time_by_the_person_and_rejected_with_its_reason(cast, wave, ama):
    listing, appeal = contested(cast, wave, ama)
    row = Application.objects.select_related("wave__form", "person").get(number="4")
    with pytest.raises(Refusal, match="contest_once"):
        contests.contest(application=row, text="Encore.", by=cast["candidate"], on=TODAY)
    Listing.objects.filter(pk=listing.pk).update(appeal_until=TODAY - timedelta(1))
    with pytest.raises(Refusal, match="appeal_closed"):
        contests.contest(application=row, text="Encore.", by=cast["candidate"], on=TODAY)
    with pytest.raises(NotAllowed, match="not_yours"):
        contests.contest(application=row, text="Encore.", by=ama, on=TODAY)
    yao = cast["regional_supervisor"]
    with pytest.raises(Refusal, match="correction_without_upholding"):
        contests.answer(contest=appeal, uphold=False, reason="Rien.", chair=1, points=9, by=yao, on=TODAY)
    with pytest.raises(Refusal, match="reason_required"):
        contests.answer(contest=appeal, uphold=False, reason=" ", by=yao, on=TODAY)
    assert (
        contests.answer(contest=appeal, uphold=False, reason="La fiche est entière.", by=yao, on=TODAY).state
        == "rejected"
    )


def test_an_appeal_upheld_may_ask_for_another_hearing(cast, wave, ama):
    jury = make_sealing_jury(cast, wave, make_jurors(cast), name="Jury")
    _, appeal = contested(cast, wave, ama)
    yao, row = cast["regional_supervisor"], appeal.application
    with pytest.raises(Refusal, match="not_heard_yet"):
        contests.answer(contest=appeal, uphold=True, reason="Bruit.", again=True, by=yao, on=TODAY)
    first = Hearing.objects.create(application=row, jury=jury, state="heard")
    contests.answer(contest=appeal, uphold=True, reason="Bruit.", again=True, by=yao, on=TODAY)
    with pytest.raises(Refusal, match="to_hear_again"):
        actions.rank(wave=wave, by=officer(cast), on=TODAY)
    hearing.hear_again(hearing=first, jury=jury, reason="Recours.", by=officer(cast), on=TODAY)
    for member in jury.members.all():
        seal(row, member.user, 99)
    actions.rank(wave=wave, by=officer(cast), on=TODAY)
    assert outcomes(wave)[0][:2] == ("4", "admitted")


def test_a_juror_answers_no_appeal_of_the_wave(cast, wave, ama):
    make_jury(cast, wave, members=[("Mazalo", cast["regional_supervisor"]), ("B", None), ("C", None)])
    _, appeal = contested(cast, wave, ama)
    with pytest.raises(NotAllowed, match="was_in_jury"):
        contests.answer(contest=appeal, uphold=False, reason="Non.", by=cast["regional_supervisor"], on=TODAY)
    assert Contest.objects.get().state == "filed"


def test_a_list_waits_for_the_signed_minutes_of_every_jury(client, cast, wave, ama):
    jury = make_jury(cast, wave)
    listing = ranked(cast, wave, places=3)
    with pytest.raises(Refusal, match="minutes_unsigned") as no:
        lists.publish(listing=listing, by=ama, on=TODAY)
    assert "Jury de Notsè" in no.value.sentence
    client.force_login(ama)
    page = client.get(reverse("selection:publish", args=[listing.pk])).content.decode()
    assert "Procès-verbal de jury à établir" in page and reverse("selection:jury", args=[jury.pk]) in page
    drawn = minutes.draw_minutes(jury=jury, by=officer(cast), on=TODAY)  # scores on paper, nobody was called
    assert drawn.document.data["rows"][0][2:] == [90, 90, 90, 0, "notes sur papier"]
    _one, *others = jury.members.order_by("chair")
    for member in others:
        minutes.record_ink(minutes=drawn, member=member, by=officer(cast), on=TODAY)
    with pytest.raises(Refusal, match="minutes_unsigned"):
        lists.publish(listing=listing, by=ama, on=TODAY)
    minutes.sign(minutes=drawn, by=cast["jury_member"], on=TODAY)
    assert lists.publish(listing=listing, by=ama, on=TODAY).state == "published"


def test_a_sheet_after_the_minutes_asks_for_others(cast, wave, ama):
    jurors = make_jurors(cast)
    jury = make_sealing_jury(cast, wave, jurors)
    sign_minutes(cast, wave)  # nobody has been heard: nothing to sign
    check_and_close(cast, wave)
    first, second = wave.applications.order_by("pk")[:2]
    for juror in jurors:
        seal(first, juror, 70)
    sign_minutes(cast, wave)
    assert queries.unsigned(wave) == []
    for juror in jurors:
        seal(second, juror, 60)
    Sheet.objects.filter(hearing__application=second).update(at=timezone.now() + timedelta(minutes=1))
    assert queries.unsigned(wave) == [jury]


def test_a_placement_waits_for_the_end_of_appeals(client, cast, wave, ama):
    listing = ranked(cast, wave, places=3)
    sign_minutes(cast, wave)
    assert policies.against_placing(wave, on=TODAY) is None  # no list, nothing to contest
    listing, appeal = contested_list(cast, wave, listing, ama)
    no = policies.against_placing(wave, on=listing.appeal_until)
    assert no.code == "appeals_open" and f"{listing.appeal_until:%d/%m/%Y}" in no.sentence
    after = listing.appeal_until + timedelta(1)
    assert policies.against_placing(wave, on=after).code == "appeals_waiting"
    contests.answer(contest=appeal, uphold=False, reason="Rien.", by=cast["regional_supervisor"], on=TODAY)
    assert policies.against_placing(wave, on=after) is None
    Rule.objects.filter(name="placement_waits_list_appeals").update(value=False)
    rules.forget()
    assert policies.against_placing(wave, on=TODAY) is None
    rules.forget()
