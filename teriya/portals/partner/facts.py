"""What a funder may know of its agreement at the end of a day, as plain values that a report freezes.

Names are there only when the agreement says so. Every figure counts what its own envelopes pay, and nothing else.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum

from teriya.partnerships.agreements import queries
from teriya.partnerships.agreements.models import Agreement, Expense, ExpensePart, Tranche
from teriya.partnerships.agreements.statements import Statement, lines_of, statements, total
from teriya.partnerships.agreements.states import DUE, Cost
from teriya.pay.allowances.models import PayLine
from teriya.pay.bundles.models import SignedSheet
from teriya.people.models import Person
from teriya.service.attendance.models import MonthSheet
from teriya.service.missions.models import Mission

AGES = ((0, 24), (25, 29), (30, 35), (36, None))  # years at the end of the day; the band of volunteers is 18 to 35
MONEY = ("granted", "committed", "received", "refunded", "spent", "unproven", "ineligible", "justified", "eligible", "balance", "available")  # fmt: skip


def facts_of(agreement: Agreement, as_of: date) -> dict[str, Any]:
    """Everything at the end of a day, in about twenty queries whatever the number of volunteers."""
    envelopes = list(agreement.envelopes.exclude(envelope=None).order_by("code"))
    found = statements(agreement, as_of)
    version = queries.in_force(agreement, as_of)
    seats = queries.seats_of([one.envelope_id for one in envelopes], as_of)
    missions = list(_missions(seats, as_of).select_related("person", "host__commune__region", "form"))
    tranches = [_tranche(row, as_of) for row in agreement.tranches.prefetch_related("receipts")]
    promised = sum(one["amount"] for one in tranches if one["counts"])
    called = sum(one["amount"] for one in tranches if one["counts"] and one["called_on"])
    return {
        "reference": agreement.reference, "title": agreement.title, "partner": agreement.partner.name, "as_of": as_of.isoformat(),
        "currency": agreement.currency, "amount": version.amount, "amount_said": agreement.written(version.amount),
        "first_day": version.first_day.isoformat(), "last_day": version.last_day.isoformat(),
        "money": _money(total(list(found.values()))), "tranches": tranches,
        "promised_said": agreement.written(promised), "called_said": agreement.written(called),
        "envelopes": [{"title": one.title, **_money(found[one.pk])} for one in envelopes],
        "costs": _costs(agreement, as_of), "seats": len(seats), "people": people_of([one.person for one in missions], as_of),
        "regions": _counted(one.host.commune.region.name for one in missions),
        "results": _results(missions, as_of), "evidence": _evidence(agreement, as_of),
        "names": _names(missions, as_of) if agreement.names_shown else None,
    }  # fmt: skip


def _missions(seats: Iterable[int], as_of: date) -> QuerySet[Mission]:
    return Mission.objects.filter(seat__in=seats, started_on__lte=as_of).order_by("number")


def _money(one: Statement) -> dict[str, int]:
    return {name: getattr(one, name) for name in MONEY}


def _tranche(row: Tranche, as_of: date) -> dict[str, Any]:
    """A tranche as it stood: what was called and what came by that day."""
    came = [one for one in row.receipts.all() if one.on <= as_of]
    called = row.called_on is not None and row.called_on <= as_of
    return {
        "number": row.number, "amount": row.amount, "amount_said": row.agreement.written(row.amount), "due_on": row.due_on.isoformat(),
        "counts": row.state in DUE, "called_on": row.called_on.isoformat() if called else "",
        "received": sum(one.amount for one in came), "francs": sum(one.cash for one in came),
    }  # fmt: skip


def _costs(agreement: Agreement, as_of: date) -> list[dict[str, Any]]:
    """Francs spent by kind of cost: allowances are pay lines, the others invoices."""
    lines = lines_of(agreement, as_of)
    invoices = dict(Expense.objects.filter(pk__in=[line.source_id for line in lines if line.source == "expense"]).values_list("pk", "cost"))  # fmt: skip
    sums: Counter[str] = Counter()
    for line in lines:
        sums[invoices[line.source_id] if line.source == "expense" else Cost.ALLOWANCE] += line.amount
    return [{"cost": code, "francs": sums[code]} for code in Cost.values if sums[code]]


def people_of(people: Sequence[Person], as_of: date) -> dict[str, Any]:
    """Counts by sex and by age at the end of the day; a birth whose day is unknown counts as of 1 July."""
    once = {person.pk: person for person in people}.values()
    return {
        "total": len(once), "women": sum(person.sex == "F" for person in once), "men": sum(person.sex == "M" for person in once),
        "ages": [{"from": low, "to": high, "count": sum(low <= _age(person, as_of) <= (high or 200) for person in once)} for low, high in AGES],
        "disability": None,  # the register does not ask
    }  # fmt: skip


def _age(person: Person, on: date) -> int:
    birth = person.birth_on or date(person.birth_year, 7, 1)
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def _results(missions: Sequence[Mission], as_of: date) -> dict[str, int]:
    """Days served: days of presence in the months that two people have confirmed by then."""
    sheets = MonthSheet.objects.filter(
        mission__in=[one.pk for one in missions], state="confirmed", confirmed_on__lte=as_of
    )
    days = sheets.aggregate(sum=Sum("present", default=0))["sum"]
    ended = sum(one.ended_on is not None and one.ended_on <= as_of for one in missions)
    return {"days": days, "started": len(missions), "ended": ended, "running": len(missions) - ended}


def _counted(words: Iterable[str]) -> list[dict[str, Any]]:
    return [{"name": name, "count": count} for name, count in sorted(Counter(words).items())]


def _evidence(agreement: Agreement, as_of: date) -> dict[str, Any]:
    """The invoices that a second person accepted, with the digest of their document; the signed pay sheets."""
    own = Agreement.objects.filter(pk=agreement.pk)
    rows = queries.expenses_of(own).filter(state="accepted", checked_on__lte=as_of).order_by("on", "pk")
    parts = dict(ExpensePart.objects.filter(expense__in=rows, envelope__agreement=agreement).order_by().values_list("expense").annotate(Sum("amount")))  # fmt: skip
    lines = [line.source_id for line in lines_of(agreement, as_of) if line.source == "pay_line"]
    runs = PayLine.objects.filter(pk__in=lines).order_by().values_list("run", flat=True).distinct()
    sheets = SignedSheet.objects.filter(run__in=list(runs), state="verified", verified_on__lte=as_of).select_related(
        "paper"
    )
    return {
        "expenses": [
            {"id": row.pk, "number": row.number, "on": row.on.isoformat(), "cost": row.cost, "what": row.what, "supplier": row.supplier,
             "francs": parts.get(row.pk, 0), "sha256": row.sha256}
            for row in rows
        ],
        "pay_lines": len(lines), "signed_sheets": [sheet.paper.number for sheet in sheets.order_by("pk")],
    }  # fmt: skip


def _names(missions: Sequence[Mission], as_of: date) -> list[dict[str, str]]:
    return [
        {"name": str(one.person), "matricule": one.person.matricule, "form": one.form.code, "host": one.host.name,
         "commune": one.host.commune.name, "started_on": one.started_on.isoformat(),
         "ended_on": one.ended_on.isoformat() if one.ended_on and one.ended_on <= as_of else ""}
        for one in missions
    ]  # fmt: skip
