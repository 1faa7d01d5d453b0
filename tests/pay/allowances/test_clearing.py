"""Lines stopped by a doubt: shown first, cleared by a named person who had no hand in them, never dropped in silence."""

from datetime import date
from uuid import uuid4

import pytest

from teriya.foundation.accounts.models import User
from teriya.foundation.core.refusals import Refusal
from teriya.mobilisation.calls.models import Application
from teriya.mobilisation.hosts.actions import add_officer
from teriya.pay.allowances import actions, ghosts
from teriya.pay.allowances.models import Clearance, PayLine, Wallet
from teriya.people.models import Person
from teriya.service.attendance import queries as attendance
from teriya.service.followup.models import Visit
from tests.cast import appoint
from tests.factories.allowances import ON, bring, make_payable, prepare
from tests.factories.attendance import MONTH
from tests.factories.missions import give_account
from tests.scenes import scene


def code_of(call, *args, **kwargs) -> str:
    with pytest.raises(Refusal) as no:
        call(*args, **kwargs)
    return no.value.code


@pytest.fixture
@scene
def doubtful(cast):
    """Two volunteers with a confirmed March; the first bears a name that is none."""
    team = make_payable(cast, 2)
    Person.objects.filter(pk=team[0].person_id).update(folded="inconnu kossi")
    return team


def line_of(mission) -> PayLine:
    return PayLine.objects.get(mission=mission, state="blocked")


def clear(cast, mission, by=None, reason="Vu au poste, carte en main"):
    return actions.clear_signs(line=line_of(mission), reason=reason, by=by or cast.mazalo, on=ON)


def test_a_doubt_stops_its_line_and_no_other(cast, doubtful):
    run = prepare(cast)
    assert ([code for code, _ in line_of(doubtful[0]).blocked], run.total) == (["no_name"], 30_000)


def test_a_named_person_clears_it_and_the_next_calculation_pays(cast, doubtful):
    prepare(cast)
    [row] = clear(cast, doubtful[0])
    assert (row.code, row.by_id, prepare(cast).total) == ("no_name", cast.mazalo.pk, 60_000)


def test_clearing_asks_for_what_was_seen(cast, doubtful):
    prepare(cast)
    assert code_of(clear, cast, doubtful[0], reason=" ") == "reason_required"


def test_another_doubt_stops_the_line_again(cast, doubtful):
    prepare(cast)
    clear(cast, doubtful[0])
    Person.objects.filter(pk=doubtful[0].person_id).update(birth_on=None, birth_year=1960)
    assert prepare(cast).total == 30_000 and [code for code, _ in line_of(doubtful[0]).blocked] == ["age_out_of_form"]


def test_what_is_certain_is_cleared_by_nobody(cast, doubtful):
    Person.objects.filter(pk=doubtful[0].person_id).update(folded="koffi kossi", birth_on=None, birth_year=2021)
    prepare(cast)
    assert code_of(clear, cast, doubtful[0]) == "nothing_to_clear"


def enrolled(cast, mission):
    Application.objects.filter(pk=mission.offer.application_id).update(entered_by=cast.mazalo.pk)


def entered_the_wallet(cast, mission):
    Wallet.objects.filter(person=mission.person).update(entered_by_id=cast.mazalo.pk)


def attested(cast, mission):
    mission.sheets.update(attested_by_id=cast.mazalo.pk, confirmed_by_id=cast.kodjo.pk)


@pytest.mark.parametrize("hand", [enrolled, entered_the_wallet, attested])
def test_who_had_a_hand_in_the_line_never_clears_it(cast, doubtful, hand):
    hand(cast, doubtful[0])
    prepare(cast)
    assert code_of(clear, cast, doubtful[0]) == "same_person"
    other = User.objects.create_user(name="Afiwa", phone="+22893007777")
    appoint(other, "regional_supervisor", cast.haho_1)
    assert clear(cast, doubtful[0], by=other)


def test_nobody_clears_for_oneself_nor_for_ones_host(cast, doubtful):
    prepare(cast)
    give_account(doubtful[0], cast.mazalo)
    assert code_of(clear, cast, doubtful[0]) == "own_file"
    Person.objects.update(account=None)
    add_officer(host=doubtful[0].host, user=cast.mazalo, duty="officer", by=cast.yao, on=ON)
    assert code_of(clear, cast, doubtful[0]) == "own_host"


