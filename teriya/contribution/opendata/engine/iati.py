"""An activity file of the International Aid Transparency Initiative, version 2.03: what a reader of aid data finds of each agreement.

Source: iati-activities-schema.xsd 2.03 (the order of the elements is the schema's) and the codelists named beside each code.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from xml.etree.ElementTree import Comment, Element, SubElement, indent, tostring

VERSION = "2.03"
DAC_5_DIGITS = "1"  # codelist SectorVocabulary: OECD DAC CRS Purpose Codes
UNIT = "1"  # codelist IndicatorMeasure
OUTPUT = "1"  # codelist ResultType: what was done, never what it changed
GENERAL = "1"  # codelist DescriptionType
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production 2


class TransactionType(StrEnum):
    """Codelist TransactionType."""

    INCOMING_FUNDS = "1"
    OUTGOING_COMMITMENT = "2"
    EXPENDITURE = "4"
    INCOMING_COMMITMENT = "11"


class Role(StrEnum):
    """Codelist OrganisationRole."""

    FUNDING = "1"
    ACCOUNTABLE = "2"
    IMPLEMENTING = "4"


class Status(StrEnum):
    """Codelist ActivityStatus."""

    IDENTIFICATION = "1"
    IMPLEMENTATION = "2"
    COMPLETION = "3"
    POST_COMPLETION = "4"
    CANCELLED = "5"
    SUSPENDED = "6"


class DateType(StrEnum):
    """Codelist ActivityDateType."""

    PLANNED_START = "1"
    ACTUAL_START = "2"
    PLANNED_END = "3"
    ACTUAL_END = "4"


class Scope(StrEnum):
    """Codelist ActivityScope."""

    NATIONAL = "4"
    SEVERAL_REGIONS = "5"
    ONE_REGION = "6"


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence in French, and in English where there is one."""

    fr: str
    en: str = ""


@dataclass(frozen=True, slots=True)
class Organisation:
    """`type`: codelist OrganisationType. `ref`: its IATI identifier, empty where nobody gave it."""

    name: str
    type: str
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Transaction:
    """`value` as the schema writes decimals, in the currency said; negative where it takes back."""

    type: TransactionType
    on: date
    value: str
    what: Words
    currency: str = ""
    provider: Organisation | None = None
    receiver: Organisation | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """A value counted; `sex` where it is of women or of men only (female, male)."""

    value: int
    sex: str = ""


@dataclass(frozen=True, slots=True)
class Period:
    first: date
    last: date
    actual: Sequence[Amount]
    target: int | None = None
    comment: Words | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """`baseline`: its day, its value, why. `adds`: whether the values of its periods may be summed."""

    title: Words
    definition: Words
    baseline: tuple[date, int, Words]
    periods: Sequence[Period]
    adds: bool = True


@dataclass(frozen=True, slots=True)
class Result:
    title: Words
    description: Words
    indicators: Sequence[Indicator]


@dataclass(frozen=True, slots=True)
class Activity:
    """One agreement. `sectors`: purpose code of the DAC → percentage; they make 100. `places`: names of regions, none: all the country."""

    identifier: str
    title: Words
    description: Words
    participants: Sequence[tuple[Role, Organisation]]
    status: Status
    dates: Sequence[tuple[DateType, date]]
    country: str
    places: Sequence[str]
    sectors: Sequence[tuple[str, int]]
    currency: str
    transactions: Sequence[Transaction]
    results: Sequence[Result]


def write(activities: Iterable[Activity], *, reporter: Organisation, on: date, warning: str = "") -> bytes:
    """The whole file, as of a day; nothing of the clock in it. `warning`: why it may not be published yet, on top of it."""
    root = Element("iati-activities", {"version": VERSION, "generated-datetime": _instant(on)})
    if warning:
        root.append(Comment(f" {_clean(warning).replace('--', '–')} "))
    for activity in activities:
        _activity(root, activity, reporter, on)
    indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode").encode() + b"\n"


