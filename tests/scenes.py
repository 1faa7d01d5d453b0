"""Scenes that many tests begin with: played once a process, then set up again as they stood.

    @scene
    def make_missions(cast, count=1, **need): ...

The first telling goes through the rooms' actions, always; the rows that it left in the database are kept with what it
returned. A later test that asks for the same scene, with the same plain values and before it has written anything, is
given those rows back in one statement. Anything else, a test whose commits stay included, is played anew.
"""

import pickle
from collections.abc import Callable, Hashable
from datetime import date
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import translation
from psycopg import sql

from teriya.foundation.rules import queries as rules
from tests.cast import Cast

# The rows of a scene bear the number of its transaction or of one begun within it. A table where rows were changed or
# deleted is taken whole. Setting them up again runs no trigger: all ran when the scene was played.
STAGE = """
CREATE SCHEMA scenes;
CREATE FUNCTION scenes.taken() RETURNS json LANGUAGE plpgsql AS $$
DECLARE touched record; found json; kept json[] := '{}';
BEGIN
  FOR touched IN SELECT relid::regclass::text AS name, n_tup_upd + n_tup_del > 0 AS whole
      FROM pg_stat_xact_user_tables WHERE n_tup_ins + n_tup_upd + n_tup_del > 0 ORDER BY relid LOOP
    EXECUTE format('SELECT coalesce(json_agg(r), ''[]'') FROM %s r WHERE $1 OR r.xmin::text::bigint >= $2', touched.name)
      INTO found USING touched.whole, pg_current_xact_id()::text::bigint;
    kept := kept || json_build_object('name', touched.name, 'whole', touched.whole, 'rows', found);
  END LOOP;
  RETURN array_to_json(kept);
END $$;
CREATE FUNCTION scenes.set_up(kept json) RETURNS void LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public SET session_replication_role = replica AS $$
DECLARE part json; columns text;
BEGIN
  FOR part IN SELECT json_array_elements(kept) LOOP
    IF (part->>'whole')::bool THEN
      EXECUTE format('DELETE FROM %s', part->>'name');
    END IF;
    SELECT string_agg(quote_ident(attname), ', ') INTO columns FROM pg_attribute
      WHERE attrelid = (part->>'name')::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '';
    EXECUTE format('INSERT INTO %1$s (%2$s) OVERRIDING SYSTEM VALUE SELECT %2$s FROM json_populate_recordset(NULL::%1$s, $1)',
      part->>'name', columns) USING part->'rows';
  END LOOP;
END $$;
"""
PLAIN = (str, int, date, type(None))

_kept: dict[Hashable, tuple[str, bytes, Any]] = {}


def make_stage(admin, application: str) -> None:
    """What sets a scene up, in a test database: written by its administrator, used by the application's role."""
    admin.execute(STAGE)
    admin.execute(sql.SQL("GRANT USAGE ON SCHEMA scenes TO {}").format(sql.Identifier(application)))


def scene(play: Callable[..., Any]) -> Callable[..., Any]:
    """A factory whose scene is kept: its arguments after the cast are plain values, or it is played."""

    @wraps(play)
    def told(cast: Cast, *args: Any, **values: Any) -> Any:
        if not _is_plain(*args, *values.values()) or not _nothing_written():
            return play(cast, *args, **values)
        key = (play, args, tuple(sorted(values.items())), translation.get_language(), settings.TAKE_ON)
        if key in _kept:
            rows, result, rules._kept = _kept[key]  # a scene may change the rules that are in memory
            _ask("SELECT scenes.set_up(%s)", rows)
            return pickle.loads(result)
        result = play(cast, *args, **values)
        _kept[key] = _ask("SELECT scenes.taken()::text"), pickle.dumps(result), rules._kept
        return result

    return told


def _is_plain(*values: Any) -> bool:
    return all(isinstance(value, PLAIN) or (isinstance(value, tuple) and _is_plain(*value)) for value in values)


def _nothing_written() -> bool:
    return connection.in_atomic_block and _ask("SELECT pg_current_xact_id_if_assigned() IS NULL")


def _ask(question: str, *values: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return cursor.fetchone()[0]
