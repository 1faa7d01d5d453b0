"""What institutions send back, in every dialect; what nothing explains, and who explains it."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.ledger import queries as ledger
from teriya.pay.allowances import actions
from teriya.pay.allowances.files import returns
from teriya.pay.allowances.models import PayFile, PayLine, PaymentOrder, PayRun, ReturnLine, Suspense
from tests.cast import appoint
from tests.factories.allowances import answers, bring, make_payable, prepare
from tests.scenes import scene

LATER = date(2024, 4, 9)


@pytest.fixture
@scene
def run(cast):
    """Three volunteers of March whose file has left."""
    make_payable(cast, 3)
    return bring(cast, prepare(cast))


@pytest.fixture
def akou(cast):
    """A second accountant, by an act."""
    appoint(cast.komlan, "public_accountant", kind="acting", for_user=cast.tchaa, until=date(2099, 1, 1))
    return cast.komlan


def orders() -> list[PaymentOrder]:
    return list(PaymentOrder.objects.order_by("reference"))


def read(cast, run, content: bytes, on=LATER):
    institution = PayFile.objects.first().institution
    return actions.settle(run=run, institution=institution, content=content, filename="retour", by=cast.kossivi, on=on)


def said(*rows: tuple[str, str], day: str = "08/04/2024") -> bytes:
    return "\n".join(["référence;statut;date;motif", *(f"{ref};{word};{day};" for ref, word in rows)]).encode()


def report(*transfers: tuple[str, str, str], status: str = "PART", version: str = "10") -> bytes:
    """A pain.002: (reference, status, reason)."""
    rows = "".join(
        f"<TxInfAndSts><OrgnlEndToEndId>{ref}</OrgnlEndToEndId><TxSts>{state}</TxSts>"
        f"<StsRsnInf><Rsn><Cd>{why}</Cd></Rsn></StsRsnInf></TxInfAndSts>" for ref, state, why in transfers
    )  # fmt: skip
    payment = (
        f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>FICHIER-2024-000001</OrgnlPmtInfId>{rows}</OrgnlPmtInfAndSts>"
        if rows
        else ""
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.{version}"><CstmrPmtStsRpt>'
        "<GrpHdr><MsgId>B1</MsgId></GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>FICHIER-2024-000001</OrgnlMsgId>"
        f"<GrpSts>{status}</GrpSts></OrgnlGrpInfAndSts>{payment}</CstmrPmtStsRpt></Document>"
    ).encode()


def statement(*entries: tuple[str, str, int], state: str = "BOOK") -> bytes:
    """A camt.053: (reference, DBIT or CRDT, francs)."""
    rows = "".join(
        f'<Ntry><Amt Ccy="XOF">{francs}</Amt><CdtDbtInd>{way}</CdtDbtInd><Sts><Cd>{state}</Cd></Sts><BookgDt><Dt>2024-04-08</Dt></BookgDt>'
        f"<NtryDtls><TxDtls><Refs><EndToEndId>{ref}</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>" for ref, way, francs in entries
    )  # fmt: skip
    return (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>R1</MsgId></GrpHdr>'
        f"<Stmt><Id>1</Id>{rows}</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def standing() -> tuple:
    """Where everything stands: orders, lines, francs."""
    return (
        tuple(PaymentOrder.objects.order_by("reference").values_list("state", flat=True)),
        tuple(PayLine.objects.order_by("pk").values_list("state", flat=True)),
        tuple(sorted((account, francs) for account, francs in ledger.balances().items() if francs)),
    )


# dialects -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content, told",
    [
        ("Référence;Statut;Date;Motif\nOP1;payé;08/04/2024;\n".encode(), "paid"),
        ("RÉFÉRENCE;STATUT\r\nOP1;PAYÉ\r\n".encode("cp1252"), "paid"),
        (b"\xef\xbb\xbfreference,status,date,reason\nOP1,failed,2024-04-08,closed\n", "returned"),
        ("référence\tstatut\nOP1\tbizarre\n".encode(), "unclear"),
        (report(("OP1", "ACSC", "")), "paid"),
        (report(("OP1", "RJCT", "AC04"), version="03"), "returned"),
        (report(("OP1", "PDNG", "")), "pending"),
        (statement(("OP1", "DBIT", 30_000)), "paid"),
        (statement(("OP1", "CRDT", 30_000)), "back"),
        (statement(("OP1", "DBIT", 30_000), state="PDNG"), "pending"),
    ],
)
def test_returns_are_read_whatever_their_dialect(content, told):
    [answer] = returns.read(content).answers
    assert (answer.reference, answer.said) == ("OP1", told)


BOMB = b'<!DOCTYPE Document [<!ENTITY a "x"><!ENTITY b "&a;&a;">]>' + report(("&b;", "ACSC", "")).partition(b"?>")[2]
ABROAD = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>'


@pytest.mark.parametrize(
    "content",
    [b"reference;statut\nOP1;" + b"x" * 200_000, BOMB, ABROAD, report(("OP1", "ACSC", ""))[:-20], b"<html></html>", b"<",
     b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"/>', b"<a>" * 900_000],
)  # fmt: skip
def test_a_torn_or_hostile_file_is_refused_as_a_whole(content):
    with pytest.raises(Refusal, match="unreadable_return"):
        returns.read(content)


# what is made of them -----------------------------------------------------------------------------------------------------


def test_a_bank_s_report_pays_and_returns(cast, run):
    first, second, third = orders()
    file = read(
        cast,
        run,
        report((first.reference, "ACCC", ""), (second.reference, "RJCT", "AC04"), (third.reference, "PDNG", "")),
    )
    assert (file.kind, file.paid, file.returned) == ("pain.002", 1, 1)
    assert PaymentOrder.objects.get(pk=second.pk).returned_because == "AC04 compte fermé"
    assert ledger.balances()["sent"] == 30_000


def test_a_rejected_message_returns_every_order_of_its_file(cast, run):
    file = read(cast, run, report(status="RJCT"))
    assert (file.returned, PayRun.objects.get().state, ledger.balances()["owed"]) == (3, "settled", 90_000)


def test_a_statement_s_credit_gives_the_money_back(cast, run):
    first, *others = orders()
    read(cast, run, statement(*((order.reference, "DBIT", 30_000) for order in (first, *others))))
    read(cast, run, statement((first.reference, "CRDT", 30_000)))
    assert standing()[0] == ("returned", "paid", "paid") and ledger.balances()["owed"] == 30_000


def test_another_sum_and_an_operation_without_reference_are_told_apart(cast, run):
    first = orders()[0]
    file = read(cast, run, statement((first.reference, "DBIT", 29_000), ("NOTPROVIDED", "DBIT", 500)))
    assert Suspense.objects.get().why == "29\u202f000\u00a0F au lieu de 30\u202f000\u00a0F"
    assert (file.suspended, set(ReturnLine.objects.values_list("outcome", flat=True))) == (
        1,
        {"suspense", "elsewhere"},
    )


ANSWERS = ("payé", "revenu", "payé", "en cours", "inconnu")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_files_in_any_order_twice_and_in_parts_end_the_same(cast, run, data):
    """R14. The same answers, cut in files anywhere, shuffled, some files read twice."""
    rows = [(order.reference, word) for order in orders() for word in ANSWERS[: data.draw(st.integers(1, 5))]]
    rows += [("OP9", "payé")]
    ends = []
    for _ in range(2):
        shuffled = data.draw(st.permutations(rows))
        cuts = sorted(data.draw(st.sets(st.integers(1, len(rows) - 1), max_size=3)))
        parts = [shuffled[start:end] for start, end in zip([0, *cuts], [*cuts, len(rows)], strict=True)]
        parts += data.draw(st.lists(st.sampled_from(parts), max_size=2))
        with transaction.atomic():
            for part in parts:
                read(cast, run, said(*part))
            ends.append(standing())
            transaction.set_rollback(True)
    assert ends[0] == ends[1]


def test_a_contested_order_is_not_paid_again(cast, run):
    first = orders()[0]
    read(cast, run, said((first.reference, "payé"), (first.reference, "revenu")))
    assert (PaymentOrder.objects.get(pk=first.pk).state, PayLine.objects.get(pk=first.line_id).state) == (
        "contested",
        "ordered",
    )
    with pytest.raises(Refusal, match="not_returned"):
        actions.reorder(lines=[first.line], by=cast.tchaa, on=LATER)


def test_a_late_paid_about_an_attempt_already_replaced_waits(cast, run):
    first, *others = orders()
    read(cast, run, answers([first, *others], returned=(first.reference,)))
    actions.reorder(lines=[PayLine.objects.get(pk=first.line_id)], by=cast.tchaa, on=LATER)
    read(cast, run, said((first.reference, "payé")), on=date(2024, 4, 12))
    assert Suspense.objects.get().why.startswith("dit payé, mais cette paie a déjà un autre ordre")
    assert ledger.balances()["received"] == 60_000


# who explains -------------------------------------------------------------------------------------------------------------


def explain(act, by, **fields):
    [found] = Suspense.objects.filter(state="waiting")
    return act(suspense=found, reason="Relevé du 9 avril", by=by, on=LATER, **fields)


def test_an_unknown_line_is_matched_by_another_person(cast, run, akou):
    first, *others = orders()
    read(cast, run, said(("OP-ILLISIBLE", "payé"), *((order.reference, "payé") for order in others)))
    with pytest.raises(Refusal, match="same_person"):
        explain(actions.match_line, cast.kossivi, reference=first.reference, said="paid")
    explain(actions.match_line, akou, reference=first.reference, said="paid")
    assert standing()[0] == ("paid",) * 3 and PayRun.objects.get().state == "settled"
    assert (Suspense.objects.get().state, Suspense.objects.get().order_id) == ("matched", first.pk)


@pytest.mark.parametrize("kept, state", [(actions.match_line, "returned"), (actions.set_aside_line, "paid")])
def test_a_contested_order_becomes_what_the_person_decides(cast, run, akou, kept, state):
    first, *others = orders()
    read(cast, run, said(*((order.reference, "payé") for order in (first, *others))))
    read(cast, run, said((first.reference, "revenu")))
    explain(kept, akou, **({"reference": first.reference, "said": "returned"} if kept is actions.match_line else {}))
    assert standing()[0] == (state, "paid", "paid")
    assert ledger.balances()["owed" if state == "returned" else "received"] == (
        30_000 if state == "returned" else 90_000
    )


def test_a_line_is_set_aside_with_its_reason_and_counts_nothing(cast, run, akou):
    read(cast, run, said(("OP9", "payé")))
    before = standing()
    explain(actions.set_aside_line, akou)
    assert (standing(), Suspense.objects.get().state) == (before, "set_aside")


@pytest.mark.parametrize("reference, code", [("OP9", "unknown_order"), (None, "already_answered")])
def test_a_match_that_cannot_be_is_refused(cast, run, akou, reference, code):
    first = orders()[0]
    read(cast, run, said((first.reference, "revenu"), ("OP9", "payé")))
    with pytest.raises(Refusal, match=code):
        explain(actions.match_line, akou, reference=reference or first.reference, said="paid")


def test_a_follow_up_file_is_written_where_the_money_came_back(cast, run):
    first, *others = orders()
    read(cast, run, answers([first, *others], returned=(first.reference,)))
    [file] = actions.reorder(lines=[PayLine.objects.get(pk=first.line_id)], by=cast.tchaa, on=LATER)
    again = PaymentOrder.objects.get(line=first.line_id, attempt=2)
    read(cast, run, said((again.reference, "payé")), on=date(2024, 4, 12))
    assert (file.part, ledger.balances()["received"]) == (2, 90_000)
