"""Pay that an institution brings back after a death: set aside for the heirs by two persons, given back if the death was an error."""

import html
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.ledger import queries as ledger
from teriya.pay.allowances import actions as pay
from teriya.pay.allowances import audit as pay_audit
from teriya.pay.allowances.models import Institution, PayFile, PayLine, PaymentOrder, PayRun, Suspense
from teriya.pay.savings import actions, audit, queries
from teriya.pay.savings.models import SetAside
from teriya.pay.savings.statements import statement_of
from teriya.people.models import Person
from tests.factories.allowances import answers, bring, make_payable, prepare
from tests.factories.savings import DEATH, ON, approve, carry, finish, give_back, make_heirs
from tests.scenes import scene


def settle(cast, **said):
    content = answers(list(PaymentOrder.objects.order_by("pk")), **said)
    pay.settle(run=PayRun.objects.get(), institution=Institution.objects.get(), content=content, filename="r.csv", by=cast.kossivi, on=ON)  # fmt: skip


def come_back(cast, mission) -> PayLine:
    """The pay of one of the two comes back; the other one’s is paid."""
    order = PaymentOrder.objects.get(line__mission=mission)
    settle(cast, returned=(order.reference,))
    return PayLine.objects.get(mission=mission)


@pytest.fixture
@scene
def missions(cast):
    found = make_payable(cast, 2)
    bring(cast, prepare(cast))
    return found


@pytest.fixture
def line(cast, missions) -> PayLine:
    """It came back before the death was known."""
    found = come_back(cast, missions[0])
    finish(cast, missions[0], "death")
    return found


def ask(cast, line: PayLine) -> SetAside:
    return actions.ask_aside(line=line, by=cast.awa, on=ON)


def decide(cast, aside: SetAside, step: str = "approve") -> SetAside:
    return actions.decide_aside(aside=aside, step=step, by=cast.dede, on=ON, reason="Motif")


def faults() -> list:
    return [*pay_audit.faults(), *audit.faults()]


def state_of(line: PayLine) -> str:
    return PayLine.objects.get(pk=line.pk).state


def test_what_came_back_before_the_death_was_known_goes_to_the_heirs(cast, line):
    with pytest.raises(Refusal, match="payee_died"):
        pay.reorder(lines=[line], by=cast.tchaa, on=ON)
    assert [row.pk for row in queries.to_set_aside()] == [line.pk] and faults() == []
    decide(cast, ask(cast, line))
    person = Person.objects.get(pk=line.mission.person_id)
    assert state_of(line) == "set_aside" and queries.balance(person) == 30_000 and not queries.to_set_aside()
    assert ledger.balances().get("owed", 0) == 0 and ledger.balances()["savings"] == 30_000 and faults() == []
    assert [(row.label, row.amount) for row in statement_of(person).movements] == [
        ("Paie de mars 2024 revenue, pour les héritiers", 30_000)
    ]
    account = carry(cast)
    for n, refund in enumerate(actions.ask_refunds_of_heirs(act=make_heirs(cast, person, 2, 1), by=cast.awa, on=ON)):
        give_back(cast, approve(cast, refund), account, f"R-{n}")
    assert queries.balance(person) == 0 and faults() == []


def test_what_was_ordered_before_the_death_and_comes_back_after_it_too(cast, missions):
    finish(cast, missions[0], "death")
    line = come_back(cast, missions[0])
    decide(cast, ask(cast, line))
    assert queries.balance(line.mission.person) == 30_000 and faults() == []


def test_what_was_taken_in_charge_before_the_death_never_leaves(cast):
    first, other = make_payable(cast, 2)
    run = bring(cast, prepare(cast), until="take_charge")
    finish(cast, first, "death")
    pay.take_step(run=run, step="send", by=cast.tchaa, on=ON)
    file = PayFile.objects.get()
    line = PayLine.objects.get(mission=first)
    assert (file.count, file.total, state_of(line)) == (1, 30_000, "returned") and faults() == []
    decide(cast, ask(cast, line))
    content = answers([PaymentOrder.objects.get(line__mission=other)])
    pay.settle(
        run=run, institution=Institution.objects.get(), content=content, filename="r.csv", by=cast.kossivi, on=ON
    )
    assert PayRun.objects.get().state == "settled" and ledger.balances()["savings"] == 30_000 and faults() == []


def test_it_is_asked_and_decided_by_two_persons_once(cast, line):
    aside = ask(cast, line)
    with pytest.raises(Refusal, match="aside_known"):
        ask(cast, line)
    with pytest.raises(NotAllowed):
        actions.decide_aside(aside=aside, step="approve", by=cast.awa, on=ON)
    decide(cast, aside)
    with pytest.raises(Refusal):
        decide(cast, aside)
    with pytest.raises(Refusal, match="not_returned"):
        ask(cast, line)
    assert ledger.balances()["savings"] == 30_000


