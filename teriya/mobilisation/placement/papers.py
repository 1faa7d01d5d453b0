"""The minutes of a decided placement (procès-verbal), as the committee signs them."""

from datetime import date

from teriya.foundation.accounts.models import User
from teriya.foundation.documents.actions import Sheet, issue
from teriya.foundation.documents.letterhead import letterhead
from teriya.foundation.documents.models import Document
from teriya.mobilisation.placement.models import Round
from teriya.mobilisation.placement.queries import thresholds


def minutes(round: Round, *, by: User, on: date) -> Document:
    """Number, post, rank of the wish obtained and points of every placed person; seed and digests in the closing words."""
    rows = round.placements.select_related("application__ranking", "need__host").order_by(
        "need__reference", "application"
    )
    data = {
        **letterhead(),
        "title": f"Procès-verbal de placement · {round.wave.title}",
        "preamble": f"Placement « {round.name} », décidé le {on:%d/%m/%Y} : {len(rows)} personnes placées.",
        "columns": [
            {"title": "N°", "kind": "text"}, {"title": "Besoin", "kind": "text"}, {"title": "Structure", "kind": "text"},
            {"title": "Rang du vœu", "kind": "number"}, {"title": "Points", "kind": "number"},
        ],
        "rows": [[p.application.number, p.need.reference, p.need.host.name, p.wish_rank, p.application.ranking.points] for p in rows],
        "closing": f"Graine du tirage : {round.manifest['seed']}. Empreinte du résultat : {round.manifest['digest']}.",
        "signatures": [{"party": by.capacity("placement.decide"), "name": by.name, "function": "", "on": on, "means": "électronique"}],
    }  # fmt: skip
    return issue(kind="liste", series="PV-PLACEMENT", subject="round", sheet=Sheet(round.pk, data), by=by, on=on)


def publication(round: Round, *, by: User, on: date) -> Document:
    """The list for the notice board: who goes where by number, overrides with their reason, thresholds, seed and digests."""
    rows = round.placements.select_related("need__host__commune").order_by("need__reference", "application")
    manifest, points = round.manifest, {one.need.reference: one for one in thresholds(round)}

    def stopped(reference: str) -> str:
        one = points[reference]
        return "" if one.last is None else f"{one.last}"

    data = {
        **letterhead(),
        "title": f"Placement publié · {round.wave.title}",
        "preamble": f"{len(rows)} personnes placées sur {manifest['candidates']} classées, par numéro de candidature. "
        "Le seuil est le nombre de points de la dernière personne prise là où une autre a été refusée.",
        "columns": [
            {"title": "N°", "kind": "text"}, {"title": "Besoin", "kind": "text"}, {"title": "Structure", "kind": "text"},
            {"title": "Commune", "kind": "text"}, {"title": "Seuil", "kind": "text"}, {"title": "Dérogation", "kind": "text"},
        ],
        "rows": [
            [row.application.number, row.need.reference, row.need.host.name, row.need.host.commune.name,
             stopped(row.need.reference), row.override]
            for row in rows.select_related("application")
        ],
        "closing": f"Empreinte de la graine, engagée à l’ouverture : {manifest['commitment']}. Graine du tirage : {manifest['seed']}. "
        f"Empreinte du résultat : {manifest['digest']}. Les fichiers de vérification sont sur la page publique.",
        "signatures": [{"party": by.capacity("placement.publish"), "name": by.name, "function": "", "on": on, "means": "électronique"}],
    }  # fmt: skip
    return issue(kind="liste", series="PUB-PLACEMENT", subject="round", sheet=Sheet(round.pk, data), by=by, on=on)
