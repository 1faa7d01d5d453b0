from datetime import date, timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from teriya.foundation.accounts import actions
from teriya.foundation.accounts.models import Appointment, User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.journal.models import Entry
from teriya.foundation.messages.models import Message
from tests.cast import Cast

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
NEXT_MONTH, YESTERDAY = TODAY + timedelta(30), TODAY - timedelta(1)


@pytest.fixture
def edem(cast: Cast) -> User:
    return cast["administrator"]


@pytest.fixture
def dela(edem) -> User:
    """Someone new on the staff, without any role yet."""
    return actions.create_account(name="Dela", email="Dela@ANVT.example", by=edem)


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_an_account_opens_without_role_and_its_owner_gets_a_link(dela):
    assert dela.appointments == [] and not dela.has_usable_password()
    message = Message.objects.get()
    assert (message.to, message.template) == ("dela@anvt.example", "password_link")


def test_two_accounts_never_share_an_address(edem, dela):
    with pytest.raises(Refusal, match="account_exists") as no:
        actions.create_account(name="Autre", email="dela@anvt.example", by=edem)
    assert no.value.field == "email"


def test_only_those_who_manage_accounts_open_them(cast):
    with pytest.raises(NotAllowed):
        actions.create_account(name="X", email="x@anvt.example", by=cast["director"])


def test_a_role_by_an_act_holds_on_its_communes(cast, edem, dela):
    actions.appoint(user=dela, role="regional_agent", act="D-7", since=TODAY, by=edem, communes=[cast.haho_1])
    agent = fresh(dela)
    assert agent.may(P.PEOPLE_REGISTER, commune=cast.haho_1.pk)
    assert not agent.may(P.PEOPLE_REGISTER, commune=cast.haho_2.pk)
    entry = Entry.objects.get(action="accounts.appoint")
    assert (entry.by_id, entry.facts["act"], entry.facts["communes"]) == (edem.pk, "D-7", ["TG-P-HAHO-1"])


def test_perimeters_of_several_acts_unite(cast, edem, dela):
    for n, commune in enumerate((cast.haho_1, cast.tone_1)):
        actions.appoint(user=dela, role="regional_agent", act=f"D-{n}", since=TODAY, by=edem, communes=[commune])
    assert fresh(dela).communes(P.PEOPLE_REGISTER) == {cast.haho_1.pk, cast.tone_1.pk}


def test_an_act_that_has_not_begun_or_is_over_allows_nothing(edem, dela):
    actions.appoint(user=dela, role="auditor", act="D-1", since=NEXT_MONTH, by=edem)
    actions.appoint(user=dela, role="auditor", act="D-0", since=YESTERDAY, until=YESTERDAY, by=edem)
    assert not fresh(dela).may(P.AUDIT_READ)


@pytest.mark.parametrize(
    ("code", "given"),
    [
        ("communes_required", {"role": "regional_agent"}),
        ("act_required", {"role": "auditor", "act": " "}),
        ("bad_business_date", {"role": "auditor", "until": YESTERDAY}),
        ("bad_business_date", {"role": "auditor", "since": TODAY - timedelta(400)}),
    ],
)
def test_an_appointment_is_refused(cast, dela, code, given):
    with pytest.raises(Refusal, match=code):
        actions.appoint(**{"user": dela, "act": "D-1", "since": TODAY, "by": cast["director"]} | given)


def test_nobody_appoints_oneself(edem):
    with pytest.raises(NotAllowed, match="self_appointment"):
        actions.appoint(user=edem, role="director", act="D-1", since=TODAY, by=edem)


def test_staff_without_an_address_are_not_appointed(cast, edem):
    with pytest.raises(Refusal, match="email_required"):
        actions.appoint(user=cast.kossi, role="auditor", act="D-1", since=TODAY, by=edem)


def test_acting_holds_the_absent_persons_communes_and_shows_its_act(cast, edem, dela):
    actions.appoint_acting(user=dela, for_user=cast.mazalo, role="regional_supervisor", act="NS-12", since=TODAY, until=NEXT_MONTH, by=edem)  # fmt: skip
    acting = fresh(dela)
    assert acting.communes(P.PRESENCE_CONFIRM) == {cast.haho_1.pk, cast.haho_2.pk}
    with override("en"):  # what is kept is in the agency's language, whatever that of the page
        assert acting.capacity(P.PRESENCE_CONFIRM) == "Superviseur du centre régional (intérim, acte NS-12)"


def test_capacity_is_that_of_the_place_and_the_title_comes_first(cast, edem, dela):
    actions.appoint_acting(user=dela, for_user=cast.mazalo, role="regional_supervisor", act="NS-1", since=TODAY, until=NEXT_MONTH, by=edem)  # fmt: skip
    actions.appoint(user=dela, role="regional_supervisor", act="D-1", since=TODAY, by=edem, communes=[cast.tone_1])
    both = fresh(dela)
    assert both.capacity(P.PRESENCE_CONFIRM) == "Superviseur du centre régional"
    assert "acte NS-1" in both.capacity(P.PRESENCE_CONFIRM, commune=cast.haho_1.pk)


def test_acting_is_for_somebody_who_holds_or_held_the_role(cast, edem, dela):
    with pytest.raises(Refusal, match="no_title"):
        actions.appoint_acting(user=dela, for_user=cast.yao, role="director", act="NS-1", since=TODAY, until=NEXT_MONTH, by=edem)  # fmt: skip


