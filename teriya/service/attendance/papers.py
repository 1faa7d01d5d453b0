"""The printed month (canevas): one row a volunteer, one column a day, with its number; to fill by hand or already filled."""

import json
from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format

from teriya.foundation.accounts.models import User
from teriya.foundation.core.periods import Month
from teriya.foundation.documents.actions import Sheet, issue_many
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


def print_month(*, missions: Sequence[Mission], month: Month, by: User, on: date) -> Document:
    """Number the paper of one host's month; nothing having changed since, the same paper again."""
    return print_months(missions=missions, month=month, by=by, on=on)[0]


@transaction.atomic
def print_months(*, missions: Sequence[Mission], month: Month, by: User, on: date) -> list[Document]:
    """The same for the teams of several hosts, one paper each, in the order of the missions; in as many queries as for one."""
    teams: dict[int, list[Mission]] = {}
    for mission in missions:
        teams.setdefault(mission.host_id, []).append(mission)
    locked = MonthSheet.objects.select_for_update(of=("self",)).filter(mission__in=missions, month=month.first)
    sheets: dict[int, list[MonthSheet]] = {host: [] for host in teams}
    for sheet in locked.select_related("mission").order_by("pk"):
        sheets[sheet.mission.host_id].append(sheet)
    told = _data(teams, sheets, month)
    papers = _still_true(told, month)
    new = [host for host in teams if host not in papers]
    drawn = [Sheet(host, told[host]) for host in new]
    papers |= dict(
        zip(
            new,
            issue_many(kind="fiche", series="PRESENCE", subject="presence", sheets=drawn, by=by, on=on),
            strict=True,
        )
    )
    for host, rows in sheets.items():
        for sheet in rows:
            sheet.document = papers[host]
    MonthSheet.objects.bulk_update([sheet for rows in sheets.values() for sheet in rows], ["document"])
    PrintedMonth.objects.bulk_create(
        [PrintedMonth(document=papers[host], host_id=host, month=month.first) for host in new]
    )
    if new:
        rows = [sheet.pk for host in new for sheet in sheets[host]]
        journal.write("attendance.print", "sheet", papers[new[0]].number, by=by, on=on, rows=rows, papers=len(new))
    return [papers[host] for host in teams]


def _still_true(told: Mapping[int, dict], month: Month) -> dict[int, Document]:
    """Host → its last paper of the month, when it says the same as one printed today would."""
    last = PrintedMonth.objects.filter(host__in=told, month=month.first).order_by("host", "-pk").distinct("host")
    same = {}
    for printed in last.select_related("document"):
        said = json.loads(json.dumps(told[printed.host_id], default=date.isoformat))
        if {key: printed.document.data.get(key) for key in said} == said:
            same[printed.host_id] = printed.document
    return same


def _data(
    teams: Mapping[int, Sequence[Mission]], sheets: Mapping[int, Sequence[MonthSheet]], month: Month
) -> dict[int, dict]:
    """Host → what its paper says."""
    missions = [mission for team in teams.values() for mission in team]
    open_days, head = set(queries.open_days(month.first, month.last)), letterhead()
    marks, counts = queries.marks_of([mission.pk for mission in missions], month), queries.summary(missions, month)
    signers = {
        pk for rows in sheets.values() for sheet in rows for pk in (sheet.attested_by_id, sheet.confirmed_by_id) if pk
    }
    names = {pk: str(user) for pk, user in User.objects.in_bulk(signers).items()}
    days = [str(day.day) for day in month.days()]
    return {
        host: head | {
            "title": f"Canevas de présence · {_name(month)}",
            "sections": [{"title": "Équipe", "fields": _team(team)}],
            "grid": {
                "heads": ["Matricule", "Nom et prénoms", *days, "Prés.", "Abs."],
                "labels": 2,
                "rows": [_row(mission, month, marks[mission.pk], counts[mission.pk]) for mission in team],
                "shaded": [n for n, day in enumerate(month.days(), start=2) if day not in open_days],
                "legend": LEGEND,
            },
            "visas": _visas(sheets[host], names),
        }
        for host, team in teams.items()
    }  # fmt: skip


def _team(team: Sequence[Mission]) -> list[dict]:
    host, forms = team[0].host, sorted({str(mission.form) for mission in team})
    facts = [("Structure", host.name), ("Commune", host.commune.name), ("Forme", ", ".join(forms)), ("Volontaires", len(team))]  # fmt: skip
    return [{"label": label, "value": value} for label, value in facts]


def _name(month: Month) -> str:
    """« mars 2026 »: a paper is in French whatever the language of the page."""
    with translation.override("fr"):
        return date_format(month.first, "F Y")


def _row(mission: Mission, month: Month, marks: Mapping[date, str], seen: queries.Summary) -> list[str]:
    first, last = queries.served(mission, month) or (month.last, month.first)
    days = [
        LETTERS[MarkKind(kind)] if (kind := marks.get(day)) else "" if first <= day <= last else "–"
        for day in month.days()
    ]
    totals = [str(seen.present), str(seen.absent)] if marks else ["", ""]
    return [mission.person.matricule, str(mission.person), *days, *totals]


def _visas(sheets: Sequence[MonthSheet], names: Mapping[int, str]) -> list[dict]:
    """Who attested and who confirmed, when all sheets have the same two people; boxes for a pen otherwise."""
    boxes = []
    for duty, words in (("attested", "Atteste les présences"), ("confirmed", "Confirme pour le centre")):
        signed = {(getattr(s, f"{duty}_by_id"), getattr(s, f"{duty}_on")) for s in sheets}
        who, on = signed.pop() if len(signed) == 1 else (None, None)
        boxes.append({"function": words, "name": names.get(who, ""), "on": on if who else None, "number": ""})
    return boxes
