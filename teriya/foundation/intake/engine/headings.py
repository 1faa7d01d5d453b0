"""The headings of a table: where they stand, and which field of ours each one is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.words import fold
from teriya.foundation.intake.engine.spelling import near

SAMPLE = 60  # rows among which the headings are looked for
_NUMBER = {"n", "no", "nos", "num", "numero", "numeros"}
_EMPTY = {"de", "du", "des", "d", "le", "la", "les", "l", "e", "s"}
_LONG = 10  # letters from which a heading may hold two slips


@dataclass(frozen=True)
class Field:
    """A column we ask for. `labels`: how offices head it, the usual one first. `filled`: a blank cell is an error."""

    name: str
    labels: Sequence[str]
    required: bool = True
    filled: bool = False


@dataclass(frozen=True)
class Matched:
    """`columns`: field → position in the row. `unknown`: headings that are no field of ours, left unread."""

    columns: dict[str, int]
    unknown: list[str]


def find(rows: Sequence[Sequence[str]]) -> int | None:
    """The position of the headings among the first rows: the first with two words, filled to three quarters of the fullest."""
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    enough = max(filled, default=0) * 3
    return next((i for i, count in enumerate(filled) if count * 4 >= enough and count_words(rows[i]) >= 2), None)


def count_words(row: Sequence[str]) -> int:
    """How many cells hold a letter."""
    return sum(any(map(str.isalpha, cell)) for cell in row)


def match(headings: Sequence[str], fields: Sequence[Field]) -> Matched:
    """The column of each field, whatever accents, case, order, punctuation, or a slip that can mean only one field.

    Refuses `wrong_file`, `missing_column` (both name what is expected and found) and `two_columns`.
    """
    keys = [_key(heading) for heading in headings]
    positions = _exact(headings, keys, fields)
    positions |= _slips(keys, positions, [field for field in fields if field.name not in positions])
    missing = [field for field in fields if field.required and field.name not in positions]
    if missing:
        raise _missing(headings, fields, missing)
    columns = {field.name: positions[field.name] for field in fields if field.name in positions}
    used = set(columns.values())
    return Matched(columns, [heading for i, heading in enumerate(headings) if heading and i not in used])


def _key(heading: str) -> str:
    """What is compared: "N° de la pièce", "Pièce (numéro)" → "n piece"; "Choix n° 1" → "1 choix"."""
    words = ["n" if word in _NUMBER else word for word in fold(heading).split() if word not in _EMPTY]
    if any(map(str.isdigit, words)):
        words = [word for word in words if word != "n"]
    return " ".join(sorted(word.rstrip("s") if len(word) > 3 else word for word in words))


def _keys(field: Field) -> set[str]:
    return {_key(label) for label in field.labels}


def _exact(headings: Sequence[str], keys: Sequence[str], fields: Iterable[Field]) -> dict[str, int]:
    positions = {}
    for field in fields:
        known = _keys(field)
        found = [i for i, key in enumerate(keys) if key and key in known]
        if len(found) > 1:
            both = " et ".join(f"« {headings[i]} »" for i in found)
            raise Refusal(
                "two_columns", f"Les colonnes {both} disent la même chose : gardez-en une.", field=field.name
            )
        if found:
            positions[field.name] = found[0]
    return positions


def _slips(keys: Sequence[str], taken: dict[str, int], fields: Sequence[Field]) -> dict[str, int]:
    """Fields found by a slip: one field for the heading, one heading for the field."""
    names = {key: field.name for field in fields for key in _keys(field)}
    claims: dict[str, list[int]] = {}
    for i, key in enumerate(keys):
        if i not in taken.values():
            meant = {names[known] for known in near(key, names, slips=1 + (len(key) >= _LONG))}
            if len(meant) == 1:
                claims.setdefault(meant.pop(), []).append(i)
    return {name: found[0] for name, found in claims.items() if len(found) == 1}


def _missing(headings: Sequence[str], fields: Sequence[Field], missing: Sequence[Field]) -> Refusal:
    required = [field for field in fields if field.required]
    lists = (
        f"Attendues : {_quoted(field.labels[0] for field in required)}. Trouvées : {_quoted(filter(None, headings))}."
    )
    if len(missing) * 2 > len(required):
        return Refusal("wrong_file", f"Ce n’est pas le bon fichier. {lists}", field="file")
    names = _quoted(field.labels[0] for field in missing)
    return Refusal("missing_column", f"Il manque la colonne {names}. {lists}", field=missing[0].name)


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"« {name} »" for name in names)
