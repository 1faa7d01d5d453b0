"""How people are written in a file: the columns that every list of persons has, and how each is read."""

from collections.abc import Callable
from datetime import date

from teriya.foundation.intake import readers
from teriya.foundation.intake.engine.values import Choices
from teriya.foundation.intake.kinds import Field

FIELDS = [
    Field("family", ["NOM", "Nom de famille", "Noms"], filled=True),
    Field("given", ["Prénoms", "Prénom", "Prénom(s)"], filled=True),
    Field("sex", ["Sexe", "Genre"], filled=True),
    Field("birth", ["Date de naissance", "Né(e) le", "Naissance", "Date naissance"], filled=True),
    Field("phone", ["Contact", "Téléphone", "Tél", "Portable"], required=False),
    Field("commune", ["Commune de résidence", "Commune", "Résidence"], filled=True),
    Field("paper_kind", ["Pièce", "Type de pièce", "Nature de la pièce", "Pièce d’identité"], required=False),
    Field("paper_number", ["N° pièce", "Numéro de la pièce", "N° de pièce d’identité"], required=False),
]  # fmt: skip
_SEX = {"F": ["F", "Féminin", "Femme", "Fille"], "M": ["M", "Masculin", "Homme", "H", "Garçon"]}


def cells(on: date) -> dict[str, Callable]:
    return {
        "family": readers.read_family, "given": readers.read_given, "sex": Choices(_SEX).read,
        "birth": lambda written: readers.read_birth(written, on=on), "phone": readers.phone, "commune": readers.commune(on),
        "paper_kind": readers.choice("paper"), "paper_number": readers.text(40),
    }  # fmt: skip
