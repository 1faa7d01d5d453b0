"""What an exchange costs, who paid, who owes whom: on both sides the same, whichever agency is heard first."""

from contextlib import contextmanager
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from teriya.exchange.balances import actions, queries
from teriya.exchange.balances.actions import applying
from teriya.exchange.balances.models import Cost, Statement, StatementLine
from teriya.exchange.wire import actions as wire
from teriya.exchange.wire.models import Outgoing
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents import actions as documents
from teriya.portals.waiting import tasks_of
from tests.exchange.conftest import outbox
from tests.factories.balances import a_bill, a_cost, make_stays, prepare, propose, they_paid, they_say, we_paid
from tests.factories.relations import agree, moussa_of

TODAY = timezone.localdate


@pytest.fixture
def stays(cast, burkina, settings):
    """One of ours there, one of theirs here, under a convention."""
    settings.TAKE_ON = True
    agree(cast, burkina.row, date(2026, 1, 2))
    return make_stays(cast, burkina.row, sent=True, until="arrived") + make_stays(cast, burkina.row, sent=False, until="arrived")  # fmt: skip


@pytest.fixture
def declared(cast, stays):
    """We bought both tickets, theirs included; they paid the allowance and the follow-up of ours, and half our training."""
    sent, received = stays
    we_paid(cast, sent, amount=310_000)
    we_paid(cast, received, amount=175_000)
    they_paid(cast, sent, line="allowance", amount=360_000)
    they_paid(cast, sent, line="training", amount=40_000)
    return stays


def fresh(row):
    return type(row).objects.get(pk=row.pk)


@contextmanager
def refused(code):
    with pytest.raises(Refusal) as no:
        yield
    assert no.value.code == code


def test_a_cost_has_its_proof_and_a_second_pair_of_eyes_before_the_other_agency_hears_of_it(cast, burkina, stays):
    [row] = actions.record_costs(stays=stays[:1], new=a_cost(), proof=a_bill(), by=moussa_of(cast), on=TODAY())
    assert row.state == "recorded" and row.proof
    said = {out.fact.kind for out in outbox(burkina.row)}
    assert "cost.declare" not in said
    with refused("not_allowed"):
        actions.confirm_cost(cost=row, by=moussa_of(cast), on=TODAY())
    row = actions.confirm_cost(cost=row, by=cast.awa, on=TODAY())
    assert row.state == "declared"
    [out] = [out for out in outbox(burkina.row) if out.fact.kind == "cost.declare"]
    assert out.fact.content["amount"] == 310_000 and out.fact.fields == []
    with pytest.raises(DatabaseError), transaction.atomic():
        Cost.objects.filter(pk=row.pk).update(amount=1)


def test_one_bill_for_several_stays_is_shared_to_the_franc(cast, burkina, stays):
    rows = actions.record_costs(
        stays=stays, new=a_cost("training", 100_001), proof=a_bill(), by=moussa_of(cast), on=TODAY()
    )
    assert [row.amount for row in rows] == [50_001, 50_000] and len({row.proof_id for row in rows}) == 1


@pytest.mark.parametrize(("change", "code"), [
    ({"paid_on": date(2099, 1, 1)}, "paid_later"), ({"amount": 1}, "too_little"),
])  # fmt: skip
def test_what_may_not_be_entered(cast, stays, change, code):
    with refused(code):
        actions.record_costs(stays=stays, new=a_cost(**change), proof=a_bill(), by=moussa_of(cast), on=TODAY())


def test_a_stay_that_nobody_accepted_costs_nothing_to_share(cast, burkina, stays, hear):
    [row] = make_stays(cast, burkina.row, until="sent")
    with refused("not_accepted"):
        actions.record_costs(stays=[row], new=a_cost(), proof=a_bill(), by=moussa_of(cast), on=TODAY())
    content = {
        "nomination": str(row.uid),
        "line": "visa",
        "amount": 5,
        "currency": "XOF",
        "what": "x",
        "paid_on": "2026-01-01",
    }
    assert hear(burkina, "cost.declare", uuid4(), content) == "not_accepted"
    assert (
        hear(burkina, "cost.declare", uuid4(), content | {"currency": "EUR", "nomination": str(stays[0].uid)})
        == "currency_unlike"
    )


