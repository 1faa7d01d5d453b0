"""Pay files and return files, as bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teriya.foundation.core.refusals import Refusal
from teriya.pay.allowances.files import microfinance, mobile_money, returns
from teriya.pay.allowances.files.payees import Payee

PAYEES = [
    Payee("OP20240000001", "ANVT-2024-000001", "ADJOVI Kossi Mawuli", "0012-34", 28_500, "Allocation mars 2024"),
    Payee("OP20240000002", "ANVT-2024-000002", "=HYPERLINK(\"x\")", "22890000001", 30_000, "Allocation mars 2024"),
]  # fmt: skip


def test_a_microfinance_file_opens_in_a_french_spreadsheet():
    lines = microfinance.write(PAYEES).decode("utf-8-sig").splitlines()
    assert lines[0] == "N°;Matricule;Nom et prénoms;Carnet;Montant;Référence;Libellé"
    assert lines[1] == "1;ANVT-2024-000001;ADJOVI Kossi Mawuli;0012-34;28500;OP20240000001;Allocation mars 2024"


def test_no_cell_starts_a_formula():
    assert '"HYPERLINK(""x"")"' in microfinance.write(PAYEES).decode("utf-8-sig")


def test_a_mobile_money_file_is_plain():
    lines = mobile_money.write(PAYEES).decode("ascii").splitlines()
    assert lines[0] == "msisdn,amount,name,reference,description"
    assert lines[2] == "22890000001,30000,HYPERLINK X,OP20240000002,ALLOCATION MARS 2024"


def test_an_aggregator_takes_a_thousand_lines():
    with pytest.raises(ValueError, match="1000"):
        mobile_money.write(PAYEES[:1] * 1001)


@given(st.lists(st.builds(Payee, st.text(), st.text(), st.text(), st.text(), st.integers(1, 10**6), st.text())))
def test_a_file_is_a_function_of_its_orders(payees):
    payees = [
        p
        for p in payees
        if all("\ud800" > c or c > "\udfff" for c in "".join((p.reference, p.matricule, p.name, p.number, p.label)))
    ]
    assert microfinance.write(payees) == microfinance.write(list(payees))


@pytest.mark.parametrize(
    "content, paid",
    [
        ("Référence;Statut;Date;Motif\nOP1;payé;08/04/2024;\n".encode(), True),
        ("RÉFÉRENCE;STATUT\r\nOP1;PAYÉ\r\n".encode("cp1252"), True),
        (b"\xef\xbb\xbfreference,status,date,reason\nOP1,failed,2024-04-08,closed\n", False),
        ("référence\tstatut\nOP1\tbizarre\n".encode(), None),
    ],
)
def test_returns_are_read_whatever_their_dialect(content, paid):
    [answer] = returns.read(content)
    assert (answer.reference, answer.is_paid) == ("OP1", paid)


def test_a_torn_file_is_refused_as_a_whole():
    with pytest.raises(Refusal, match="unreadable_return"):
        returns.read(b"reference;statut\nOP1;" + b"x" * 200_000)
