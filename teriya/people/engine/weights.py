"""What each agreement and disagreement is worth, in decibans: 10 points multiply the odds by ten, 3 by two.

The form is Fellegi and Sunter's (1969): points = 10·log10 of how much likelier the observation is between two records of
one person than between strangers. Where two records share a value, its rarity is added, read in the register itself
(Winkler 1989): 10·log10(records / records that bear the value).
"""

from functools import lru_cache
from typing import NamedTuple

HELD = 990  # per thousand: nothing goes on for the two records until a person has decided
QUEUE = 500  # per thousand: more likely one person than two, looked at when there is time

# Twins share all but their given names: without one in common, one chance in two at most, the end of the queue.
KIN_CEILING = 0

# A small register is read as if so many strangers stood beside it; else two lone records could never look rare.
STRANGERS = 1000

# How many of them bear any given value: one in two hundred a name, in twenty a birth year, in a hundred a commune.
AMONG_STRANGERS = {"name": 5, "sound": 5, "year": 50, "commune": 10}

# One record in twenty is a second one: of n records, n/20 pairs in n²/2 are true, odds of 1 to 10·n.
DOUBLES = 10


def N_(sentence: str) -> str:  # the name by which Babel finds a sentence that is translated where it is shown
    return sentence


class Rule(NamedTuple):
    """Points for one observation, and the sentence that tells it to the officer."""

    points: int
    sentence: str


RULES = {
    # A name written alike counts for its rarity; each liberty taken costs what it adds in strangers who fit.
    "family_same": Rule(0, N_("Même nom de famille.")),
    "family_sounds": Rule(-1, N_("Noms de famille qui se prononcent de la même façon.")),
    "family_typo": Rule(-4, N_("Noms de famille à une lettre près.")),
    "family_part": Rule(-4, N_("L’un des noms de famille contient l’autre.")),
    "family_married": Rule(-4, N_("Le nom d’épouse de l’une est le nom de l’autre.")),
    "family_some": Rule(-10, N_("Une partie du nom de famille en commun, le reste différent.")),
    "family_other": Rule(-15, N_("Noms de famille différents.")),
    "given_same": Rule(0, N_("Mêmes prénoms.")),
    "given_sounds": Rule(-1, N_("Prénoms qui se prononcent de la même façon.")),
    "given_typo": Rule(-4, N_("Prénoms à une lettre près.")),
    "given_part": Rule(-4, N_("Les prénoms de l’un sont une partie de ceux de l’autre.")),
    "given_some": Rule(-10, N_("Un prénom en commun, les autres différents.")),
    "given_other": Rule(-20, N_("Aucun prénom en commun.")),
    "names_swapped": Rule(-5, N_("Nom et prénoms intervertis.")),
    # One true pair in a hundred has another date (a substitute judgment, an age made to fit the limits).
    "birth_same": Rule(0, N_("Même date de naissance.")),
    "birth_year": Rule(-1, N_("Même année de naissance, jour inconnu au moins d’un côté.")),
    "birth_near_year": Rule(-11, N_("Années de naissance voisines, l’une n’étant qu’estimée.")),
    "birth_swapped": Rule(12, N_("Jour et mois de naissance intervertis.")),
    "birth_digit": Rule(6, N_("Dates de naissance à un chiffre près.")),
    "birth_other_day": Rule(-6, N_("Même année de naissance, autre jour.")),
    "birth_other": Rule(-20, N_("Dates de naissance différentes.")),
    "sex_same": Rule(2, N_("Même sexe.")),
    "sex_other": Rule(-15, N_("Sexes différents.")),
    # Fifteen phones in a hundred serve a household; a changed number says little.
    "phone_same": Rule(-6, N_("Même numéro de téléphone.")),
    "phone_other": Rule(-2, N_("Téléphones différents.")),
    "paper_same": Rule(0, N_("Même numéro de pièce.")),
    "paper_swapped": Rule(20, N_("Numéros de pièce à deux chiffres intervertis près.")),
    "paper_digit": Rule(8, N_("Numéros de pièce à un chiffre près.")),  # also brothers served the same day
    "paper_other": Rule(-3, N_("Pièces du même genre, numéros différents.")),
    # Names belong to regions: a commune tells a part of what the names have told already.
    "commune_same": Rule(-4, N_("Même commune.")),
    "commune_other": Rule(-6, N_("Communes différentes.")),
    "kin_doubt": Rule(0, N_("Sans prénom ni pièce en commun, ce peut être un frère ou une sœur.")),
}

# 1000 · 10^(k/10): the odds inside one power of ten.
_TENTHS = (1000, 1259, 1585, 1995, 2512, 3162, 3981, 5012, 6310, 7943)


def decibans(whole: int, part: int) -> int:
    """10·log10(whole/part) rounded down, exactly: the count of digits of (whole/part)¹⁰. `part` ≤ `whole`."""
    return len(str(whole**10 // part**10)) - 1


def prior(records: int) -> int:
    """Points of two records drawn blind from a register: 1 to 10·n."""
    return -decibans(DOUBLES * (records + STRANGERS), 1)


@lru_cache(maxsize=1024)
def chance(points: int) -> int:
    """Points as a chance per thousand, rounded down, in integers: 0 → 500, 10 → 909, 20 → 990, never 1000."""
    tens, tenth = divmod(points, 10)
    odds, against = _TENTHS[tenth], 1000
    if tens >= 0:
        odds *= 10**tens
    else:
        against *= 10**-tens
    return 1000 * odds // (odds + against)
