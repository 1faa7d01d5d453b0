"""The record of a prize (procès-verbal): criteria, everybody's points and place, the sums of the winners."""

from collections.abc import Sequence
from datetime import date

from teriya.foundation.accounts.models import User
from teriya.foundation.documents.actions import Sheet, issue
from teriya.foundation.documents.letterhead import letterhead
from teriya.foundation.documents.models import Document
from teriya.insertion.alumni.engine.ranking import Place
from teriya.insertion.alumni.models import Nominee, Prize


def issue_record(prize: Prize, places: Sequence[tuple[Nominee, Place]], *, by: User, on: date) -> Document:
    """Numbered and frozen with the list. Papers are in French."""
    told = " ; ".join(f"{label}, {points} points" for label, points in prize.criteria)
    data = letterhead() | {
        "title": f"{prize.title} {prize.year}",
        "preamble": f"Critères, publiés à l’ouverture le {prize.opened_on:%d/%m/%Y} : {told}. Chaque juré donne 100 points au plus.",
        "columns": [
            {"title": "Volontaire", "kind": "text"}, {"title": "Structure", "kind": "text"}, {"title": "Points", "kind": "number"},
            {"title": "Prix (F CFA)", "kind": "amount"},
        ],
        "rows": [
            [str(nominee.mission.person), f"{nominee.mission.host.name}, {nominee.mission.host.commune.name}", place.points, place.amount or None]
            for nominee, place in places
        ],
        "closing": "Points : somme des fiches scellées de trois jurés, ouvertes ensemble. À égalité : le premier critère, puis le suivant, puis l’ordre des propositions.",
        "signatures": [
            {"party": "Jury", "name": juror.user.name, "function": "", "on": None, "means": ""}
            for juror in prize.jurors.select_related("user").order_by("pk")
        ],
    }  # fmt: skip
    return issue(kind="liste", series="PRIX", subject="prize", sheet=Sheet(prize.pk, data), by=by, on=on)
