"""Agreements as they stand on a day: the version in force, the terms of each envelope, what was charged to it."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.db.models import F, Max, Q, QuerySet, Sum

from teriya.foundation.core.models import Transition
from teriya.foundation.core.money import split
from teriya.foundation.ledger.models import Envelope, EnvelopeMovement
from teriya.foundation.places.models import Place
from teriya.foundation.rules import queries as rules
from teriya.partnerships.agreements.engine import terms as engine
from teriya.partnerships.agreements.engine.currency import francs as in_francs
from teriya.partnerships.agreements.models import (
    Agreement,
    AgreementEnvelope,
    Expense,
    ExpensePart,
    Ineligible,
    Membership,
    Terms,
    Tranche,
    Version,
)
from teriya.partnerships.agreements.states import DUE, LIVE, SPENDABLE, Cost


def in_force(agreement: Agreement, on: date) -> Version:
    """The signed version that applies that day; before the first, the first; before any signature, the draft."""
    return versions_in_force([agreement], on)[agreement.pk]


def versions_in_force(agreements: Sequence[Agreement], on: date) -> dict[int, Version]:
    """Agreement → `in_force`, in one query."""
    rows: dict[int, list[Version]] = {}
    found = Version.objects.filter(agreement__in=agreements).exclude(state="withdrawn").order_by("since", "number")
    for row in found:
        rows.setdefault(row.agreement_id, []).append(row)
    return {pk: _on([one for one in ones if one.state == "signed"], on) or ones[0] for pk, ones in rows.items()}


def _on(rows: list[Version], on: date) -> Version | None:
    """`rows` from the oldest. An earlier day than all reads the first."""
    begun = [row for row in rows if row.since <= on]
    return begun[-1] if begun else rows[0] if rows else None


def terms_in_force(envelopes: Collection[int], on: date) -> dict[int, engine.Terms]:
    """Envelope of the ledger → its terms that day, in three queries at most. An envelope without an agreement is not there."""
    rows: dict[int, list[Terms]] = {}
    found = Terms.objects.filter(envelope__envelope__in=envelopes, version__state="signed").select_related(
        "version", "envelope"
    )
    for row in found.order_by("version__since", "version__number"):
        rows.setdefault(row.envelope.envelope_id, []).append(row)
    if not rows:
        return {}
    agreements = {one.envelope.agreement_id for ones in rows.values() for one in ones}
    versions: dict[int, list[Version]] = {}
    signed = Version.objects.filter(agreement__in=agreements, state="signed").select_related("agreement")
    for version in signed.order_by("since", "number"):
        versions.setdefault(version.agreement_id, []).append(version)
    names = place_names({code for ones in rows.values() for one in ones for code in one.places})
    return {
        envelope: as_terms(
            next((one for one in reversed(ones) if one.version.since <= on), ones[0]),
            _on(versions[ones[0].envelope.agreement_id], on), names,
        )
        for envelope, ones in rows.items()
    }  # fmt: skip


def place_names(codes: Collection[str]) -> dict[str, str]:
    return dict(Place.objects.filter(code__in=codes).values_list("code", "name")) if codes else {}


def as_terms(row: Terms, version: Version, names: dict[str, str]) -> engine.Terms:
    """A row of terms with the words of what it names; the eligible days are those of the version in force."""
    return engine.Terms(
        reference=version.agreement.reference, first=version.first_day, last=version.last_day,
        places={code: names.get(code, code) for code in row.places},
        domains={code: rules.label("domain", code) for code in row.domains}, forms={code: code for code in row.forms},
        costs={code: Cost(code).label for code in row.costs}, hosts=frozenset(row.hosts), sex=row.sex,
        monthly_max=row.monthly_max, ceilings=row.ceilings,
    )  # fmt: skip


def terms_of(version: Version) -> dict[int, Terms]:
    """Envelope of the agreement → its row of terms as of a version: its own, else that of the last one signed before."""
    rows = Terms.objects.filter(envelope__agreement=version.agreement_id).select_related("version", "envelope")
    rows = rows.filter(Q(version=version) | Q(version__state="signed"))
    found = rows.order_by("version__since", "version__number")
    before = [row for row in found if row.version_id != version.pk and (row.version.since, row.version.number) <= (version.since, version.number)]  # fmt: skip
    return {row.envelope_id: row for row in [*before, *(row for row in found if row.version_id == version.pk)]}


def charged(envelopes: Iterable[Envelope]) -> dict[tuple[int, str], int]:
    """(envelope of the ledger, kind of cost) → francs committed to it and not released, less what another envelope bears instead.

    In three queries, four where the funder refused an invoice.
    """
    ids = [envelope.pk for envelope in envelopes]
    found: dict[tuple[int, str], int] = {}

    def add(envelope: int, cost: str, francs: int) -> None:
        found[envelope, cost] = found.get((envelope, cost), 0) + francs

    moves = EnvelopeMovement.objects.filter(envelope__in=ids, kind__in=("committed", "released"))
    of_seats = moves.exclude(source__in=("expense", "refused_line")).order_by()
    for envelope, kind, francs in of_seats.values_list("envelope", "kind").annotate(sum=Sum("amount")):
        add(envelope, Cost.ALLOWANCE, francs if kind == "committed" else -francs)
    parts = ExpensePart.objects.filter(envelope__envelope__in=ids, expense__state="accepted").order_by()
    for envelope, cost, francs in parts.values_list("envelope__envelope", "expense__cost").annotate(sum=Sum("amount")):
        add(envelope, cost, francs)
    carried = Ineligible.objects.filter(envelope__envelope__in=ids, carrier__isnull=False)
    lines = list(carried.values_list("envelope__envelope", "source", "source_id", "amount"))
    invoices = [pk for _envelope, source, pk, _francs in lines if source == "expense"]
    costs = dict(Expense.objects.filter(pk__in=invoices).values_list("pk", "cost")) if invoices else {}
    for envelope, source, pk, francs in lines:
        add(envelope, costs[pk] if source == "expense" else Cost.ALLOWANCE, -francs)
    return found


def seats_of(envelopes: Sequence[int], as_of: date) -> set[int]:
    """Seats that these envelopes pay at the end of a day: committed, and not wholly released."""
    rows = EnvelopeMovement.objects.filter(envelope__in=envelopes, on__lte=as_of, seat__isnull=False, kind__in=("committed", "released"))  # fmt: skip
    sums: Counter[int] = Counter()
    for seat, kind, francs in rows.order_by().values_list("seat", "kind").annotate(sum=Sum("amount")):
        sums[seat] += francs if kind == "committed" else -francs
    return {seat for seat, francs in sums.items() if francs > 0}


def promised(agreement: Agreement) -> int:
    """What its tranches make together, in its currency: promised, called or received."""
    return agreement.tranches.filter(state__in=DUE).aggregate(sum=Sum("amount", default=0))["sum"]


def expenses_of(agreements: QuerySet[Agreement]) -> QuerySet[Expense]:
    """Expenses of which one of these agreements pays a part."""
    return Expense.objects.filter(parts__envelope__agreement__in=agreements).distinct()


def agreement_of(envelopes: Collection[int]) -> dict[int, Agreement]:
    """Envelope of the ledger → its agreement, in one query; those without are not there."""
    rows = AgreementEnvelope.objects.filter(envelope__in=envelopes).select_related("agreement__partner")
    return {row.envelope_id: row.agreement for row in rows}


def members_of(agreement: Agreement) -> QuerySet[Membership]:
    return agreement.members.select_related("user").order_by("until", "since", "pk")


def tranches_due(until: date) -> QuerySet[Tranche]:
    """Tranches promised that are due by a day, of agreements that run."""
    rows = Tranche.objects.filter(state="promised", agreement__state__in=SPENDABLE, due_on__lte=until)
    return rows.select_related("agreement__partner").order_by("due_on", "pk")


def reports_due(agreements: QuerySet[Agreement], until: date) -> list[tuple[Agreement, date]]:
    """(agreement, day) of the reports due by a day and not frozen yet, the oldest first.

    A report is given once one was frozen that tells a day after the report before it.
    """
    rows = list(
        agreements.filter(state__in=LIVE).prefetch_related("versions").annotate(told=Max("frozen_reports__as_of"))
    )
    found = []
    for row in rows:
        signed = sorted(
            (one for one in row.versions.all() if one.state == "signed"), key=lambda one: (one.since, one.number)
        )
        before = None
        for day in sorted(signed[-1].reports) if signed else ():
            is_given = row.told and (before is None or row.told > before)
            if day <= until and not is_given:
                found.append((row, day))
            before = day
    return sorted(found, key=lambda pair: (pair[1], pair[0].pk))


def ending(agreements: QuerySet[Agreement], today: date, until: date) -> list[tuple[Agreement, date]]:
    """(agreement, last eligible day) of those that run and end by a day, the first to end first."""
    rows = agreements.filter(state__in=LIVE).select_related("partner")
    signed = Version.objects.filter(agreement__in=rows, state="signed", since__lte=today).order_by(
        "agreement", "-since", "-number"
    )
    last = {one.agreement_id: one.last_day for one in signed.distinct("agreement")}
    found = [(row, last[row.pk]) for row in rows if row.pk in last and last[row.pk] <= until]
    return sorted(found, key=lambda pair: (pair[1], pair[0].pk))


def history_of(subject: str, ids: Collection[int]) -> QuerySet[Transition]:
    return Transition.objects.filter(subject=subject, subject_id__in=ids).order_by("pk")


def exchange_of(agreement: Agreement) -> int:
    """Francs gained by changes of rate since the calls; lost when negative."""
    rows = Tranche.objects.filter(agreement=agreement)
    return rows.aggregate(sum=Sum(F("receipts__cash") - F("receipts__cleared"), default=0))["sum"]


def to_come(on: date) -> list[tuple[int, date, int]]:
    """(envelope of the ledger, day, francs) of the tranches promised or called and not received whole, of agreements that run.

    Called ones at the rate of their call, promised ones at that of the version in force; shared between envelopes as a receipt will be.
    In two queries.
    """
    rows = Tranche.objects.filter(state__in=("promised", "called"), agreement__state__in=SPENDABLE).select_related(
        "agreement"
    )
    tranches = list(rows.annotate(cleared=Sum("receipts__cleared", default=0)).order_by("due_on", "pk"))
    if not tranches:
        return []
    shares: dict[int, dict[int, int]] = {}
    rates: dict[int, Decimal] = {}
    signed = Terms.objects.filter(
        version__agreement__in={one.agreement_id for one in tranches}, version__state="signed"
    )
    for row in signed.exclude(envelope__envelope=None).select_related("version", "envelope").order_by("version__since", "version__number", "envelope__envelope"):  # fmt: skip
        agreement = row.version.agreement_id
        if row.version.since <= on or agreement not in rates:
            rates[agreement] = row.version.rate
            shares.setdefault(agreement, {})[row.envelope.envelope_id] = row.amount
    found = []
    for one in tranches:
        weights = {envelope: weight for envelope, weight in sorted(shares.get(one.agreement_id, {}).items()) if weight}
        if weights:
            left = _in_francs(one, rates[one.agreement_id]) - one.cleared
            parts = split(max(left, 0), list(weights.values()))
            found += [(envelope, one.due_on, part) for envelope, part in zip(weights, parts, strict=True) if part]
    return found


def _in_francs(tranche: Tranche, rate: Decimal) -> int:
    return in_francs(tranche.amount, rate, tranche.agreement.currency) if tranche.called is None else tranche.called
