"""Cells that a spreadsheet would compute: a file of data holds none, and none may leave us for someone's spreadsheet."""

import re

FIRST_SIGNS = frozenset("=+-@\t\r#")
_NUMBERS = re.compile(r"[+-]?(?:[0-9\s().,/;-]|ou|et)*")  # telephones, negative numbers, dashes
_ERROR = re.compile(r"#(?:N/?A|[A-ZÀ-Ü0-9/]+[!?])")  # #REF!, #NOM?, #DIV/0!: what is left of a formula


def is_formula(text: str) -> bool:
    """True for a text that starts with =, @, a tab, or a + or - that opens neither a number nor a telephone.

    Source: OWASP, CSV injection. The errors that spreadsheets leave (#REF!) count as formulas.
    """
    if text[:1] not in FIRST_SIGNS:
        return False
    if text[0] == "#":
        return _ERROR.match(text) is not None
    return text[0] not in "+-" or _NUMBERS.fullmatch(text) is None
