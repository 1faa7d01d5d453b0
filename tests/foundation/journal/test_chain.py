import os

import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from teriya.foundation.journal import chain
from teriya.foundation.journal.actions import write
from teriya.foundation.journal.models import Seal


@pytest.fixture(autouse=True)
def head_of_its_own(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture
def five(own_database, cast):
    """Five committed entries, as life writes them."""
    return [write("test.done", "thing", n, by=cast.yao, amount=n * 1000) for n in range(5)]


def tamper(sql: str) -> None:
    """What somebody who holds the owner's password can do behind our back."""
    with psycopg.connect(
        os.environ["TERIYA_TEST_OWNER"], dbname=connection.settings_dict["NAME"], autocommit=True
    ) as owner:
        owner.execute(sql)


def faults() -> list[tuple[str, int]]:
    return [(fault.code, fault.number) for fault in chain.verify()]


def test_sealed_chain_holds(five):
    assert chain.seal() >= 5
    assert faults() == []


def test_sealing_again_adds_only_what_is_new(five, cast):
    before = chain.seal()
    write("test.done", "thing", 9, by=cast.yao)
    assert chain.seal() == 1
    assert list(Seal.objects.order_by("number").values_list("number", flat=True)) == list(range(1, before + 2))


@pytest.mark.parametrize("sql", ["UPDATE journal_entry SET reason = 'x'", "DELETE FROM journal_entry", "TRUNCATE journal_entry",
                                 "UPDATE journal_seal SET digest = ''", "DELETE FROM journal_seal"])  # fmt: skip
def test_the_application_cannot_change_the_journal(five, sql):
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_an_edited_entry_is_named(five):
    chain.seal()
    tamper(f"UPDATE journal_entry SET facts = '{{}}' WHERE id = {five[2].pk}")
    assert faults() == [("entry_altered", five[2].pk)]


def test_a_deleted_entry_is_named(five):
    chain.seal()
    tamper(f"DELETE FROM journal_entry WHERE id = {five[1].pk}")
    assert faults() == [("entry_deleted", five[1].pk)]


def test_two_entries_exchanged_are_named(five):
    chain.seal()
    a, b = five[0].pk, five[3].pk
    tamper(f"UPDATE journal_entry SET id = -1 WHERE id = {a}; UPDATE journal_entry SET id = {a} WHERE id = {b};"
           f"UPDATE journal_entry SET id = {b} WHERE id = -1")  # fmt: skip
    assert faults() == [("entry_altered", a), ("entry_altered", b)]


def test_an_entry_slipped_in_later_is_seen_by_its_forged_seal(five):
    last = chain.seal()
    tamper(f"INSERT INTO journal_entry (id, by_id, capacity, action, subject, subject_id, count, digest, reason, facts)"
           f" VALUES (999999, 1, '', 'x', 'y', '1', 1, '', '', '{{}}');"
           f"INSERT INTO journal_seal VALUES ({last + 1}, 999999, '{'0' * 64}')")  # fmt: skip
    assert ("entry_altered", 999999) in faults()


def test_the_end_cut_off_is_seen(five):
    last = chain.seal()
    tamper(f"DELETE FROM journal_seal WHERE number = {last}; DELETE FROM journal_entry WHERE id = {five[4].pk}")
    assert faults() == [("end_altered", last)]


def test_nothing_more_is_sealed_on_a_broken_chain(five, cast):
    last = chain.seal()
    tamper(f"UPDATE journal_seal SET digest = '{'0' * 64}' WHERE number = {last}")
    write("test.done", "thing", 9, by=cast.yao)
    with pytest.raises(chain.ChainBroken):
        chain.seal()


def test_an_old_entry_without_seal_is_named(five):
    tamper(f"UPDATE journal_entry SET at = now() - interval '2 minutes' WHERE id = {five[0].pk}")
    assert ("entry_unsealed", five[0].pk) in faults()
