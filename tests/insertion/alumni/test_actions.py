"""Nobody is in the directory before saying yes; help between two; the prize under seal."""

from datetime import date

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.actions import pdf
from teriya.foundation.messages.gsm7 import length
from teriya.foundation.messages.models import Message
from teriya.insertion.alumni import actions, notices, queries
from teriya.insertion.alumni.models import MentoringRequest, Prize, PrizeSheet, Profile
from teriya.service.missions.models import Mission
from tests.factories.alumni import ON, jurors, make_prize, mark, member, seat
from tests.factories.kits import kokou
from tests.factories.missions import give_account, make_missions
from tests.factories.routes import make_former


def refuses(code: str):
    return pytest.raises(Refusal, match=code)


def test_one_says_yes_after_the_mission_and_takes_it_back(cast):
    [serving] = make_missions(cast)
    give_account(serving, cast.kossi)
    with refuses("not_former"):
        actions.say(shows=[], work="", offers="", wants_sms=False, by=cast.kossi, on=ON)
    Mission.objects.filter(pk=serving.pk).update(state="ended", end_reason="term", ended_on=date(2025, 2, 28))
    profile = member(serving, shows=["phone", "work"], wants_sms=True)
    assert list(Profile.objects.listed()) == [profile]
    gone = actions.withdraw(by=cast.kossi, on=ON)
    assert (gone.shows, gone.work, gone.wants_sms) == ([], "", False) and not Profile.objects.listed().exists()
    with refuses("not_in_directory"):
        actions.withdraw(by=cast.kossi, on=ON)
    assert member(serving).withdrawn_on is None


def test_help_is_asked_accepted_and_ends_when_one_leaves(cast):
    first, second = make_former(cast, 2)
    mentor = member(first, offers="Ouvrir une boulangerie", wants_sms=True)
    asker = member(second, "Adjo")
    by, to = {"by": asker.person.account, "on": ON}, {"by": cast.kossi, "on": ON}
    with refuses("no_offer"):
        actions.ask(to=asker, words="Aide", **to)
    request = actions.ask(to=mentor, words="Comment choisir un four ?", **by)
    with refuses("request_live"):
        actions.ask(to=mentor, words="Encore", **by)
    assert Message.objects.filter(template="mentoring_asked", to=first.person.phone).count() == 1
    with refuses("not_oneself"):
        actions.answer(request=request, step="accept", **by)
    assert actions.answer(request=request, step="accept", **to).state == "accepted"
    actions.withdraw(by=cast.kossi, on=ON)
    assert MentoringRequest.objects.get().state == "taken_back"


def test_only_members_who_want_sms_are_told_of_their_anniversary(cast):
    first, second, third = make_former(cast, 3)
    ends = first.ended_on
    member(first, wants_sms=True)
    member(second, "Adjo")
    found = queries.anniversaries(Mission.objects.all(), date(ends.year + 2, ends.month, 1))
    assert [(one.years, one.on) for one in found] == [(2, date(ends.year + 2, ends.month, ends.day))] * 3
    day = date(ends.year + 1, ends.month, ends.day)
    assert [notices.congratulate(day), notices.congratulate(day)] == [1, 1]
    [told] = Message.objects.filter(template="anniversary")
    assert told.to == first.person.phone and told.to != third.person.phone and length(told.text) <= 160


def test_a_prize_is_judged_under_seal_and_published(cast):
    first, second = missions = make_former(cast, 2)
    prize = make_prize(cast, missions)
    assert len(prize.amounts) == 8 and (prize.amounts[0], prize.amounts[-1]) == (1_000_000, 200_000)
    assert sum(points for _label, points in prize.criteria) == 100
    with refuses("prize_known"):
        make_prize(cast, [])
    with refuses("nominee_known"):
        actions.nominate(prize=prize, mission=first, why="Encore", by=cast.mazalo, on=ON)
    with refuses("three_jurors"):
        actions.seat_jury(prize=prize, jurors=[cast.massan] * 3, by=kokou(cast), on=ON)
    give_account(second, jurors(cast)[2])
    with refuses("juror_tied"):
        seat(cast, prize)
    give_account(second, cast.kossi)
    jury, one, other = seat(cast, prize), prize.nominees.get(mission=first), prize.nominees.get(mission=second)
    with refuses("bad_mark"):
        mark(jury[0], one, 31, 40, 30)
    for user in jury:
        mark(user, one, 20, 30, 20)
    with refuses("sheet_sealed"):
        mark(jury[0], one, 30, 40, 30)
    assert "marks" not in PrizeSheet.objects.first().sealed
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        PrizeSheet.objects.update(sealed="")
    with refuses("sheets_missing"):
        actions.publish(prize=prize, by=cast.ama, on=ON)
    for user in jury:
        mark(user, other, 30, 35, 25)
    with refuses("not_allowed"):
        actions.publish(prize=prize, by=kokou(cast), on=ON)
    done = actions.publish(prize=prize, by=cast.ama, on=ON)
    assert [(row.mission, row.points, row.amount) for row in queries.winners(done)] == [(second, 270, 1_000_000), (first, 210, 700_000)]  # fmt: skip
    assert pdf(done.record).startswith(b"%PDF")
    with refuses("wrong_state"):
        actions.drop(prize=done, reason="Trop tard", by=kokou(cast), on=ON)
    actions.drop(prize=make_prize(cast, [], year=2026), reason="Budget", by=kokou(cast), on=ON)
    assert Prize.objects.filter(state="dropped").count() == 1