def test_a_statement_says_who_owes_whom_by_the_convention(cast, burkina, declared):
    """Our own ticket and the allowance there stay where they were paid; 175 000 of their ticket is owed to us, 40 000 of our training to them."""
    row = prepare(cast, burkina.row)
    assert (row.owed_to_us, row.owed_by_us, row.net) == (175_000, 40_000, 135_000)
    assert StatementLine.objects.filter(statement=row).count() == 4 == row.costs.count()
    with refused("statement_open"):
        prepare(cast, burkina.row)
    with refused("not_allowed"):
        actions.propose_statement(statement=row, by=moussa_of(cast), on=TODAY())
    row = actions.propose_statement(statement=row, by=cast.ama, on=TODAY())
    [out] = [out for out in outbox(burkina.row) if out.fact.kind == "settlement.propose"]
    assert out.fact.content["owed"] == {"tg": 40_000, "bf": 175_000}
    assert row.document.data["parts"][1]["rows"][0][1] == 175_000


def test_agreed_then_received_by_the_creditor_alone(cast, burkina, declared, hear):
    row = propose(cast, burkina.row)
    assert hear(burkina, "settlement.agree", row.uid, {"digest": "0" * 64}) == "digest_differs"
    assert hear(burkina, "settlement.agree", row.uid, {"digest": row.digest}) == "applied"
    row = fresh(row)
    assert row.state == "agreed" and row.answered_on == TODAY()
    assert [one["on"] is not None for one in row.document.data["signatures"]] == [True, True]
    assert documents.pdf(row.document).startswith(b"%PDF")
    receipt = {"received_on": TODAY().isoformat(), "reference": ""}
    assert hear(burkina, "settlement.receive", row.uid, receipt) == "not_the_creditor"
    row = actions.receive_net(statement=row, received_on=TODAY(), reference="VIR 12", by=cast.awa, on=TODAY())
    assert (row.state, row.reference) == ("paid", "VIR 12")


def test_theirs_is_counted_again_before_it_is_taken(cast, burkina, declared, hear):
    mine = prepare(cast, burkina.row)
    content = applying.content_of(mine)
    actions.set_statement_aside(statement=mine, reason="Ils le font.", by=moussa_of(cast), on=TODAY())
    wrong = content | {"owed": {"tg": 40_001, "bf": 175_000}}
    assert hear(burkina, "settlement.propose", uuid4(), wrong) == "statement_differs"
    short = content | {"lines": [line for line in content["lines"] if line["amount"] != 175_000]}
    assert hear(burkina, "settlement.propose", uuid4(), short) == "statement_differs"
    uid = uuid4()
    assert hear(burkina, "settlement.propose", uid, content) == "applied"
    row = Statement.objects.get(uid=uid)
    assert (row.digest, row.net, row.state) == (mine.digest, mine.net, "proposed")
    row = actions.answer_statement(statement=row, step="agree", by=cast.ama, on=TODAY())
    assert row.state == "agreed" and row.decided_by_id == cast.ama.pk and row.document


def test_a_refusal_frees_the_costs(cast, burkina, declared, hear):
    row = propose(cast, burkina.row)
    assert hear(burkina, "settlement.refuse", row.uid, {"reason": "Il manque un visa."}) == "applied"
    assert (fresh(row).state, fresh(row).reason) == ("refused", "Il manque un visa.")
    assert prepare(cast, burkina.row).lines.count() == 4


@pytest.mark.parametrize("first", ["their statement", "our withdrawal"])
def test_a_cost_taken_back_wins_over_a_statement_proposed_at_the_same_time(cast, burkina, declared, hear, first):
    """Seen from here: their statement comes after our withdrawal. Seen from there: their withdrawal comes after our statement."""
    ours = Cost.objects.filter(is_ours=True).first()
    if first == "our withdrawal":
        content = applying.content_of(draft := prepare(cast, burkina.row))
        actions.set_statement_aside(statement=draft, reason="x", by=moussa_of(cast), on=TODAY())
        actions.withdraw_cost(cost=ours, reason="Remboursé", by=cast.awa, on=TODAY())
        assert hear(burkina, "settlement.propose", uuid4(), content) == "statement_differs"
    else:
        row, theirs = propose(cast, burkina.row), Cost.objects.filter(is_ours=False).first()
        assert hear(burkina, "cost.withdraw", theirs.uid, {"reason": "Remboursé"}) == "applied"
        assert (fresh(row).state, fresh(theirs).state) == ("refused", "withdrawn")
        assert hear(burkina, "settlement.agree", row.uid, {"digest": row.digest}) == "wrong_state"
    assert not Statement.objects.open().exists()


