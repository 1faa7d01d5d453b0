"""What may ever leave about a person. Nothing of health is among it, and nothing that is not here can be chosen."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Category(models.TextChoices):
    """What an authority authorises."""

    IDENTITY = "identity", _("identité")
    CONTACT = "contact", _("coordonnées")
    EDUCATION = "education", _("études")
    EXPERIENCE = "experience", _("expérience de volontaire")
    LANGUAGES = "languages", _("langues")
    JOURNEY = "journey", _("voyage : passeport, visa, dates")


FIELDS: dict[str, tuple[Promise, Category]] = {
    "family": (_("nom"), Category.IDENTITY),
    "given": (_("prénoms"), Category.IDENTITY),
    "sex": (_("sexe"), Category.IDENTITY),
    "birth_on": (_("date de naissance"), Category.IDENTITY),
    "nationality": (_("nationalité"), Category.IDENTITY),
    "phone": (_("téléphone"), Category.CONTACT),
    "email": (_("courriel"), Category.CONTACT),
    "next_of_kin": (_("personne à prévenir"), Category.CONTACT),
    "diploma": (_("diplôme le plus élevé"), Category.EDUCATION),
    "profile": (_("profil"), Category.EDUCATION),
    "missions": (_("missions de volontaire accomplies"), Category.EXPERIENCE),
    "skills": (_("compétences"), Category.EXPERIENCE),
    "motivation": (_("motivation, dans ses mots"), Category.EXPERIENCE),
    "languages": (_("langues parlées"), Category.LANGUAGES),
    "passport": (_("numéro du passeport"), Category.JOURNEY),
    "travel": (_("dates et moyen du voyage"), Category.JOURNEY),
}


def categories(fields) -> set[str]:
    """The categories that these fields fall in. KeyError for what is not in the catalogue."""
    return {FIELDS[field][1].value for field in fields}
