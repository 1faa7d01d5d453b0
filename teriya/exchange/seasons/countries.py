from babel import Locale
from django.utils.translation import get_language


def country(code: str) -> str:
    """The name of a country in the language of the page: "BF" → « Burkina Faso »; nothing where the code is none."""
    return Locale.parse((get_language() or "fr").replace("-", "_")).territories.get(code.upper(), "")
