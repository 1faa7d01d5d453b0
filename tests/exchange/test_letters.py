"""Whatever we may say to an agency without the system can be said by a letter, in words."""

from uuid import uuid4

import pytest

from teriya.exchange.relations import telling
from teriya.exchange.wire import kinds
from teriya.exchange.wire.models import Fact

SIGNED = {"content": {}, "signature": "s", "kid": "k", "x": "x"}
SAID = [
    ("stay.plan", {"departs_on": "2027-01-11", "ends_on": "2027-07-10", "lines": [{"code": "visa", "fr": "Visa", "en": "Visa", "owner": "home", "due_on": "2026-12-20"}]}, "Départ le 11/01/2027"),
    ("stay.tick", {"code": "visa", "done_on": "2026-12-18"}, "« visa » faite le 18/12/2026"),
    ("stay.tick", {"code": "visa", "done_on": None}, "est à refaire"),
    ("stay.arrive", {"arrived_on": "2027-01-12"}, "Arrivée le 12/01/2027"),
    ("stay.report", {"about": "status", "of": "2027-02", "voice": "volunteer", "answers": {"work": 3, "tutor": 1}}, "Point du mois 2027-02"),
    ("stay.report", {"about": "evaluation", "of": "", "voice": "home", "answers": {"choice": 2}}, "Évaluation conjointe"),
    ("stay.incident", {"kind": "theft", "happened_on": "2027-03-02", "done": "declared"}, "Fait du 02/03/2027"),
    ("stay.end", {"ended_on": "2027-07-10", "how": "term"}, "Fin de la mission le 10/07/2027"),
    ("stay.certify", SIGNED, "Attestation conjointe"),
    ("stay.countersign", {"certificate": "2027/12", "digest": "0" * 64}, "contresignons l’attestation 2027/12"),
    ("stay.revoke", {"certificate": "2027/12"}, "révoquons l’attestation 2027/12"),
    ("cost.declare", {"nomination": str(uuid4()), "line": "ticket", "amount": 250_000, "currency": "XOF", "what": "Vol Lomé–Bamako", "paid_on": "2027-01-02"}, "Nous avons payé"),
    ("cost.withdraw", {"reason": "facture annulée"}, "retirons un coût"),
    ("settlement.propose", {"until": "2027-06-30", "currency": "XOF", "lines": [{}], "owed": {"tg": 0, "ml": 40_000}}, "Décompte au 30/06/2027"),
    ("settlement.agree", {"digest": "0" * 64}, "approuvons votre décompte"),
    ("settlement.refuse", {"reason": "un billet manque"}, "n’approuvons pas"),
    ("settlement.receive", {"received_on": "2027-08-01", "reference": "VIR 12"}, "reçu votre paiement le 01/08/2027"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "content", "words"), SAID)
def test_a_stay_and_its_costs_are_told_in_words(kind, content, words):
    told = telling.told(Fact(kind=kind, about=uuid4(), content=content))
    assert words in told.title
    assert not any(str(value) in told.text for value in ("volunteer", "declared", "theft"))


def test_every_kind_has_its_words_or_letters_of_its_room():
    silent = {"wire.keys"}  # an agency without the system has no keys of ours
    assert [
        kind for kind in kinds.names() if kind not in telling.elsewhere() | silent and kind not in telling._tellers
    ] == []


def test_the_help_that_somebody_asks_for_is_read_in_a_letter():
    told = telling.told(Fact(kind="stay.report", about=uuid4(), content=SAID[4][1]))
    assert ("L’accueil et le tuteur", "besoin d’aide") in told.rows and "volontaire" in told.text


def test_a_sum_is_written_with_its_currency():
    assert ("Somme", "250\u202f000 XOF") in telling.told(
        Fact(kind="cost.declare", about=uuid4(), content=SAID[11][1])
    ).rows
