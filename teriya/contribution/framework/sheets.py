"""A PTBA as offices write it: one line a target, its activity on the same line. Written whole, or not at all."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from teriya.contribution.figures import queries as figures
from teriya.contribution.framework import actions
from teriya.contribution.framework.models import Activity, Axis, WorkPlan
from teriya.contribution.framework.states import AxisKind, ProgrammeState
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.accounts.roles import ROLES, STAFF
from teriya.foundation.core.money import amount, grouped
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.intake import readers
from teriya.foundation.intake.engine.values import Choices
from teriya.foundation.intake.kinds import Field, Judge, Kind, Line
from teriya.foundation.ledger.models import Envelope
from teriya.foundation.places import queries as places
from teriya.foundation.rules import indicators
from teriya.foundation.rules import queries as rules

AIMS = ("aim_1", "aim_2", "aim_3", "aim_4")
FIELDS = [
    Field("year", ["Année", "Exercice"], filled=True),
    Field("code", ["Code activité", "Code", "N° activité"], filled=True),
    Field("title", ["Activité", "Libellé de l’activité", "Intitulé"], filled=True),
    Field("axis", ["Axe", "Axe stratégique"], filled=True),
    Field("national_axis", ["Axe national", "Axe du plan national"], required=False),
    Field("objective", ["Objectif", "Objectif de la lettre", "N° objectif"], required=False),
    Field("responsible", ["Responsable", "Structure responsable"], filled=True),
    Field("quarters", ["Trimestres", "Période", "Calendrier"], filled=True),
    Field("budget", ["Budget", "Coût", "Montant (F CFA)"], filled=True),
    Field("envelope", ["Enveloppe", "Source de financement"], required=False),
    Field("label", ["Cible", "Indicateur", "Résultat attendu"], filled=True),
    Field("measure", ["Mesure", "Code de la mesure"], required=False),
    Field("unit", ["Unité"], required=False),
    Field("form", ["Forme"], required=False),
    Field("region", ["Région"], required=False),
    Field("baseline", ["Départ", "Valeur de départ", "Référence"], required=False),
    Field("baseline_source", ["Source du départ", "Source de la référence"], required=False),
    *(Field(name, [f"T{n}", f"Cible T{n}", f"Trimestre {n}"], filled=True) for n, name in enumerate(AIMS, 1)),
    Field("goals", ["ODD", "Cibles ODD", "Objectifs de développement"], required=False),
]
ACTIVITY = (
    "title",
    "axis",
    "national_axis",
    "objective",
    "responsible",
    "quarters",
    "budget",
    "envelope",
)  # the same on each line of an activity


def cells(context: Mapping[str, Any], on: date) -> dict:
    roles = Choices({code: [str(ROLES[code].name)] for code in STAFF})
    regions = Choices({place.code: [place.name] for place in places.regions()})
    forms = Choices({code: [code] for code in rules.form_codes()})
    texts = {name: readers.text(longest) for name, longest in (
        ("code", 12), ("title", 200), ("axis", 12), ("national_axis", 12), ("envelope", 40), ("label", 200), ("measure", 60), ("unit", 40),
        ("baseline_source", 200))}  # fmt: skip
    return texts | {
        "year": lambda written: readers.read_int(written, maximum=2100), "objective": lambda written: readers.read_int(written, maximum=99),
        "responsible": roles.read, "region": regions.read, "form": forms.read, "quarters": read_quarters, "goals": read_goals,
        "budget": read_whole, "baseline": read_whole, **dict.fromkeys(AIMS, read_whole),
    }  # fmt: skip


def read_whole(written: str) -> int:
    return readers.read_int(written, maximum=10**12)


def read_quarters(written: str) -> list[int]:
    """« T1, T3 », « 1-2 » or « 2 » name quarters; a dash names those between. Refuses `bad_quarters`."""
    found: list[int] = []
    for part in written.upper().replace("T", "").replace(";", ",").split(","):
        first, _dash, last = (one.strip() for one in part.replace("–", "-").partition("-"))
        if not first.isdecimal() or (last and not last.isdecimal()):
            break
        found += range(int(first), int(last or first) + 1)
    if not found or set(found) - {1, 2, 3, 4}:
        raise Refusal("bad_quarters", _("« %(found)s » : écrivez T1, ou T1, T3, ou T2-T4.") % {"found": written[:30]})
    return sorted(set(found))


def read_goals(written: str) -> list[str]:
    """Codes of development targets, parted by commas or semicolons. Refuses `unknown_goal`."""
    known = {term.code for kind in ("sdg", "mdg") for term in indicators.goals(kind)}
    found = [code.strip() for code in written.replace(";", ",").split(",") if code.strip()]
    for code in found:
        if code not in known:
            raise Refusal(
                "unknown_goal", _("« %(code)s » n’est pas une cible de développement connue.") % {"code": code[:12]}
            )
    return found


def judge(context: Mapping[str, Any], by: User, on: date) -> Judge:
    """A line finds its year’s version in preparation, its axes, its objective, its envelope; lines of one activity agree."""
    drafts = {
        row.letter.year: row
        for row in WorkPlan.objects.filter(state=ProgrammeState.DRAFT).select_related("letter__plan")
    }
    known = {year: _Known(row) for year, row in drafts.items()}
    envelopes = {row.code.upper(): row for row in Envelope.objects.all()}
    heads: dict[tuple[int, str], tuple[int, tuple]] = {}

    def hear(lines: Sequence[Line]) -> None:
        for line in lines:
            found = known.get(line.values["year"])
            if found is None:
                line.refuse(
                    "year", "no_draft", _("Aucun PTBA de cette année n’est en préparation : ouvrez une version.")
                )
                continue
            _place(line, found, envelopes)
            _agree(line, heads)

    return hear


class _Known:
    """What a version may name: the axes of its plan, the objectives of its letter, the activities that it has."""

    def __init__(self, work_plan: WorkPlan):
        self.work_plan = work_plan
        rows = Axis.objects.filter(plan=work_plan.letter.plan_id)
        self.axes = {(row.kind, row.code.upper()): row for row in rows}
        self.objectives = {row.number: row for row in work_plan.letter.objectives.all()}
        self.codes = set(work_plan.activities.values_list("code", flat=True))


def _place(line: Line, known: _Known, envelopes: Mapping[str, Envelope]) -> None:
    values = line.values
    values["code"] = values["code"].upper()
    if values["code"] in known.codes:
        line.refuse("code", "code_known", _("Une activité de cette version porte déjà ce code."))
    for name, kind in (("axis", AxisKind.OWN), ("national_axis", AxisKind.NATIONAL)):
        values[f"{name}_row"] = known.axes.get((kind, (values[name] or "").upper()))
        if values[name] and not values[f"{name}_row"]:
            line.refuse(
                name, "axis_unknown", _("« %(code)s » n’est pas un axe du plan de l’année.") % {"code": values[name]}
            )
    values["objective_row"] = known.objectives.get(values["objective"])
    if values["objective"] and not values["objective_row"]:
        line.refuse(
            "objective",
            "objective_unknown",
            _("La lettre de mission n’a pas d’objectif %(number)s.") % {"number": values["objective"]},
        )
    values["envelope_row"] = envelopes.get((values["envelope"] or "").upper())
    if values["envelope"] and not values["envelope_row"]:
        line.refuse(
            "envelope",
            "envelope_unknown",
            _("« %(code)s » n’est pas le code d’une enveloppe.") % {"code": values["envelope"]},
        )
    _check_target(line)
    values["work_plan"] = known.work_plan
    line.shown = {"Activité": f"{values['code']} {values['title']}", "Budget": amount(values["budget"]), "Cible": values["label"],
                  "T4": grouped(values["aim_4"])}  # fmt: skip


def _check_target(line: Line) -> None:
    values, aims = line.values, [line.values[name] for name in AIMS]
    if aims != sorted(aims):
        line.refuse("aim_4", "aims_fall", _("Les cibles se cumulent : un trimestre ne descend jamais."))
    if values["measure"] and figures.measure(values["measure"]) is None:
        line.refuse(
            "measure", "unknown_measure", _("« %(code)s » n’est pas une mesure connue.") % {"code": values["measure"]}
        )
    if not values["measure"] and not values["unit"]:
        line.refuse("unit", "no_unit", _("Écrivez ce que l’on compte : sessions, textes, conventions…"))
    if values["baseline"] is not None and not values["baseline_source"]:
        line.refuse("baseline_source", "no_source", _("Dites d’où vient la valeur de départ, et de quel jour."))


def _agree(line: Line, heads: dict[tuple[int, str], tuple[int, tuple]]) -> None:
    """Several lines of one activity say the same of it."""
    said = tuple(str(line.values[name]) for name in ACTIVITY)
    number, first = heads.setdefault((line.values["year"], line.values["code"]), (line.number, said))
    if said != first:
        line.refuse(
            "code", "activity_differs", _("L’activité diffère de ce que dit la ligne %(line)s.") % {"line": number}
        )


def commit(lines: Sequence[Line], context: Mapping[str, Any], by: User, on: date) -> dict[str, int]:
    done = {"activities": 0, "targets": 0}
    written: dict[tuple[int, str], Activity] = {
        (row.work_plan_id, row.code): row
        for row in Activity.objects.filter(work_plan__in={line.values["work_plan"].pk for line in lines})
    }
    for line in lines:
        values, key = line.values, (line.values["work_plan"].pk, line.values["code"])
        if key not in written:
            named = {name: values[f"{name}_row"] for name in ("axis", "national_axis", "objective", "envelope")}
            plain = {
                name: values[name] for name in ("work_plan", "code", "title", "responsible", "quarters", "budget")
            }
            written[key] = actions.write_activity(**plain, **named, by=by, on=on)
            done["activities"] += 1
        actions.write_target(
            activity=written[key], label=values["label"], aims=[values[name] for name in AIMS], measure=values["measure"] or "",
            unit=values["unit"] or "", form=values["form"] or "", region=values["region"] or "", baseline=values["baseline"],
            baseline_source=values["baseline_source"] or "", goals=values["goals"] or [], by=by, on=on,
        )  # fmt: skip
        done["targets"] += 1
    return done


KIND = Kind(
    "work_plan",
    gettext_lazy("PTBA : activités et cibles"),
    P.FRAMEWORK_WRITE,
    FIELDS,
    cells,
    judge,
    commit,
    is_whole=True,
)