def test_the_pay_of_the_living_is_not_set_aside(cast, missions):
    line = come_back(cast, missions[0])
    with pytest.raises(Refusal, match="still_alive"):
        ask(cast, line)


def test_a_death_recorded_in_error_gives_it_back(cast, line):
    aside = decide(cast, ask(cast, line))
    decide(cast, aside, "cancel")
    assert state_of(line) == "returned" and ledger.balances()["owed"] == 30_000 and faults() == []
    assert [row.amount for row in statement_of(line.mission.person).movements] == [30_000, -30_000]
    decide(cast, ask(cast, line))
    assert ledger.balances()["savings"] == 30_000 and faults() == []


def test_what_is_carried_or_promised_to_heirs_is_not_taken_back(cast, line):
    aside, person = decide(cast, ask(cast, line)), line.mission.person
    carry(cast)
    with pytest.raises(Refusal, match="already_carried"):
        decide(cast, aside, "cancel")
    actions.ask_refunds_of_heirs(act=make_heirs(cast, person, 1), by=cast.awa, on=ON)
    with pytest.raises(Refusal, match="heirs_promised"):
        decide(cast, aside, "cancel")
    assert state_of(line) == "set_aside" and faults() == []


def test_an_institution_that_then_says_paid_moves_nothing(cast, line):
    decide(cast, ask(cast, line))
    settle(cast, day="09/04/2024")
    waiting = Suspense.objects.get()
    assert state_of(line) == "set_aside" and "héritiers" in waiting.why and faults() == []
    with pytest.raises(Refusal, match="paid_again"):
        pay.match_line(suspense=waiting, reference=PaymentOrder.objects.get(line=line).reference, said="paid", reason="x", by=cast.tchaa, on=ON)  # fmt: skip


@pytest.mark.parametrize("wrong", [{"state": "returned"}, {"state": "paid"}])
def test_the_audits_see_it_done_wrong(cast, line, wrong):
    aside = decide(cast, ask(cast, line))
    PayLine.objects.filter(pk=line.pk).update(**wrong)
    assert "paie mise de côté : la ligne le dit, et rien d’autre" in {fault.check for fault in audit.faults()}
    PayLine.objects.filter(pk=line.pk).update(state="set_aside")
    SetAside.objects.filter(pk=aside.pk).update(state="refused")
    assert [fault.expected - fault.found for fault in audit.faults()][:1] == [-30_000]
    PayLine.objects.filter(pk=line.pk).update(state="returned")
    assert {fault.check for fault in pay_audit.faults()} == {"dû d’une personne : ce qui attend l’ordonnancement ou est revenu"}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("set_aside_positive", {"amount": 0}),
        ("set_aside_approved_by_and_on", {"approved_on": None}),
        ("set_aside_approved_by_another", {"approved_by_id": "asked_by_id"}),
        ("set_aside_cancelled_on", {"state": "cancelled"}),
        ("set_aside_once", {"pk": None}),
    ],
)
def test_the_database_refuses_it(cast, line, name, values):
    row = decide(cast, ask(cast, line))
    for field, value in values.items():
        setattr(row, field, getattr(row, value) if field.endswith("_id") else value)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        row.save()


def test_from_the_list_to_the_decision(cast, line, client):
    def browse(user, address) -> str:
        client.force_login(user)
        return html.unescape(client.get(address).content.decode())

    person, receipt = reverse("savings:person", args=[line.mission.person.matricule]), {"receipt": uuid4()}
    assert "décédé" in browse(cast.awa, reverse("allowances:returned"))
    assert person in browse(cast.awa, reverse("allowances:line", args=[line.pk]))
    assert person in browse(cast.awa, "/")
    assert "Mettre de côté" in browse(cast.awa, person)
    asked = client.post(reverse("savings:ask_aside", args=[line.pk]), receipt)
    again = client.post(reverse("savings:ask_aside", args=[line.pk]), {"receipt": uuid4()})
    assert again.url == person and "déjà demandée" in browse(cast.awa, person)
    assert asked.url in browse(cast.dede, "/") and "Approuver" in browse(cast.dede, asked.url)
    client.post(asked.url, {"receipt": uuid4(), "step": "approve"})
    assert state_of(line) == "set_aside" and "Annuler la mise de côté" in browse(cast.dede, asked.url)
    assert "mis de côté pour les héritiers" in browse(cast.awa, reverse("allowances:line", args=[line.pk]))
    assert DEATH < ON
