"""A host three months late: called, reminded by steps, warned, held for new seats while its volunteers are paid, agreed
instalments, paid, free again. Its officer reads it all on a telephone and contests a line.
"""

from datetime import date

import pytest
from django.urls import reverse

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.ledger.models import Envelope
from teriya.foundation.messages.models import Message
from teriya.foundation.rules.models import Form
from teriya.mobilisation.hosts import holds, needs
from teriya.pay.allowances.models import PaymentOrder
from teriya.pay.cofinancing import actions, queries
from teriya.pay.cofinancing.models import Call, Dispute
from teriya.service.missions import actions as missions
from tests.factories.allowances import bring, give_wallets, prepare
from tests.factories.attendance import confirm
from tests.factories.cofinancing import APRIL, call, make_payer, make_served, pay
from tests.factories.missions import make_missions, make_need


@pytest.fixture(autouse=True)
def _the_past(settings):
    settings.TAKE_ON = True


def level(host):
    return [hold.level for hold in holds.standing([host.pk])]


def ask(cast, host, on):
    """One more place at the host, approved by Kodjo."""
    new = needs.NewNeed(f"N-{on:%m%d}", host, "nurse", "bts", 1, 12, date(2024, 9, 1), "Abla", "Soigner")
    [need] = needs.submit([new], form=Form.objects.get(code="VNC"), by=cast.yao, on=on)
    return needs.approve(
        needs.review([need], by=cast.mazalo, on=on, reason="Utile"), by=cast.kodjo, on=on, reason="Utile"
    )


def test_a_host_three_months_late(cast, client):
    host, team = make_served(cast, 2)
    waiting = make_need(cast, 1, host=host, months=6)  # a funded seat that nobody holds yet
    unfunded = ask(cast, host, date(2024, 4, 10))
    elsewhere = make_payer(cast, "ONG Ailleurs", phone="+22890445569")
    [other] = make_missions(cast, 1, host=elsewhere)
    [_other, march] = call(cast)  # due on 3 May
    [_other, april] = call(cast, APRIL, date(2024, 5, 2))  # due on 1 June

    # Reminded by steps, each once; warned at thirty days, held at ninety.
    assert actions.watch(on=date(2024, 5, 10))["reminded"] == 2  # both hosts, March: seven days
    assert actions.watch(on=date(2024, 5, 10))["reminded"] == 0 and level(host) == []
    pay(cast, elsewhere, 30_000, "Q-9", on=date(2024, 5, 11))
    actions.watch(on=date(2024, 6, 3))
    assert level(host) == ["warned"] and level(elsewhere) == []
    actions.watch(on=date(2024, 7, 4))
    actions.watch(on=date(2024, 8, 1))
    assert level(host) == ["blocked"]
    assert list(march.reminders.order_by("pk").values_list("step", flat=True)) == ["first", "second", "last"]
    assert (
        Message.objects.filter(template="share_reminder", to=host.phone).count() == 5
    )  # three for March, two for April

    # No new seat, no placement, no transfer; those who serve are paid as ever.
    on = date(2024, 8, 2)
    for refused in (
        lambda: ask(cast, host, on),
        lambda: _transfer(cast, other, waiting, on),
        lambda: _fund(cast, unfunded, on),
    ):
        with pytest.raises(Refusal, match=r"^host_held:"):
            refused()
    _are_paid(cast, team)

    # The officer reads it on a telephone, and contests a line; it presses no more, and neither does the rest once spread.
    _read_and_contest(cast, client, april.lines.get(mission=team[1]))
    assert queries.days_late([host.pk], on)[host.pk][1] == 45_000
    dispute = Dispute.objects.get()
    actions.answer(dispute=dispute, words="La formation est un service.", by=cast.ama, on=on)
    plan = actions.propose(host=host, count=3, first=date(2024, 8, 15), reason="Subvention", by=cast.awa, on=on)
    actions.decide_plan(plan=plan, agree=True, by=cast.dede, on=on)
    assert level(host) == [] and host.holds.latest("pk").lifted_because == "échéancier accordé"
    assert len(ask(cast, host, date(2024, 8, 3))) == 1

    # Paid term by term, it is free; the account is at zero, and the ledger with it.
    _pay_each_term(cast, host, plan)
    assert host.share_plans.get().state == "kept" and queries.balance(host) == 0
    assert not Call.objects.owing().filter(host=host).exists()


def _transfer(cast, mission, need, on):
    return missions.transfer(
        mission=mission, seat=need.seats.get(), from_on=date(2024, 9, 1), why="Plus près", by=cast.kodjo, on=on
    )


def _fund(cast, seats, on):
    return needs.fund(seats, envelope=Envelope.objects.get(code="ETAT-2024"), by=cast.awa, on=on)


def _read_and_contest(cast, client, line):
    """Essi, on her own page."""
    client.force_login(cast.essi)
    assert "60 000".replace(" ", "\u202f") in client.get(reverse("cofinancing:mine")).content.decode()
    door = reverse("cofinancing:contest", args=[line.pk])
    receipt = client.get(door).context["form"]["receipt"].value()
    assert client.post(door, {"receipt": receipt, "reason": "Elle était en formation"}).status_code == 302


def _pay_each_term(cast, host, plan):
    for number, term in enumerate(plan.terms.all()):
        pay(cast, host, term.amount, f"Q-{number}", on=term.due_on)
        actions.watch(on=term.due_on)
        assert level(host) == []


def _are_paid(cast, team):
    """March, by its run, as if nothing were late; nobody leaves."""
    confirm(cast, team, {})
    give_wallets(cast, team)
    run = bring(cast, prepare(cast, form="VNC"))
    assert PaymentOrder.objects.filter(line__run=run, line__mission__in=team).count() == 2
    assert [mission.state for mission in type(team[0]).objects.filter(pk__in=[m.pk for m in team])] == [
        "in_service"
    ] * 2
