"""Questions that every page asks, written out in SQL: a fifth of the cost of composing them each time.

For the few that are measured to matter; everything else is composed. `columns` names a model's columns for the question, `made`
gives back its object, as a queryset would.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Model


def rows(question: str, *values: Any) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return cursor.fetchall()


def columns(model: type[Model], alias: str) -> str:
    return ", ".join(f'{alias}."{field.column}"' for field in model._meta.concrete_fields)


def made(model: type[Model], values: tuple) -> Any:
    """The object of one row's columns; what the database keeps in another shape (JSON) is read."""
    row = list(values)
    for place, read in _readers(model):
        row[place] = read(row[place], None, connection)
    return model.from_db(connection.alias, _names(model), row)


@cache
def _names(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


@cache
def _readers(model: type[Model]) -> list[tuple[int, Callable]]:
    fields = enumerate(model._meta.concrete_fields)
    return [(place, field.from_db_value) for place, field in fields if hasattr(field, "from_db_value")]
