"""Letters to an agency without the system: the invitation with its answer to fill in, and the plan with its part. Papers are in French."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import override

from teriya.exchange.seasons import contents
from teriya.exchange.seasons.engine.reasons import ledger
from teriya.exchange.seasons.models import Part, Plan
from teriya.foundation.core.actors import Actor
from teriya.foundation.documents.actions import Sheet, issue
from teriya.foundation.documents.letterhead import letterhead
from teriya.foundation.documents.models import Document
from teriya.foundation.ui.templatetags.ui import day

SERIES = "SAISON"
SIGNED = {"party": "Pour l’agence", "name": "", "function": "", "on": None, "means": ""}


def invitation(part: Part, *, by: Actor, on: date) -> Document:
    """What the season is, and what its answer has to say: by number, no name."""
    season = part.season
    with override("fr"):
        countries = ", ".join(str(one) for one in season.parts.all())
        until = day(season.closes_on)
    paragraphs = [
        f"Nous vous invitons à la saison « {season.name} », avec les agences de ces pays : {countries}.",
        "Un même plan servira toutes les agences. Un cycle peut passer par trois pays ou plus : chacune y envoie une personne et en reçoit une.",
        f"Profils de cette saison : {', '.join(season.profiles)}.",
        f"Écart toléré entre les personnes que vous envoyez et celles que vous recevez : {season.tolerance}.",
        f"Répondez avant le {until}. Dites vos candidats par numéro, sans aucun nom, dans l’ordre où vous les enverriez : profils, puis pays acceptés.",
        "Dites vos postes par numéro : profil et nombre de places. Dites enfin combien de personnes vous pouvez envoyer à chaque pays, et en recevoir.",
        "Vous recevrez le plan proposé. Rien ne vous engage avant que vous ne l’ayez confirmé par écrit.",
    ]
    letter = {
        "to": [part.name],
        "subject": f"invitation à la saison « {season.name} »",
        "paragraphs": paragraphs,
        "people": [],
    }
    return issue(kind="lettres", series=SERIES, subject="season_part",
                 sheet=Sheet(part.pk, letterhead() | {"letters": [letter], "signature": SIGNED}), by=by, on=on)  # fmt: skip


def proposal(part: Part, plan: Plan, *, by: Actor, on: date) -> Document:
    """The departures and arrivals of its part, and its balance, with room for its answer."""
    season, entries = part.season, plan.content["entries"]
    found = contents.plan_of(plan.content)
    game = contents.game_of(entries, tolerance=season.tolerance, seed=str(season.uid))
    sent, received = ledger(game, found)[part.code]
    with override("fr"):
        rows = _rows(part, entries, found.moves, {one.code: str(one) for one in season.parts.all()})
    data = letterhead() | {
        "title": f"Plan proposé : {season.name}",
        "preamble": f"À {part.name}. Proposition {plan.version} : vous envoyez {sent} et recevez {received}, pour un écart toléré de {season.tolerance}. "
        f"Empreinte du plan : {plan.digest[:16]}.",
        "columns": [{"title": title, "kind": "text"} for title in ("De", "Candidat", "Vers", "Poste", "Profil")],
        "rows": rows,
        "closing": "Confirmez votre part par écrit, ou déclinez avec le motif : un autre plan sera alors calculé sans vous.",
        "signatures": [SIGNED, {"party": f"Pour {part.name}", "name": "", "function": "", "on": None, "means": ""}],
    }  # fmt: skip
    return issue(kind="liste", series=SERIES, subject="season_part", sheet=Sheet(part.pk, data), by=by, on=on)


def _rows(part: Part, entries: Mapping, moves, names: Mapping[str, str]) -> list[list[str]]:
    profiles = {(code, one["number"]): one["profile"] for code, entry in entries.items() for one in entry["places"]}
    return [
        [names[move.candidate[0]], move.candidate[1], names[move.post[0]], move.post[1], profiles[move.post]]
        for move in moves if part.code in move.pair
    ]  # fmt: skip
