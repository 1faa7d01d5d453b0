"""Entries carried to the official accounts: balanced, each once, the same bytes again."""

import csv
import io
from hashlib import sha256
from uuid import uuid4

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.rules.models import Term
from teriya.foundation.rules.queries import forget
from teriya.pay.bundles import actions, carried
from teriya.pay.bundles.models import AccountExport
from tests.factories.bundles import BACK, answer, complete, make_sent


def export(cast) -> AccountExport:
    return actions.export_entries(until=BACK, by=cast["public_accountant"], on=BACK)


def table(row: AccountExport) -> list[dict]:
    return list(csv.DictReader(io.StringIO(bytes(row.content).decode("utf-8-sig")), delimiter=";"))


def test_an_export_is_balanced_and_says_run_mandate_and_year(cast):
    run = make_sent(cast)
    complete(cast, run)
    row = export(cast)
    lines = table(row)
    assert sum(int(line["Débit"]) for line in lines) == sum(int(line["Crédit"]) for line in lines) == row.total
    assert {(line["État de paye"], line["Numéro de mandat"], line["Exercice"]) for line in lines} == {
        (run.number, "M-118", "2024")
    }
    owed = next(line for line in lines if line["Opération"] == "Constatation du dû" and line["Compte"] == "658")
    assert int(owed["Débit"]) == run.total and owed["Crédit"] == "0"
    assert sha256(bytes(row.content)).hexdigest() == row.sha256


def test_the_next_export_takes_only_what_is_new(cast):
    run = make_sent(cast)
    complete(cast, run)
    first = export(cast)
    with pytest.raises(Refusal, match="nothing_to_export"):
        export(cast)
    answer(cast, run, returned=1)
    second = export(cast)
    assert {line["Opération"] for line in table(second)} == {"Virement reçu", "Virement revenu"}
    assert bytes(AccountExport.objects.get(pk=first.pk).content) == bytes(first.content)


def test_a_run_without_its_references_waits(cast):
    run = make_sent(cast)
    actions.give_references(run=run, values={"mandate": "M-1"}, by=cast["public_accountant"], on=BACK)
    assert [one.pk for one in carried.ready(BACK).waiting] == [run.pk]
    with pytest.raises(Refusal, match="nothing_to_export"):
        export(cast)


def test_an_account_without_a_number_is_named(cast):
    complete(cast, make_sent(cast))
    term = Term.objects.get(kind="account", code="sent")
    term.facts["number"] = ""
    term.save()
    forget()
    with pytest.raises(Refusal, match="account_unknown"):
        export(cast)
    forget()


def test_a_reference_known_to_the_accounts_does_not_change(cast):
    run = make_sent(cast)
    complete(cast, run)
    export(cast)
    with pytest.raises(Refusal, match="already_exported"):
        actions.give_references(run=run, values={"mandate": "M-2"}, reason="x", by=cast["public_accountant"], on=BACK)


def test_the_accountant_carries_and_the_auditor_reads_the_same_bytes(cast, client):
    complete(cast, make_sent(cast))
    client.force_login(cast["public_accountant"])
    assert client.post(reverse("bundles:exports"), {"receipt": uuid4(), "until": "09/04/2024"}).status_code == 302
    row = AccountExport.objects.get()
    client.force_login(cast["auditor"])
    page = client.get(reverse("bundles:exports")).content.decode()
    assert row.number in page and "Porter les écritures" not in page
    assert client.get(reverse("bundles:export_csv", args=[row.pk])).content == bytes(row.content)
    books = [client.get(reverse("bundles:export_xlsx", args=[row.pk])).content for _again in range(2)]
    assert books[0] == books[1]
    sheet = load_workbook(io.BytesIO(books[0])).active
    assert sheet.cell(sheet.max_row, len(row.heads)).value == row.total
