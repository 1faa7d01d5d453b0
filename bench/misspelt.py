"""Names of the region from a seed, and the ways in which offices misspell them."""

import random
import re
from collections.abc import Callable

from teriya.portals.demo.files import FAMILY, MEN, WOMEN

STEMS = "AGBE AMEGA ADJE KOSSI TCHA PALA BAWA NADJO SIMLI EKLOU DEGBO FOLI KPONTO ATSOU GNASSI KOMBA YAWO OURO".split()
MIDDLES = ["", "KPO", "LA", "TO", "MEN", "DZI", "GBA", "WOU"]
ENDINGS = "NOU VI KPE TOR LI MDO GAN WOSSI YA DZI BLE NA TE KO BO ZAN".split()
GIVEN = [*MEN, *WOMEN, *"Fatoumata Véronique Étienne Dzifa Boukari Kwassi Akoua Messan Yobe Tchilalo Kpatcha Lidaw".split()]  # fmt: skip


def invent(chance: random.Random) -> tuple[str, str]:
    """Family and given names: a third of the families are the common ones, half of the people have two given names."""
    rare = chance.choice(STEMS) + chance.choice(MIDDLES) + chance.choice(ENDINGS)
    family = chance.choice(FAMILY) if chance.random() < 1 / 3 else rare
    first, second = chance.sample(GIVEN, 2)
    return family, f"{first} {second}" if chance.random() < 0.5 else first


def _replaced(pairs: list[tuple[str, str]]) -> Callable[[str, random.Random], str]:
    """One of the groups of letters found, written the other way."""

    def misspell(name: str, chance: random.Random) -> str:
        lower = name.lower()
        found = [(m.span(), new) for old, new in pairs for m in re.finditer(old, lower)]
        if not found:
            return name
        (start, end), new = chance.choice(found)
        return lower[:start] + new + lower[end:]

    return misspell


def _swapped_letters(name: str, chance: random.Random) -> str:
    at = chance.choice([at for at in range(len(name) - 1) if name[at].isalpha() and name[at + 1].isalpha()])
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def _doubled(name: str, chance: random.Random) -> str:
    """A letter written twice, or a double one written once."""
    doubles = [m.start() for m in re.finditer(r"([A-Za-z])\1", name)]
    if doubles and chance.random() < 0.5:
        at = chance.choice(doubles)
        return name[:at] + name[at + 1 :]
    at = chance.choice([at for at, letter in enumerate(name) if letter.isalpha()])
    return name[:at] + name[at] + name[at:]


def _lost(name: str, chance: random.Random) -> str:
    at = chance.choice([m.start() for m in re.finditer(r"(?<=[A-Za-z])[A-Za-z](?=[A-Za-z])", name)])
    return name[:at] + name[at + 1 :]


def _swapped_names(name: str, chance: random.Random) -> str:
    words = name.split()
    return " ".join([*words[1:], words[0]])


def _part_missing(name: str, chance: random.Random) -> str:
    """One word of three or more left out."""
    words = re.split(r"[ -]", name)
    if len(words) > 2:
        del words[chance.randrange(len(words))]
    return " ".join(words)


def _part_more(name: str, chance: random.Random) -> str:
    """A given name that the register does not have."""
    return f"{name} {chance.choice(GIVEN)}"


def _no_accents(name: str, chance: random.Random) -> str:
    return name.translate(str.maketrans("éèêëïîôÉ", "eeeeiioE")) if chance.random() < 0.5 else name.replace("e", "é")


WAYS: dict[str, Callable[[str, random.Random], str]] = {
    "lettres interverties": _swapped_letters, "lettre doublée ou simple": _doubled, "lettre perdue": _lost,
    "y ou i": _replaced([("y", "i"), ("i", "y")]), "ou ou w": _replaced([("ou", "w"), ("w", "ou")]),
    "k ou c": _replaced([("k", "c"), ("c(?![hei])", "k")]), "accents": _no_accents, "noms inversés": _swapped_names,
    "une partie manque": _part_missing, "une partie de trop": _part_more,
}  # fmt: skip
