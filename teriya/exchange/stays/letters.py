"""How a letter tells an agency without the system what we say of a stay. Papers are in French."""

from teriya.exchange.relations.telling import Told, day, register
from teriya.exchange.stays.states import About, Asked, Done, Happened, How, Judged, Level, Side, Voice, Worth
from teriya.exchange.wire.models import Fact
from teriya.foundation.documents.letterhead import in_french


def _file(fact: Fact) -> str:
    return f"dossier {str(fact.about)[:8]}"


def _plan(fact: Fact) -> Told:
    said = fact.content
    rows = [(f"{line['fr']} ({in_french(Side(line['owner']).label)})", day(line["due_on"])) for line in said["lines"]]
    return Told(f"Départ le {day(said['departs_on'])}, {_file(fact)}", "Chaque étape a son agence et son jour.", rows)


def _tick(fact: Fact) -> Told:
    done = fact.content["done_on"]
    words = (
        f"Étape « {fact.content['code']} » faite le {day(done)}"
        if done
        else f"L’étape « {fact.content['code']} » est à refaire"
    )
    return Told(f"{words}, {_file(fact)}")


def _arrived(fact: Fact) -> Told:
    return Told(f"Arrivée le {day(fact.content['arrived_on'])}, {_file(fact)}")


def _report(fact: Fact) -> Told:
    said = fact.content
    asked, levels = (Judged, Worth) if said["about"] == About.EVALUATION else (Asked, Level)
    rows = [
        (in_french(asked(code).label), in_french(levels(level).label))
        for code, level in said["answers"].items()
        if code in asked.values
    ]
    return Told(
        f"{in_french(About(said['about']).label).capitalize()} {said['of']}, {_file(fact)}",
        f"Dit par : {in_french(Voice(said['voice']).label)}.",
        rows,
    )


def _incident(fact: Fact) -> Told:
    said = fact.content
    return Told(
        f"Fait du {day(said['happened_on'])}, {_file(fact)}",
        f"{in_french(Happened(said['kind']).label)} : {in_french(Done(said['done']).label)}.",
    )


def _ended(fact: Fact) -> Told:
    return Told(
        f"Fin de la mission le {day(fact.content['ended_on'])}, {_file(fact)}",
        in_french(How(fact.content["how"]).label),
    )


def _certified(fact: Fact) -> Told:
    return Told(
        f"Attestation conjointe signée par nous, {_file(fact)}",
        "L’original est joint, à contresigner et à nous rendre.",
    )


def _countersigned(fact: Fact) -> Told:
    return Told(f"Nous contresignons l’attestation {fact.content['certificate']}")


def _revoked(fact: Fact) -> Told:
    return Told(f"Nous révoquons l’attestation {fact.content['certificate']}")


def register_all() -> None:
    for kind, tell in (
        ("stay.plan", _plan), ("stay.tick", _tick), ("stay.arrive", _arrived), ("stay.report", _report), ("stay.incident", _incident),
        ("stay.end", _ended), ("stay.certify", _certified), ("stay.countersign", _countersigned), ("stay.revoke", _revoked),
    ):  # fmt: skip
        register(kind, tell)
