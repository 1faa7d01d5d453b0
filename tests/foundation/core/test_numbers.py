from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from teriya.foundation.core.numbers import next_number, next_numbers


@pytest.mark.django_db
def test_each_series_counts_each_year_apart():
    assert [next_number("BE", 2026), next_number("BE", 2026), next_number("BE", 2027), next_number("PV", 2026)] == [
        1, 2, 1, 1,
    ]  # fmt: skip


@pytest.mark.django_db
def test_many_numbers_are_taken_at_once():
    next_number("BE", 2026)
    assert list(next_numbers("BE", 2026, 3)) == [2, 3, 4]


@pytest.mark.django_db
def test_a_transaction_that_fails_gives_its_number_back():
    class Stop(Exception):
        pass

    with pytest.raises(Stop), transaction.atomic():
        assert next_number("BE", 2026) == 1
        raise Stop
    assert next_number("BE", 2026) == 1


def test_people_who_write_at_once_leave_no_gap(own_database):
    def write(n: int) -> int | None:
        try:
            with transaction.atomic():
                number = next_number("BE", 2026)
                if n % 3 == 0:
                    transaction.set_rollback(True)
                    return None
                return number
        finally:
            connection.close()

    with ThreadPoolExecutor(12) as threads:
        given = [number for number in threads.map(write, range(30)) if number]
    assert sorted(given) == list(range(1, 21))
