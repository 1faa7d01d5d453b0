"""Numbers of papers and people: one series a year, without gaps."""

from django.db import connection


def next_numbers(series: str, year: int, count: int = 1) -> range:
    """Take the next `count` numbers of a series; they are given back if the transaction fails."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_sequence (series, year, last) VALUES (%s, %s, %s) "
            "ON CONFLICT (series, year) DO UPDATE SET last = core_sequence.last + EXCLUDED.last RETURNING last",
            [series, year, count],
        )
        last = cursor.fetchone()[0]
    return range(last - count + 1, last + 1)


def next_number(series: str, year: int) -> int:
    return next_numbers(series, year)[0]
