from datetime import date, timedelta

import pytest
from django.db.utils import ProgrammingError
from django.utils import timezone

from teriya.foundation.accounts.models import BACKDATE_DAYS
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.models import Transition
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.core.states import Lifecycle, Step, move, move_all
from teriya.foundation.messages.models import Message
from tests.cast import appoint

pytestmark = pytest.mark.django_db
LIFE = Lifecycle("message", [
    Step("give_up", ("queued", "sending"), "failed", P.HOSTS_ACCREDIT, reason_required=True),
    Step("try_again", ("failed",), "queued", P.HOSTS_ACCREDIT),
])  # fmt: skip


@pytest.fixture
def today() -> date:
    return timezone.localdate()


def thing(key: str = "k", **fields) -> Message:
    """A row with a state: any will do."""
    return Message.objects.create(channel="sms", to="+22890112233", template="t", text="…", key=key, **fields)


def test_a_step_changes_the_state_and_leaves_who_when_from_to_why(cast, today):
    row = thing()
    move(row, LIFE, "give_up", by=cast.kodjo, on=today, reason="numéro faux")
    left = Transition.objects.get()
    assert Message.objects.get().state == row.state == "failed"
    assert (left.subject, left.subject_id, left.name, left.source, left.to) == (
        "message", row.pk, "give_up", "queued", "failed",
    )  # fmt: skip
    assert (left.by_id, left.capacity, left.on, left.reason) == (
        cast.kodjo.id, "Direction des opérations", today, "numéro faux",
    )  # fmt: skip


def refused(code: str, row: Message, name: str, **how) -> None:
    before = row.state
    with pytest.raises(Refusal, match=code):
        move(row, LIFE, name, **how)
    assert Message.objects.get(pk=row.pk).state == before and not Transition.objects.exists()


def test_a_step_from_another_state_is_refused(cast, today):
    refused("wrong_state", thing(), "try_again", by=cast.kodjo, on=today)


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_step_that_asks_a_reason_is_refused_without(cast, today, reason):
    refused("reason_required", thing(), "give_up", by=cast.kodjo, on=today, reason=reason)


def test_a_step_is_refused_to_a_role_without_its_permission(cast, today):
    refused("not_allowed", thing(), "give_up", by=cast.awa, on=today, reason="x")


def test_a_step_is_refused_on_a_future_day(cast, today):
    refused("bad_business_date", thing(), "give_up", by=cast.kodjo, on=today + timedelta(1), reason="x")


def test_one_row_in_another_state_stops_the_whole_set(cast, today):
    rows = [thing("a"), thing("b", state="failed")]
    with pytest.raises(Refusal, match="wrong_state"):
        move_all(rows, LIFE, "give_up", by=cast.kodjo, on=today, reason="x")
    assert not Transition.objects.exists()


def test_a_set_moves_in_a_constant_number_of_statements(cast, today, django_assert_num_queries):
    rows = [thing(f"k{n}") for n in range(40)]
    cast.kodjo.may(P.HOSTS_ACCREDIT)  # its acts are read once a request
    with django_assert_num_queries(2):
        move_all(rows, LIFE, "give_up", by=cast.kodjo, on=today, reason="x")
    assert Transition.objects.count() == Message.objects.filter(state="failed").count() == 40


def test_a_transition_left_cannot_be_changed(cast, today):
    move(thing(), LIFE, "give_up", by=cast.kodjo, on=today, reason="x")
    with pytest.raises(ProgrammingError, match="permission denied"):
        Transition.objects.update(reason="y")


def test_steps_open_from_a_state_are_those_of_the_table():
    assert [step.name for step in LIFE.open_from("failed")] == ["try_again"]


def test_the_diagram_has_an_arrow_for_each_source():
    assert LIFE.diagram().splitlines() == [
        "stateDiagram-v2", "  queued --> failed : give_up", "  sending --> failed : give_up", "  failed --> queued : try_again",
    ]  # fmt: skip


def test_a_permission_holds_in_the_communes_of_the_act(cast):
    require(cast.yao, P.HOSTS_EVALUATE, commune=cast.haho_1.pk)
    with pytest.raises(NotAllowed, match="not_allowed"):
        require(cast.yao, P.HOSTS_EVALUATE, commune=cast.tone_1.pk)


def test_four_eyes_count_persons_whatever_their_delegations(cast, today):
    appoint(cast.awa, "authorising_officer", kind="delegation", for_user=cast.dede, until=today)
    awa = cast["finance_officer"]
    require(awa, P.PAY_ORDER)
    with pytest.raises(NotAllowed, match="same_person"):
        require_other_person(awa, None, awa.id)
    require_other_person(awa, cast.dede.id, None)


def test_an_act_is_dated_today_or_up_to_two_months_back(cast, today):
    for days in (0, BACKDATE_DAYS):
        require_date(cast.kodjo, today - timedelta(days))
    for days in (-1, BACKDATE_DAYS + 1):
        with pytest.raises(Refusal, match="bad_business_date"):
            require_date(cast.kodjo, today - timedelta(days))


def test_taking_on_history_goes_further_back_and_never_forward(cast, today, settings):
    settings.TAKE_ON = True
    assert cast.kodjo.may_date(date(2012, 1, 1))
    assert not cast.kodjo.may_date(today + timedelta(1))


def test_a_trial_lives_on_its_own_dates(cast, today, settings):
    settings.TRIAL = True
    assert cast.kodjo.may_date(date(2012, 1, 1)) and cast.kodjo.may_date(today + timedelta(400))
