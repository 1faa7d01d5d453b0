"""The words of the pages in other languages: what is in French in the sources, what stands in locale/.

python -m config.translations update   carry the sources' sentences into every catalogue
python -m config.translations check    refuse a catalogue that lacks a sentence, or has one to review
"""

import io
import sys
from collections.abc import Callable, Collection, Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
KEYWORDS = DEFAULT_KEYWORDS | {f"{name}_lazy": DEFAULT_KEYWORDS[name] for name in ("gettext", "ngettext", "pgettext")}
CATALOGUES = {language: ROOT / "locale" / language / "LC_MESSAGES" / "django.po" for language in ("en",)}


def sentences() -> Catalog:
    """Every sentence marked for translation in teriya/, with the files that say it."""
    catalogue = Catalog()
    methods: list = [("**.py", "python"), ("**/templates/**.*", template_sentences)]
    for file, _line, message, comments, context in extract_from_dir(ROOT / "teriya", methods, keywords=KEYWORDS):
        catalogue.add(message, locations=[(f"teriya/{file}", 0)], auto_comments=comments, context=context)
    return catalogue


def template_sentences(file: BinaryIO, keywords: Collection[str], tags: Collection[str], options: object) -> Iterator:
    """Django's templates: Django turns one into something like Python, which Babel reads once it is not indented."""
    lines = templatize(file.read().decode()).splitlines()
    plain = "\n".join(line.strip() for line in lines)
    return extract_python(io.BytesIO(plain.encode()), dict.fromkeys(keywords), tags, {"encoding": "utf-8"})


def compile_catalogues() -> None:
    """Write the binary catalogues that are older than their text."""
    for language, text in CATALOGUES.items():
        _compile(partial(_read, language), text, text.with_suffix(".mo"))
    _compile(_french, CATALOGUES["en"], ROOT / "locale/fr/LC_MESSAGES/django.mo")


def _compile(read: Callable[[], Catalog], text: Path, binary: Path) -> None:
    if binary.exists() and binary.stat().st_mtime >= text.stat().st_mtime:
        return
    binary.parent.mkdir(parents=True, exist_ok=True)
    with binary.open("wb") as target:
        write_mo(target, read())


def _french() -> Catalog:
    """The sentences that have a plural, as they are: without a catalogue, zero would take the plural, as English does."""
    catalogue = Catalog(locale="fr")
    for message in _read("en"):
        if message.pluralizable:
            catalogue.add(message.id, message.id, context=message.context)
    return catalogue


def update() -> None:
    for language, file in CATALOGUES.items():
        catalogue = _read(language)
        catalogue.update(sentences(), no_fuzzy_matching=True)
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as target:
            write_po(target, catalogue, sort_output=True, ignore_obsolete=True, omit_header=True, width=120)


def faults() -> Iterator[str]:
    """A line for each sentence that a catalogue lacks, leaves empty or to review, or says with other variables."""
    wanted = [message for message in sentences() if message.id]
    for language in CATALOGUES:
        catalogue = _read(language)
        for message in wanted:
            found = catalogue.get(message.id, message.context)
            if not found or found.fuzzy or not _is_whole(found.string):
                yield f"{language} : « {message.id} » n’est pas traduit ({message.locations[0][0]})"
        for message, errors in catalogue.check():
            yield f"{language} : « {message.id} » : {errors[0]}"


def _is_whole(string: object) -> bool:
    return all(string) if isinstance(string, list | tuple) else bool(string)


def _read(language: str) -> Catalog:
    if not CATALOGUES[language].exists():
        return Catalog(locale=language)
    with CATALOGUES[language].open("rb") as source:
        return read_po(source, locale=language)


if __name__ == "__main__":
    if sys.argv[1:] == ["update"]:
        update()
    sys.exit("\n".join(faults()) or None)
