"""A pay line told to the volunteer: each line, the days not counted, who pays, from which text, and the money's path."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from teriya.foundation.core.money import amount as in_francs
from teriya.foundation.core.periods import Month
from teriya.foundation.rules import queries as rules
from teriya.foundation.ui.parts import Moment
from teriya.foundation.ui.templatetags.ui import day
from teriya.pay.allowances import queries
from teriya.pay.allowances.models import Correction, PayLine, PaymentOrder, Visa
from teriya.pay.allowances.policies import is_taken, said, signatures_of
from teriya.pay.allowances.states import LineState
from teriya.pay.allowances.words import month_name
from teriya.service.attendance import queries as attendance
from teriya.service.attendance.states import NOT_SERVED, MarkKind


@dataclass(frozen=True)
class Corrected:
    """A correction approved: the line that pays what was missing, or the francs still to take back."""

    correction: Correction
    paid_by: PayLine | None
    left: int


@dataclass(frozen=True)
class Slip:
    """`full`: what a full month gives; `not_counted`: the days that explain the difference, in words."""

    line: PayLine
    full: int
    lines: list[dict]
    not_counted: list[str]
    notes: list[str]
    funder: str
    rate: str
    paid_to: str
    path: list[Moment]
    orders: list[PaymentOrder]
    corrections: list[Corrected]

    @property
    def order(self) -> PaymentOrder | None:
        """The last attempt to pay."""
        return self.orders[-1] if self.orders else None

    @property
    def is_short(self) -> bool:
        return self.line.net < self.full


def slip_of(line: PayLine, *, with_names: bool = False) -> Slip:
    """Everything that answers « pourquoi 28 500 F et pas 30 000 F ? », from the frozen line and its rows.

    `with_names` adds who gave each visa: for those who read pay, not for the volunteer.
    """
    facts = line.inputs
    funders = line.splits.values_list("envelope__funder", flat=True).order_by("pk")
    orders = list(line.orders.select_related("wallet__institution", "file").order_by("attempt"))
    last = orders[-1] if orders else None
    path = _path(line, orders)
    return Slip(
        line=line,
        full=_full(line),
        lines=line.lines,
        not_counted=_not_counted(line),
        notes=_notes(facts),
        funder=", ".join(dict.fromkeys(funders)),
        rate=_rates(line),
        paid_to=f"{last.wallet.institution.name}, …{last.wallet.number[-4:]}" if last else "",
        path=path if with_names else [replace(moment, detail="") for moment in path],
        orders=orders,
        corrections=corrections_of(line),
    )


def corrections_of(line: PayLine) -> list[Corrected]:
    """The approved corrections of a month, the first first."""
    rows = list(line.corrections.filter(state="approved").select_related("order").order_by("version"))
    paying = {row.version: row for row in PayLine.objects.filter(corrects=line, state__in=queries.LIVE)}
    left = queries.left([row.order for row in rows if row.order])
    return [Corrected(row, paying.get(row.version), left.get(row.order_id, 0)) for row in rows]


def _full(line: PayLine) -> int:
    """What a whole month gives; what is due, where the rate changes within the month."""
    facts = line.inputs
    if facts.get("changes"):
        return line.net + line.retained
    rate = facts["rate"] + sum(bonus["rate"] for bonus in facts.get("bonuses", ()))
    return rate * (facts["days_max"] or 1) if facts["basis"] == "day_present" else rate


def _rates(line: PayLine) -> str:
    """Each rate of the month, with the day from which it is in force and its text."""
    facts, since = line.inputs, _("Taux en vigueur depuis le %(day)s : %(source)s")
    begun = [(date.fromisoformat(facts["rate_since"]), facts["source"])]
    begun += [(line.month.replace(day=row["first_day"]), row["source"]) for row in facts.get("changes", ())]
    return ". ".join(since % {"day": day(on), "source": source} for on, source in begun)


def _not_counted(line: PayLine) -> list[str]:
    """The days marked that this basis does not pay, as « mardi 13 octobre : absent »."""
    if not line.is_month:
        return []
    unpaid = set(MarkKind.values) - {MarkKind.PRESENT} if line.inputs["basis"] == "day_present" else set(NOT_SERVED)
    marks = attendance.marks_of([line.mission_id], Month.of(line.month))[line.mission_id]
    return [f"{date_format(day, 'l j F')}, {MarkKind(kind).label}" for day, kind in marks.items() if kind in unpaid]


def _notes(facts: dict) -> list[str]:
    most = facts["days_max"]
    if facts["basis"] != "day_present" or not most:
        return []
    found = [_("%(days)s jours au plus par mois.") % {"days": most}]
    if facts["days_present"] > most:
        found.append(
            _("%(days)s jours présents : les jours au-delà ne sont pas payés.") % {"days": facts["days_present"]}
        )
    return found


def _path(line: PayLine, orders: list[PaymentOrder]) -> list[Moment]:
    """Presence, visas, sendings, answers: what is done with its day, then what is still to come."""
    sheet = line.mission.sheets.filter(month=line.month).first() if line.is_month else None
    moments = []
    if sheet:
        moments += [
            Moment(_("présences attestées"), sheet.attested_on),
            Moment(_("confirmées par le centre"), sheet.confirmed_on),
        ]
    moments += steps_of(line.run.visas.order_by("pk"), until="take_charge")
    for order in orders:
        where = {"institution": order.wallet.institution.name}
        if order.sent_on:
            moments.append(Moment(_("envoyé à %(institution)s") % where, order.sent_on, detail=order.reference))
        if order.state == "returned":
            moments.append(Moment(_("revenu : %(why)s") % {"why": order.returned_because}, order.settled_on))
    last = orders[-1] if orders else None
    if last and last.state == "paid":
        moments.append(Moment(_("reçu"), last.settled_on))
    elif line.state == LineState.SET_ASIDE:
        moments.append(Moment(_("mis de côté pour les héritiers")))
    elif line.net:
        moments.append(Moment(_("à recevoir"), is_done=False))
    return moments


def steps_of(visas: Iterable[Visa], *, until: str = "") -> list[Moment]:
    """The chain's steps: those taken with their day and number, the others to come; `until` leaves out what follows."""
    visas = list(visas)
    moments = []
    for step in rules.chain()["steps"]:
        given = signatures_of(visas, step["code"])
        label, is_done = said(step["name"]), is_taken(visas, step["code"])
        if given and not is_done:
            label = _("%(step)s : %(signed)s signature sur %(needed)s") % {"step": label, "signed": len(given), "needed": given[0].needed}  # fmt: skip
        detail = " ; ".join(f"{visa.number} · {visa.by_name}, {visa.capacity}" for visa in given)
        moments.append(Moment(label, given[-1].on if given else None, detail=detail, is_done=is_done))
        if step["code"] == until:
            break
    return moments


