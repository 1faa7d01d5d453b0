"""Counted once, signed by another, decided by the board, read by the next wave."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from teriya.contribution.domains import actions
from teriya.contribution.domains.models import DomainNote, NoteLine
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.actions import pdf
from teriya.mobilisation.hosts import priorities
from teriya.mobilisation.hosts.models import PriorityDecision, PriorityDomain
from teriya.mobilisation.hosts.priorities import Ranked
from tests.factories.collection import validated
from tests.factories.domains import DECIDED, FROM, ON, ORDER, SINCE, decide, make_note
from tests.factories.framework import dodzi
from tests.factories.missions import make_missions, make_need


def refuses(code: str):
    return pytest.raises(Refusal, match=code)


def lines_of(note: DomainNote) -> dict[str, NoteLine]:
    return {line.domain: line for line in note.lines.all()}


def test_each_domain_is_counted_once_as_known_that_day(cast):
    first, *_others = make_missions(cast, 3)
    make_need(cast, 4)  # four more places approved, nobody on them
    validated(cast, first, date(2024, 3, 1), {"hours_taught": 80}, on=date(2024, 4, 4))
    found = lines_of(actions.prepare(since=SINCE, by=dodzi(cast), on=ON))
    education = found["education"]
    assert (education.volunteers, education.asked, education.filled, education.gap) == (3, 7, 3, 4)
    assert education.days == 3 * (31 + 30 + 2)
    assert [(code, value) for code, _name, _unit, value in education.outputs] == [("hours_taught", 80)]
    assert found["health"].outputs == []  # a total of nothing is nothing
    assert (found["health"].volunteers, found["health"].gap, found["health"].outputs, found["health"].cost_a_day) == (
        0,
        0,
        [],
        None,
    )


def test_the_paper_is_signed_by_another_and_stays_the_same(cast):
    make_missions(cast, 2)
    note = actions.prepare(since=SINCE, by=dodzi(cast), on=ON)
    with refuses("not_allowed"):
        actions.sign(note=note, text="Moi", by=dodzi(cast), on=ON)
    with refuses("no_reason"):
        actions.sign(note=note, text="Je propose.", by=cast.ama, on=ON)
    actions.give_reasons(note=note, reasons={"education": "Trois places vides."}, by=dodzi(cast), on=ON)
    with refuses("no_text"):
        actions.sign(note=note, text=" ", by=cast.ama, on=ON)
    signed = actions.sign(note=note, text="Je propose l’éducation.", by=cast.ama, on=ON)
    assert signed.document.number == "DOMAINES/2024/000001" and pdf(signed.document).startswith(b"%PDF")
    said = {part["title"]: part for part in signed.document.data["parts"]}
    assert ["Éducation", "Trois places vides."] in said["Motifs"]["rows"] and "Santé" in said["En vigueur à ce jour"][
        "text"
    ]
    first = pdf(signed.document)
    make_missions(cast, 3)
    assert pdf(DomainNote.objects.get(pk=note.pk).document) == first
    with refuses("note_signed"):
        actions.give_reasons(note=note, reasons={}, by=dodzi(cast), on=ON)
    for change in (
        lambda: note.lines.update(reason="Autre"),
        lambda: DomainNote.objects.filter(pk=note.pk).update(text="Autre"),
    ):
        with pytest.raises(IntegrityError, match="_stays"), transaction.atomic():
            change()


def test_the_decision_is_read_from_its_day_and_not_before(cast):
    before = priorities.in_force(ON)
    assert before.codes == ["health", "education", "environment", "decentralisation"]
    note = decide(cast, make_note(cast, until="signed"), cited="Texte publié.")
    assert note.state == "decided" and note.decision.grounds == "Note DOMAINES/2024/000001. Texte publié."
    assert priorities.in_force(date(2024, 5, 31)) == before
    after = priorities.in_force(FROM)
    assert (after.domains, after.source, after.since) == (tuple(ORDER), "Conseil d’administration, PV 2/2024", FROM)
    priorities.withdraw(decision=note.decision, reason="Mauvais procès-verbal", by=cast.ama, on=date(2024, 7, 1))
    assert priorities.in_force(date(2024, 6, 30)) == after and priorities.in_force(date(2024, 7, 1)) == before
    with refuses("withdrawn_already"):
        priorities.withdraw(decision=note.decision, reason="Encore", by=cast.ama, on=date(2024, 7, 1))


def test_a_decision_recorded_later_changes_no_day_before(cast):
    note = make_note(cast, until="signed")
    decide(cast, note, on=date(2024, 6, 10))
    assert len(priorities.in_force(date(2024, 6, 9)).codes) == 4 and priorities.in_force(date(2024, 6, 10)).codes == [
        "education",
        "health",
    ]


def test_what_a_decision_may_not_be(cast):
    note = make_note(cast, until="signed")
    for code, values in {
        "no_domain": {"domains": []}, "unknown_domain": {"domains": [Ranked("health"), Ranked("health")]}, "bad_shares": {"domains": [Ranked("health", 70), Ranked("education", 40)]},
        "before_the_note": {"decided_on": date(2024, 4, 1)}, "bad_dates": {"valid_from": date(2024, 5, 1)},
    }.items():  # fmt: skip
        with refuses(code):
            decide(cast, note, **values)
    decided = decide(cast, note)
    with refuses("wrong_state"):
        decide(cast, decided)
    with refuses("decided_already"):
        decide(cast, make_note(cast, until="signed"), decided_on=DECIDED)
    row = decided.decision
    with pytest.raises(IntegrityError, match="priorities_recorded_by_another"), transaction.atomic():
        PriorityDecision.objects.create(
            authority="x",
            reference="x",
            decided_on=ON,
            valid_from=ON,
            grounds="x",
            prepared_by_id=7,
            recorded_by_id=7,
            on=ON,
        )
    with pytest.raises(IntegrityError, match="priority_decision_stays"), transaction.atomic():
        PriorityDecision.objects.filter(pk=row.pk).update(reference="autre")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        PriorityDomain.objects.filter(decision=row).update(rank=9)


def test_a_note_is_set_aside_with_its_reason(cast):
    note = make_note(cast)
    with refuses("reason_required"):
        actions.set_aside(note=note, reason=" ", by=cast.ama, on=ON)
    assert actions.set_aside(note=note, reason="Le conseil est reporté.", by=cast.ama, on=ON).state == "set_aside"
    with refuses("bad_dates"):
        actions.prepare(since=date(2019, 1, 1), by=dodzi(cast), on=ON)
