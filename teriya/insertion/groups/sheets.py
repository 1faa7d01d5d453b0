"""The totals of groups as centres send them (totaux mensuels des groupes): one line a group and month."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.money import grouped
from teriya.foundation.intake import readers
from teriya.foundation.intake.kinds import Field, Judge, Kind, Line
from teriya.insertion.groups import actions
from teriya.insertion.groups.models import MonthTotals, SavingsGroup
from teriya.insertion.groups.states import GroupState

FIELDS = [
    Field("group", ["Groupe", "N° du groupe", "Numéro du groupe"], filled=True),
    Field("month", ["Mois", "Période"], filled=True),
    Field("meetings", ["Réunions", "Nombre de réunions"], filled=True),
    Field("stamps", ["Tampons", "Nombre de tampons", "Parts"], filled=True),
    Field("savings_box", ["Caisse d’épargne", "Caisse épargne comptée"], filled=True),
    Field("loans_given", ["Prêts accordés", "Crédits accordés"], required=False),
    Field("loans_repaid", ["Prêts rendus", "Crédits remboursés", "Prêts remboursés"], required=False),
    Field("interest", ["Intérêts", "Intérêts reçus"], required=False),
    Field("fines", ["Amendes"], required=False),
    Field("solidarity_in", ["Cotisations de solidarité", "Solidarité reçue"], required=False),
    Field("solidarity_out", ["Aides de solidarité", "Solidarité donnée"], required=False),
    Field("solidarity_box", ["Caisse de solidarité", "Caisse solidarité comptée"], required=False),
]


def cells(context: Mapping[str, Any], on: date) -> dict:
    numbers = dict.fromkeys(MonthTotals.COUNTED, lambda written: readers.read_int(written, maximum=10**9))
    return {"group": readers.text(20), "month": readers.read_month} | numbers


def judge(context: Mapping[str, Any], by: User, on: date) -> Judge:
    """A line is known by its group and month; one that changes a month already entered is an update."""
    seen: dict[tuple, int] = {}

    def hear(lines: Sequence[Line]) -> None:
        groups = {group.number: group for group in SavingsGroup.objects.visible_to(by).filter(
            number__in={line.values["group"].upper() for line in lines})}  # fmt: skip
        known = {(one.group_id, one.month): one for one in MonthTotals.objects.filter(group__in=groups.values())}
        for line in lines:
            group = groups.get(line.values["group"].upper())
            if _is_sound(line, group, by, on):
                _compare(line, group, known.get((group.pk, line.values["month"])), seen)

    return hear


def _is_sound(line: Line, group: SavingsGroup | None, by: User, on: date) -> bool:
    if group is None or not by.may(P.GROUPS_KEEP, commune=group.commune_id):
        line.refuse("group", "group_unknown", _("Ce groupe n’est pas dans votre périmètre : écrivez son numéro, GEC-2026-0001."))  # fmt: skip
    elif group.state != GroupState.RUNNING:
        line.refuse("group", "group_not_running", _("Le cycle de ce groupe est fini."))
    elif not group.opened_on.replace(day=1) <= line.values["month"] <= on:
        line.refuse("month", "month_outside", _("Ce mois est avant l’ouverture du groupe, ou à venir."))
    return not line.errors


def _compare(line: Line, group: SavingsGroup, known: MonthTotals | None, seen: dict[tuple, int]) -> None:
    month, counted = line.values["month"], {name: line.values[name] or 0 for name in MonthTotals.COUNTED}
    line.values |= {"row": group, "counted": counted}
    line.shown = {"Groupe": group.name, "Mois": f"{month:%m/%Y}", "Tampons": grouped(counted["stamps"]), "Caisse": grouped(counted["savings_box"])}  # fmt: skip
    if seen.setdefault((group.pk, month), line.number) != line.number:
        line.refuse("month", "line_twice", _("Ce groupe et ce mois sont déjà à la ligne %(line)s.") % {"line": seen[group.pk, month]})  # fmt: skip
    elif known:
        line.outcome = "same" if counted == {name: getattr(known, name) for name in counted} else "changed"


def commit(lines: Sequence[Line], context: Mapping[str, Any], by: User, on: date) -> dict[str, int]:
    done = {"new": 0, "changed": 0}
    for line in lines:
        actions.record_month(group=line.values["row"], month=line.values["month"], counted=line.values["counted"], by=by, on=on,
                             reason=_("fichier importé"))  # fmt: skip
        done[line.outcome] += 1
    return done


KIND = Kind(
    "group_months", gettext_lazy("Totaux mensuels des groupes d’épargne"), P.GROUPS_KEEP, FIELDS, cells, judge, commit
)
