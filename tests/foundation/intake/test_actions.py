"""A file received, read, shown, then written in one go or not at all."""

from uuid import uuid4

import pytest
from django.utils import timezone

from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.intake import actions, jobs
from teriya.foundation.intake.models import Import, ImportRow
from teriya.foundation.journal.models import Entry
from tests.factories.files import bring, commit, outcomes
from tests.foundation.intake.villages import REGISTER

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
TWO = "Village,Habitants\nNotsè,1200\nTohoun,800\n"


def test_reading_writes_nothing_in_the_register(cast):
    file = bring(cast, "villages", TWO)
    assert (file.state, file.total, file.done, outcomes(file)) == ("read", 2, 2, ["new", "new"])
    assert REGISTER == {}


def test_committing_writes_the_lines_and_says_so_in_the_journal(cast):
    file = commit(cast, bring(cast, "villages", TWO))
    assert (file.state, file.done, REGISTER) == ("committed", 2, {"Notsè": 1200, "Tohoun": 800})
    entry = Entry.objects.get(action="intake.commit")
    assert (entry.facts["written"], entry.facts["file"]) == (2, file.digest)


def test_the_same_file_again_changes_nothing(cast):
    commit(cast, bring(cast, "villages", TWO))
    again = bring(cast, "villages", TWO)
    assert outcomes(again) == ["same", "same"]
    assert commit(cast, again).done == 0


def test_committing_twice_writes_once(cast):
    file = bring(cast, "villages", TWO)
    commit(cast, file)
    REGISTER.clear()
    assert commit(cast, file).state == "committed" and REGISTER == {}


def test_what_changed_since_the_preview_is_judged_again(cast):
    file = bring(cast, "villages", TWO)
    REGISTER["Notsè"] = 1200  # somebody else entered it meanwhile
    assert commit(cast, file).done == 1


def test_a_line_in_error_stays_out_and_the_others_are_written(cast):
    file = bring(cast, "villages", TWO + "Wahala,beaucoup\n,5\n=1+1,3\n")
    assert outcomes(file) == ["new", "new", "bad_number", "missing_value", "formula_cell"]
    assert commit(cast, file).done == 2


def test_every_error_names_its_column_and_the_cure(cast):
    file = bring(cast, "villages", TWO + "Wahala,beaucoup\n")
    sentence = file.rows.get(outcome="error").errors[0][2]
    assert sentence.startswith("Habitants : ") and "Écrivez un nombre" in sentence


def test_a_failure_in_the_middle_writes_nothing_by_halves(cast):
    file = bring(cast, "villages", TWO + "Tonnerre,5\n")
    with pytest.raises(OSError, match="wire"):
        commit(cast, file)
    assert Import.objects.get().state == "read"
    assert not Entry.objects.filter(action="intake.commit").exists()


HOSTILE = {
    "wrong_file": (b"Nom;Salaire\nKAO;12\n", "Ce n’est pas le bon fichier"),
    "empty": (b"", "vide"),
    "only_headings": (b"Village,Habitants\n", "aucune ligne"),
    "huge_cell": (b"Village,Habitants\n" + b"A" * 100_000 + b",5\n", "4000 caractères"),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "image"),
    "archive": (b"PK\x03\x04" + b"\0" * 200, "abîmé"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_bad_file_is_refused_with_a_sentence_and_leaves_nothing(cast, name):
    data, says = HOSTILE[name]
    file = bring(cast, "villages", data)
    assert (file.state, file.rows.count()) == ("refused", 0)
    assert says in file.refusal
    with pytest.raises(Refusal, match="not_read"):
        commit(cast, file)


@pytest.mark.hostile  # slow
def test_a_cell_of_a_hundred_megabytes_is_refused_before_it_is_read(cast):
    data = b"Village,Habitants\n" + b"A" * 100_000_000 + b",5\n"
    assert "20 Mo" in bring(cast, "villages", data).refusal


def test_the_senders_id_again_gives_the_same_import(cast):
    sent = {"id": uuid4(), "kind": "villages", "filename": "a.csv", "data": TWO.encode(), "context": {}, "on": TODAY}
    agent = cast["regional_agent"]
    assert actions.receive(by=agent, **sent) == actions.receive(by=agent, **sent)
    for changed in ({"data": b"x"}, {"context": {"wave": "1"}}, {"by": cast["operations"]}):
        with pytest.raises(Refusal, match="receipt_used"):
            actions.receive(**{"by": agent} | sent | changed)
    assert Import.objects.count() == 1


def test_reading_again_keeps_what_was_read(cast):
    file = bring(cast, "villages", TWO)
    REGISTER["Notsè"] = 1200
    assert outcomes(actions.read(file=file, by=cast["regional_agent"])) == ["new", "new"]


def test_who_may_not_write_the_rows_brings_no_file(cast):
    with pytest.raises(NotAllowed):
        bring(cast, "villages", TWO, by=cast["auditor"])


def test_a_long_file_is_judged_and_written_some_lines_at_a_time(cast, monkeypatch):
    monkeypatch.setattr(actions, "_CHUNK", 10)
    file = bring(cast, "villages", "Village,Habitants\n" + "".join(f"V{n},{n}\n" for n in range(25)))
    assert (file.done, file.total, file.rows.count()) == (25, 25, 25)
    assert commit(cast, file).done == 25 and len(REGISTER) == 25


def test_the_worker_reads_and_writes_what_a_page_cannot_wait_for(cast):
    agent = cast["regional_agent"]
    file = actions.receive(
        id=uuid4(), kind="villages", filename="a.csv", data=TWO.encode(), context={}, by=agent, on=TODAY
    )
    jobs.read_file(str(file.pk))
    file.refresh_from_db()
    assert file.state == "read" and actions.ask_to_write(file) and not actions.ask_to_write(file)
    jobs.write_file(str(file.pk), TODAY.isoformat())
    file.refresh_from_db()
    assert (file.state, REGISTER["Notsè"]) == ("committed", 1200)


def test_when_reading_fails_the_file_is_read_again(cast, monkeypatch):
    """A line that our own code cannot judge is our failure, not the office’s."""
    agent = cast["regional_agent"]
    file = actions.receive(
        id=uuid4(), kind="villages", filename="a.csv", data=TWO.encode(), context={}, by=agent, on=TODAY
    )
    with monkeypatch.context() as broken:
        broken.setattr(ImportRow.objects, "bulk_create", lambda rows: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            actions.read(file=file, by=agent)
    assert actions.read(file=file, by=agent).state == "read" and file.rows.count() == 2


def test_when_the_worker_fails_the_file_waits_to_be_written_again(cast):
    file = bring(cast, "villages", TWO + "Tonnerre,5\n")
    actions.ask_to_write(file)
    with pytest.raises(OSError, match="wire"):
        jobs.write_file(str(file.pk), TODAY.isoformat())
    file.refresh_from_db()
    assert (file.state, "rien n’est enregistré" in file.refusal) == ("read", True)
