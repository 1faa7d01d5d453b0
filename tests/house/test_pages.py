"""Templates: each is used, each address in them leads somewhere, each message is in both languages."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.sources import PRODUCT, modules
from tests.permissions.matrix import routes

URL = re.compile(r"""{%\s*url\s+(['"])(?P<name>[^'"]+)\1(?P<rest>(?!\|)[^%]*)%}""")
BY_DJANGO = {"403.html", "403_csrf.html", "404.html", "500.html"}


def templates() -> dict[str, Path]:
    """Name by which a template is asked → its file."""
    folders = [folder for folder in PRODUCT.rglob("templates") if folder.is_dir()]
    return {str(file.relative_to(folder)): file for folder in folders for file in folder.rglob("*") if file.is_file()}


def strings_of(folder: Path) -> set[str]:
    return set().union(*(module.strings() for module in modules() if module.path.is_relative_to(folder)))


def is_used(name: str, file: Path, pages: str, strings: set[str]) -> bool:
    """By its name, as a component, or by its stem where the room's code composes the name."""
    if name in BY_DJANGO or name.startswith("django/forms/") or name in strings or f'"{name}"' in pages:
        return True
    kind, _, rest = name.partition("/")
    stem = rest.partition(".")[0]
    if kind == "cotton":
        return bool(re.search(rf"<c-{stem.replace('/', '.').replace('_', '[-_]')}[\s/>]", pages))
    if kind in {"sms", "email"}:
        return not strings.isdisjoint({stem, stem.rpartition("/")[2]})
    return stem in strings_of(file.parents[len(Path(name).parts)])


def test_every_template_is_used():
    found = templates()
    pages = "\n".join(file.read_text() for file in found.values())
    strings = strings_of(PRODUCT)
    assert len(found) > 60
    assert [name for name, file in sorted(found.items()) if not is_used(name, file, pages, strings)] == []


def test_every_message_is_written_in_both_languages():
    names = {name for name in templates() if name.startswith(("sms/", "email/"))}
    assert {name.rsplit(".", 2)[0] for name in names if ".fr." in name} == {name.rsplit(".", 2)[0] for name in names}
    assert {name for name in names if name.replace(".fr.", ".en.") not in names} == set()


def addresses() -> Iterator[tuple[str, str, int]]:
    """(where, name of a route, how many arguments it is given) of every {% url %}."""
    for name, file in templates().items():
        for found in URL.finditer(file.read_text()):
            words = re.findall(r"""(?:"[^"]*"|'[^']*'|\S)+""", found["rest"])
            given = words[: words.index("as")] if "as" in words else words
            yield name, found["name"], len(given)


def names_in_code() -> Iterator[tuple[str, str]]:
    """(module, name of a route) where code redirects to one or asks its address."""
    for module in modules():
        for call in (node for node in ast.walk(module.tree) if isinstance(node, ast.Call) and node.args):
            asked, first = getattr(call.func, "id", getattr(call.func, "attr", "")), call.args[0]
            if asked in {"redirect", "reverse", "reverse_lazy"} and isinstance(first, ast.Constant):
                yield module.name, first.value


def test_every_address_in_a_page_leads_somewhere():
    taken = {name: len(arguments) for name, arguments in routes().items()}
    found = list(addresses())
    assert len(found) > 30
    assert [(page, name, given) for page, name, given in found if taken.get(name) != given] == []


def test_every_address_in_code_leads_somewhere():
    named = {(module, name) for module, name in names_in_code() if not name.startswith("/")}
    assert named and [(module, name) for module, name in sorted(named) if name not in routes()] == []