def test_another_centre_and_another_role_clear_nothing(cast, doubtful):
    prepare(cast)
    cast.mazalo.appointment_set.all().delete()
    appoint(cast.mazalo, "regional_supervisor", cast.tone_1)
    assert [code_of(clear, cast, doubtful[0], by=by) for by in (cast.mazalo, cast.awa)] == ["not_allowed"] * 2


# What the room reads


def one_telephone(cast, team):
    Person.objects.filter(pk__in=[m.person_id for m in team]).update(phone="+22890445566")


def an_officers_account(cast, team):
    Wallet.objects.filter(person=team[0].person).update(folded=cast.essi.phone[1:])


def found_absent(cast, team):
    Visit.objects.create(mission=team[0], planned_on=date(2024, 3, 12), on=date(2024, 3, 12), agent=cast.yao, is_announced=False,
                         state="done", was_present=False, findings="Personne", by_id=cast.yao.pk)  # fmt: skip


def one_paper(cast, team):
    number = team[0].person.papers.get().folded
    team[1].person.papers.update(folded=number)


def without_right(cast, team):
    team[0].host.accreditations.update(period=(date(2020, 1, 1), date(2021, 1, 1)))


CASES = {
    "same_phone": one_telephone, "staff_wallet": an_officers_account, "seen_absent": found_absent, "same_paper": one_paper,
    "no_right": without_right,
}  # fmt: skip


@pytest.mark.parametrize("code", CASES)
def test_what_the_register_and_the_visits_say_is_read(cast, code):
    team = make_payable(cast, 3)
    assert prepare(cast).total == 90_000
    CASES[code](cast, team)
    prepare(cast)
    assert code in [code for code, _ in line_of(team[0]).blocked]


def test_a_telephone_is_shared_across_months_and_forms(cast):
    """Two of the three who bear it serve elsewhere and are not in this run."""
    [mine] = make_payable(cast)
    others = make_payable(cast, 2, form="VNC", months=12)
    one_telephone(cast, [mine, *others])
    assert prepare(cast).total == 0


def test_the_same_questions_for_three_people_and_thirty(
    cast, django_assert_max_num_queries, django_assert_num_queries
):
    make_payable(cast, 3)
    with django_assert_max_num_queries(25) as few:
        ghosts.signs(MONTH)
    make_payable(cast, 27)
    with django_assert_num_queries(len(few)):
        ghosts.signs(MONTH)


def test_confirmed_missions_are_the_lines_due_and_the_lines_stopped(cast, doubtful):
    run = prepare(cast)
    confirmed = attendance.confirmed(MONTH, run.form_id).values_list("pk", flat=True)
    lines = run.lines.filter(state__in=("due", "blocked")).values_list("mission_id", flat=True)
    assert sorted(confirmed) == sorted(lines) and bring(cast, run).lines.count() == len(confirmed)


# Pages


def sent(**fields) -> dict:
    return {"receipt": str(uuid4()), **fields}


def test_the_supervisor_finds_the_line_and_clears_it(cast, doubtful, client):
    prepare(cast)
    client.force_login(cast.mazalo)
    page, url = client.get("/paie/arretees/").text, f"/paie/lignes/{line_of(doubtful[0]).pk}/soupcons/"
    assert "nom d’une personne" in page and url in page
    assert "Ghana" in client.get(url).text
    assert client.post(url, sent(reason="Vu au poste")).status_code == 302
    assert "Vu au poste" in client.get(url).text and Clearance.objects.count() == 1


def test_stopped_lines_are_narrowed_to_one_cause(cast, doubtful, client):
    Wallet.objects.filter(person=doubtful[1].person).update(state="retired")
    prepare(cast)
    client.force_login(cast.awa)
    page = client.get("/paie/arretees/?motif=no_wallet").text
    assert doubtful[1].person.matricule in page and doubtful[0].person.matricule not in page


def test_a_centre_sees_the_lines_of_its_communes_only(cast, doubtful, client):
    prepare(cast)
    cast.yao.appointment_set.all().delete()
    appoint(cast.yao, "regional_agent", cast.tone_1)
    client.force_login(cast.yao)
    assert doubtful[0].person.matricule not in client.get("/paie/arretees/").text
