"""The pages of an agreement, through the browser of those who keep it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from teriya.foundation.accounts.models import User
from teriya.partnerships.agreements.models import Agreement, Expense
from teriya.portals.waiting.agreements import ROOMS
from tests.factories.agreements import called, drafted, entered, envelope_of, pdf, signed
from tests.factories.partners import kafui, make_partner

TODAY = timezone.localdate()


@pytest.fixture
def as_(client):
    def sign_in(user: User):
        browser = type(client)()
        user.set_password("une eau claire")
        user.save(update_fields=["password"])
        browser.force_login(user)
        return browser

    return sign_in


def fill(browser, url: str, **values) -> dict:
    """The form of a page as it is shown, with what is typed; the context of what comes back."""
    shown = browser.get(url).context["form"]
    return browser.post(url, {"receipt": shown["receipt"].value()} | values, follow=True)


def test_an_agreement_is_written_signed_called_and_received_by_its_pages(cast, as_):
    partner, writer, signs, finance = make_partner(), as_(kafui()), as_(cast.ama), as_(cast.tchaa)
    day = f"{TODAY:%d/%m/%Y}"
    fill(writer, reverse("agreements:draft"), reference="UE-1", partner=partner.code, title="Écoles", currency="EUR", amount="1 000,50",
         rate="655,957", opens="tranche", first="01/01/2024", last="31/12/2030", since="01/01/2024", changes="Écoles", reports="31/12/2026")  # fmt: skip
    row = Agreement.objects.get()
    version = row.versions.get()
    assert (version.amount, str(version.rate), version.reports) == (100_050, "655.957000", [date(2026, 12, 31)])
    no = fill(
        writer,
        reverse("agreements:add_envelope", args=[version.pk]),
        code="UE-1-A",
        title="Écoles",
        amount="1000,50",
        ceilings="danse ; 3",
    )
    assert "nature ; francs" in no.content.decode()
    fill(writer, reverse("agreements:add_envelope", args=[version.pk]), code="UE-1-A", title="Écoles", amount="1000,50",
         regions=["TG-P"], communes="Haho 1", costs=["allowance", "training"], women="on", ceilings="formation ; 5 000 000")  # fmt: skip
    terms = version.terms.get()
    assert (terms.places, terms.costs, terms.sex, terms.ceilings) == (["TG-P", "TG-P-HAHO-1"], ["allowance", "training"], "F", {"training": 5_000_000})  # fmt: skip
    fill(writer, reverse("agreements:promise", args=[row.pk]), amount="1000,50", due_on=day)
    tranche = row.tranches.get()
    fill(signs, reverse("agreements:sign", args=[version.pk]), paper=pdf(), signed_on=day, on=day)
    fill(writer, reverse("agreements:call", args=[tranche.pk]), rate="655,957", on=day)
    assert writer.get(reverse("agreements:letter", args=[tranche.pk])).content.startswith(b"%PDF")
    fill(
        finance,
        reverse("agreements:receive", args=[tranche.pk]),
        amount="1000,50",
        rate="650",
        bank_reference="AC-9",
        on=day,
    )
    page = finance.get(reverse("agreements:agreement", args=[row.pk])).content.decode()
    assert (
        "650\u202f325\u00a0F" in page
        and "Perte de change" in page
        and "Plateaux, Haho 1" in page
        and "aux femmes" in page
    )


def test_an_expense_is_entered_with_its_invoice_and_checked_by_another(cast, as_):
    row = signed(cast, last=date(2030, 12, 31))
    day, url = f"{TODAY:%d/%m/%Y}", reverse("agreements:enter_expense", args=[row.pk])
    typed = {
        "cost": "training",
        "what": "Salle",
        "supplier": "Roc",
        "number": "F-1",
        "amount": "50 000",
        "on": day,
        "envelope": envelope_of(row).pk,
    }
    fill(as_(cast.awa), url, **typed, proof=pdf("F-1"))
    expense = Expense.objects.get()
    assert [part.amount for part in expense.parts.all()] == [50_000]
    no = fill(as_(cast.awa), url, **typed | {"number": "F-2"}, proof=pdf("F-1"))
    assert no.status_code == 422 and expense.number in no.content.decode()
    own = as_(cast.awa).get(reverse("agreements:expense", args=[expense.pk])).content.decode()
    assert "Accepter" not in own
    fill(as_(cast.dede), reverse("agreements:expense", args=[expense.pk]), step="accept", reason="")
    expense.refresh_from_db()
    assert expense.state == "accepted"


def tasks(user: User) -> set[str]:
    return {str(task.label) for room in ROOMS for task in room(user, TODAY)}


def test_home_says_what_waits_and_to_whom(cast):
    soon = {"last": TODAY + timedelta(59), "reports": [TODAY + timedelta(29)]}
    row = signed(cast, **soon)
    entered(cast, row)
    called(cast, row, 1_000)
    drafted(cast, reference="CONV-2")
    assert tasks(kafui()) == {"Rapports dus aux bailleurs", "Conventions qui finissent"}
    assert tasks(cast.ama) == {"Conventions et avenants à signer"}
    assert tasks(cast.dede) == {"Conventions et avenants à signer", "Dépenses à vérifier"}
    assert tasks(cast.tchaa) == {"Tranches appelées et pas reçues"}
    assert tasks(cast.afi) == set()


def test_the_list_asks_the_same_for_one_and_for_many(
    cast, as_, django_assert_num_queries, django_assert_max_num_queries
):
    browser, url = as_(cast.awa), reverse("agreements:agreements")
    signed(cast)
    browser.get(url)
    with django_assert_max_num_queries(12) as one:
        browser.get(url)
    for n in range(3):
        signed(cast, reference=f"CONV-{n + 2}")
    with django_assert_num_queries(len(one)):
        browser.get(url)