def as_paper(line: PayLine) -> dict:
    """The data of the bulletin (documents, engine/papers.py), in French."""
    with translation.override("fr"):
        slip = slip_of(line)
    mission, person = line.mission, line.mission.person
    return {
        "month": month_name(line.month), "form": str(mission.form), "host": mission.host.name,
        "volunteer": {"matricule": person.matricule, "surname": person.family, "given_names": person.given},
        "lines": [{key: row[key] for key in ("label", "formula", "amount")} for row in slip.lines],
        "notes": [*slip.notes, *(f"Non compté : {day}." for day in slip.not_counted)],
        "funder": slip.funder, "rate_source": slip.rate, "paid_to": slip.paid_to,
        "path": [{"label": moment.label, "on": moment.on} for moment in slip.path],
    }  # fmt: skip


def as_sms(line: PayLine) -> dict:
    """The words of the SMS `pay_slip`: « Mars 2026 : 19 jours × 1 500 = 28 500 F. Net 28 500 F. »"""
    funders = line.splits.values_list("envelope__funder", flat=True).order_by("pk")
    with translation.override("fr"):
        state = str(line.get_state_display())
    return {
        "agency": rules.agency()["short_name"], "month": month_name(line.month),
        "lines": ", ".join(row["formula"] for row in line.lines), "net": in_francs(line.net),
        "funder": ", ".join(dict.fromkeys(funders)), "state": state,
    }  # fmt: skip
