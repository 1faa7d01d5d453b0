from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

WORDS = Path(__file__).with_name("words_of_the_house.txt")
LEFT_OVER = 8  # signs that must remain once these words are taken out


class NotMadeOfOurWords:
    """A password is not the agency's name with a year behind it: nor its trade's words, nor the person's own name."""

    def __init__(self) -> None:
        self.words = {*WORDS.read_text(encoding="utf-8").split(), settings.AGENCY}

    def validate(self, password: str, user=None) -> None:
        own = f"{user.name} {(user.email or '').partition('@')[0]}".lower().split() if user else []
        left = lowered = password.lower()
        for word in sorted({*self.words, *(part for part in own if len(part) > 2)}, key=len, reverse=True):
            left = left.replace(word, "")
        if left != lowered and len(left) < LEFT_OVER:
            raise ValidationError(
                _("Ce mot de passe se devine : il est fait du nom de l’agence, du vôtre ou de mots du métier."),
                code="password_of_our_words",
            )

    def get_help_text(self) -> str:
        return _("Ni le nom de l’agence, ni le vôtre.")
