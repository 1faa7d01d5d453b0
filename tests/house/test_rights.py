"""Permissions and roles: none is a dead letter, none is unknown."""

import ast
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from teriya.foundation.accounts.permissions import P
from teriya.foundation.accounts.roles import ROLES, granting
from tests.house.sources import ROOT, modules

PACKS = sorted(folder.name for folder in (ROOT / "countries").iterdir() if (folder / "agency.toml").exists())
WHERE_LISTED = {"teriya.foundation.accounts.permissions", "teriya.foundation.accounts.roles"}


def permissions_used() -> set[str]:
    """Names after `P.` and codes written out, wherever code asks for them."""
    nodes = [node for module in modules() if module.name not in WHERE_LISTED for node in ast.walk(module.tree)]
    attributes = {
        node.attr for node in nodes if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "P"
    }
    strings = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return attributes | {permission.name for permission in P if permission.value in strings}


def test_every_permission_is_granted_to_a_role():
    assert [permission for permission in P if not granting(permission)] == []


def test_every_permission_opens_something():
    assert sorted({permission.name for permission in P} - permissions_used()) == []


def roles_named(content: Any, key: str = "") -> Iterator[str]:
    """Every role that a pack names: under `role`, or in a list under `…_by`."""
    if isinstance(content, dict):
        for inner, value in content.items():
            yield from roles_named(value, inner)
    elif isinstance(content, list):
        for value in content:
            yield from roles_named(value, key)
    elif key == "role" or key.endswith("_by"):
        yield content


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("file", ["forms", "accounting"])
def test_every_role_that_a_country_names_exists(pack, file):
    named = set(roles_named(tomllib.loads((ROOT / "countries" / pack / f"{file}.toml").read_text())))
    assert named and named - set(ROLES) == set()
