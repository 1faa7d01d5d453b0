"""The seven papers: what is read back from their PDF."""

import hashlib
import io
import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from teriya.foundation.documents.engine.binding import bound
from teriya.foundation.documents.engine.kinds import PAPERS
from teriya.foundation.documents.engine.render import plain, render
from tests.foundation.documents.samples import HOLDER, ON, SAMPLES

COMMON = [
    "ANVT",
    "RÉPUBLIQUE TOGOLAISE",
    "N/2026/000123",
    "Fait à Atakpamé, le 3 novembre 2026",
    "Visa n° 118/CF du 02/11/2026",
]
READ = {
    "rapport": ["Revue du 1er trimestre 2026", "conseil d’administration", "Une sur deux.", "1 720", "Comptée une seule fois."],
    "note": ["Connu le 15 août 2024", "1 480", "↑ 12 sur un an · cible 1 500 au 31 décembre", "Kara", "363", "par Ama", "abababababababab"],
    "contrat": ["ƉOGBÉ Kofi Ŋutifafa Ɛyram ɔɣʋƒ", "60 000 F CFA (soixante mille francs CFA) par mois", "du 1er décembre 2026 au 30 novembre 2027",
                "Article 1 – Durée", "loi n° 2011-001, art. 28", "Signé électroniquement", "Signé à l’encre", "Date et signature"],
    "certificat": ["Attestation de fin de mission", "né vers 1994", "1 461 jours", "7K3M-9QXD-2R4V", "/verifier/7K3M9QXD2R4V"],
    "formation": ["Attestation de formation", "a suivi et validé", "Civisme", "14", "du 23 novembre 2026 au 24 novembre 2026"],
    "conjointe": ["attestent ensemble que", "KOFFI Afi", "365 jours", "agence d’accueil", "Signé électroniquement"],
    "bulletin": ["19 jours × 1 500 = 28 500 F", "−2 000", "vingt-six mille cinq cents francs CFA", "26 500 F CFA", "carnet …4471", "à venir"],
    "epargne": ["Relevé d’épargne", "Retenu sur octobre 2026", "mille francs CFA", "compte n° 00214", "500 F CFA"],
    "quote_part": ["Appel de quote-part", "12/30 × 15 000", "−1 000", "cinq mille francs CFA", "3 décembre 2026", "Au Trésor public."],
    "chiffres": ["Note chiffrée", "Femmes dans la Kara", "1 250 personnes", "Suspendues comprises.", "VNC", "1 200", "Ensemble", "a1b2c3"],
    "etat_de_paye": ["Ogou 2", "Signature ou empreinte", "26 500", "56 500", "cinquante-six mille cinq cents francs CFA", "Nombre de lignes : 2"],
    "liste": ["Procès-verbal de prestation de serment", "11/04/1995", "1 250", "Arrêté à deux noms."],
    "fiche": ["Canevas de présence", "1er octobre 2026", "31", "P présent · A absent"],
    "bordereau": ["Direction administrative et financière", "Canevas de présence", "13", "Reçu par"],
    "appel_de_fonds": ["Appel de fonds", "CONV-UE-2026-01", "150 000,00 EUR", "655,957", "98 393 550", "mi-parcours", "1er décembre 2026", "compte n° 00214-3", "sur le compte ci-dessus"],
    "lettres": ["fin de votre mission", "Le budget est coupé.", "lettre 2 sur 2", "MISSION/2026/000001", "31/01/2027"],
    "affiche": ["Appel à candidatures", "Vague 20", "jusqu’au 16 décembre 2026", "/appels/VNC-20/", "Ne payez jamais personne."],
    "formulaire": ["N° F00001", "N° F00002", "Nom de naissance", "(ou empreinte)", "Ne payez jamais personne."],
    "carte": ["ANVT", "N/2026/000123", "ƉOGBÉ Kofi Ŋutifafa", "Matricule TG-0012345", "Du 01/12/2026 au 30/11/2027", "7K3M-9QXD-2R4V"],
}  # fmt: skip


CODES = {  # the addresses held by a QR: of its check, but for the papers that nobody signs
    "affiche": ["https://tg.example.org/appels/VNC-20/"], "formulaire": [],
}  # fmt: skip


def read(pdf):
    return PdfReader(io.BytesIO(pdf), strict=True)


def words(pdf):
    """The text with plain spaces, whatever the line breaks."""
    return " ".join(" ".join(page.extract_text() for page in read(pdf).pages).split())


def alternatives(element):
    """The texts that stand for images, in the tree of tags."""
    children = element.get("/K", [])
    below = [child.get_object() for child in (children if isinstance(children, list) else [children])]
    own = [element["/Alt"]] if "/Alt" in element else []
    return own + [text for child in below if hasattr(child, "get") for text in alternatives(child)]


def test_every_paper_has_its_sample():
    assert set(SAMPLES) == set(READ) == set(PAPERS)


