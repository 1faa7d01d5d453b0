"""Invented files of past waves, the same for the same seed: what each centre would have sent."""

import csv
import io
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

FAMILY = (
    "ABALO", "ADJOVI", "AFAN", "AGBEKO", "AGBODJAN", "AKAKPO", "ALASSANI", "AMEGAN", "AMOUZOU", "ATTIOGBE", "AYITE", "BAKAI",
    "BATCHANA", "BAWA", "BINI", "BODJONA", "DJAGBA", "DOGBE", "DOUTI", "EDOH", "FOLLY", "GBEDEMAH", "GNASSE", "HOUNKPATI", "KAO",
    "KOMBATE", "KOUDAWO", "KOUMADJO", "KPATCHA", "KPODAR", "LAMBONI", "LARE", "LAWSON", "MENSAH", "NANGBAN", "NIKABOU",
    "OURO-BAWINAY", "PALANGA", "PITALA", "SAMAROU", "SIMLIYA", "SOSSOU", "TCHAGBELE", "TCHALLA", "TETEVI", "YAYA", "ZATO",
)  # fmt: skip
WOMEN = (
    "Abla", "Abra", "Adjo", "Adjoa", "Afi", "Aïchatou", "Akossiwa", "Akouvi", "Ama", "Ayélé", "Dédé", "Délali", "Enyonam", "Essi",
    "Essohanam", "Florence", "Kafui", "Mazalo", "Rachidatou", "Sena", "Yawa", "Zeinabou",
)  # fmt: skip
MEN = (
    "Abdoulaye", "Edem", "Emmanuel", "Essozimna", "Folly", "Ibrahim", "Jean-Paul", "Kodjo", "Koffi", "Kokou", "Komlan", "Kossi",
    "Kwami", "Mawuli", "Moussa", "Sena", "Tchaa", "Yao", "Yaovi", "Yendoubé",
)  # fmt: skip
KINDS = (
    ("CEG {}", "Public", "Education", ("Mathématiques", "Français", "SVT")), ("EPP {} centre", "Public", "Education", ("Instituteur",)),
    ("USP {}", "Public", "Santé", ("Infirmier", "Sage-femme", "Assistant d'hygiène")),
    ("Mairie de {}", "Collectivité", "Décentralisation", ("Etat civil", "Développement local")),
    ("ONG Terre Verte {}", "ONG", "Environnement", ("Gestion des déchets", "Agronomie")),
)  # fmt: skip
MOBILE = ("90", "91", "92", "93", "96", "97", "98", "99", "70", "79")
DIPLOMA = {
    "Assistant d'hygiène": "BEPC",
    "Gestion des déchets": "BEPC",
    "Instituteur": "BAC",
    "Etat civil": "BAC",
    "Agronomie": "BTS",
}
PAPERS = ("CNI", "Passeport", "Carte d'électeur", "Acte de naissance")


@dataclass(frozen=True)
class Words:
    """How people, hosts and telephones are called in a country."""

    family: Sequence[str]
    women: Sequence[str]
    men: Sequence[str]
    kinds: Sequence[tuple[str, str, str, Sequence[str]]]  # a host's name, its legal form, its domain, its profiles
    mobile: Sequence[str]  # the first two of eight figures
    receipt: str  # of an association


TOGO = Words(FAMILY, WOMEN, MEN, KINDS, MOBILE, "{}/MATDCL/2014")


class Office:
    """One regional centre, its hosts, and the files it sends wave after wave."""

    def __init__(self, code: str, communes: Sequence[str], seed: int, words: Words = TOGO):
        self.code, self.communes, self.words = code, list(communes), words
        self.chance = random.Random(f"{seed} {code}")  # noqa: S311 invented people, the same each time
        self.hosts = [self._host(number) for number in range(1, len(words.kinds) + 1)]
        self.people = 0

    def _host(self, number: int) -> dict:
        name, legal, domain, profiles = self.words.kinds[number - 1]
        commune = self.chance.choice(self.communes)
        receipt = self.words.receipt.format(self.chance.randrange(100, 999)) if legal in ("ONG", "Association") else ""
        return {"N°": f"{self.code}{number}", "Structure": name.format(commune), "Statut juridique": legal, "Domaine": domain,
                "Commune": commune, "Responsable": self._name(), "Téléphone": self._phone(), "Récépissé": receipt, "profiles": profiles}  # fmt: skip

    def structures(self) -> bytes:
        return table([{key: value for key, value in host.items() if key != "profiles"} for host in self.hosts])

    def needs(
        self, wave: str, seats: int, months: int, starts_on: date, any_diploma: bool, *, together: bool = False
    ) -> list[dict]:
        """One or two places a need, at hosts in turn, until the seats are reached; `together`, all of them at the first."""
        rows, number = [], 0
        while seats > 0:
            host = self.hosts[number % len(self.hosts)]
            number, places = number + 1, seats if together else min(seats, self.chance.choice((1, 1, 2)))
            profile = self.chance.choice(host["profiles"])
            rows.append({
                "Réf": f"{wave}-{self.code}{number}", "N° structure": host["N°"], "Profil": profile,
                "Niveau minimum": "" if any_diploma else DIPLOMA.get(profile, "Licence"), "Places": places, "Durée (mois)": months,
                "Prise de service": f"{starts_on:%d/%m/%Y}", "Tuteur": self._name(),
            })  # fmt: skip
            seats -= places
        return rows

    def candidates(
        self, needs: Sequence[dict], count: int, year: int, diplomas: Sequence[str], at_home: bool
    ) -> list[dict]:
        """People of 19 to 33 that year, each wishing for up to three posts; `at_home`: only those of the own commune."""
        at = {host["N°"]: host["Commune"] for host in self.hosts}
        rows = []
        for n in range(count):
            self.people += 1
            woman = self.chance.random() < 0.45
            commune = at[needs[n % len(needs)]["N° structure"]] if at_home else self.chance.choice(self.communes)
            open_to = [need["Réf"] for need in needs if not at_home or at[need["N° structure"]] == commune]
            wishes = self.chance.sample(open_to, min(3, len(open_to)))
            born = date(
                year - self.chance.randrange(19, 33), self.chance.randrange(1, 13), self.chance.randrange(1, 29)
            )
            rows.append({
                "N°": f"{self.code}{self.people:03}", "NOM": self.chance.choice(self.words.family), "Prénoms": self.chance.choice(self.words.women if woman else self.words.men),
                "Sexe": "F" if woman else "M", "Date de naissance": f"{born:%d/%m/%Y}", "Contact": self._phone(),
                "Commune de résidence": commune, "Pièce": self.chance.choice(PAPERS),
                "N° pièce": self.chance.randrange(10_000_000, 99_999_999), "Dernier diplôme": self.chance.choice(diplomas),
                "Spécialité": "", **{f"Choix {rank}": wish for rank, wish in enumerate(wishes, 1)},
            })  # fmt: skip
        return rows

    def scores(self, candidates: Sequence[dict]) -> list[dict]:
        return [
            {"N°": row["N°"], **{f"Juré {n}": self.chance.randrange(35, 95) for n in (1, 2, 3)}} for row in candidates
        ]

    def _name(self) -> str:
        first = self.chance.choice((*self.words.women, *self.words.men))
        return f"{self.chance.choice(self.words.family)} {first}"

    def _phone(self) -> str:
        return f"{self.chance.choice(self.words.mobile)} {self.chance.randrange(10**6):06}"


def table(rows: Sequence[dict]) -> bytes:
    """A CSV as spreadsheets save it here: semicolons, UTF-8."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
