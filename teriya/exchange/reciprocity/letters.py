"""How a letter tells an agency without the system what this room says. Papers are in French."""

from teriya.exchange.reciprocity.states import Means, RecallHow, RefusalCode, Verdict, WithdrawalCode
from teriya.exchange.relations.telling import Told, day, register
from teriya.exchange.wire.models import Fact
from teriya.foundation.documents.letterhead import in_french


def _stay(said: dict) -> str:
    return f"du {day(said['starts_on'])} au {day(said['ends_on'])}"


def _offer(fact: Fact) -> Told:
    said = fact.content
    rows = [
        ("Structure", f"{said['host']}, {said['place']}"),
        ("Profil", said["profile"]),
        ("Langues", said.get("languages", "")),
        ("Tuteur", said["tutor"]),
        ("Places", str(said["seats"])),
        ("Séjour", _stay(said)),
        ("Répondre avant le", day(said["answer_by"])),
    ]
    return Told(f"Nous offrons un poste : {said['title']}", said["sheet"], [row for row in rows if row[1]])


def _offer_withdrawn(fact: Fact) -> Told:
    return Told("Nous retirons un poste offert", fact.content["because"])


def _sent(fact: Fact) -> Told:
    return Told(f"Nous proposons un volontaire, dossier {str(fact.about)[:8]}", "Avec son consentement, pour le poste que vous offrez.")  # fmt: skip


def _interview(fact: Fact) -> Told:
    said = fact.content
    rows = [("Jour", day(said["held_on"])), ("Comment", in_french(Means(said["means"]).label)), ("Jury", said["panel"]),
            ("Avis", in_french(Verdict(said["verdict"]).label))]  # fmt: skip
    return Told(f"Entretien, dossier {str(fact.about)[:8]}", rows=rows)


def _accepted(fact: Fact) -> Told:
    return Told(f"Nous acceptons le dossier {str(fact.about)[:8]}", f"Séjour {_stay(fact.content)}.")


def _refused(fact: Fact) -> Told:
    return Told(f"Nous n’acceptons pas le dossier {str(fact.about)[:8]}", in_french(RefusalCode(fact.content["code"]).label))  # fmt: skip


def _withdrawn(fact: Fact) -> Told:
    return Told(f"Nous retirons le dossier {str(fact.about)[:8]}", in_french(WithdrawalCode(fact.content["code"]).label))  # fmt: skip


def _recall(fact: Fact) -> Told:
    return Told(f"Nous rappelons le dossier {str(fact.about)[:8]}", in_french(RecallHow(fact.content["how"]).label))


def _receipt(fact: Fact) -> Told:
    return Told(f"Ce que vous nous aviez transmis, dossier {str(fact.about)[:8]}", in_french(RecallHow(fact.content["how"]).label))  # fmt: skip


def register_all() -> None:
    for kind, tell in (
        ("offer.publish", _offer), ("offer.withdraw", _offer_withdrawn), ("nomination.send", _sent), ("nomination.interview", _interview),
        ("nomination.accept", _accepted), ("nomination.refuse", _refused), ("nomination.withdraw", _withdrawn), ("recall.ask", _recall),
        ("recall.receipt", _receipt),
    ):  # fmt: skip
        register(kind, tell)
