"""The printed month (canevas): one row a volunteer, one column a day, with its number; to fill by hand or already filled."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format

from teriya.foundation.accounts.models import User
from teriya.foundation.core.periods import Month
from teriya.foundation.documents.actions import Sheet, issue
from teriya.foundation.documents.letterhead import letterhead
from teriya.foundation.documents.models import Document
from teriya.foundation.journal import actions as journal
from teriya.service.attendance import queries
from teriya.service.attendance.models import MonthSheet, PrintedMonth
from teriya.service.attendance.states import MarkKind
from teriya.service.missions.models import Mission

LETTERS = {MarkKind.PRESENT: "P", MarkKind.ABSENT: "A", MarkKind.EXCUSED: "J", MarkKind.LEAVE: "C", MarkKind.UNPAID: "N",
           MarkKind.SUSPENDED: "S",
           MarkKind.HOLIDAY: "F"}  # fmt: skip
LEGEND = "P présent · A absent · J absence justifiée · C congé · N congé sans allocation · S suspendu · F férié · – hors mission. En gris : jours non ouvrables."


@transaction.atomic
def print_month(*, missions: Sequence[Mission], month: Month, by: User, on: date) -> Document:
    """Number the paper of one host's month; nothing having changed since, the same paper again."""
    sheets = list(
        MonthSheet.objects.select_for_update(of=("self",))
        .filter(mission__in=missions, month=month.first)
        .select_related("document")
        .order_by("pk")
    )
    papers = {sheet.document for sheet in sheets}
    if len(sheets) == len(missions) and len(papers) == 1 and (printed := papers.pop()) and _says(printed, sheets):
        return printed
    data = _data(missions, sheets, month)
    paper = issue(
        kind="fiche", series="PRESENCE", subject="presence", sheet=Sheet(missions[0].host_id, data), by=by, on=on
    )
    MonthSheet.objects.filter(pk__in=[sheet.pk for sheet in sheets]).update(document=paper)
    PrintedMonth.objects.create(document=paper, host=missions[0].host, month=month.first)
    journal.write("attendance.print", "sheet", paper.number, by=by, on=on, rows=[sheet.pk for sheet in sheets])
    return paper


def _says(paper: Document, sheets: Sequence[MonthSheet]) -> bool:
    """Whether the paper still shows who attested and confirmed."""
    return [(v["name"], v["on"]) for v in paper.data["visas"]] == [
        (v["name"], v["on"].isoformat() if v["on"] else None) for v in _visas(sheets)
    ]


def _data(missions: Sequence[Mission], sheets: Sequence[MonthSheet], month: Month) -> dict:
    host, forms = missions[0].host, sorted({str(mission.form) for mission in missions})
    open_days = set(queries.open_days(month.first, month.last))
    return {
        **letterhead(),
        "title": f"Canevas de présence · {_name(month)}",
        "sections": [{"title": "Équipe", "fields": [
            {"label": "Structure", "value": host.name}, {"label": "Commune", "value": host.commune.name},
            {"label": "Forme", "value": ", ".join(forms)}, {"label": "Volontaires", "value": len(missions)},
        ]}],
        "grid": {
            "heads": ["Matricule", "Nom et prénoms", *[str(day.day) for day in month.days()], "Prés.", "Abs."],
            "labels": 2,
            "rows": _rows(missions, month),
            "shaded": [n for n, day in enumerate(month.days(), start=2) if day not in open_days],
            "legend": LEGEND,
        },
        "visas": _visas(sheets),
    }  # fmt: skip


def _name(month: Month) -> str:
    """« mars 2026 »: a paper is in French whatever the language of the page."""
    with translation.override("fr"):
        return date_format(month.first, "F Y")


def _rows(missions: Sequence[Mission], month: Month) -> list[list[str]]:
    marks = queries.marks_of([mission.pk for mission in missions], month)
    counts, rows = queries.summary(missions, month), []
    for mission in missions:
        first, last = queries.served(mission, month) or (month.last, month.first)
        days = [
            LETTERS[MarkKind(kind)] if (kind := marks[mission.pk].get(day)) else "" if first <= day <= last else "–"
            for day in month.days()
        ]
        seen = counts[mission.pk]
        totals = [str(seen.present), str(seen.absent)] if marks[mission.pk] else ["", ""]
        rows.append([mission.person.matricule, str(mission.person), *days, *totals])
    return rows


def _visas(sheets: Sequence[MonthSheet]) -> list[dict]:
    """Who attested and who confirmed, when all sheets have the same two people; boxes for a pen otherwise."""
    boxes = []
    for duty, words in (("attested", "Atteste les présences"), ("confirmed", "Confirme pour le centre")):
        signed = {(getattr(s, f"{duty}_by_id"), getattr(s, f"{duty}_on")) for s in sheets}
        who, on = signed.pop() if len(signed) == 1 else (None, None)
        name = str(User.objects.get(pk=who)) if who else ""
        boxes.append({"function": words, "name": name, "on": on if who else None, "number": ""})
    return boxes
