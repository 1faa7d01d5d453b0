"""Sizes that a reader can hold: what is longer needs a reason here."""

import ast
from pathlib import Path

from tests.house.sources import ROOT

FILE, FUNCTION = 400, 50  # lines
FOLDERS = ("teriya", "config", "tests", "bench")
LONG_FILES: dict[str, str] = {}  # path → why
LONG_FUNCTIONS: dict[str, str] = {}  # path:function → why


def sources() -> list[tuple[str, str]]:
    files = [file for folder in FOLDERS for file in sorted((ROOT / folder).rglob("*.py"))]
    return [(str(file.relative_to(ROOT)), file.read_text()) for file in files if "migrations" not in file.parts]


def lengths(path: str, text: str) -> dict[str, int]:
    """Lines of each function of a file, from its name to its end; decorators do not count."""
    nodes = ast.walk(ast.parse(text, filename=path))
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return {f"{path}:{node.name}": node.end_lineno - node.lineno + 1 for node in functions}


def test_files_are_short():
    long = {path for path, text in sources() if text.count("\n") > FILE}
    assert long == set(LONG_FILES)


def test_functions_are_short():
    long = {name for source in sources() for name, lines in lengths(*source).items() if lines > FUNCTION}
    assert long == set(LONG_FUNCTIONS)


def test_the_middle_file_is_read_at_one_sitting():
    product = sorted(text.count("\n") for path, text in sources() if path.startswith("teriya/") and text.strip())
    assert 20 <= product[len(product) // 2] <= 100


def test_templates_are_short():
    long = [str(file) for file in Path(ROOT / "teriya").rglob("*.html") if file.read_text().count("\n") > FILE]
    assert long == []
