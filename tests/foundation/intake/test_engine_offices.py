"""The four files of a regional office, as such offices send them: candidates in Windows letters, the rest in UTF-8."""

from datetime import date
from decimal import Decimal
from functools import partial

from teriya.foundation.intake.engine import dates, phones, values
from teriya.foundation.intake.engine.headings import Field
from teriya.foundation.intake.engine.places import PlaceIndex
from teriya.foundation.intake.engine.rows import RowResult, check
from teriya.foundation.intake.engine.tables import read_table

ON = date(2026, 1, 1)
COMMUNES = PlaceIndex(
    [(name, name, []) for name in ("Est-Mono 1", "Anié 2", "Akébou 2", "Kloto 1", "Kloto 2", "Agou 2")]
)
DIPLOMAS = values.Choices({name: [name] for name in ("CAP", "BEPC", "BAC", "BTS", "Licence", "Master")})
CANDIDATES = """\
N°;NOM;Prénoms;Sexe;Date de naissance;Contact;Commune de résidence;Pièce;N° pièce;Dernier diplôme;Choix 1;Choix 2
1;BATCHANA;Enyonam Délali;F;né(e) vers 1993;96-48-38-89;EST-MONO 1;Acte de naissance;61776088;BTS;B0039;B0070
2;DOUTI;Kafui;Féminin;06/04/1994;99 06 74 42;ANIÉ 2;Passeport;10578902;Master;B0006;B0051
3;TCHAGBELE;Sena Ibrahim;M;07-01-01;0022899645588; Akébou 2;Acte de naissance;63809943;Master;B0052;B0043
4;AGBEKO;Folly Kwami;M;25-11-95;70060283;KLOTO 1;CNI;40409803;Licence;B0097;B0023
5;KPELLY;YAOVI;Masculin;né(e) vers 1992;93 23 00 69; Kloto 2;;;Licence;B0076;B0022
6;KAO épse TETEVI;Afi;F;2006-10-28;+228 70 69 95 46;Agou 2;Carte d'électeur;48183319;BAC;B0054;B0010
"""
NEEDS = """\
Réf,N° structure,Profil,Niveau minimum,Places,Durée (mois),Prise de service,Tuteur
B0004,23,Assistant d'hygiène,BEPC,3,12,01/03/2026,SOSSOU Florence
B0010,53,Etat civil,BAC,1,12,01/03/2026,
"""
HOSTS = """\
N°,Structure,Statut juridique,Domaine,Commune,Responsable,Téléphone,Récépissé
6,CVD Akébou 2,Association,Décentralisation,Akébou 2,D'ALMEIDA Ayélé,91808958,831/MATDCL/2022
7,Préfecture (Agou 2),Service déconcentré,Décentralisation,Agou 2,DOUTI Tchaa,0022870010419,
"""
SCORES = "N°,Juré 1,Juré 2,Juré 3\n1,30,28,24\n2,50,63,22\n"


def read(text: str, encoding: str, readers: dict) -> list[RowResult]:
    """Each column is its own field, named as the office heads it."""
    table = read_table("office.csv", text.replace("\n", "\r\n").encode(encoding))
    return check(table, [Field(heading, [heading]) for heading in table.headings], readers)


def test_candidates_are_read_without_error():
    sex = values.Choices({"M": ["Masculin", "M"], "F": ["Féminin", "F"]})
    readers = {
        "NOM": values.read_family,
        "Prénoms": values.read_given,
        "Sexe": sex.read,
        "Date de naissance": partial(dates.read_birth, on=ON),
        "Contact": phones.read_phone,
        "Commune de résidence": COMMUNES.read,
        "Dernier diplôme": DIPLOMAS.read,
    }
    rows = read(CANDIDATES, "cp1252", readers)
    assert [row.errors for row in rows] == [[]] * 6
    births = [row.values["Date de naissance"].reference_date.isoformat() for row in rows]
    assert births == ["1993-12-31", "1994-04-06", "2001-01-07", "1995-11-25", "1992-12-31", "2006-10-28"]
    assert [row.values["Contact"].e164[-8:] for row in rows][:3] == ["96483889", "99067442", "99645588"]
    assert [row.values["Sexe"] for row in rows] == list("FFMMMF")
    assert [row.values["Commune de résidence"] for row in rows][2] == "Akébou 2"
    assert rows[4].values["Pièce"] is None
    assert rows[5].values["NOM"] == values.Name("KAO", "", "TETEVI")


def test_needs_are_read_without_error():
    readers = {"Places": values.read_int, "Prise de service": dates.read_date, "Tuteur": values.clean_name}
    rows = read(NEEDS, "utf-8", readers | {"Niveau minimum": DIPLOMAS.read})
    assert [row.errors for row in rows] == [[], []]
    assert (rows[0].values["Prise de service"], rows[0].values["Places"]) == (date(2026, 3, 1), 3)
    assert [row.values["Tuteur"] for row in rows] == [values.Name("SOSSOU", "Florence"), None]


def test_hosts_are_read_without_error():
    readers = {"Commune": COMMUNES.read, "Responsable": values.clean_name, "Téléphone": phones.read_phone}
    rows = read(HOSTS, "utf-8-sig", readers)
    assert [row.errors for row in rows] == [[], []]
    assert rows[0].values["Responsable"] == values.Name("D'ALMEIDA", "Ayélé")
    assert rows[1].values["Téléphone"].national == "70 01 04 19"


def test_scores_of_the_jury_are_read_without_error():
    score = partial(values.read_score, maximum=100)
    rows = read(SCORES, "utf-8", {f"Juré {i}": score for i in (1, 2, 3)})
    assert sum(rows[1].values[f"Juré {i}"] for i in (1, 2, 3)) == Decimal(135)
