"""The bundle of a run: what is there, what is missing and who brings it, what is not due yet."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from teriya.foundation.core.refusals import Refusal
from teriya.pay.bundles import actions, pieces
from tests.factories.allowances import bring, make_payable, prepare
from tests.factories.bundles import BACK, answer, complete, make_sent, photo


def missing(bundle) -> set[str]:
    return {piece.code for piece in bundle.missing}


def test_each_missing_piece_says_who_brings_it(cast, client):
    run = answer(cast, make_sent(cast))
    bundle = pieces.of_run(run)
    assert missing(bundle) == {"decision", "references", "signed_sheet", "transfer"}
    lost = next(piece for piece in bundle.missing if piece.code == "signed_sheet")
    assert "La photo de l’état ETAT/2024/000001 manque" in lost.why and "Agent du centre régional" in lost.why
    client.force_login(cast["auditor"])
    page = client.get(reverse("bundles:run", args=[run.pk]) + "?manquent=1").content.decode()
    assert "ETAT/2024/000001" in page and "Contrat de volontariat" not in page


def test_a_whole_bundle_lacks_nothing_and_keeps_its_digest(cast):
    run = answer(cast, make_sent(cast))
    before = pieces.of_run(run).digest
    complete(cast, run)
    bundle = pieces.of_run(run)
    assert bundle.missing == [] and bundle.digest != before
    assert pieces.of_run(run).digest == bundle.digest
    assert len([piece for piece in bundle.pieces if piece.code == "contract"]) == 3


def test_the_bundle_of_one_payment_holds_its_own_pieces_only(cast):
    run = answer(cast, make_sent(cast))
    complete(cast, run)
    line = run.lines.order_by("pk").first()
    bundle = pieces.of_line(line)
    assert bundle.missing == [] and {piece.line for piece in bundle.pieces} == {None, line.pk}
    assert len([piece for piece in bundle.pieces if piece.code == "contract"]) == 1


def test_what_comes_after_the_order_is_not_missing_before(cast):
    make_payable(cast)
    bundle = pieces.of_run(bring(cast, prepare(cast), "order"))
    later = {piece.code for piece in bundle.pieces if piece.standing == "later"}
    assert later >= {"signed_sheet", "bordereau"} and "transfer" not in missing(bundle)


def test_references_are_given_by_their_holders_in_their_time(cast):
    make_payable(cast)
    run = bring(cast, prepare(cast), "order")
    for by, values, code in [
        ("finance_officer", {"mandate": "M-1"}, "not_your_reference"), ("public_accountant", {"mandate": "M-1"}, "reference_not_yet"),
        ("finance_officer", {"fiscal_year": "1999"}, "bad_year"),
    ]:  # fmt: skip
        with pytest.raises(Refusal) as no:
            actions.give_references(run=run, values=values, by=cast[by], on=BACK)
        assert no.value.code == code
    given = {"values": {"budget_line": "66-1"}, "run": run, "by": cast["finance_officer"], "on": BACK}
    actions.give_references(**given)
    with pytest.raises(Refusal, match="reason_required"):
        actions.give_references(**given | {"values": {"budget_line": "66-2"}})
    actions.give_references(**given | {"values": {"budget_line": "66-2"}, "reason": "Erreur de frappe"})
    assert run.references.get().value == "66-2"


def test_the_accountant_gives_the_mandate_on_the_page(cast, client):
    run = make_sent(cast)
    client.force_login(cast["public_accountant"])
    url = reverse("bundles:give_references", args=[run.pk])
    page = client.get(url).content.decode()
    assert "Numéro de mandat" in page and "Ligne budgétaire" not in page
    assert client.post(url, {"receipt": uuid4(), "mandate": "M-118", "reason": ""}).status_code == 302
    assert "M-118" in client.get(reverse("bundles:run", args=[run.pk])).content.decode()


def test_a_proof_of_transfer_names_its_file_once(cast, client):
    run = make_sent(cast)
    client.force_login(cast["public_accountant"])
    file, url = run.files.get(), reverse("bundles:bring", args=[run.pk])
    sent = {"which": str(file.pk), "number": "AVIS-1", "dated_on": "08/04/2024", "receipt": uuid4()}
    assert client.post(url, sent | {"photo": photo()}).status_code == 302
    again = client.post(url, sent | {"photo": photo(salt=b"2"), "receipt": uuid4()})
    assert again.status_code == 422 and "déjà dans la liasse" in again.content.decode()
    with pytest.raises(Refusal, match="file_required"):
        actions.bring_piece(run=run, code="transfer", number="2", dated_on=date(2024, 4, 8), file=photo(), by=cast["public_accountant"], on=BACK)  # fmt: skip
