"""Every permission of the house, by room. A role is a list of these (`roles.py`)."""

from enum import StrEnum
from typing import Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """A code, and what it allows in words that a director reads."""

    words: Promise

    def __new__(cls, code: str, words: Promise) -> Self:
        permission = str.__new__(cls, code)
        permission._value_, permission.words = code, words
        return permission

    # foundation
    OWN_FILE = "own.read", _("suivre son propre dossier")
    RULES_READ = "rules.read", _("lire les règles en vigueur")
    RULES_LOAD = "rules.load", _("charger les règles du pays")
    ACCOUNTS_MANAGE = "accounts.manage", _("ouvrir et fermer les comptes")
    ACCOUNTS_APPOINT = "accounts.appoint", _("nommer aux rôles, par un acte daté")
    JOURNAL_READ = "journal.read", _("lire le journal")
    INTAKE_IMPORT = "intake.import", _("importer des fichiers")
    ENVELOPES_READ = "ledger.read", _("lire les enveloppes")
    ENVELOPES_GRANT = "ledger.grant", _("ouvrir et abonder les enveloppes")
    OFFLINE_USE = "offline.use", _("travailler sans réseau sur un appareil préparé")
    OFFLINE_DECIDE = "offline.decide", _("décider des saisies d’un appareil révoqué ou d’un compte fermé")
    # people
    PEOPLE_READ = "people.read", _("lire le registre des personnes")
    PEOPLE_REGISTER = "people.register", _("inscrire une personne au registre")
    PEOPLE_DECIDE_DUPLICATES = "people.decide_duplicates", _("trancher les doublons")
    HISTORY_TAKE_ON = "history.take_on", _("reprendre les registres d’autrefois")
    # partnerships
    PARTNERS_READ = "partners.read", _("lire les partenaires et les pistes de financement")
    PARTNERS_WRITE = "partners.write", _("tenir les partenaires, les pistes et la stratégie de partenariat")
    PARTNERS_CONCLUDE = "partners.conclude", _("conclure une piste ou un plan d’action communal")
    OPERATORS_EVALUATE = "operators.evaluate", _("évaluer une année d’un opérateur délégué")
    AGREEMENTS_OWN = "agreements.own", _("lire sa propre convention, et figer ses rapports")
    AGREEMENTS_READ = "agreements.read", _("lire les conventions de financement")
    AGREEMENTS_WRITE = "agreements.write", _("rédiger conventions, avenants et tranches, dire qui les lit")
    AGREEMENTS_SIGN = "agreements.sign", _("enregistrer la signature d’une convention, la suspendre, la clore")
    TRANCHES_CALL = "tranches.call", _("appeler les tranches d’une convention")
    TRANCHES_RECEIVE = "tranches.receive", _("enregistrer ce que la banque reçoit d’un bailleur ou lui rend")
    EXPENSES_ENTER = "expenses.enter", _("saisir les dépenses d’une convention avec leur pièce")
    EXPENSES_CHECK = "expenses.check", _("vérifier les dépenses d’une convention")
    # mobilisation
    HOSTS_READ = "hosts.read", _("lire les structures")
    HOSTS_REGISTER = "hosts.register", _("enregistrer une structure")
    HOSTS_EVALUATE = "hosts.evaluate", _("évaluer une structure sur place")
    HOSTS_ACCREDIT = "hosts.accredit", _("agréer une structure")
    HOSTS_SUSPEND = "hosts.suspend", _("suspendre une structure")
    HOSTS_JOIN = "hosts.join", _("inscrire sa propre structure")
    RECOURSES_ANSWER = "recourses.answer", _("décider du recours d’une structure")
    CONVENTIONS_WRITE = "conventions.write", _("enregistrer une convention sectorielle et ses besoins")
    NEEDS_WRITE = "needs.write", _("exprimer un besoin")
    NEEDS_REVIEW = "needs.review", _("donner l’avis de la région sur un besoin")
    NEEDS_APPROVE = "needs.approve", _("approuver un besoin")
    SEATS_FUND = "seats.fund", _("affecter un poste à une enveloppe")
    WAVES_READ = "waves.read", _("lire les vagues")
    WAVES_OPEN = "waves.open", _("ouvrir et clore une vague")
    APPLICATIONS_READ = "applications.read", _("lire les candidatures")
    APPLICATIONS_REGISTER = "applications.register", _("enregistrer une candidature")
    APPLICATIONS_APPLY = "applications.apply", _("déposer et corriger sa propre candidature")
    APPLICATIONS_CHECK = "applications.check", _("vérifier l’éligibilité")
    INTERVIEWS_PLAN = "selection.plan", _("organiser les entretiens")
    INTERVIEWS_RECEIVE = "selection.receive", _("pointer les candidats à l’entretien")
    JURY_SCORE = "selection.score", _("noter les candidats confiés")
    JURY_ENTER = "selection.enter_scores", _("saisir les notes du jury")
    JURY_RANK = "selection.rank", _("classer les candidats")
    LISTS_PUBLISH = "selection.publish", _("publier les listes de sélection")
    PLACEMENT_READ = "placement.read", _("lire le placement")
    PLACEMENT_SIMULATE = "placement.simulate", _("simuler un placement")
    PLACEMENT_DECIDE = "placement.decide", _("décider le placement")
    PLACEMENT_PUBLISH = "placement.publish", _("publier le placement")
    APPEALS_ANSWER = "appeals.answer", _("décider d’un recours de candidat")
    OFFERS_ANSWER = "offers.answer", _("répondre à une proposition")
    # service
    MISSIONS_READ = "missions.read", _("lire les missions")
    TRAINING_PLAN = "training.plan", _("prévoir les sessions de formation, donner les places, convoquer")
    TRAINING_HOLD = "missions.train", _("tenir la formation et son émargement")
    OATH_RECORD = "missions.swear", _("enregistrer le serment")
    CONTRACTS_ISSUE = "contracts.issue", _("établir les contrats")
    CONTRACTS_SIGN_AGENCY = "contracts.sign_agency", _("signer les contrats pour l’agence")
    CONTRACTS_SIGN_HOST = "contracts.sign_host", _("signer les contrats pour la structure")
    CONTRACTS_SIGN_VOLUNTEER = "contracts.sign_volunteer", _("signer son propre contrat")
    CONTRACTS_RECORD_SIGNATURES = "contracts.record_signatures", _("recueillir les signatures à l’encre")
    STARTS_ATTEST = "missions.attest_start", _("attester une prise de service")
    STARTS_CONFIRM = "missions.confirm_start", _("confirmer une prise de service")
    MISSIONS_END = "missions.end", _("mettre fin à une mission")
    MISSIONS_CLOSE = "missions.close", _("clore le dossier d’une mission")
    CERTIFICATES_ISSUE = "certificates.issue", _("délivrer les attestations")
    CERTIFICATES_REVOKE = "certificates.revoke", _("retirer une attestation")
    PRESENCE_RECORD = "attendance.record", _("pointer les présences")
    PRESENCE_ATTEST = "attendance.attest", _("attester les présences d’un mois")
    PRESENCE_CONFIRM = "attendance.confirm", _("confirmer les présences d’un mois")
    PRESENCE_READ = "attendance.read", _("lire les présences")
    PRESENCE_KEY = "attendance.key", _("saisir les présences d’une fiche signée sur papier")
    LEAVES_ASK = "leaves.ask", _("demander un congé, pour soi ou d’après un papier")
    # follow-up
    FOLLOW_UP_READ = "followup.read", _("lire le suivi des missions : visites, évaluations, rapports")
    VISITS_MAKE = "visits.make", _("planifier les visites, en rendre compte, clore ce qu’elles demandent")
    APPRAISALS_GIVE = "appraisals.give", _("évaluer son volontaire, ou sa structure, et signer l’évaluation reçue")
    APPRAISALS_REVIEW = "appraisals.review", _("revoir les évaluations, et en tirer la suite")
    REPORTS_WRITE = "reports.write", _("écrire son rapport du mois")
    INCIDENTS_REPORT = "incidents.report", _("signaler un fait en confiance")
    INCIDENTS_HANDLE = "incidents.handle", _("lire et traiter les signalements que la règle confie à son rôle")
    INCIDENTS_COUNT = "incidents.count", _("lire les nombres de signalements, sans les noms")
    EVACUATIONS_READ = "evacuations.read", _("lire les listes d’évacuation")
    EVACUATIONS_ORDER = "evacuations.order", _("ordonner l’évacuation d’une région, et la clore")
    DEROGATIONS_PROPOSE = "derogations.propose", _("proposer une dérogation de mobilisation d’urgence")
    DEROGATIONS_SIGN = "derogations.sign", _("signer une dérogation de mobilisation d’urgence")
    # social cover
    COVER_READ = "cover.read", _("lire la couverture sociale des volontaires")
    COVER_DECLARE = "cover.declare", _("déclarer les volontaires aux régimes sociaux")
    DEPENDANTS_WRITE = "cover.dependants", _("inscrire les ayants droit d’un volontaire")
    # pay
    PAY_READ = "pay.read", _("lire les états de paye")
    PAY_PREPARE = "pay.prepare", _("préparer un état de paye")
    PAY_ENGAGE = "pay.engage", _("engager la dépense")
    PAY_VISA = "pay.visa", _("viser l’engagement")
    PAY_LIQUIDATE = "pay.liquidate", _("liquider")
    PAY_ORDER = "pay.order", _("ordonnancer")
    PAY_TAKE_CHARGE = "pay.take_charge", _("prendre en charge ou rejeter")
    PAY_EXECUTE = "pay.execute", _("payer")
    PAY_RECONCILE = "pay.reconcile", _("rapprocher les retours de paiement")
    PAY_CLEAR = "pay.clear", _("lever un soupçon sur une ligne de paie")
    PAY_RETAIN = "pay.retain", _("demander une retenue sur les allocations d’une personne")
    PAY_CORRECT = "pay.correct", _("demander la correction d’un mois payé")
    PAY_DECIDE = "pay.decide", _("approuver une retenue ou une correction")
    PAY_KEY_SIGNED = "pay.key_signed", _("saisir qui a signé un état de paye, et joindre sa photo")
    PAY_CHECK_SIGNED = "pay.check_signed", _("vérifier la saisie d’un état de paye signé")
    PAY_BRING_PIECES = "pay.bring_pieces", _("joindre une pièce à la liasse d’un état de paye")
    DISPUTES_OPEN = "disputes.open", _("contester une ligne de sa paie, ou pour qui appelle")
    DISPUTES_RECORD = "disputes.record", _("écrire la contestation d’un volontaire qui appelle")
    DISPUTES_ANSWER = "disputes.answer", _("répondre aux contestations de paie que la règle confie à son rôle")
    SAVINGS_ASK = "savings.ask", _("demander un remboursement d’épargne, inscrire des héritiers")
    SAVINGS_DECIDE = "savings.decide", _("approuver un compte d’épargne, des héritiers, un remboursement")
    SAVINGS_KEEP = "savings.keep", _("tenir les comptes d’épargne : ouvrir, verser, pointer, rembourser")
    SHARES_OWN = "shares.own", _("lire, payer et contester les appels de quote-part de sa structure")
    SHARES_READ = "shares.read", _("lire les quotes-parts des structures, leur âge et leur recouvrement")
    SHARES_PREPARE = (
        "shares.prepare",
        _("préparer les appels de quote-part, enregistrer les paiements, proposer un échéancier"),
    )
    SHARES_ISSUE = "shares.issue", _("émettre ou annuler un appel de quote-part")
    SHARES_CONFIRM = "shares.confirm", _("confirmer le paiement d’une quote-part, ou l’annuler")
    SHARES_AGREE = "shares.agree", _("accorder l’échéancier que la règle confie à son rôle")
    SHARES_ANSWER = "shares.answer", _("répondre à la contestation d’un appel de quote-part")
    DELAYS_FREEZE = "delays.freeze", _("compter et figer un délai de paie")
    DELAYS_PUBLISH = "delays.publish", _("publier un chiffre figé (délai de paie, diversification), ou le retirer")
    PAYEES_FOLLOW = "payees.follow", _("traiter le désaccord d’un payé avec le fichier de retour")
    ARREARS_READ = "arrears.read", _("lire les arriérés, leur âge et leur cause")
    FORECAST_READ = "forecast.read", _("lire la prévision de l’argent par mois et par financeur")
    FORECAST_PLAN = "forecast.plan", _("garder un scénario, proposer quelles missions arrêter quand un budget tombe")
    CUTS_DECIDE = "cuts.decide", _("décider quelles missions s’arrêtent quand un budget tombe")
    PAY_EXPORT = "pay.export", _("porter les écritures de la paie aux comptes officiels")
    WALLETS_ENTER = "wallets.enter", _("saisir un compte de paiement")
    WALLETS_APPROVE = "wallets.approve", _("valider un compte de paiement")
    # insertion
    ROUTES_READ = "routes.read", _("lire ce que deviennent les anciens volontaires")
    ROUTES_RECORD = "routes.record", _("noter ce que devient un ancien volontaire, et ce qui lui est remis")
    ROUTES_HIRED = "routes.hired", _("dire qui sa structure a embauché")
    GROUPS_READ = "groups.read", _("lire les groupes d’épargne")
    GROUPS_KEEP = "groups.keep", _("ouvrir les groupes d’épargne, saisir leurs totaux et leur partage")
    GROUPS_DECIDE = "groups.decide", _("arrêter ou rouvrir un groupe d’épargne")
    INSERTION_READ = "insertion.read", _("lire l’accompagnement à l’insertion : plans, orientations, offres")
    PLANS_KEEP = "plans.keep", _("ouvrir et tenir les plans d’insertion : entretiens, objectifs, équipe")
    PLANS_OWN = "plans.own", _("tenir son projet d’insertion, répondre aux offres")
    REFERRALS_MAKE = "referrals.make", _("orienter vers un service, noter ce qu’il répond")
    SERVICES_KEEP = "services.keep", _("tenir l’annuaire des services, publier les offres")
    OPENINGS_PROPOSE = "openings.propose", _("proposer une offre d’emploi ou de formation")
    SURVEYS_ANSWER = "surveys.answer", _("répondre à une enquête d’insertion, ou refuser d’y répondre")
    SURVEYS_CALL = "surveys.call", _("appeler les anciens volontaires et saisir leurs réponses")
    RATES_READ = "rates.read", _("lire les taux d’insertion par cohorte")
    RATES_FREEZE = "rates.freeze", _("figer un taux d’insertion")
    RATES_PUBLISH = "rates.publish", _("publier un taux d’insertion, ou le retirer")
    RATES_EXPORT = "rates.export", _("emporter le fichier d’une cohorte, sans noms")
    KITS_READ = "kits.read", _("lire les kits d’installation et leurs remboursements")
    KITS_ENTER = "kits.enter", _("enregistrer un lot de kits")
    KITS_KEEP = "kits.keep", _("promettre et remettre les kits, recevoir les remboursements, visiter")
    KITS_DECIDE = "kits.decide", _("effacer ce qu’un kit doit encore")
    ALUMNI_READ = "alumni.read", _("lire l’annuaire des anciens, leurs anniversaires et les prix")
    PRIZES_PROPOSE = "prizes.propose", _("proposer un volontaire au prix du meilleur volontaire")
    PRIZES_KEEP = "prizes.keep", _("ouvrir le prix du meilleur volontaire, asseoir son jury")
    PRIZES_PUBLISH = "prizes.publish", _("ouvrir les fiches du jury et publier les lauréats")
    # contribution
    INDICATORS_READ = "indicators.read", _("lire le catalogue des indicateurs, les relevés et leur complétude")
    INDICATORS_SEND = "indicators.send", _("compter ses indicateurs du mois")
    INDICATORS_ATTEST = "indicators.attest", _("attester les relevés d’indicateurs de ses volontaires")
    INDICATORS_KEY = "indicators.key", _("saisir les relevés d’indicateurs d’une région, relancer qui n’a pas envoyé")
    INDICATORS_VALIDATE = "indicators.validate", _("valider ou renvoyer les relevés d’indicateurs")
    INDICATORS_VERIFY = "indicators.verify", _("tirer des relevés à vérifier, écrire ce que disent les registres")
    FIGURES_READ = (
        "figures.read",
        _("compter les volontaires et les missions, lire les chiffres figés et ceux du passé"),
    )
    FIGURES_FREEZE = (
        "figures.freeze",
        _("figer un chiffre, le rectifier, répondre par une note, noter un chiffre du passé"),
    )
    FIGURES_PUBLISH = "figures.publish", _("publier un chiffre ou un annuaire, ou le retirer")
    EVIDENCE_READ = "evidence.read", _("lire avis, témoignages, avant et après, études")
    EVIDENCE_KEEP = "evidence.keep", _("recueillir avis et témoignages, relever un registre")
    EVIDENCE_DECIDE = "evidence.decide", _("publier un témoignage, confirmer un registre relevé")
    EVIDENCE_OWN = "evidence.own", _("donner l’avis de sa structure, témoigner, retirer son témoignage")
    STUDIES_ENTER = "studies.enter", _("entrer une étude du volontariat")
    STUDIES_PUBLISH = "studies.publish", _("publier une étude du volontariat, ou la retirer")
    # boards of the contribution
    BOARDS_READ = "boards.read", _("lire les tableaux de la contribution")
    BOARDS_SECTOR = "boards.sector", _("lire la contribution des volontaires de son secteur")
    NOTES_MAKE = "notes.make", _("faire la note d’une page sur la contribution")
    FRAMEWORK_READ = "framework.read", _("lire le cadre stratégique, le PTBA et ses revues")
    FRAMEWORK_WRITE = "framework.write", _("tenir le plan, la lettre de mission et le PTBA, préparer les revues")
    FRAMEWORK_ADOPT = "framework.adopt", _("enregistrer l’adoption du PTBA, valider les revues")
    CHAIN_READ = "chain.read", _("lire la chaîne du besoin à l’objectif de développement")
    WORTH_READ = "worth.read", _("lire la valeur du travail des volontaires, et ce qu’il coûte")
    OPENDATA_READ = "opendata.read", _("lire les données ouvertes en préparation")
    OPENDATA_PREPARE = "opendata.prepare", _("préparer une publication de données ouvertes, ou le fichier IATI")
    OPENDATA_PUBLISH = "opendata.publish", _("publier des données ouvertes, noter l’accord des partenaires")
    OPENDATA_EXTRACT = "opendata.extract", _("emporter l’extrait de l’institut de statistique, sans noms")
    DOMAINS_READ = "domains.read", _("lire les notes sur le choix des domaines et les décisions")
    DOMAINS_PREPARE = "domains.prepare", _("préparer une note sur le choix des domaines")
    DOMAINS_DECIDE = "domains.decide", _("signer une note sur les domaines, enregistrer la décision du conseil")
    # exchange
    WIRE_READ = "wire.read", _("lire les messages échangés avec les autres agences")
    WIRE_PAIR = "wire.pair", _("déposer la carte d’une autre agence, ou en nommer une sans le système")
    WIRE_CONFIRM = (
        "wire.confirm",
        _("confirmer l’empreinte d’une autre agence, suspendre la liaison, changer nos clés"),
    )
    WIRE_SEND = "wire.send", _("écrire et lire les fichiers de messages, annuler un message retenu")
    TRANSFERS_READ = "transfers.read", _("lire les autorisations de transfert et les consentements")
    TRANSFERS_RECORD = "transfers.record", _("enregistrer une autorisation de transfert de données")
    TRANSFERS_CONFIRM = "transfers.confirm", _("confirmer ou retirer une autorisation de transfert de données")
    CONSENTS_KEEP = "consents.keep", _("enregistrer le consentement signé d’une personne, ou son retrait")
    CONSENTS_OWN = "consents.own", _("consentir à ce qui part de son propre dossier, ou retirer son accord")
    RELATIONS_READ = "relations.read", _("lire ce qui nous lie aux autres agences")
    RELATIONS_KEEP = (
        "relations.keep",
        _("tenir les relations avec les autres agences : missions, projets d’accord et de convention, comités"),
    )
    RELATIONS_DECIDE = (
        "relations.decide",
        _("signer un accord-cadre, approuver ou refuser une convention avec une autre agence"),
    )
    EXCHANGES_READ = "exchanges.read", _("lire les offres et les candidatures échangées avec les autres agences")
    EXCHANGES_OFFER = "exchanges.offer", _("offrir un poste aux volontaires d’une autre agence, ou le retirer")
    EXCHANGES_NOMINATE = (
        "exchanges.nominate",
        _("proposer un volontaire à une autre agence, le retirer, rappeler ses données"),
    )
    EXCHANGES_ANSWER = "exchanges.answer", _("répondre aux candidatures d’une autre agence, rendre ses données")
    STAYS_READ = "stays.read", _("lire les séjours de réciprocité")
    STAYS_KEEP = "stays.keep", _("suivre les séjours : départ, arrivée, entretiens, faits, fin, retour")
    STAYS_SIGN = "stays.sign", _("signer ou révoquer une attestation conjointe")
    STAYS_OWN = "stays.own", _("dire comment va son propre séjour")
    STAYS_HOST = "stays.host", _("dire comment va le séjour d’un volontaire reçu dans sa structure")
    BALANCES_READ = "balances.read", _("lire les soldes de réciprocité, les coûts d’échange et leurs décomptes")
    COSTS_ENTER = (
        "costs.enter",
        _("entrer un coût d’échange avec sa pièce, préparer un décompte, noter ce que déclare l’autre agence"),
    )
    COSTS_CONFIRM = "costs.confirm", _("confirmer ou retirer un coût d’échange, dire qu’un décompte est réglé")
    STATEMENTS_DECIDE = "statements.decide", _("proposer, approuver ou refuser un décompte avec une autre agence")
    SEASONS_READ = "seasons.read", _("lire les saisons entre plusieurs agences")
    SEASONS_KEEP = "seasons.keep", _("convoquer une saison, entrer candidats et postes, calculer le plan")
    SEASONS_CONFIRM = "seasons.confirm", _("confirmer ou décliner la part de l’agence dans une saison")
    # doors
    DASHBOARD_READ = "dashboard.read", _("lire le tableau de bord de l’agence")
    AUDIT_DRAW = "audit.draw", _("tirer des lignes de paie à contrôler, et noter ses constats")
    AUDIT_READ = "audit.read", _("consulter l’espace d’audit")


P = Permission