@pytest.mark.parametrize("paper", SAMPLES)
def test_paper_says_what_it_was_given(paper):
    pdf = render(paper, SAMPLES[paper], on=ON)
    text, pages = words(pdf), len(read(pdf).pages)
    common = COMMON[:3] if paper in CODES else COMMON
    last = "1/1" if paper == "lettres" else f"{pages}/{pages}"  # each letter counts its own
    parts = READ[paper] if paper == "carte" else [*common, last, *READ[paper]]  # a card has no letterhead
    assert [part for part in parts if part not in text] == []
    assert "document sans valeur" not in text


@pytest.mark.parametrize("paper", SAMPLES)
def test_paper_is_archivable_and_accessible(paper):
    pdf = render(paper, SAMPLES[paper], on=ON)
    root = read(pdf).trailer["/Root"]
    metadata = root["/Metadata"].get_data()
    assert root["/Lang"] == "fr"
    assert root["/MarkInfo"]["/Marked"]
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert b"<pdfuaid:part>1</pdfuaid:part>" in metadata
    held = CODES.get(paper, ["https://tg.example.org/verifier/7K3M9QXD2R4V"])
    held *= len(SAMPLES[paper].get("letters", [""]))  # each letter can be verified alone
    assert alternatives(root["/StructTreeRoot"]) == [f"Code QR de l’adresse {address}" for address in held]
    assert len(pdf) < 45_000


@pytest.mark.parametrize("paper", SAMPLES)
def test_same_data_and_date_give_the_same_bytes(paper):
    once = render(paper, SAMPLES[paper], on=ON)
    frozen = json.loads(json.dumps(SAMPLES[paper], default=date.isoformat, sort_keys=True))
    assert hashlib.sha256(once).digest() == hashlib.sha256(render(paper, frozen, on=ON)).digest()
    assert once != render(paper, SAMPLES[paper], on=date(2026, 11, 4))
    assert read(once).metadata.creation_date.date() == ON


def test_trial_is_marked_on_every_page():
    rows = [HOLDER | {"days": 20, "due": 30_000, "retained": 0}] * 40
    pages = read(render("etat_de_paye", SAMPLES["etat_de_paye"] | {"rows": rows}, on=ON, trial=True)).pages
    assert len(pages) > 2
    assert all("ESSAI – document sans valeur" in page.extract_text() for page in pages)
    assert all(
        "Signature ou empreinte" in page.extract_text() for page in pages[:-1]
    )  # the header of the table comes back


@pytest.mark.parametrize(
    "hostile", ['#import "x"', "*bold* _it_", "$x^2$", "@ref <label>", "= Titre", "// a /* b", "`raw` \\ #{1+1}", '"}']
)
def test_hostile_name_is_printed_as_it_is(hostile):
    slip = SAMPLES["bulletin"] | {
        "volunteer": HOLDER | {"given_names": hostile},
        "funder": hostile,
        "notes": [hostile],
    }
    assert words(render("bulletin", slip, on=ON)).count(hostile) == 3


@settings(max_examples=25)
@given(st.text(max_size=60))
def test_any_name_makes_a_paper(name):
    slip = SAMPLES["bordereau"] | {
        "recipient": name,
        "number": name,
        "items": [{"label": name, "count": 1, "note": name}],
    }
    assert len(read(render("bordereau", slip, on=ON)).pages) == 1


@pytest.mark.parametrize("paper", ["etat_de_paye", "liste"])
def test_empty_table_says_so(paper):
    assert "Néant." in words(render(paper, SAMPLES[paper] | {"rows": [], "visas": []}, on=ON))


def test_paper_without_visa_nor_code_is_made():
    bare = {key: value for key, value in SAMPLES["fiche"].items() if key not in ("visas", "verification", "grid")}
    assert "Vérifier" not in words(render("fiche", bare, on=ON))


def test_misspelt_key_is_refused():
    with pytest.raises(ValueError, match=r"^bulletin\.net is not part of PaySlip"):
        render("bulletin", SAMPLES["bulletin"] | {"net": 1}, on=ON)


@pytest.mark.parametrize(
    ("paper", "wrong"),
    [("liste", {"rows": [["AGBEKO Kossi"]]}), ("fiche", {"grid": SAMPLES["fiche"]["grid"] | {"rows": [["P"]]}})],
)
def test_row_of_another_length_is_refused(paper, wrong):
    with pytest.raises(RuntimeError, match="length"):
        render(paper, SAMPLES[paper] | wrong, on=ON)


def test_papers_bound_in_one_file_show_the_pages_of_each():
    two = [SAMPLES["fiche"], SAMPLES["etat_de_paye"] | {"number": "N/2026/000124"}]
    alone = [render(kind, data, on=ON) for kind, data in zip(("fiche", "etat_de_paye"), two, strict=True)]
    file = bound(plain(kind, data, on=ON) for kind, data in zip(("fiche", "etat_de_paye"), two, strict=True))
    assert [page.extract_text() for page in read(file).pages] == [
        page.extract_text() for pdf in alone for page in read(pdf).pages
    ]
    assert len(file) < sum(map(len, alone)) and file == bound(
        plain(kind, data, on=ON) for kind, data in zip(("fiche", "etat_de_paye"), two, strict=True)
    )
