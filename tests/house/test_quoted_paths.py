"""What the documents name exists; what the project must not name is nowhere."""

import re
from pathlib import Path

import pytest

from tests.house.sources import ROOT, texts

QUOTED = re.compile(r"`([^`\n]+)`")
LINKED = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
PATH = re.compile(r"[\w.<>*-]+(/[\w.<>*-]+)*/?")
ELSEWHERE = {  # first folder → where it is
    "postgres": "the data folder",
    "rows": "tests/permissions: emptied when its rows are joined",
    "exchange": "a later room",
}


def documents() -> list[Path]:
    return list(texts(".md"))


def looks_like_a_path(word: str) -> bool:
    told = "/" in word or word.endswith((".py", ".md"))  # other names alone are a person's own files
    return bool(PATH.fullmatch(word)) and told and word.partition("/")[0] not in ELSEWHERE


def exists(word: str, beside: Path) -> bool:
    """As written from the project's root, from the document, or as the end of a path: `accounts/roles.py`."""
    pattern = re.sub(r"<[^>]*>", "*", word).strip("/")
    inside = ("teriya", "config", "tests", "countries", "docs", "bench", "deploy", "locale")
    return (
        any(ROOT.glob(pattern))
        or any(beside.parent.glob(pattern))
        or any(found for folder in inside for found in (ROOT / folder).glob(f"**/{pattern}"))
    )


def quoted(text: str) -> set[str]:
    return {word for quote in QUOTED.findall(text) for word in quote.split() if looks_like_a_path(word)}


@pytest.mark.parametrize("document", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_path_that_a_document_names_exists(document):
    text = document.read_text()
    assert [word for word in sorted(quoted(text)) if not exists(word, document)] == []
    links = [link for link in LINKED.findall(text) if "://" not in link and not link.startswith("mailto:")]
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_a_path_is_told_from_other_words():
    text = "`docs/adr/`, `roles.py`, `http://tg.localhost:8000`, `A=/srv/x`, `/galerie/`, `make demo`, `{% url x %}`"
    assert quoted(text) == {"docs/adr/", "roles.py"}
    assert exists("accounts/roles.py", ROOT) and not exists("accounts/rolls.py", ROOT)


# Written in two parts, so that this file does not hold them.
REGISTRIES = [".".join(words) for words in (("pypi", "org"), ("pythonhosted", "org"), ("registry", "npmjs"), ("crates", "io"))]  # fmt: skip
MACHINE = ["/".join(["", folder, ""]) for folder in ("work", "root", "home")]


@pytest.mark.parametrize("name", REGISTRIES + MACHINE)
def test_no_file_names_a_registry_or_a_machine(name):
    assert [str(path.relative_to(ROOT)) for path in texts() if name.encode() in path.read_bytes()] == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_holds_versions_and_hashes_and_no_address(lock):
    text = (ROOT / lock).read_text()
    assert "://" not in text and not re.search("^-", text, re.MULTILINE)  # no option such as --index-url
    pinned = re.findall(r"^[\w.\[\]-]+==\S+", text, re.MULTILINE)
    assert pinned and all("--hash=sha256:" in block for block in re.split(r"\n(?=\S)", text) if "==" in block)
