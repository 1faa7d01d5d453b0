"""From an agreement to its activity of IATI: what was promised, came and was spent, month by month, and what its volunteers did.

Nobody is named: money is summed by month and kind of cost, suppliers and volunteers are not told, free texts stay inside.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import lcm

from django.db.models import Case, Count, F, IntegerField, Sum, When
from django.db.models.functions import ExtractYear, TruncMonth
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from teriya.contribution.collection import queries as collection
from teriya.contribution.opendata.engine import iati
from teriya.contribution.opendata.engine.iati import DateType, Organisation, Role, Status, TransactionType, Words
from teriya.foundation.core.models import Transition
from teriya.foundation.core.money import split
from teriya.foundation.core.periods import Month
from teriya.foundation.ledger.models import EnvelopeMovement, SourceKind
from teriya.foundation.places.models import Place
from teriya.foundation.rules import indicators
from teriya.foundation.rules import queries as rules
from teriya.partnerships.agreements import queries
from teriya.partnerships.agreements.engine.currency import decimals
from teriya.partnerships.agreements.models import Agreement, Expense, Repayment, TrancheReceipt, Version
from teriya.partnerships.agreements.states import AgreementState, Cost
from teriya.partnerships.partners.models import Partner
from teriya.service.attendance.models import MonthSheet
from teriya.service.missions.models import Mission

CURRENCY = "XOF"
TO_CONFIRM = "A-CONFIRMER"  # stands for an identifier that nobody gave: such a file is never published
NOT_SPECIFIED = "99810"  # codelist Sector: sectors not specified
_STATUS = {
    AgreementState.SIGNED: Status.IDENTIFICATION, AgreementState.RUNNING: Status.IMPLEMENTATION, AgreementState.SUSPENDED: Status.SUSPENDED,
    AgreementState.CLOSED: Status.POST_COMPLETION, AgreementState.CANCELLED: Status.CANCELLED,
}  # fmt: skip
_TYPES = {  # codelist OrganisationType
    SourceKind.STATE: "10", SourceKind.MINISTRY: "10", SourceKind.COMMUNE: "11", SourceKind.UN: "40", SourceKind.FOUNDATION: "60",
    SourceKind.COMPANY: "70", SourceKind.HOST: "90",
}  # fmt: skip
_WAYS = {"spent": 1, "returned": -1, "committed": 1, "released": -1}


@dataclass(frozen=True, slots=True)
class Reporter:
    """The agency as it signs its files; it may publish them once its identifier is confirmed."""

    organisation: Organisation
    is_confirmed: bool


def reporter(on: date) -> Reporter:
    """By the rules in force: `iati_organisation`, `iati_organisation_type`."""
    said, kind = rules.value("iati_organisation", on=on), rules.value("iati_organisation_type", on=on)
    ref = next(iter(said.value), "")
    name = rules.agency()["name"]["fr"]
    return Reporter(Organisation(name, kind.value[0], ref or TO_CONFIRM), bool(ref) and said.status != "to_confirm")


def activity_of(agreement: Agreement, agency: Organisation, on: date) -> iati.Activity:
    """The agreement as it stands on a day, in a number of queries that its volunteers do not change."""
    versions = list(agreement.versions.filter(state="signed", signed_on__lte=on).order_by("since", "number"))
    version, funder = queries.in_force(agreement, on), _funder(agreement.partner)
    return iati.Activity(
        identifier=f"{agency.ref}-{re.sub(r'[^A-Za-z0-9.-]+', '-', agreement.reference)}",
        title=Words(agreement.title),
        description=_said(
            _("Convention %(reference)s entre %(agency)s et %(partner)s : elle prend en charge des volontaires nationaux."),
            reference=agreement.reference, agency=agency.name, partner=agreement.partner.name),
        participants=((Role.FUNDING, funder), (Role.ACCOUNTABLE, agency), (Role.IMPLEMENTING, agency)),
        status=_status(agreement, version, on), dates=_dates(agreement, versions, version, on),
        country=rules.agency()["country"], places=_places(version), sectors=_sectors(version, on), currency=CURRENCY,
        transactions=[*_promised(agreement, versions, funder, agency), *_received(agreement, funder, agency, on), *_moved(agreement, agency, on)],
        results=_results(agreement, version, on),
    )  # fmt: skip


def _said(sentence: str | Promise, **values: str) -> Words:
    words = []
    for language in ("fr", "en"):
        with override(language):
            words.append(str(sentence) % values if values else str(sentence))
    return Words(*words)


def _funder(partner: Partner) -> Organisation:
    """A partner without country works between countries; an association of the country is not an international one."""
    types = _TYPES | {
        SourceKind.COOPERATION: "10" if partner.country else "40",
        SourceKind.CIVIL_SOCIETY: "22" if partner.country == rules.agency()["country"] else "21",
    }
    return Organisation(partner.name, types[SourceKind(partner.kind)])


def _status(agreement: Agreement, version: Version, on: date) -> Status:
    """Running after its last eligible day: what is left is accounts."""
    found = _STATUS[AgreementState(agreement.state)]
    return Status.COMPLETION if found == Status.IMPLEMENTATION and version.last_day < on else found


def _dates(agreement: Agreement, versions: Sequence[Version], version: Version, on: date) -> list[tuple[DateType, date]]:  # fmt: skip
    steps = Transition.objects.filter(subject="agreement", subject_id=agreement.pk, name__in=("start", "close"))
    days = {step.name: step.on for step in steps.filter(on__lte=on).order_by("-pk")}
    found = [(DateType.PLANNED_START, versions[0].first_day), (DateType.PLANNED_END, version.last_day)]
    found += [(DateType.ACTUAL_START, days["start"])] if "start" in days else []
    return found + ([(DateType.ACTUAL_END, days["close"])] if "close" in days else [])


def _places(version: Version) -> list[str]:
    """Names of the regions of what its envelopes may pay; an envelope that names none pays everywhere."""
    terms = queries.terms_of(version).values()
    if not all(row.places for row in terms):
        return []
    rows = Place.objects.filter(code__in={code for row in terms for code in row.places}).select_related("region")
    return sorted({(row.region or row).name for row in rows})


def _sectors(version: Version, on: date) -> list[tuple[str, int]]:
    """The amount of each envelope, shared evenly between its domains, as percentages that make 100."""
    weights: dict[str, Fraction] = defaultdict(Fraction)
    for row in queries.terms_of(version).values():
        codes = [_purpose(domain, on) for domain in row.domains] or [NOT_SPECIFIED]
        for code in codes:
            weights[code] += Fraction(row.amount, len(codes))
    whole = lcm(*(weight.denominator for weight in weights.values()))
    parts = split(100, [int(weight * whole) for weight in weights.values()])
    return [(code, part) for code, part in zip(weights, parts, strict=True) if part]


def _purpose(domain: str, on: date) -> str:
    return next(iter(rules.amount("domain_dac_purpose", on=on, qualification=domain, default=())), NOT_SPECIFIED)


def _promised(
    agreement: Agreement, versions: Sequence[Version], funder: Organisation, agency: Organisation
) -> Iterator[iati.Transaction]:
    """What the signature promises, then what each amendment adds or takes back, in the agreement’s own currency."""
    before = 0
    for version in versions:
        if version.amount != before and version.signed_on:
            what = _said(_("Convention signée") if version.number == 1 else _("Avenant signé"))
            value = _written(version.amount - before, agreement.currency)
            yield iati.Transaction(TransactionType.INCOMING_COMMITMENT, version.signed_on, value, what, agreement.currency, funder, agency)  # fmt: skip
        before = version.amount


def _written(minor: int, currency: str) -> str:
    """1250050 EUR → "12500.50"."""
    places = decimals(currency)
    whole, rest = divmod(abs(minor), 10**places)
    return f"{'-' if minor < 0 else ''}{whole}" + (f".{rest:0{places}}" if places else "")


def _received(
    agreement: Agreement, funder: Organisation, agency: Organisation, on: date
) -> Iterator[iati.Transaction]:
    """The francs that the bank credited, and those that were given back."""
    kind = TransactionType.INCOMING_FUNDS
    for row in TrancheReceipt.objects.filter(tranche__agreement=agreement, on__lte=on).order_by("on", "pk"):
        yield iati.Transaction(kind, row.on, str(row.cash), _said(_("Fonds reçus")), provider=funder, receiver=agency)
    paid = Repayment.objects.filter(envelope__agreement=agreement, state="paid", paid_on__lte=on)
    for given_back in paid.order_by("paid_on", "pk"):
        what = _said(_("Fonds rendus au bailleur"))
        yield iati.Transaction(kind, given_back.paid_on, str(-given_back.amount), what, provider=funder, receiver=agency)  # fmt: skip


def _moved(agreement: Agreement, agency: Organisation, on: date) -> Iterator[iati.Transaction]:
    """Months: what was committed for volunteers and invoices less what was let go; what was spent, by kind of cost."""
    invoice = Case(When(source="expense", then=F("source_id")), default=0, output_field=IntegerField())
    rows = EnvelopeMovement.objects.filter(
        envelope__agreement_envelope__agreement=agreement, kind__in=_WAYS, on__lte=on
    )
    found = list(rows.order_by().annotate(month=TruncMonth("on"), invoice=invoice).values_list("month", "kind", "source", "invoice").annotate(Sum("amount")))  # fmt: skip
    costs = dict(Expense.objects.filter(pk__in={row[3] for row in found if row[3]}).values_list("pk", "cost"))
    sums: Counter[tuple[date, TransactionType, str]] = Counter()
    for month, way, source, pk, francs in found:
        is_spent = way in ("spent", "returned")
        kind = TransactionType.EXPENDITURE if is_spent else TransactionType.OUTGOING_COMMITMENT
        cost = costs.get(pk, "refused" if source == "refused_line" else Cost.ALLOWANCE) if is_spent else ""
        sums[month, kind, cost] += _WAYS[way] * francs
    for (month, kind, cost), francs in sorted(sums.items()):
        if francs:
            day = min(Month.of(month).last, on)
            yield iati.Transaction(kind, day, str(francs), _spent_on(cost), provider=agency)


def _spent_on(cost: str) -> Words:
    if cost == "refused":
        return _said(_("Dépense refusée par le bailleur, portée ailleurs"))
    return _said(Cost(cost).label) if cost else _said(_("Engagements du mois, moins ce qui est libéré"))


def _results(agreement: Agreement, version: Version, on: date) -> list[iati.Result]:
    """Nothing of an agreement, nor of a year, that too few volunteers made: their number would show them."""
    seats = queries.seats_of([pk for pk in agreement.envelopes.values_list("envelope", flat=True) if pk], on)
    missions = list(Mission.objects.filter(seat__in=seats, started_on__lte=on).values_list("pk", "person", "person__sex", "started_on", "ended_on"))  # fmt: skip
    least = rules.amount("small_cell_least", on=on, default=5)
    if len({person for _pk, person, *_rest in missions}) < least:
        return []
    sexes = dict.fromkeys(((person, sex) for _pk, person, sex, *_rest in missions))
    years = [
        (max(version.first_day, date(year, 1, 1)), min(version.last_day, date(year, 12, 31)))
        for year in range(version.first_day.year, min(version.last_day, on).year + 1)
    ]
    years = [(first, last) for first, last in years if _served(missions, first, min(last, on)) >= least]
    start = version.first_day, 0, _said(_("Avant la convention, aucun de ces volontaires ne servait."))
    whole = iati.Period(
        version.first_day,
        version.last_day,
        _by_sex(Counter(sex for _person, sex in sexes), least),
        len(seats),
        _until(on),
    )
    volunteers = iati.Indicator(
        _said(_("Volontaires pris en charge")),
        _said(_("Personnes dont la convention paie la mission, en tout ou en partie ; cible : les places financées.")),
        start, [whole], adds=False)  # fmt: skip
    return [
        iati.Result(_said(_("Volontaires mobilisés")), _said(_("Les volontaires que la convention prend en charge, et leurs jours de présence.")),
                    [volunteers, *_days(missions, years, start, on)]),
        *_done(missions, years, start, least, on),
    ]  # fmt: skip


def _served(missions: Sequence[tuple], first: date, last: date) -> int:
    """People with a day of service between two days."""
    return len({person for _pk, person, _sex, begun, ended in missions if begun <= last and (ended or last) >= first})


def _by_sex(people: Counter[str], least: int) -> list[iati.Amount]:
    """The total; and each sex where both are many enough, or one is nobody."""
    women, men = people["F"], people["M"]
    amounts = [iati.Amount(women + men)]
    if all(count == 0 or count >= least for count in (women, men)):
        amounts += [iati.Amount(women, "female"), iati.Amount(men, "male")]
    return amounts


def _until(on: date) -> Words:
    return _said(_("Au %(day)s."), day=f"{on:%d/%m/%Y}")


def _days(missions: Sequence[tuple], years: Sequence[tuple[date, date]], start: tuple[date, int, Words], on: date) -> list[iati.Indicator]:  # fmt: skip
    """None before a month is confirmed."""
    sheets = MonthSheet.objects.filter(mission__in=[row[0] for row in missions], state="confirmed", confirmed_on__lte=on)  # fmt: skip
    found = dict(sheets.order_by().annotate(year=ExtractYear("month")).values_list("year").annotate(Sum("present")))
    periods = [
        iati.Period(first, last, [iati.Amount(found[first.year])], None, _until(on))
        for first, last in years
        if first.year in found
    ]
    title, definition = _("Jours de présence"), _("Jours présents des mois confirmés par deux personnes.")
    return [iati.Indicator(_said(title), _said(definition), start, periods)] if periods else []


def _done(missions: Sequence[tuple], years: Sequence[tuple[date, date]], start: tuple[date, int, Words], least: int, on: date) -> list[iati.Result]:  # fmt: skip
    """What the volunteers counted themselves, validated: their own part, never the whole of what a goal asks.

    A number that fewer than `least` of them made is the work of somebody: it is left out.
    """
    own = [row[0] for row in missions]
    told: dict[tuple[str, date], int] = {}
    for first, last in years:
        scope = collection.Scope(first, last, on, missions=own)
        cells = collection.counted(scope).order_by().values_list("indicator")
        counters = dict(cells.annotate(Count("report__mission", distinct=True)))
        found = collection.totals(scope, by=("indicator",))
        told |= {(code, first): amount for (code,), amount in found.items() if counters[code] >= least}
    done = []
    for one in indicators.catalogue():
        periods = [
            iati.Period(first, last, [iati.Amount(told[one.code, first])], None, _until(on))
            for first, last in years
            if (one.code, first) in told
        ]
        if periods:
            name, sheet = Words(one.term.fr, one.term.en), _sheet(one, on)
            done.append(iati.Indicator(name, sheet, start, periods, adds=not one.is_stock))
    if not done:
        return []
    title = _said(_("Ce que ces volontaires ont fait"))
    return [iati.Result(title, _said(_("Relevés mensuels attestés par la structure et validés par l’agence.")), done)]


def _sheet(one: indicators.Indicator, on: date) -> Words:
    words = []
    for language in ("fr", "en"):
        with override(language):
            words.append(one.sheet(on)["definition"])
    return Words(*words)
