"""The minutes of a decided placement (procès-verbal), as the committee signs them."""

from datetime import date

from teriya.foundation.accounts.models import User
from teriya.foundation.documents.actions import Sheet, issue
from teriya.foundation.documents.letterhead import letterhead
from teriya.foundation.documents.models import Document
from teriya.mobilisation.placement.models import Round


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