def test_a_cost_that_both_know_in_a_statement_stays(cast, burkina, declared, hear):
    row = propose(cast, burkina.row)
    with refused("in_statement"):
        actions.withdraw_cost(cost=row.costs.filter(is_ours=True).first(), reason="x", by=cast.awa, on=TODAY())
    hear(burkina, "settlement.agree", row.uid, {"digest": row.digest})
    theirs = row.costs.filter(is_ours=False).first()
    assert hear(burkina, "cost.withdraw", theirs.uid, {"reason": "x"}) == "in_statement"
    with pytest.raises(DatabaseError), transaction.atomic():
        Statement.objects.filter(pk=row.pk).update(owed_to_us=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        StatementLine.objects.filter(statement=row).update(borne_by_us=1)


@pytest.mark.parametrize(("theirs", "ends", "answer"), [
    (UUID(int=1), "refused", "applied"), (UUID(int=2**128 - 1), "proposed", "statement_crossed"),
])  # fmt: skip
def test_of_two_statements_proposed_at_once_both_agencies_keep_the_same(
    cast, burkina, declared, hear, theirs, ends, answer
):
    mine = propose(cast, burkina.row)
    assert hear(burkina, "settlement.propose", theirs, applying.content_of(mine)) == answer
    assert fresh(mine).state == ends
    [standing] = Statement.objects.open()
    assert standing.uid == min(mine.uid, theirs)


def test_what_does_not_stand_there_does_not_stand_here(cast, burkina, declared):
    row = propose(cast, burkina.row)
    [out] = Outgoing.objects.filter(agency=burkina.row, fact__kind="settlement.propose")
    wire.cancel(outgoing=out, by=moussa_of(cast), on=TODAY())
    assert fresh(row).state == "refused" and not Cost.objects.exclude(statement=None).exists()
    ours = Cost.objects.filter(is_ours=True).first()
    row = prepare(cast, burkina.row)
    wire.cancel(outgoing=Outgoing.objects.get(fact__about=ours.uid), by=moussa_of(cast), on=TODAY())
    assert (fresh(ours).state, fresh(row).state) == ("undelivered", "set_aside")


def test_an_answer_that_never_left_waits_again(cast, burkina, declared, hear):
    mine = prepare(cast, burkina.row)
    content, uid = applying.content_of(mine), uuid4()
    actions.set_statement_aside(statement=mine, reason="x", by=moussa_of(cast), on=TODAY())
    hear(burkina, "settlement.propose", uid, content)
    for step in ("agree", "refuse"):
        row = actions.answer_statement(
            statement=Statement.objects.get(uid=uid), step=step, reason="x", by=cast.ama, on=TODAY()
        )
        wire.cancel(outgoing=Outgoing.objects.get(fact__about=uid, state="queued"), by=moussa_of(cast), on=TODAY())
        row = fresh(row)
        assert (row.state, row.reason, row.costs.count()) == ("proposed", "", 4)


def test_an_agency_without_the_system_answers_by_letter(cast, mali, settings):
    settings.TAKE_ON = True
    agree(cast, mali, date(2026, 1, 2))
    [sent] = make_stays(cast, mali, sent=True, until="arrived")
    [row] = [
        actions.declare_cost(
            stay=sent, new=a_cost("training", 40_000), source="lettre du 3 mars", by=moussa_of(cast), on=TODAY()
        )
    ]
    wrong = actions.declare_cost(
        stay=sent, new=a_cost("training", 4_000), source="lettre du 3 mars", by=moussa_of(cast), on=TODAY()
    )
    assert row.is_declared and not row.is_ours
    assert (
        actions.withdraw_cost(cost=wrong, reason="Tapé deux fois.", by=moussa_of(cast), on=TODAY()).state
        == "withdrawn"
    )
    told = propose(cast, mali)
    assert told.is_declared and told.net == -40_000 and not outbox(mali)
    told = actions.declare_answer(
        statement=told, step="agree", source="lettre du 9 mars", by=moussa_of(cast), on=TODAY()
    )
    assert told.state == "agreed" and told.document.data["signatures"][1]["means"] == "encre"
    told = actions.declare_receipt(
        statement=told, received_on=TODAY(), reference="", source="lettre du 20 mars", by=moussa_of(cast), on=TODAY()
    )
    assert told.state == "paid"


def test_planned_and_paid_line_by_line(cast, burkina, declared):
    rows = {row.line: row for row in queries.cost_rows(burkina.row)}
    ticket, housing = rows["ticket"], rows["housing"]
    assert (ticket.planned["us"], ticket.planned["them"], ticket.paid_by_us, ticket.is_over) == (
        300_000,
        300_000,
        485_000,
        False,
    )
    assert housing.planned == {"us": 180_000, "them": 180_000, "others": 0}  # the host’s, six months
    assert (rows["allowance"].planned["them"], rows["allowance"].paid_by_them) == (360_000, 360_000)


def test_from_the_bill_to_the_payment_by_the_pages(client, cast, burkina, stays):
    client.force_login(moussa_of(cast))
    page = client.get("/echanges/soldes/bf/couts/entrer/").content.decode()
    assert stays[0].reference in page
    form = {"receipt": str(uuid4()), "line": "ticket", "amount": "175 000", "what": "Billet retour", "paid_on": "2026-01-20",
            "stays": [stays[1].pk], "proof": a_bill()}  # fmt: skip
    assert client.post("/echanges/soldes/bf/couts/entrer/", form).status_code == 302
    [row] = Cost.objects.all()
    client.force_login(cast.awa)
    assert (
        client.post(f"/echanges/soldes/couts/{row.pk}/", {"receipt": str(uuid4()), "step": "declare"}).status_code
        == 302
    )
    assert client.get(f"/echanges/soldes/couts/{row.pk}/piece/").status_code == 200
    client.force_login(moussa_of(cast))
    assert (
        client.post(
            "/echanges/soldes/bf/decompte/", {"receipt": str(uuid4()), "until": TODAY().isoformat()}
        ).status_code
        == 302
    )
    told = Statement.objects.get()
    path = f"/echanges/soldes/decomptes/{told.pk}/"
    assert "Proposer" not in client.get(path).content.decode()
    client.force_login(cast.ama)
    shown = client.post(path, {"receipt": str(uuid4()), "step": "propose"}, follow=True).content.decode()
    assert "L’autre agence doit répondre" in shown and "Solde : elle verse" in shown
    assert client.get(f"{path}papier/")["Content-Type"] == "application/pdf"
    they_say(burkina.row, "settlement.agree", told.uid, {"digest": told.digest})
    client.force_login(cast.awa)
    assert (
        client.post(
            f"{path}reception/", {"receipt": str(uuid4()), "received_on": TODAY().isoformat(), "reference": "AV 3"}
        ).status_code
        == 302
    )
    assert "Réglé le" in client.get(path).content.decode()


def test_each_waits_for_who_may_decide(cast, burkina, stays, hear):
    def asked(user):
        return {task.label for task in tasks_of(user, TODAY()) if "change" in task.label}

    actions.record_costs(stays=stays[:1], new=a_cost(), proof=a_bill(), by=moussa_of(cast), on=TODAY())
    assert asked(cast.awa) == {"Coûts d’échange à confirmer"} and not asked(cast.ama)
    actions.confirm_cost(cost=Cost.objects.get(), by=cast.awa, on=TODAY())
    row = prepare(cast, burkina.row)
    assert asked(cast.ama) == {"Décompte d’échange à proposer"} and not asked(cast.awa)
    hear(burkina, "settlement.propose", uuid4(), applying.content_of(row))
    assert fresh(row).state == "set_aside"  # ours, which was not said, yields
    assert asked(cast.ama) == {"Décompte d’échange à approuver"}
    row = actions.answer_statement(statement=Statement.objects.open().get(), step="agree", by=cast.ama, on=TODAY())
    assert asked(cast.awa) == {"Décompte d’échange à recevoir"} and not asked(cast.ama)
