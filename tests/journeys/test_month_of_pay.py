"""A month of pay as it comes: two days of strike and the tutor away; no network and an institution short of cash; and by how many taps."""

from datetime import date

import pytest
from django.urls import reverse

from teriya.foundation.ledger import queries as ledger
from teriya.pay.allowances import actions as pay
from teriya.pay.allowances.models import Institution, PayFile, PayLine, PayRun
from teriya.service.attendance import actions as presence
from teriya.service.attendance import keying, papers
from teriya.service.attendance.models import PrintedMonth
from tests.factories.allowances import ON, answers, bring, give_wallets, holder_of, make_payable, prepare
from tests.factories.attendance import MONTH, make_team
from tests.factories.missions import give_account
from tests.journeys.walk import Clock, Person

STRIKE = [date(2024, 3, 13), date(2024, 3, 14)]
COURIER, LATE = date(2024, 4, 3), date(2024, 4, 9)


@pytest.fixture(autouse=True)
def _the_past(settings):
    settings.TAKE_ON = True


@pytest.fixture
def people(cast, client):
    return lambda role: Person(type(client)(), cast[role])


def keyed(cast, team, on: date, **days):
    """The month came back on its numbered sheet, signed by the head; the centre keys it, another confirms."""
    papers.print_month(missions=team, month=MONTH, by=cast.kodjo, on=date(2024, 3, 15))
    paper = PrintedMonth.objects.get(host=team[0].host)
    given = {"absent": {}, "excused": {}} | days
    sheets = keying.key_paper(paper=paper, signed_by="Le directeur", by=cast.yao, on=on, **given)
    presence.confirm_many(sheets=sheets, by=cast.mazalo, on=on)


def test_two_days_of_strike_and_the_tutor_away(cast, people):
    """Teachers who found the school closed are excused and paid; the one who was on strike is not, and reads why."""
    closed_out, striker = team = make_team(cast, 2, form="VNC", months=12)
    give_account(striker, cast.kossi)
    keyed(cast, team, COURIER, excused={closed_out.pk: STRIKE}, absent={striker.pk: STRIKE})
    give_wallets(cast, team)
    run = bring(cast, prepare(cast, form="VNC"))
    nets = dict(run.lines.values_list("mission", "net"))
    assert nets == {closed_out.pk: 60_000, striker.pk: 56_000}
    line = run.lines.get(mission=striker)
    people("volunteer").reads(f"/paie/lignes/{line.pk}/", "2/30 × 60 000 = 4 000 F", "mercredi 13 mars, absent")


def test_a_week_without_network_and_an_institution_short_of_cash(cast, people):
    team = make_team(cast, 3)
    keyed(cast, team, LATE)  # the sheets came by courier, a week late
    give_wallets(cast, team)
    run = bring(cast, prepare(cast))
    file, orders = PayFile.objects.get(), list(run_orders(run))
    unpaid = tuple(order.reference for order in orders[1:])
    settle(cast, run, answers(orders, returned=unpaid, day="09/04/2024").replace(b"Carnet clos", b"Caisse vide"))
    assert ledger.balances()["received"] == 30_000 and run.lines.filter(state="returned").count() == 2
    people("finance_officer").reads(reverse("arrears:arrears"), "institution de paiement")
    pay.reorder(lines=list(run.lines.filter(state="returned")), by=cast.tchaa, on=LATE)
    again = PayFile.objects.exclude(pk=file.pk).get()
    settle(cast, run, answers(list(again.orders.all()), day="09/04/2024"))
    assert PayRun.objects.get().state == "settled" and ledger.balances()["received"] == 90_000
    assert set(PayLine.objects.values_list("state", flat=True)) == {"paid"}


def run_orders(run):
    return PayFile.objects.get(run=run).orders.order_by("reference")


def settle(cast, run, content: bytes):
    institution = Institution.objects.get()
    return pay.settle(
        run=run, institution=institution, content=content, filename="retour.csv", by=cast.kossivi, on=LATE
    )


def test_finance_goes_from_the_month_to_the_file_in_eight_taps(cast, people, monkeypatch):
    """What finance opens and sends, from its first page on; the other holders take two taps each."""
    make_payable(cast, 30)
    Clock(monkeypatch, date(2024, 4, 5))
    awa, taps = people("finance_officer"), 0
    opened = link(awa.reads("/"), "Mois confirmés à mettre en paie")
    prepared = awa.sends(link(awa.reads(opened), "Préparer"))
    awa.sends(prepared)  # the commitment
    taps += 4
    bring_one(cast, "vise")
    awa.sends(link(awa.reads("/"), "États de paye, étape « Liquidation »"))
    taps += 2
    for step in ("order", "take_charge", "send"):
        bring_one(cast, step)
    assert PayFile.objects.get().count == 30 and taps <= 8


def bring_one(cast, step: str) -> None:
    pay.take_step(run=PayRun.objects.get(), step=step, by=holder_of(cast, step), on=ON)


def link(page, words: str) -> str:
    """Where the link that has these words goes."""
    [found, *_others] = [a for a in page.xpath("//main//a") if words in " ".join(a.text_content().split())]
    return found.get("href")