def test_a_holder_delegates_a_signature_and_takes_it_back(cast, dela):
    ama = cast["director"]
    given = actions.delegate(
        user=dela, for_user=ama, role="director", act="DS-3", since=TODAY, until=NEXT_MONTH, by=ama
    )
    assert "délégation de signature, acte DS-3" in fresh(dela).capacity(P.CONTRACTS_SIGN_AGENCY)
    actions.end_appointment(appointment=given, by=ama, on=TODAY, reason="Retour")
    given.refresh_from_db()
    assert given.until == TODAY


def test_nobody_else_delegates_a_signature(cast, dela):
    with pytest.raises(NotAllowed):
        actions.delegate(user=dela, for_user=cast.ama, role="director", act="DS", since=TODAY, until=NEXT_MONTH, by=cast["operations"])  # fmt: skip


def test_a_delegation_never_outlives_its_title(cast, edem, dela):
    title = Appointment.objects.get(user=cast.ama)
    given = actions.delegate(
        user=dela, for_user=cast.ama, role="director", act="DS", since=TODAY, until=NEXT_MONTH, by=edem
    )
    actions.end_appointment(appointment=title, by=edem, on=TODAY, reason="Départ")
    given.refresh_from_db()
    assert given.until == TODAY
    with pytest.raises(Refusal, match="title_ends_before"):
        actions.delegate(
            user=cast.awa, for_user=cast.ama, role="director", act="DS2", since=TODAY, until=NEXT_MONTH, by=edem
        )


@pytest.mark.parametrize("how", ["title", "acting", "delegation"])
def test_who_authorises_never_pays_whatever_the_act(cast, edem, dela, how):
    actions.appoint(user=dela, role="authorising_officer", act="D-1", since=TODAY, by=edem)
    given = {"user": dela, "role": "public_accountant", "act": "D-2", "since": TODAY, "by": edem}
    stand_in = given | {"for_user": cast.tchaa, "until": NEXT_MONTH}
    verb = {"title": actions.appoint, "acting": actions.appoint_acting, "delegation": actions.delegate}[how]
    with pytest.raises(NotAllowed, match="incompatible_duties"):
        verb(**given if how == "title" else stand_in)


def test_one_who_authorised_may_pay_from_the_day_after(edem, dela):
    first = actions.appoint(user=dela, role="authorising_officer", act="D-1", since=YESTERDAY, by=edem)
    actions.end_appointment(appointment=first, by=edem, on=TODAY, reason="Mutation")
    second = actions.appoint(user=dela, role="public_accountant", act="D-2", since=TODAY + timedelta(1), by=edem)
    assert set(dela.appointment_set.all()) == {first, second}


def test_a_closed_account_holds_nothing_and_enters_nowhere(cast, edem, client):
    client.force_login(cast.awa)
    actions.deactivate(user=cast.awa, by=edem, on=TODAY, reason="Départ à la retraite")
    assert not cast["finance_officer"].may(P.PAY_READ)
    assert client.get("/compte/").status_code == 302


def test_closing_asks_for_a_reason_and_another_person(cast, edem):
    with pytest.raises(Refusal, match="reason_required"):
        actions.deactivate(user=cast.awa, by=edem, on=TODAY, reason=" ")
    with pytest.raises(NotAllowed, match="own_account"):
        actions.deactivate(user=edem, by=edem, on=TODAY, reason="Fatigue")


def test_another_room_admits_a_person_once(cast):
    given = {
        "name": "Koffi",
        "phone": "90 11 22 33",
        "role": "host_officer",
        "act": "A-1",
        "since": TODAY,
        "by": cast["regional_agent"],
    }
    first, second = actions.admit(**given), actions.admit(**given)
    assert first == second and first.phone == "+22890112233"
    assert [act.role for act in fresh(first).appointments] == ["host_officer"]


def test_another_room_never_admits_staff(cast):
    with pytest.raises(NotAllowed, match="staff_are_appointed"):
        actions.admit(name="K", phone="90112233", role="auditor", act="A", since=TODAY, by=cast["regional_agent"])


def test_ones_own_sign_up_gives_a_role_outside_the_staff_once(cast):
    given = {"user": cast.afi, "name": "Afi", "act": "SA-2026-0001", "since": TODAY}
    for _ in range(2):
        actions.take_up(role="host_officer", **given)
    assert sorted(act.role for act in fresh(cast.afi).appointments) == ["candidate", "host_officer"]
    with pytest.raises(NotAllowed, match="staff_are_appointed"):
        actions.take_up(role="auditor", **given)


def test_the_first_administrator_founds_the_agency_once(nobody_yet):
    edem = actions.found_agency(name="Edem", email="edem@anvt.example", act="D-0", since=date(2020, 1, 1))
    assert edem.may(P.ACCOUNTS_APPOINT)
    with pytest.raises(NotAllowed, match="already_founded"):
        actions.found_agency(name="Un autre", email="x@anvt.example", act="D-0", since=TODAY)


@pytest.mark.parametrize(("at", "code"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")])  # fmt: skip
def test_codes_are_those_of_rfc_6238_appendix_b(at, code):
    assert actions.current_code("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", at) == code
