"""A pay sheet comes back signed: who signed, its photo, another person verifies, what the returns contradict."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from teriya.foundation.core.refusals import Refusal
from teriya.pay.allowances import actions as pay
from teriya.pay.bundles import actions, sheets
from teriya.pay.bundles.models import SignedSheet
from teriya.portals.waiting import tasks_of
from tests.cast import appoint
from tests.factories.allowances import ON, bring, make_payable, prepare
from tests.factories.bundles import BACK, answer, key, make_sent, paper_of, photo


@pytest.fixture
def as_(client, cast):
    def sign_in(role):
        client.force_login(cast[role])
        return client

    return sign_in


def hows(run) -> list[str]:
    return [row.signature.how for row in sheets.rows_of(paper_of(run))]


def test_all_signed_except(cast):
    run = make_sent(cast, 4)
    key(cast, run, thumbprints=[2], absent=[4], proxies={3: ("AMA Kossi", "P-7")})
    assert hows(run) == ["signature", "thumbprint", "proxy", "absent"]


@pytest.mark.parametrize(
    ("excepted", "code"),
    [
        ({"absent": [9]}, "no_such_row"),
        ({"absent": [1], "thumbprints": [1]}, "row_twice"),
        ({"absent": [1, 1]}, "row_twice"),
    ],
)
def test_a_row_that_is_not_there_or_said_twice_is_refused(cast, excepted, code):
    run = make_sent(cast)
    with pytest.raises(Refusal) as no:
        key(cast, run, **excepted)
    assert no.value.code == code and not SignedSheet.objects.exists()


def test_another_person_verifies_and_only_with_the_photo(cast):
    run = make_sent(cast)
    sheet, mazalo = key(cast, run), cast["regional_supervisor"]
    with pytest.raises(Refusal, match="no_scan"):
        actions.verify_sheet(sheet=sheet, by=mazalo, on=BACK)
    actions.add_scan(paper=sheet.paper, file=photo(), by=cast["regional_agent"], on=BACK)
    actions.send_back(sheet=sheet, reason="La ligne 2 est une empreinte", by=mazalo, on=BACK)
    sheet = key(cast, run, thumbprints=[2])
    assert actions.verify_sheet(sheet=sheet, by=mazalo, on=BACK).state == "verified"
    with pytest.raises(Refusal, match="wrong_state"):
        key(cast, run)
    assert hows(run) == ["signature", "thumbprint", "signature"]


def test_who_keyed_never_verifies(cast):
    run = make_sent(cast)
    sheet = key(cast, run)
    actions.add_scan(paper=sheet.paper, file=photo(), by=cast["regional_agent"], on=BACK)
    appoint(cast.yao, "regional_supervisor", cast.haho_1, kind="acting", for_user=cast.mazalo, until=date(2099, 1, 1))
    with pytest.raises(Refusal, match="same_person"):
        actions.verify_sheet(sheet=sheet, by=cast["regional_agent"], on=BACK)


def test_the_sheet_of_a_refused_round_is_not_to_be_signed(cast):
    make_payable(cast, 2)
    run = bring(cast, prepare(cast), "order")
    first = paper_of(run)
    pay.take_step(run=run, step="take_charge", by=cast.tchaa, on=ON, accepted=False, reason="Imputation")
    assert not sheets.sheets_of(run).exists()
    again = bring(cast, prepare(cast), "order")
    assert paper_of(again).pk != first.pk and len(sheets.rows_of(paper_of(again))) == 2


def test_absent_and_paid_signed_and_returned_are_contradictions(cast, as_):
    run = make_sent(cast)
    key(cast, run, absent=[2])
    answer(cast, run, returned=1)
    said = {row.signature.how: row.contradiction for row in sheets.rows_of(paper_of(run)) if row.contradiction}
    assert said == {"absent": "absent_paid", "signature": "signed_returned"}
    page = as_("auditor").get(reverse("bundles:run", args=[run.pk])).content.decode()
    assert "est dit absent sur l’état émargé" in page and "a signé l’état" in page


def test_the_centre_keys_on_its_page(cast, as_):
    run = make_sent(cast)
    url, yao = reverse("bundles:sheet", args=[paper_of(run).pk]), as_("regional_agent")
    assert "La photo de l’état signé manque" in yao.get(url).content.decode()
    typed = {"receipt": uuid4(), "thumbprints": "1, 3", "absent": "", "proxies": "2 ; AMA Kossi ; P-7"}
    wrong = yao.post(url, typed | {"proxies": "2 AMA"})
    assert wrong.status_code == 422 and "1, 3" in wrong.content.decode()
    assert yao.post(url, typed).status_code == 302
    assert hows(run) == ["thumbprint", "proxy", "thumbprint"]
    yao.post(reverse("bundles:add_scan", args=[paper_of(run).pk]), {"receipt": uuid4(), "photo": photo()})
    page = yao.get(url).content.decode()
    assert "Page 1" in page and "Joindre la procuration" in page and "conforme au papier" not in page
    assert "conforme au papier" in as_("regional_supervisor").get(url).content.decode()


def test_another_centre_does_not_see_the_sheet(cast, as_):
    run = make_sent(cast)
    cast.sena.appointment_set.all().update(until="2020-02-01")
    appoint(cast.sena, "regional_agent", cast.tone_1)
    assert as_("field_facilitator").get(reverse("bundles:sheet", args=[paper_of(run).pk])).status_code == 404


def test_each_duty_waits_at_its_own_door(cast):
    run = make_sent(cast)
    told = lambda role: {task.label for task in tasks_of(cast[role], BACK)}  # noqa: E731
    assert "États de paye à faire revenir signés" in told("regional_agent") - told("finance_officer")
    key(cast, run)
    assert "États émargés à vérifier" in told("regional_supervisor") - told("regional_agent")
    assert "États de paye à faire revenir signés" not in told("regional_agent")
