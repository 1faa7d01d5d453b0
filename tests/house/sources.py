"""The product's own sources, read as trees: which rooms there are, what each module holds and imports."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from config.settings.base import INSTALLED_APPS, ROOT

PRODUCT = ROOT / "teriya"
ROOMS = [app for app in INSTALLED_APPS if app.startswith("teriya.")]  # from the lowest stair to the highest
WORDS = {"": "", "True": "", "False": "", "None": ""}


@dataclass(frozen=True)
class Module:
    name: str
    path: Path
    tree: ast.Module

    @property
    def room(self) -> str:
        return room_of(self.name)

    def imports(self) -> Iterator[str]:
        """The full name of every module of ours that this one imports, or takes a name from."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names if alias.name.startswith("teriya."))
            elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("teriya."):
                for alias in node.names:
                    inner = f"{node.module}.{alias.name}"
                    yield inner if inner in names() else node.module

    def strings(self) -> set[str]:
        nodes = ast.walk(self.tree)
        return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


@cache
def modules() -> list[Module]:
    """Every module of the product, migrations left out."""
    files = sorted(file for file in PRODUCT.rglob("*.py") if "migrations" not in file.parts)
    return [Module(_name(file), file, ast.parse(file.read_text())) for file in files]


@cache
def names() -> set[str]:
    return {module.name for module in modules()}


def room_of(name: str) -> str:
    """teriya.people.engine.names → teriya.people; what is in no room (a wing) gives ""."""
    return next((room for room in ROOMS if name == room or name.startswith(f"{room}.")), "")


def _name(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def texts(*suffixes: str) -> Iterator[Path]:
    """Every file of the project with one of these suffixes (all, when none is given), tools' folders left out."""
    for file in sorted(ROOT.rglob("*")):
        inside = file.relative_to(ROOT).parts
        ours = not any(part.startswith((".", "__pycache__")) and part not in {".ci", ".gitignore"} for part in inside)
        if ours and inside[0] != "var" and file.is_file() and (not suffixes or file.suffix in suffixes):
            yield file
