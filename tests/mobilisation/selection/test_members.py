from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.journal.models import Entry
from teriya.mobilisation.calls.models import Application
from teriya.mobilisation.selection import members, minutes, planning, policies, queries
from teriya.mobilisation.selection.models import Conflict, Hearing, JuryMember, MinutesSignature
from tests.factories.calls import BORN, TODAY, make_applications, make_wave, officer
from tests.factories.selection import enter, make_jurors, make_sealing_jury, make_venue, plan, seal
from tests.scenes import scene


@pytest.fixture
@scene
def wave(cast):
    wave = make_wave(cast)
    make_applications(cast, wave, *[BORN] * 2)
    Application.objects.update(state="eligible")
    return wave


@pytest.fixture
def jurors(cast):
    return make_jurors(cast, 6)


@pytest.fixture
def juries(cast, wave, jurors):
    venue = make_venue(cast, wave, juries=0)
    return [make_sealing_jury(cast, wave, jurors[n : n + 3], venue, name=f"Jury {n}") for n in (0, 3)]


@pytest.fixture
def one(cast, wave, juries):
    """The first candidate, called before the first jury."""
    plan(cast, wave)
    return Hearing.objects.get(jury=juries[0]).application


def declare(one, juror):
    return members.declare_conflict(application=one, what="Ma cousine.", by=juror, on=TODAY)


def test_a_member_with_a_conflict_does_not_score_and_another_juror_holds_the_chair(cast, one, jurors):
    conflict = declare(one, jurors[1])
    assert [rows.count() for rows in queries.to_settle(officer(cast))] == [1, 0]
    with pytest.raises(NotAllowed, match="conflict_declared"):
        seal(one, jurors[1], 50)
    with pytest.raises(Refusal, match="cannot_stand_in"):
        members.seat_another(conflict=conflict, substitute=jurors[0], by=officer(cast), on=TODAY)
    members.seat_another(conflict=conflict, substitute=jurors[4], by=officer(cast), on=TODAY)
    assert queries.to_score(jurors[4], one.wave).filter(pk=one.pk).exists()
    seal(one, jurors[0], 50)
    assert seal(one, jurors[4], 50).chair == 2
    seal(one, jurors[2], 50)
    assert queries.hearing_of(one).state == "heard"


def test_somebody_from_outside_holds_the_chair_on_paper_without_an_account(client, cast, wave, one, jurors, juries):
    """From the page: the name is written, the score of paper is entered, the minutes say who sat there."""
    conflict = declare(one, jurors[1])
    with pytest.raises(Refusal, match="conflict_open"):
        enter(cast, wave, (one, [None, 60, None]))
    client.force_login(officer(cast))
    address = reverse("selection:settle", args=[conflict.pk])
    form = {"way": "another", "a-receipt": uuid4(), "a-substitute": "", "a-name": ""}
    assert "l’un des deux" in client.post(address, form).content.decode()
    assert client.post(address, form | {"a-name": "AGBO Yaovi"}).status_code == 302
    assert "AGBO Yaovi tient ce siège" in client.get(address).content.decode()
    assert juries[0].pk not in policies.barred_from(wave, [one.pk]).get(one.pk, set())
    with pytest.raises(NotAllowed, match="conflict_declared"):
        seal(one, jurors[1], 50)
    seal(one, jurors[0], 50)
    seal(one, jurors[2], 50)
    enter(cast, wave, (one, [None, 60, None]))
    assert queries.hearing_of(one).state == "heard"
    [row] = minutes.draw_minutes(jury=juries[0], by=officer(cast), on=TODAY).document.data["rows"]
    assert row[-1] == f"conflit déclaré par {jurors[1].name}, remplacé ici par AGBO Yaovi"


def test_a_name_from_outside_is_neither_a_member_nor_the_candidate_nor_given_beside_an_account(
    cast, one, jurors, juries
):
    conflict = declare(one, jurors[1])
    seated = JuryMember.objects.get(jury=juries[0], chair=3)
    backwards = " ".join(reversed(seated.name.upper().split()))
    for name in (seated.name, backwards, str(one.person)):
        with pytest.raises(Refusal, match="cannot_stand_in"):
            members.seat_another(conflict=conflict, name=name, by=officer(cast), on=TODAY)
    with pytest.raises(Refusal, match="who_stands_in"):
        members.seat_another(conflict=conflict, name="AGBO Yaovi", substitute=jurors[4], by=officer(cast), on=TODAY)
    with pytest.raises(IntegrityError, match="conflict_one_substitute"), transaction.atomic():
        Conflict.objects.update(substitute=jurors[4], substitute_name="AGBO Yaovi")


def test_a_candidate_is_sent_before_another_jury(cast, wave, one, jurors, juries):
    conflict = declare(one, jurors[1])
    free = [
        (slot, jury) for slot, jury in planning.free_slots(wave, one, on=TODAY.replace(day=1)) if jury == juries[1]
    ]
    slot, jury = free[0]
    assert all(found != juries[0] for _, found in planning.free_slots(wave, one, on=TODAY))
    members.hear_elsewhere(conflict=conflict, jury=jury, day=slot.on, at=slot.at, reason="Parenté.", by=officer(cast), on=TODAY)  # fmt: skip
    conflict.refresh_from_db()
    assert conflict.state == "settled" and queries.hearing_of(one).jury == juries[1]
    assert seal(one, jurors[3], 50)


def test_a_conflict_is_said_before_ones_sheet_is_sealed(one, jurors):
    seal(one, jurors[0], 50)
    with pytest.raises(Refusal, match="sheet_sealed"):
        declare(one, jurors[0])
    assert not Conflict.objects.exists()


