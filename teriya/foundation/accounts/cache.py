"""What the site's processes must share for a few minutes: counts of tries, codes already used. It may be lost."""

import base64
import pickle
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import connection


class SharedCache(DatabaseCache):
    """Django's own, but each write is one statement: no count of all rows, and `add` has one winner among fifty."""

    def _base_set(self, mode: str, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT) -> bool:
        ends = self.get_backend_timeout(timeout)
        expires = datetime.max.replace(tzinfo=UTC) if ends is None else datetime.fromtimestamp(ends, tz=UTC)
        only_if_free = f"WHERE {self._table}.expires < now()" if mode == "add" else ""
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {self._table} (cache_key, value, expires) VALUES (%s, %s, %s) ON CONFLICT (cache_key) "  # noqa: S608 the table's name is ours
                f"DO UPDATE SET value = excluded.value, expires = excluded.expires {only_if_free}",
                [key, base64.b64encode(pickle.dumps(value, self.pickle_protocol)).decode("ascii"), expires],
            )
            return cursor.rowcount == 1

    def forget_expired(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {self._table} WHERE expires < now()")  # noqa: S608
            return cursor.rowcount
