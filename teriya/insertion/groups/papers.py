"""The share-out sheet (fiche de partage): each member's stamps and francs, the rule, room to sign."""

from datetime import date

from teriya.foundation.accounts.models import User
from teriya.foundation.core.money import amount, grouped
from teriya.foundation.documents.actions import Sheet, issue
from teriya.foundation.documents.letterhead import in_french, letterhead
from teriya.foundation.documents.models import Document
from teriya.insertion.groups.models import ShareOut
from teriya.insertion.groups.states import Duty


def issue_sheet(shared: ShareOut, *, by: User, on: date) -> Document:
    """Numbered and frozen, in the order of the register. Papers are in French."""
    group = shared.group
    rows = list(shared.shares.select_related("member").order_by("member__rank"))
    signing = [row.member for row in rows if row.member.duty in ("president", "secretary", "treasurer")]
    data = letterhead(group.commune.name) | {
        "title": f"Partage du groupe « {group.name} »",
        "preamble": f"Groupe {group.number}, {group.commune.name}, cycle {group.cycle}, ouvert le {group.opened_on:%d/%m/%Y}, partagé le {on:%d/%m/%Y}. "
        f"La caisse d’épargne compte {amount(shared.francs)} ; les carnets ont {grouped(shared.stamps)} tampons de {amount(group.stamp)}, "
        f"soit {amount(shared.stamps * group.stamp)} épargnés.",
        "columns": [
            {"title": "Membre", "kind": "text"}, {"title": "Tampons", "kind": "number"}, {"title": "Part (F CFA)", "kind": "amount"},
            {"title": "Signature", "kind": "signature"},
        ],
        "rows": [[row.member.name, row.stamps, row.francs, ""] for row in rows],
        "closing": _rule(shared),
        "signatures": [
            {"party": "Pour le groupe", "name": one.name, "function": in_french(Duty(one.duty).label), "on": None, "means": ""}
            for one in signing
        ],
    }  # fmt: skip
    return issue(kind="liste", series="PARTAGE", subject="savings_group", sheet=Sheet(group.pk, data), by=by, on=on)


def _rule(shared: ShareOut) -> str:
    given = shared.francs - shared.rest
    said = (
        f"Règle : {amount(shared.francs)} divisés par {grouped(shared.stamps)} tampons font {amount(shared.stamp)} par tampon, le même prix "
        f"pour tous. Les membres reçoivent {amount(given)}. Il reste {amount(shared.rest)}, qui ne peuvent se diviser : ils vont à la caisse de solidarité."
    )  # fmt: skip
    return f"{said} Remarque : {shared.remark}" if shared.remark else said
