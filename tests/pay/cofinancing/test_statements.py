"""A bank’s statement brought whole, a payment that bounces once it is spent, and an audit that sees what was touched."""

import pytest
from django.db import connection

from teriya.foundation.ledger import actions as ledger
from teriya.foundation.ledger import queries as standing
from teriya.foundation.ledger.models import Envelope, EnvelopeMovement
from teriya.pay.cofinancing import actions, audit, queries
from teriya.pay.cofinancing.models import Payment
from teriya.pay.cofinancing.sheets import read_call, read_francs
from tests.factories.cofinancing import APRIL, ISSUED, call, make_served, pay
from tests.factories.files import bring, commit, outcomes
from tests.pay.forecast.test_pages import text_of

HEAD = "Date de valeur;Libellé;Référence bancaire;Crédit;Moyen\n"


def test_a_statement_is_matched_by_call_and_says_what_is_wrong_line_by_line(cast, client):
    host, _team = make_served(cast, 2)
    [march] = call(cast)
    pay(cast, host, 1_000, "OLD-1", means="bank")
    lines = [
        f"05/04/2024;VIR ONG ESPOIR {march.number} MARS;AV-1;20 000,00;Virement",
        f"06/04/2024;{march.number.lower()};AV-2;50000 F;",
        "06/04/2024;FRAIS DE TENUE DE COMPTE;AV-3;500;",
        "06/04/2024;QUOTE-PART/2024/000099;AV-4;500;",
        f"06/04/2024;{march.number};AV-1;500;Virement",
        f"06/04/2024;{march.number};OLD-1;500;banque",
        f"06/04/2099;{march.number};AV-5;0;pirogue",
    ]
    file = bring(cast, "share_payments", HEAD + "\n".join(lines), by=cast.awa)
    assert outcomes(file) == ["new", "new", "no_call", "unknown_call", "line_twice", "reference_known", "bad_number"]
    assert "L’appel ne doit plus que" in str(file.rows.get(line=file.rows.order_by("line")[1].line).remarks)
    assert commit(cast, file, by=cast.awa).done == 2
    rows = Payment.objects.filter(state="recorded").order_by("reference").values_list("reference", "amount", "towards", "means")  # fmt: skip
    assert list(rows) == [("AV-1", 20_000, march.pk, "bank"), ("AV-2", 50_000, march.pk, "bank")]
    assert queries.balance(host) == 29_000  # another person confirms
    again = bring(cast, "share_payments", HEAD + "\n".join(lines[:2]), by=cast.awa)
    assert outcomes(again) == ["same", "same"] and Payment.objects.count() == 3
    client.force_login(cast.awa)
    assert "Apporter un relevé" in client.get("/quotes-parts/paiements/").text


@pytest.mark.parametrize(
    ("written", "francs"), [("1 500 000 F", 1_500_000), ("1500000,00", 1_500_000), ("12.0", 12), ("7 F CFA", 7)]
)
def test_francs_as_statements_print_them(written, francs):
    assert read_francs(written) == francs
    assert read_call(f"VIRT quote-part / 2026/ 123 {written}") == "QUOTE-PART/2026/000123"


def test_what_bounces_once_spent_leaves_the_envelope_owing_until_hosts_pay_again(cast, client):
    host, _team = make_served(cast, 2)
    call(cast)
    paid = pay(cast, host, 20_000)
    envelope = Envelope.objects.get(kind="host")
    ledger.top_up(envelope=envelope, amount=15_000, reason="Report", by=cast.awa, on=ISSUED)
    for kind in ("committed", "spent"):
        ledger.move(envelope, EnvelopeMovement.Kind(kind), [ledger.Part("story", 1, 15_000)], on=ISSUED)
    actions.annul(payment=paid, reason="Chèque sans provision", by=cast.tchaa, on=ISSUED)
    assert standing.standing_of(envelope).cash == -15_000 and queries.balance(host) == 30_000
    client.force_login(cast.awa)
    assert "doit 15 000 F à la caisse" in text_of(client.get(f"/quotes-parts/paiements/{paid.pk}/"))
    pay(cast, host, 30_000, "Q-2")
    assert standing.standing_of(envelope).cash == 15_000 and not list(audit.faults())


@pytest.mark.parametrize(
    ("touched", "check"),
    [
        ("UPDATE cofinancing_callline SET amount = amount - 1", "ligne d’appel : parts × taux, à l’arrondi"),
        ("UPDATE cofinancing_call SET total = total + 1 WHERE month = '2024-03-01'", "appel : la somme de ses lignes"),
        ("UPDATE cofinancing_payment SET amount = amount + 1", "paiement : caisse et appelé au grand livre"),
        ("UPDATE cofinancing_allocation SET amount = amount + 30000", "paiement ou avoir : jamais réparti au-delà de lui-même"),
    ],
)  # fmt: skip
def test_what_is_touched_shows_in_the_audit(cast, touched, check):
    host, _team = make_served(cast, 2)
    call(cast)
    pay(cast, host, 20_000)
    call(cast, APRIL, ISSUED.replace(month=5))
    assert not list(audit.faults())
    with connection.cursor() as cursor:
        cursor.execute(touched)
    assert check in {fault.check for fault in audit.faults()}
