"""python -m tests.permissions: carry the rows of every room into matrix.csv, one line for each route."""

import os

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()

    from tests.permissions.matrix import join

    print(f"{join()} routes in tests/permissions/matrix.csv")  # noqa: T201
