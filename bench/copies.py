"""Databases like the one that was seeded: a long file is brought into one, its rows are written bare into others."""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.db import connection, transaction
from django.db.models import Model

BARE = 3  # writings of which the median is kept


def copy(*databases: str) -> None:
    """Databases like the one that was seeded."""
    connection.close()
    owner = os.environ["DATABASE_OWNER_URL"]
    with psycopg.connect(owner, dbname="postgres", autocommit=True) as session:
        for database in databases:
            session.execute(f'CREATE DATABASE {database} TEMPLATE "{urlsplit(owner).path.strip("/")}"')


def bare(name: str) -> list[str]:
    """The databases where the rows of this measure are written bare."""
    return [f"{name}_bare{number}" for number in range(BARE)]


def apart(module: str, function: str, database: str) -> dict:
    """A part in a process of its own, on that database: what it tells."""
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}").geturl()
    command = [sys.executable, "-m", "bench.child", module, function]
    answer = subprocess.run(command, env=os.environ | {"DATABASE_URL": url}, check=True, stdout=subprocess.PIPE)
    return json.loads(answer.stdout)


def tell(**facts: object) -> None:
    print(json.dumps(facts))


def highest() -> float:
    """MB of this process at its highest. Not `ru_maxrss`, which remembers the process that started this one."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def seconds_to_write(rows: Iterable[tuple[type[Model], Iterable[Model]]], databases: Iterable[str]) -> float:
    """Django alone, `bulk_create`, one transaction each: the median."""
    kept = [(model, list(found)) for model, found in rows]
    return statistics.median(_write(database, kept) for database in databases)


def _write(database: str, kept: list[tuple[type[Model], list]]) -> float:
    connection.close()
    connection.settings_dict["NAME"] = database
    start = time.perf_counter()
    with transaction.atomic():
        for model, rows in kept:
            model.objects.bulk_create(rows)
    return time.perf_counter() - start
