"""A database made quickly is the one that Django makes: same columns, constraints, indexes, triggers, functions and rights."""

import os
import subprocess
import sys

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

SCHEMA = [
    """SELECT table_name, column_name, data_type, is_nullable, column_default, character_maximum_length
       FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2""",
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2",
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2",
    "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2",
    "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY 1, 2",
    "SELECT relname, relkind, array_to_string(relacl, ',') FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1, 2",
    "SELECT app, name FROM django_migrations ORDER BY id",
]  # fmt: skip
RUN = "import django; django.setup(); from {} import Command; from django.core.management import call_command; call_command(Command(), verbosity=0)"


def schema_by(command: str) -> list[list[tuple]]:
    """What an empty database holds once the migrate `command` (a module) went through."""
    server = os.environ["TERIYA_TEST_OWNER"]
    with psycopg.connect(server, autocommit=True) as owner:
        owner.execute("CREATE DATABASE migrated_apart")
    try:
        address = server.replace("/teriya?", "/migrated_apart?")
        subprocess.run(
            [sys.executable, "-c", RUN.format(command)], check=True, env=os.environ | {"DATABASE_URL": address}
        )
        with psycopg.connect(make_conninfo(server, dbname="migrated_apart")) as made:
            return [made.execute(question).fetchall() for question in SCHEMA]
    finally:
        with psycopg.connect(server, autocommit=True) as owner:
            owner.execute("DROP DATABASE migrated_apart")


@pytest.mark.hostile
def test_migrating_quickly_makes_the_database_that_django_makes():
    quick = schema_by("teriya.foundation.core.management.commands.migrate")
    assert len(quick[0]) > 1_000
    assert quick == schema_by("django.core.management.commands.migrate")
