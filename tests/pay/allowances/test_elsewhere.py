"""Paid by another programme too (R16): found in its list, told with what is the same, cleared by a named person."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.phantoms import crowd
from teriya.foundation.core.refusals import Refusal
from teriya.pay.allowances import actions, ghosts
from teriya.pay.allowances.engine.elsewhere import Elsewhere, Other
from teriya.pay.allowances.engine.ghosts import look
from teriya.pay.allowances.models import OtherPay, Wallet
from tests.factories.allowances import ON, make_payable, prepare
from tests.factories.attendance import MONTH
from tests.factories.files import bring, commit, outcomes
from tests.scenes import scene

BORN = date(1996, 5, 3)
AMA = ("koffi", "ama")
HEAD = "Programme;Mois;Nom et prénoms;Date de naissance;Téléphone ou compte;N° de pièce\n"


def found(*others: Other, words=AMA, born=BORN, papers=("cni 7",), numbers=("22890112233",)):
    return Elsewhere(others).of(words, born, papers, numbers)


@pytest.mark.parametrize(
    ("other", "code", "how"),
    [
        (Other("FILETS", ("x",), paper="cni 7"), "paid_elsewhere", "même pièce"),
        (Other("FILETS", ("amah", "kofi"), BORN), "paid_elsewhere", "même naissance"),
        (Other("FILETS", ("kofi", "ama", "afi"), numbers="22890112233"), "paid_elsewhere", "même téléphone ou compte, mêmes noms"),
        (Other("FILETS", ("kofi", "yao"), numbers="22890112233"), "number_elsewhere", "un autre nom"),
    ],
)  # fmt: skip
def test_each_way_of_being_the_same_person_is_said(other, code, how):
    assert found(other)[0] == code and how in found(other)[1] and "FILETS" in found(other)[1]


@pytest.mark.parametrize("other", [
    Other("FILETS", AMA, date(1996, 1, 1)), Other("FILETS", AMA), Other("FILETS", ("lawson", "ama"), BORN), Other("FILETS", AMA, numbers="1"),
])  # fmt: skip
def test_a_namesake_is_left_alone(other):
    assert found(other, born=other.born_on or BORN) is None


def test_the_lists_of_a_month_do_not_slow_the_look_at_everybody():
    people, _kinds, frame = crowd(2_000, 100)
    one = people[7]
    lists = tuple(Other("FILETS", ("z", str(n)), numbers=f"{n:011}") for n in range(5_000))
    same = Other("FILETS", one.words[::-1], one.born_on, one.papers[0] if one.papers else "", one.phone[1:])
    before, after = look(people, frame), look(people, frame.__class__(**{f: getattr(frame, f) for f in frame.__slots__} | {"others": (*lists, same)}))  # fmt: skip
    assert {pk for pk in after if after[pk] != before.get(pk)} == {one.id}


def listed(cast, *lines: str):
    return bring(cast, "other_pay", HEAD + "\n".join(lines), by=cast.awa, name="filets.csv")


def test_a_list_is_read_once_and_a_line_that_nothing_compares_is_refused(cast):
    lines = (
        "FILETS;03/2024;AGBEKO Afi;;90 11 22 33;",
        "FILETS;2024-03;AGBEKO Yao;;;",
        "FILETS;mars;AGBEKO Ama;;;CNI 7",
    )
    file = listed(cast, *lines)
    assert outcomes(file) == ["new", "nothing_to_compare", "bad_month"]
    assert commit(cast, file, by=cast.awa).done == 1
    row = OtherPay.objects.get()
    assert (row.month, row.numbers, row.folded) == (MONTH.first, "22890112233", "agbeko afi")
    assert outcomes(listed(cast, *lines))[0] == "same"


@pytest.fixture
@scene
def paid_twice(cast):
    """One of two volunteers is in the list of another programme, by the account."""
    mission, other = make_payable(cast, 2)
    number = Wallet.objects.get(person=mission.person).folded
    commit(
        cast,
        listed(cast, f"Filets sociaux;03/2024;{mission.person.family} {mission.person.given};;{number};"),
        by=cast.awa,
    )
    return mission, other


def test_who_is_paid_elsewhere_waits_until_a_named_person_clears_it(cast, paid_twice):
    mission, other = paid_twice
    run = prepare(cast)
    line = run.lines.get(mission=mission)
    assert [code for code, _sentence in line.blocked] == ["paid_elsewhere"] and "Filets sociaux" in line.blocked[0][1]
    assert run.lines.get(mission=other).state == "due"
    actions.clear_signs(line=line, reason="Le programme a retiré son nom, lettre 12", by=cast.mazalo, on=ON)
    assert prepare(cast).lines.exclude(state="dropped").get(mission=mission).state == "due"


def test_a_list_brought_in_error_is_withdrawn(cast, paid_twice, client):
    client.force_login(cast.awa)
    page, sent = reverse("allowances:elsewhere"), {"list": "2024-03 Filets sociaux", "reason": ""}
    assert "Filets sociaux" in client.get(page).content.decode()
    assert client.post(page, sent | {"receipt": uuid4()}).status_code == 422
    assert client.post(page, sent | {"reason": "Liste de mai", "receipt": uuid4()}).status_code == 302
    assert prepare(cast).lines.filter(state="blocked").count() == 0
    with pytest.raises(Refusal, match="nothing_to_withdraw"):
        actions.withdraw_other_pay(programme="Filets sociaux", month=MONTH.first, reason="x", by=cast.awa, on=ON)


def test_the_lists_cost_one_question_a_month(cast, paid_twice):
    with CaptureQueriesContext(connection) as seen:
        ghosts.frame(MONTH, set())
    assert sum("allowances_otherpay" in query["sql"] for query in seen.captured_queries) == 1
