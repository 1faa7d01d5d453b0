"""How a letter tells what this room says. Papers are in French."""

from datetime import date

from teriya.exchange.relations.telling import Told, register
from teriya.exchange.wire.models import Fact


def _version(fact: Fact) -> str:
    return f"version {fact.content['version']}"


def _proposal(fact: Fact) -> Told:
    said = fact.content
    sends = " ; ".join(f"{code} envoie {number}" for code, number in sorted(said["sends"].items()))
    rows = [
        (
            "Période",
            f"du {date.fromisoformat(said['starts']):%d/%m/%Y} au {date.fromisoformat(said['ends']):%d/%m/%Y}",
        ),
        ("Volontaires", sends),
        ("Écart toléré", str(said["tolerance"])),
    ]
    return Told(f"Nous proposons : {said['title']}, {_version(fact)}", "Le texte entier est joint, à signer.", rows)


def _approval(fact: Fact) -> Told:
    return Told(f"Nous approuvons la convention, {_version(fact)}", f"Approuvée le {fact.on:%d/%m/%Y}.")


def _refusal(fact: Fact) -> Told:
    return Told(f"Nous n’acceptons pas la convention, {_version(fact)}", f"Motif : {fact.content['reason']}")


def _meeting(fact: Fact) -> Told:
    said = fact.content
    rows = [(f"{rank}. {line['what']}", f"{line['owner']}, avant le {date.fromisoformat(line['due']):%d/%m/%Y}") for rank, line in enumerate(said["decisions"], 1)]  # fmt: skip
    return Told(f"Compte rendu du {date.fromisoformat(said['met']):%d/%m/%Y}, {said['place']}", said["notes"], rows)


def _done(fact: Fact) -> Told:
    return Told(f"La ligne {fact.content['rank']} est faite", fact.content["how"])


def register_all() -> None:
    for kind, tell in (
        ("convention.propose", _proposal), ("convention.approve", _approval), ("convention.refuse", _refusal),
        ("meeting.record", _meeting), ("meeting.done", _done),
    ):  # fmt: skip
        register(kind, tell)
