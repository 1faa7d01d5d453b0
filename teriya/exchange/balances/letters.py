"""How a letter tells an agency without the system what a stay costs, and the statement of both. Papers are in French."""

from teriya.exchange.relations.states import Line
from teriya.exchange.relations.telling import Told, day, register
from teriya.exchange.wire.models import Fact
from teriya.foundation.documents.letterhead import in_french


def _francs(amount: int, currency: str) -> str:
    return f"{amount:,} {currency}".replace(",", "\u202f")


def _cost(fact: Fact) -> Told:
    said = fact.content
    rows = [
        ("Ligne", in_french(Line(said["line"]).label)),
        ("Somme", _francs(said["amount"], said["currency"])),
        ("Payé le", day(said["paid_on"])),
    ]
    return Told(f"Nous avons payé, dossier {said['nomination'][:8]}", said["what"], rows)


def _cost_withdrawn(fact: Fact) -> Told:
    return Told("Nous retirons un coût déclaré", fact.content["reason"])


def _proposed(fact: Fact) -> Told:
    said = fact.content
    rows = [(f"Dû par {code.upper()}", _francs(amount, said["currency"])) for code, amount in said["owed"].items()]
    return Told(
        f"Décompte au {day(said['until'])}",
        f"Coûts comptés : {len(said['lines'])}. Le décompte joint les donne un par un.",
        rows,
    )


def _agreed(fact: Fact) -> Told:
    return Told("Nous approuvons votre décompte")


def _refused(fact: Fact) -> Told:
    return Told("Nous n’approuvons pas votre décompte", fact.content["reason"])


def _received(fact: Fact) -> Told:
    return Told(f"Nous avons reçu votre paiement le {day(fact.content['received_on'])}", fact.content["reference"])


def register_all() -> None:
    for kind, tell in (
        ("cost.declare", _cost), ("cost.withdraw", _cost_withdrawn), ("settlement.propose", _proposed), ("settlement.agree", _agreed),
        ("settlement.refuse", _refused), ("settlement.receive", _received),
    ):  # fmt: skip
        register(kind, tell)