def test_a_member_is_replaced_and_the_sheets_stay(cast, one, jurors, juries):
    seal(one, jurors[0], 50)
    member = JuryMember.objects.get(jury=juries[0], user=jurors[0])
    with pytest.raises(Refusal, match="reason_required"):
        members.replace_member(member=member, name="Sena", reason=" ", by=officer(cast), on=TODAY)
    new = members.replace_member(
        member=member, name="Sena", user=cast.sena, reason="Malade.", by=officer(cast), on=TODAY
    )
    member.refresh_from_db()
    assert (member.until, member.why_left, new.chair) == (TODAY, "Malade.", 1)
    with pytest.raises(NotAllowed, match="not_your_candidate"):
        seal(one, jurors[0], 60)
    assert queries.hearing_of(one).sheets.get().by_id == jurors[0].pk
    with pytest.raises(Refusal, match="already_replaced"):
        members.replace_member(member=member, name="Sena", reason="Malade.", by=officer(cast), on=TODAY)


def test_two_persons_never_hold_one_chair(juries):
    with pytest.raises(IntegrityError, match="jury_chair_once"), transaction.atomic():
        JuryMember.objects.create(jury=juries[0], chair=1, name="X")


def test_minutes_wait_for_everybody_then_each_member_signs_for_oneself(cast, one, jurors, juries):
    with pytest.raises(Refusal, match="still_to_hear"):
        minutes.draw_minutes(jury=juries[0], by=officer(cast), on=TODAY)
    conflict = declare(one, jurors[1])
    members.seat_another(conflict=conflict, substitute=jurors[4], by=officer(cast), on=TODAY)
    for juror, points in zip((jurors[0], jurors[4], jurors[2]), (50, 60, 70), strict=True):
        seal(one, juror, points)
    found = minutes.draw_minutes(jury=juries[0], by=officer(cast), on=TODAY)
    assert found.document.data["rows"] == [
        [
            one.number,
            str(one.person),
            50,
            60,
            70,
            20,
            f"conflit déclaré par {jurors[1].name}, remplacé ici par {jurors[4].name}",
        ]
    ]
    assert [queries.to_sign(juror).count() for juror in (jurors[0], jurors[4])] == [1, 0]
    with pytest.raises(NotAllowed, match="not_in_jury"):
        minutes.sign(minutes=found, by=jurors[4], on=TODAY)
    minutes.sign(minutes=found, by=jurors[0], on=TODAY)
    assert not queries.to_sign(jurors[0]).exists()
    with pytest.raises(Refusal, match="signed"):
        minutes.sign(minutes=found, by=jurors[0], on=TODAY)
    third = JuryMember.objects.get(jury=juries[0], chair=3)
    minutes.record_ink(minutes=found, member=third, by=officer(cast), on=TODAY)
    assert list(MinutesSignature.objects.order_by("member").values_list("member__chair", "mode")) == [(1, "account"), (3, "ink")]  # fmt: skip
    again = minutes.draw_minutes(jury=juries[0], by=officer(cast), on=TODAY)
    with pytest.raises(Refusal, match="old_minutes"):
        minutes.sign(minutes=found, by=jurors[1], on=TODAY)
    minutes.sign(minutes=again, by=jurors[1], on=TODAY)


def test_the_centre_types_the_written_word_of_a_member_without_account(client, cast, wave, one, juries):
    """Chair 1 of this jury leaves to somebody without account, who writes that a candidate is a cousin."""
    held = JuryMember.objects.get(jury=juries[0], chair=1)
    member = members.replace_member(member=held, name="AGBO Yaovi", reason="Malade.", by=officer(cast), on=TODAY)
    client.force_login(officer(cast))
    address = reverse("selection:record_conflict", args=[member.pk])
    assert f"{one.number} · " in client.get(address).content.decode()
    assert "conflit d’intérêts" in client.get(reverse("selection:jury", args=[juries[0].pk])).content.decode()
    answer = client.post(address, {"receipt": uuid4(), "application": one.pk, "what": "Mon cousin."}, follow=True)
    assert f"saisi par {cast.kodjo}" in answer.content.decode()
    conflict = Conflict.objects.get()
    assert (conflict.member, conflict.state, conflict.typed_by_id) == (member, "declared", cast.kodjo.pk)
    entry = Entry.objects.get(action="selection.record_conflict")
    assert (entry.by_id, entry.subject_id) == (cast.kodjo.pk, str(conflict.pk))
    assert juries[0].pk in policies.barred_from(wave, [one.pk])[one.pk]
    with pytest.raises(Refusal, match="conflict_open"):
        enter(cast, wave, (one, [50, None, None]))
    enter(cast, wave, (one, [None, 60, None]))


def test_a_written_word_is_not_typed_for_who_has_an_account_nor_after_the_score(cast, wave, one, juries, jurors):
    held = JuryMember.objects.get(jury=juries[0], chair=1)
    facts = {"application": one, "what": "Mon cousin.", "by": officer(cast), "on": TODAY}
    with pytest.raises(NotAllowed, match="has_account"):
        members.record_conflict(member=held, **facts)
    member = members.replace_member(member=held, name="AGBO Yaovi", reason="Malade.", by=officer(cast), on=TODAY)
    with pytest.raises(NotAllowed):
        members.record_conflict(member=member, **facts | {"by": cast["regional_agent"]})
    with pytest.raises(Refusal, match="nothing_said"):
        members.record_conflict(member=member, **facts | {"what": " "})
    other = Application.objects.exclude(pk=one.pk).get()
    with pytest.raises(Refusal, match="not_of_this_jury"):
        members.record_conflict(member=member, **facts | {"application": other})
    enter(cast, wave, (one, [50, None, None]))
    with pytest.raises(Refusal, match="sheet_sealed"):
        members.record_conflict(member=member, **facts)
