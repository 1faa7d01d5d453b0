"""Pay files as bytes: the same for ever, read by who they are meant for, with nothing invented in them."""

import hashlib
from dataclasses import replace
from datetime import date
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook

from teriya.foundation.core.refusals import Refusal
from teriya.pay.allowances.files import accounts
from teriya.pay.allowances.files.payees import Batch, Payee
from teriya.pay.allowances.files.profiles import PROFILES

IBAN, BBAN = "TG53TG0090604310346500400070", "TG0090604310346500400070"  # the example of the IBAN registry
PAYEES = [
    Payee("OP20240000001", "ANVT-2024-000001", "ADJOVI", "Kossi Mawuli", "0012-34", 28_500, "Allocation mars 2024", "Haho 1", 20, 30_000, 1_500),
    Payee("OP20240000002", "ANVT-2024-000002", '=HYPERLINK("x")', "", "22890000001", 30_000, "Allocation mars 2024", "Haho 1", 20, 30_000, 0),
]  # fmt: skip
BATCH = Batch("FICHIER/2024/000001", date(2024, 4, 5), "mars 2024", "ANVT", "COOPEC & Fils", IBAN, "ECOCTGTG", PAYEES)
TRANSFERS = replace(BATCH, payees=[replace(PAYEES[0], number=IBAN), replace(PAYEES[1], number=BBAN)])
SPACE = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}


def written(profile: str, batch: Batch = BATCH) -> bytes:
    return PROFILES[profile].write(batch)


def schema() -> etree.XMLSchema:
    [folder] = find_spec("sepaxml").submodule_search_locations
    return etree.XMLSchema(etree.parse(Path(folder) / "schemas" / "pain.001.001.09.xsd"))


def test_a_microfinance_file_opens_in_a_french_spreadsheet():
    lines = written("microfinance").decode("utf-8-sig").splitlines()
    assert lines[0] == "N°;Matricule;Nom et prénoms;Carnet;Montant;Référence;Libellé"
    assert lines[1] == "1;ANVT-2024-000001;ADJOVI Kossi Mawuli;0012-34;28500;OP20240000001;Allocation mars 2024"


def test_no_cell_starts_a_formula():
    assert '"HYPERLINK(""x"")"' in written("microfinance").decode("utf-8-sig")
    sheet = load_workbook(BytesIO(written("signed_sheet"))).active
    assert (sheet["C3"].value, sheet["C3"].data_type) == ('=HYPERLINK("x")', "s")


def test_a_sheet_to_sign_has_what_a_counter_needs():
    book = load_workbook(BytesIO(written("signed_sheet")))
    head, first, _second, sums = book.active.iter_rows(values_only=True)
    assert head[:6] == ("N°", "Matricule", "Nom", "Prénoms", "Commune", "Carnet") and "Signature ou empreinte" in head
    assert first[:10] == (
        1,
        "ANVT-2024-000001",
        "ADJOVI",
        "Kossi Mawuli",
        "Haho 1",
        "0012-34",
        20,
        30_000,
        1_500,
        28_500,
    )
    assert (sums[0], sums[7:10]) == ("Total", (60_000, 1_500, 58_500))
    assert book.active.page_setup.orientation == "landscape" and "COOPEC && Fils" in book.active.oddHeader.left.text


def test_a_mobile_money_file_is_plain():
    lines = written("mobile_money").decode("ascii").splitlines()
    assert lines[0] == "msisdn,amount,name,reference,description"
    assert lines[2] == "22890000001,30000,HYPERLINK X,OP20240000002,ALLOCATION MARS 2024"
    assert PROFILES["mobile_money"].limit == 1000


def test_a_bank_s_file_follows_its_schema():
    root = etree.fromstring(written("bank", TRANSFERS))
    schema().assertValid(root)
    assert root.xpath("//p:InstdAmt/text()", namespaces=SPACE) == ["28500", "30000"]
    assert root.xpath("//p:CtrlSum/text()", namespaces=SPACE) == ["58500", "58500"]
    assert root.xpath("//p:CdtTrfTxInf//p:IBAN/text()", namespaces=SPACE) == [IBAN]
    assert root.xpath("//p:CdtTrfTxInf//p:Othr/p:Id/text()", namespaces=SPACE) == [BBAN]
    assert root.xpath("//p:Cdtr/p:Nm/text()", namespaces=SPACE) == ["ADJOVI KOSSI MAWULI", "HYPERLINK X"]


def test_the_schema_refuses_what_banks_refuse():
    """The control."""
    with pytest.raises(etree.DocumentInvalid):
        schema().assertValid(etree.fromstring(written("bank", replace(TRANSFERS, bic="TOGO"))))


@pytest.mark.parametrize(
    "profile, digest",
    [
        ("microfinance", "4b7a6f956a52e596101a3224f9d09ae53477972eb7916b99e2ab79ad3dd41d7c"),
        ("signed_sheet", "ff45fd816caf2f7a4d0ada51e86ce44f335a5775823ccb53894c59fb51b83f21"),
        ("mobile_money", "f892daee605226f07f31e9da5bd546c7aed68562324a70c083cbab22dc41cce5"),
        ("bank", "3625e10eed7afa518c4e9c304e1abfed17d85a2fc9f81152344fe66b60d60484"),
    ],
)
def test_a_file_has_the_same_digest_for_ever(profile, digest):
    """Another digest is another file: what was sent could no longer be written again."""
    assert hashlib.sha256(written(profile, TRANSFERS)).hexdigest() == digest


NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
ANYBODY = st.builds(
    Payee, st.just("OP20240000001"), NAMES, NAMES, NAMES, st.just("22890000001"), st.integers(1, 10**6), NAMES, NAMES
)


@given(st.lists(ANYBODY, max_size=4))
def test_any_name_makes_a_file_that_reads_back(payees):
    batch = replace(BATCH, payees=payees)
    assert len(list(load_workbook(BytesIO(written("signed_sheet", batch))).active.rows)) == len(payees) + 2
    written("microfinance", batch), written("mobile_money", batch)
    root = etree.fromstring(written("bank", batch))
    assert len(root.xpath("//p:CdtTrfTxInf", namespaces=SPACE)) == len(payees)


def test_what_a_line_lacks_is_named():
    nameless = replace(PAYEES[0], family="", given="ﷺ")
    assert [str(what) for what in PROFILES["bank"].lacks(nameless)] == ["un nom que l’institution puisse lire"]
    assert PROFILES["mobile_money"].lacks(PAYEES[0]) == []


@pytest.mark.parametrize("number", [IBAN, BBAN, "TG53 TG00 9060 4310 3465 0040 0070", "es91 2100 0418 4502 0005 1332"])
def test_a_bank_account_is_an_iban_or_an_account_of_the_union(number):
    assert accounts.bank(number) == number.replace(" ", "").upper()


@pytest.mark.parametrize("number", ["TG54TG0090604310346500400070", "ES9121000418450200051333", "0012-34", "", "TG00906043103465004000"])  # fmt: skip
def test_an_account_with_a_wrong_key_is_refused(number):
    with pytest.raises(Refusal, match="bad_wallet_number"):
        accounts.bank(number)
