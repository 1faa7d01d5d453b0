"""One sample of each paper."""

from datetime import date

ON = date(2026, 11, 3)


def signature(party, name, on=None, means=""):
    return {"party": party, "name": name, "function": "", "on": on, "means": means}


HEAD = {
    "agency": {
        "name": "Agence nationale du volontariat au Togo",
        "short_name": "ANVT",
        "motto": ["RÉPUBLIQUE TOGOLAISE", "Travail – Liberté – Patrie"],
    },
    "number": "N/2026/000123",
    "place": "Atakpamé",
    "visas": [
        {"function": "Contrôleur financier", "name": "TCHALLA Akouvi", "on": date(2026, 11, 2), "number": "118/CF"},
        {"function": "Ordonnateur", "name": "LAWSON Issa", "on": None, "number": ""},
    ],
    "verification": {"code": "7K3M-9QXD-2R4V", "url": "https://tg.example.org/verifier/7K3M9QXD2R4V"},
}
HOLDER = {"matricule": "TG-0012345", "surname": "Ɖogbé", "given_names": "Kofi Ŋutifafa Ɛyram ɔɣʋƒ"}
VOLUNTEER = HOLDER | {"born": "né vers 1994", "identity_paper": "CNI n° 0123-456", "address": "Zongo, Atakpamé"}
HOST = {"name": "Centre médico-social d’Agbonou", "address": "Ogou 1"}
MISSION = {
    "post": "Assistant d’hygiène",
    "place": "Agbonou",
    "tutor": "ADJOVI Essi",
    "tasks": ["Tenir le registre d’hygiène"],
    "starts_on": date(2026, 12, 1),
    "ends_on": date(2027, 11, 30),
    "duration": "douze mois",
}
SAMPLES = {
    "note": HEAD
    | {
        "title": "Ce que le volontariat apporte", "known": "15 août 2024", "span": "janvier à juillet 2024", "freshness": "Relevés validés jusqu’en juillet 2024.",
        "numbers": [{"label": "Volontaires en service", "value": "1 480", "trend": "↑ 12 sur un an", "target": "1 500 au 31 décembre", "definition": "Personnes en mission ce jour-là."}],
        "drawn": "Consultations prénatales", "contributes": "Contribue à la cible 3.1.", "caveat": "Aucun ne dit qu’une cible est atteinte.",
        "bars": [{"label": "Kara", "value": 363}, {"label": "Savanes", "value": 0}], "made_by": "Ama", "digest": "ab" * 32,
    },
    "contrat": HEAD
    | {
        "form": "Volontaire national de compétences (VNC)",
        "represented_by": {"name": "LAWSON Issa", "function": "Directeur général", "act": "décret n° 2022-044"},
        "host": HOST,
        "host_represented_by": {"name": "ADJOVI Essi", "function": "Responsable", "act": ""},
        "volunteer": VOLUNTEER,
        "mission": MISSION,
        "allowance": {"amount": 60_000, "per": "par mois", "funder": "État"},
        "articles": [
            {"title": "Durée", "text": "Le contrat est conclu pour un an.", "source": "loi n° 2011-001, art. 28"}
        ],
        "signatures": [
            signature("L’agence", "LAWSON Issa", date(2026, 11, 3), "électronique"),
            signature("La structure d’accueil", "ADJOVI Essi", date(2026, 11, 4), "encre"),
            signature("Le ou la volontaire", "Ɖogbé Kofi"),
        ],
    },
    "certificat": HEAD
    | {
        "attested_by": "Le Directeur général de l’Agence nationale du volontariat au Togo",
        "volunteer": VOLUNTEER,
        "form": "Volontaire national de compétences (VNC)",
        "host": HOST,
        "post": "Assistant d’hygiène",
        "starts_on": date(2022, 12, 1),
        "ends_on": date(2026, 11, 30),
        "days_served": 1461,
        "signature": signature("Le Directeur général", "LAWSON Issa"),
    },
    "formation": HEAD
    | {
        "attested_by": "Le Directeur général de l’Agence nationale du volontariat au Togo",
        "volunteer": VOLUNTEER,
        "form": "Volontaire national de compétences (VNC)",
        "title": "Formation avant déploiement",
        "held_at": "Maison des jeunes, Atakpamé",
        "starts_on": date(2026, 11, 23),
        "ends_on": date(2026, 11, 24),
        "modules": [
            {"name": "Civisme", "hours": 4, "mark": None},
            {"name": "Le volontariat : statut, droits et devoirs", "hours": 4, "mark": 14},
        ],
        "signature": signature("Le Directeur général", "LAWSON Issa"),
    },
    "conjointe": HEAD
    | {
        "home": "Agence nationale du volontariat au Togo",
        "host": "Programme national de volontariat au Burkina Faso",
        "name": "KOFFI Afi",
        "matricule": "TG-0012345",
        "form": "Volontaire international de réciprocité",
        "structure": "CSPS de Kaya",
        "post": "Sage-femme",
        "starts_on": date(2025, 11, 1),
        "ends_on": date(2026, 10, 31),
        "days": 365,
        "home_signed": "Signé électroniquement",
        "host_signed": "Signé électroniquement",
    },
    # a VEC's month: 19 days of 1 500 F, 2 000 F saved (domain.md § 1.1.6)
    "bulletin": HEAD
    | {
        "month": "octobre 2026",
        "volunteer": HOLDER,
        "form": "Volontaire d’engagement citoyen (VEC)",
        "host": "Commune Ogou 2",
        "lines": [
            {"label": "Allocation", "formula": "19 jours × 1 500 = 28 500 F", "amount": 28_500},
            {"label": "Épargne", "formula": "2 000 F par mois", "amount": -2000},
        ],
        "notes": ["Non compté : mardi 13 octobre, absence non justifiée."],
        "funder": "État",
        "rate_source": "1 500 F par jour de présence, 20 jours au plus",
        "paid_to": "COOPEC Ogou, carnet …4471",
        "path": [
            {"label": "Confirmé par le CRV Plateaux", "on": date(2026, 11, 3)},
            {"label": "Envoyé à l’institution", "on": None},
        ],
    },
    "epargne": HEAD
    | {
        "until": date(2026, 11, 28),
        "volunteer": HOLDER,
        "movements": [
            {"on": date(2026, 10, 6), "label": "Retenu sur septembre 2026", "reference": "VEC/2026/000009", "amount": 500, "balance": 500},
            {"on": date(2026, 11, 5), "label": "Retenu sur octobre 2026", "reference": "VEC/2026/000010", "amount": 500, "balance": 1000},
        ],
        "held": ["COOPEC Ogou, compte n° 00214 (ANVT, épargne des volontaires)"],
        "to_carry": 500,
    },
    "chiffres": HEAD
    | {
        "title": "Note chiffrée", "subtitle": "Femmes dans la Kara",
        "chapters": [
            {"title": "Le chiffre", "lines": ["1 250 personnes", "Suspendues comprises."], "facts": [{"label": "Depuis le", "value": date(2026, 1, 1)}]},
            {"title": "Par forme", "lines": [], "bars": [{"label": "VNC", "share": 1000, "value": "1 200"}],
             "table": {"columns": [{"title": "Forme", "kind": "text"}, {"title": "Femmes", "kind": "number"}], "rows": [["VNC", 1200], ["VS", "50"]],
                       "total": ["Ensemble", "1 250"], "note": "Compté une fois."}},
        ],
        "digest": "a1b2c3", "signatures": [signature("L’agence", "LAWSON Issa")],
    },
    "rapport": HEAD
    | {
        "title": "Revue du 1er trimestre 2026", "addressee": "conseil d’administration", "preamble": "Plan 2026-2030.",
        "parts": [{"title": "Cibles", "text": "Une sur deux.", "columns": [{"title": "Cible", "kind": "text"}, {"title": "Visé", "kind": "number"}], "rows": [["VNC", 1720]]}],
        "closing": "Comptée une seule fois.", "signatures": [],
    },
    "quote_part": HEAD
    | {
        "title": "Appel de quote-part",
        "host": HOST,
        "facts": [{"label": "À payer au plus tard le", "value": date(2026, 12, 3)}, {"label": "Texte", "value": "Arrêté n° 002/16"}],
        "before": ["La structure participe à l’allocation de ses volontaires."],
        "lines": [
            {"label": "ƉOGBÉ Kofi, octobre 2026", "formula": "12/30 × 15 000 = 6 000 F", "amount": 6000},
            {"label": "ƉOGBÉ Kofi, septembre 2026", "formula": "déjà appelé 15 000", "amount": -1000},
        ],
        "total_label": "À payer",
        "after": ["Au Trésor public."],
        "signatures": [signature("L’agence", "LAWSON Issa")],
    },
    "etat_de_paye": HEAD
    | {
        "month": "octobre 2026",
        "form": "Volontaire d’engagement citoyen (VEC)",
        "centre": "CRV Plateaux",
        "commune": "Ogou 2",
        "institution": "COOPEC Ogou",
        "rows": [
            HOLDER | {"days": 19, "due": 28_500, "retained": 2000},
            HOLDER | {"days": 20, "due": 30_000, "retained": 0},
        ],
    },
    "liste": HEAD
    | {
        "title": "Procès-verbal de prestation de serment",
        "preamble": "L’an deux mille vingt-six et le trois novembre, ont prêté serment :",
        "columns": [
            {"title": "Nom et prénoms", "kind": "text"},
            {"title": "Né(e) le", "kind": "date"},
            {"title": "Points", "kind": "number"},
            {"title": "Signature", "kind": "signature"},
        ],
        "rows": [["AGBEKO Kossi", date(1995, 4, 11), 1250, None], ["Ɖogbé Kofi", None, None, None]],
        "closing": "Arrêté à deux noms.",
        "signatures": [signature("Le président", "AMEGAN Yao")],
    },
    "fiche": HEAD
    | {
        "title": "Canevas de présence",
        "sections": [
            {
                "title": "Équipe",
                "fields": [{"label": "Début", "value": date(2026, 10, 1)}, {"label": "Chantier", "value": None}],
            }
        ],
        "grid": {
            "heads": ["Nom et prénoms", *[str(day) for day in range(1, 32)], "Jours"],
            "labels": 1,
            "rows": [["AGBEKO Kossi", *["P"] * 31, "31"]],
            "shaded": [3, 4],
            "legend": "P présent · A absent",
        },
    },
    "bordereau": HEAD
    | {
        "sender": "CRV Plateaux",
        "recipient": "Direction administrative et financière",
        "subject": "Pièces de paye d’octobre 2026",
        "items": [
            {"label": "Canevas de présence", "count": 12, "note": ""},
            {"label": "État de paye", "count": 1, "note": "émargé"},
        ],
        "signature": signature("Le superviseur", "AMEGAN Yao", date(2026, 11, 3), "encre"),
    },
    "appel_de_fonds": HEAD
    | {
        "recipient": "Union européenne", "agreement": "CONV-UE-2026-01", "title": "Volontaires des communes", "tranche": 2,
        "amount": "150 000,00 EUR", "rate": "655,957", "francs": 98_393_550, "due_on": date(2026, 12, 1),
        "condition": "rapport de mi-parcours", "accounts": ["Banque de l’Ogou, compte n° 00214-3, ANVT"], "signature": signature("L’agence", "", None, ""),
    },
    "lettres": HEAD
    | {
        "letters": [
            {"to": ["ƉOGBÉ Kofi", "Ogou 2"], "subject": "fin de votre mission le 31 janvier 2027", "paragraphs": ["Le budget est coupé."], "people": []},
            {"to": ["Lycée d’Ogou"], "subject": "missions qui s’arrêtent", "paragraphs": ["Deux missions."],
             "people": [{"name": "ƉOGBÉ Kofi", "mission": "MISSION/2026/000001", "last_day": date(2027, 1, 31)}]},
        ],
        "signature": signature("L’agence", "", None, ""),
    },
    "affiche": HEAD
    | {
        "title": "Vague 20",
        "until": "Candidatures jusqu’au 16 décembre 2026 à minuit",
        "sections": [{"title": "Qui peut être candidat", "lines": ["Âge : de 18 à 35 ans"]}],
        "address": "https://tg.example.org/appels/VNC-20/",
        "counter": "Un agent remplit le dossier avec vous.",
        "warning": "Ne payez jamais personne.",
    },
    "formulaire": HEAD
    | {
        "title": "Formulaire de candidature",
        "subtitle": "Vague 20, jusqu’au 16 décembre 2026",
        "numbers": ["F00001", "F00002"],
        "sections": [{"title": "Qui", "lines": ["Nom de naissance", "Prénoms"]}],
        "warning": "Ne payez jamais personne.",
    },
    "carte": {
        "is_sheet": False,
        "cards": [
            {
                "agency": HEAD["agency"], "number": "N/2026/000123", "name": "ƉOGBÉ Kofi Ŋutifafa", "matricule": "TG-0012345",
                "form": "Volontaire national de compétences", "host": "Centre médico-social d’Agbonou, Ogou 1",
                "starts_on": date(2026, 12, 1), "ends_on": date(2027, 11, 30), "verification": HEAD["verification"],
            }
        ],
    },
}  # fmt: skip
