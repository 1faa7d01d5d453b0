"""Pieces of SQL that migrations of several rooms use."""

from django.conf import settings
from django.db import migrations

APP = settings.DATABASE_APP_ROLE


def append_only(*tables: str) -> migrations.RunSQL:
    """The application may insert and read these tables, and nothing else: the database itself refuses the rest."""
    forward = ";".join(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {APP}" for table in tables)
    back = ";".join(f"GRANT UPDATE, DELETE ON {table} TO {APP}" for table in tables)
    return migrations.RunSQL(forward, back)


def refuse_at_commit(table: str, name: str, events: str, body: str) -> migrations.RunSQL:
    """A deferred constraint trigger: `body` is PL/pgSQL that raises when the row may not stand at commit."""
    return migrations.RunSQL(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$;"
        f"CREATE CONSTRAINT TRIGGER {name} AFTER {events} ON {table} DEFERRABLE INITIALLY DEFERRED "
        f"FOR EACH ROW EXECUTE FUNCTION {name}();",
        f"DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}();",
    )


def refuse_set(table: str, name: str, body: str) -> migrations.RunSQL:
    """A trigger on the rows that one INSERT brings, together (`fresh`): `body` is PL/pgSQL that raises when they may not stand."""
    return migrations.RunSQL(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$;"
        f"CREATE TRIGGER {name} AFTER INSERT ON {table} REFERENCING NEW TABLE AS fresh "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}();",
        f"DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}();",
    )


def refuse_now(table: str, name: str, events: str, body: str) -> migrations.RunSQL:
    """A constraint trigger checked at the statement, so that the action can turn it into its sentence."""
    return migrations.RunSQL(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$;"
        f"CREATE CONSTRAINT TRIGGER {name} AFTER {events} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}();",
        f"DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}();",
    )