def _activity(root: Element, one: Activity, reporter: Organisation, on: date) -> None:
    attributes = {_LANG: "fr", "default-currency": one.currency, "last-updated-datetime": _instant(on)}
    place = SubElement(root, "iati-activity", attributes)
    SubElement(place, "iati-identifier").text = _clean(one.identifier)
    _organisation(place, "reporting-org", reporter)
    _words(SubElement(place, "title"), one.title)
    _words(SubElement(place, "description", type=GENERAL), one.description)
    for role, organisation in one.participants:
        _organisation(place, "participating-org", organisation, role=role)
    SubElement(place, "activity-status", code=one.status)
    for kind, day in one.dates:
        SubElement(place, "activity-date", {"type": kind, "iso-date": day.isoformat()})
    scope = (Scope.NATIONAL, Scope.ONE_REGION)[len(one.places)] if len(one.places) < 2 else Scope.SEVERAL_REGIONS
    SubElement(place, "activity-scope", code=scope)
    SubElement(place, "recipient-country", code=one.country, percentage="100")
    for name in one.places:
        _words(SubElement(SubElement(place, "location"), "name"), Words(name))
    for code, percentage in one.sectors:
        SubElement(place, "sector", vocabulary=DAC_5_DIGITS, code=code, percentage=str(percentage))
    for transaction in one.transactions:
        _transaction(SubElement(place, "transaction"), transaction)
    for result in one.results:
        _result(SubElement(place, "result", {"type": OUTPUT, "aggregation-status": "false"}), result)


def _transaction(place: Element, one: Transaction) -> None:
    SubElement(place, "transaction-type", code=one.type)
    SubElement(place, "transaction-date", {"iso-date": one.on.isoformat()})
    currency = {"currency": one.currency} if one.currency else {}
    SubElement(place, "value", {**currency, "value-date": one.on.isoformat()}).text = one.value
    _words(SubElement(place, "description"), one.what)
    if one.provider:
        _organisation(place, "provider-org", one.provider)
    if one.receiver:
        _organisation(place, "receiver-org", one.receiver)


def _result(place: Element, one: Result) -> None:
    _words(SubElement(place, "title"), one.title)
    _words(SubElement(place, "description"), one.description)
    for indicator in one.indicators:
        inner = SubElement(
            place,
            "indicator",
            {"measure": UNIT, "ascending": "true", "aggregation-status": "true" if indicator.adds else "false"},
        )
        _words(SubElement(inner, "title"), indicator.title)
        _words(SubElement(inner, "description"), indicator.definition)
        day, value, why = indicator.baseline
        attributes = {"iso-date": day.isoformat(), "year": str(day.year), "value": str(value)}
        _words(SubElement(SubElement(inner, "baseline", attributes), "comment"), why)
        for period in indicator.periods:
            _period(SubElement(inner, "period"), period)


def _period(place: Element, one: Period) -> None:
    SubElement(place, "period-start", {"iso-date": one.first.isoformat()})
    SubElement(place, "period-end", {"iso-date": one.last.isoformat()})
    if one.target is not None:
        SubElement(place, "target", value=str(one.target))
    for amount in one.actual:
        inner = SubElement(place, "actual", value=str(amount.value))
        if amount.sex:
            SubElement(inner, "dimension", name="sex", value=amount.sex)
        if one.comment:
            _words(SubElement(inner, "comment"), one.comment)


def _organisation(place: Element, tag: str, one: Organisation, **attributes: str) -> None:
    ref = {"ref": _clean(one.ref)} if one.ref else {}
    _words(SubElement(place, tag, {**attributes, **ref, "type": one.type}), Words(one.name))


def _words(place: Element, words: Words) -> None:
    """French is the language of the activity: it is not said again."""
    SubElement(place, "narrative").text = _clean(words.fr)
    if words.en:
        SubElement(place, "narrative", {_LANG: "en"}).text = _clean(words.en)


def _instant(on: date) -> str:
    return f"{on.isoformat()}T00:00:00Z"


def _clean(text: str) -> str:
    """Without the signs that XML has no way to write."""
    return _NOT_XML.sub(" ", text)
