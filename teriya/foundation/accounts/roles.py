"""The roles of an agency, readable by a director: a name, a paragraph, and what each may do."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.permissions import P, Permission


@dataclass(frozen=True, slots=True)
class Role:
    """A role: its words and what it may do. Staff use a second factor; a local role names the communes where it holds."""

    code: str
    name: str
    paragraph: str
    permissions: frozenset[Permission]
    is_staff: bool = True
    is_local: bool = False

    @property
    def in_order(self) -> list[Permission]:
        """What it may do, in the order of the agency's work."""
        return [permission for permission in Permission if permission in self.permissions]


_REGION = {
    P.HOSTS_READ, P.HOSTS_REGISTER, P.HOSTS_EVALUATE, P.NEEDS_WRITE, P.PEOPLE_READ, P.PEOPLE_REGISTER, P.INTAKE_IMPORT,
    P.WAVES_READ, P.APPLICATIONS_READ, P.APPLICATIONS_REGISTER, P.OFFERS_ANSWER, P.MISSIONS_READ, P.PRESENCE_READ,
    P.RULES_READ, P.OFFLINE_USE, P.FOLLOW_UP_READ, P.COVER_READ, P.ARREARS_READ, P.GROUPS_READ, P.INSERTION_READ, P.KITS_READ,
    P.INDICATORS_READ, P.FIGURES_READ, P.EVIDENCE_READ,
    P.BOARDS_READ, P.CHAIN_READ,
}  # fmt: skip
_READS = {
    P.OPENDATA_READ, P.RULES_READ, P.HOSTS_READ, P.PEOPLE_READ, P.WAVES_READ, P.APPLICATIONS_READ, P.PLACEMENT_READ, P.MISSIONS_READ,
    P.PRESENCE_READ, P.PAY_READ, P.ENVELOPES_READ, P.DASHBOARD_READ, P.FOLLOW_UP_READ, P.COVER_READ, P.ARREARS_READ,
    P.PARTNERS_READ, P.AGREEMENTS_READ, P.FORECAST_READ, P.SHARES_READ, P.ROUTES_READ, P.RATES_READ, P.GROUPS_READ, P.INSERTION_READ, P.KITS_READ, P.ALUMNI_READ,
    P.INDICATORS_READ, P.FIGURES_READ, P.EVIDENCE_READ,
    P.BOARDS_READ,
    P.FRAMEWORK_READ, P.CHAIN_READ, P.WORTH_READ,
    P.FRAMEWORK_READ, P.CHAIN_READ, P.DOMAINS_READ, P.WIRE_READ, P.TRANSFERS_READ, P.RELATIONS_READ, P.EXCHANGES_READ,
    P.STAYS_READ, P.SEASONS_READ, P.BALANCES_READ,
}  # fmt: skip


def _role(code, name, paragraph, permissions=(), is_staff=True, is_local=False):
    return Role(code, name, paragraph, frozenset(permissions), is_staff, is_local)


_ALL = [
    _role("candidate", _("Candidat"), _("Dépose sa candidature, suit son dossier, répond à une proposition."),
          {P.OWN_FILE, P.OFFERS_ANSWER, P.APPLICATIONS_APPLY, P.HOSTS_JOIN}, is_staff=False),
    _role("volunteer", _("Volontaire"), _("Signe son contrat, lit ses présences et chaque ligne de sa paie."),
          {P.OWN_FILE, P.OFFERS_ANSWER, P.APPLICATIONS_APPLY, P.CONTRACTS_SIGN_VOLUNTEER, P.APPRAISALS_GIVE, P.REPORTS_WRITE,
           P.OFFLINE_USE, P.INCIDENTS_REPORT, P.LEAVES_ASK, P.DISPUTES_OPEN, P.PLANS_OWN, P.SURVEYS_ANSWER, P.INDICATORS_SEND, P.EVIDENCE_OWN,
           P.CONSENTS_OWN, P.STAYS_OWN}, is_staff=False),
    _role("host_officer", _("Responsable de structure"), _("Exprime les besoins de sa structure, signe les contrats, "
          "atteste les prises de service et les présences."),
          {P.HOSTS_JOIN, P.NEEDS_WRITE, P.CONTRACTS_SIGN_HOST, P.STARTS_ATTEST, P.PRESENCE_RECORD, P.PRESENCE_ATTEST, P.APPRAISALS_GIVE,
           P.LEAVES_ASK, P.SHARES_OWN, P.ROUTES_HIRED, P.OPENINGS_PROPOSE, P.INDICATORS_ATTEST, P.EVIDENCE_OWN, P.STAYS_HOST}, is_staff=False),
    _role("tutor", _("Tuteur"), _("Encadre un volontaire dans la structure et atteste ses présences."),
          {P.PRESENCE_RECORD, P.PRESENCE_ATTEST, P.APPRAISALS_GIVE, P.LEAVES_ASK, P.INDICATORS_ATTEST, P.STAYS_HOST}, is_staff=False),
    _role("field_facilitator", _("Animateur de terrain"), _("Accompagne les volontaires d’engagement citoyen d’une commune "
          "et pointe leurs présences."), {P.PRESENCE_RECORD, P.PRESENCE_ATTEST, P.PRESENCE_READ, P.MISSIONS_READ, P.APPRAISALS_GIVE, P.LEAVES_ASK,
          P.OFFLINE_USE, P.INSERTION_READ, P.PLANS_KEEP, P.REFERRALS_MAKE, P.GROUPS_READ, P.GROUPS_KEEP}, is_local=True),
    _role("senior", _("Volontaire senior"), _("Fait l’appel de son équipe chaque jour."),
          {P.PRESENCE_RECORD, P.PRESENCE_ATTEST, P.LEAVES_ASK, P.OFFLINE_USE}, is_staff=False),
    _role("regional_agent", _("Agent du centre régional"), _("Enregistre structures et personnes, évalue sur place, "
          "tranche les doublons, recueille les signatures."),
          _REGION | {P.PAYEES_FOLLOW, P.PEOPLE_DECIDE_DUPLICATES, P.APPLICATIONS_CHECK, P.CONTRACTS_RECORD_SIGNATURES, P.JURY_ENTER,
                     P.INTERVIEWS_RECEIVE, P.WALLETS_ENTER, P.PAY_KEY_SIGNED, P.PRESENCE_RECORD, P.PRESENCE_KEY, P.LEAVES_ASK, P.DEPENDANTS_WRITE, P.VISITS_MAKE, P.INCIDENTS_HANDLE,
                     P.EVACUATIONS_READ, P.DISPUTES_OPEN, P.DISPUTES_RECORD, P.DISPUTES_ANSWER, P.ROUTES_READ, P.ROUTES_RECORD, P.GROUPS_KEEP, P.REFERRALS_MAKE, P.SURVEYS_CALL, P.RATES_READ, P.KITS_KEEP, P.PLANS_KEEP, P.INDICATORS_KEY, P.EVIDENCE_KEEP}, is_local=True),
    _role("regional_supervisor", _("Superviseur du centre régional"), _("Confirme prises de service et présences du centre, "
          "donne l’avis de la région sur les besoins."),
          _REGION | {P.PAYEES_FOLLOW, P.NEEDS_REVIEW, P.TRAINING_PLAN, P.TRAINING_HOLD, P.STARTS_CONFIRM, P.PRESENCE_CONFIRM, P.MISSIONS_END, P.PEOPLE_DECIDE_DUPLICATES,
                     P.WALLETS_APPROVE, P.PAY_CLEAR, P.PAY_CHECK_SIGNED, P.MISSIONS_CLOSE, P.APPEALS_ANSWER, P.INTERVIEWS_PLAN, P.INTERVIEWS_RECEIVE,
                     P.OFFLINE_DECIDE, P.HISTORY_TAKE_ON, P.VISITS_MAKE, P.APPRAISALS_REVIEW, P.INCIDENTS_HANDLE,
                     P.EVACUATIONS_READ, P.EVACUATIONS_ORDER, P.DISPUTES_OPEN, P.DISPUTES_RECORD, P.DISPUTES_ANSWER, P.ROUTES_READ, P.ROUTES_RECORD, P.GROUPS_DECIDE, P.REFERRALS_MAKE, P.SURVEYS_CALL, P.RATES_READ, P.KITS_KEEP, P.PLANS_KEEP, P.PRIZES_PROPOSE, P.INDICATORS_VALIDATE, P.EVIDENCE_KEEP, P.EVIDENCE_DECIDE}, is_local=True),
    _role("operations", _("Direction des opérations"), _("Ouvre les vagues, agrée les structures, classe, simule le "
          "placement, forme et déploie."),
          _REGION | {P.HOSTS_ACCREDIT, P.HOSTS_SUSPEND, P.RECOURSES_ANSWER, P.CONVENTIONS_WRITE, P.NEEDS_REVIEW, P.NEEDS_APPROVE,
                     P.WAVES_OPEN, P.APPLICATIONS_CHECK, P.INTERVIEWS_PLAN, P.INTERVIEWS_RECEIVE, P.JURY_ENTER, P.JURY_RANK,
                     P.LISTS_PUBLISH, P.PLACEMENT_READ, P.PLACEMENT_SIMULATE, P.APPEALS_ANSWER, P.TRAINING_PLAN, P.TRAINING_HOLD, P.OATH_RECORD,
                     P.CONTRACTS_ISSUE, P.CONTRACTS_RECORD_SIGNATURES, P.PEOPLE_DECIDE_DUPLICATES, P.MISSIONS_END,
                     P.MISSIONS_CLOSE, P.ENVELOPES_READ, P.OFFLINE_DECIDE, P.HISTORY_TAKE_ON, P.APPRAISALS_REVIEW, P.INCIDENTS_HANDLE,
                     P.INCIDENTS_COUNT, P.EVACUATIONS_READ, P.EVACUATIONS_ORDER, P.DEROGATIONS_PROPOSE, P.PRESENCE_KEY, P.PAY_CLEAR,
                     P.FRAMEWORK_READ, P.DOMAINS_READ, P.WORTH_READ}),
    _role("jury_member", _("Membre de jury"), _("Note les candidats qui lui sont confiés."),
          {P.JURY_SCORE, P.WAVES_READ, P.OFFLINE_USE}, is_staff=False),
    _role("trainer", _("Formateur"), _("Tient la formation avant déploiement et son émargement."),
          {P.TRAINING_HOLD, P.MISSIONS_READ, P.OFFLINE_USE}, is_staff=False),
    _role("ministry", _("Ministère sectoriel"), _("Enregistre les conventions de son secteur et leurs besoins ; "
          "lit structures, besoins et vagues."), {P.HOSTS_READ, P.WAVES_READ, P.CONVENTIONS_WRITE, P.INTAKE_IMPORT, P.BOARDS_SECTOR, P.CHAIN_READ}, is_staff=False),
    _role("finance_officer", _("Agent financier"), _("Prépare, engage et liquide les états de paye."),
          {P.PAY_READ, P.ARREARS_READ, P.FORECAST_READ, P.FORECAST_PLAN, P.DELAYS_FREEZE, P.PAY_PREPARE, P.INTAKE_IMPORT, P.PAY_ENGAGE, P.PAY_LIQUIDATE, P.PAY_RETAIN, P.PAY_CORRECT, P.SAVINGS_ASK, P.ENVELOPES_READ, P.ENVELOPES_GRANT, P.SEATS_FUND,
           P.MISSIONS_READ, P.PRESENCE_READ, P.RULES_READ, P.HOSTS_READ, P.WALLETS_ENTER, P.COVER_READ, P.COVER_DECLARE, P.PAY_KEY_SIGNED, P.PAY_BRING_PIECES, P.DISPUTES_ANSWER,
           P.PARTNERS_READ, P.PARTNERS_CONCLUDE, P.AGREEMENTS_READ, P.TRANCHES_CALL, P.TRANCHES_RECEIVE, P.EXPENSES_ENTER, P.EXPENSES_CHECK,
           P.SHARES_READ, P.SHARES_PREPARE, P.FRAMEWORK_READ, P.WORTH_READ, P.BALANCES_READ, P.COSTS_CONFIRM}),
    _role("financial_controller", _("Contrôleur financier"), _("Vise l’engagement avant toute dépense."),
          {P.PAY_READ, P.ARREARS_READ, P.PAY_VISA, P.ENVELOPES_READ, P.RULES_READ, P.AGREEMENTS_READ}),
    _role("authorising_officer", _("Ordonnateur"), _("Ordonnance la dépense ; jamais la même personne que le comptable."),
          {P.PAY_READ, P.ARREARS_READ, P.PAY_ORDER, P.PAY_DECIDE, P.SAVINGS_DECIDE, P.ENVELOPES_READ, P.RULES_READ,
           P.PARTNERS_READ, P.PARTNERS_CONCLUDE, P.AGREEMENTS_READ, P.AGREEMENTS_SIGN, P.EXPENSES_CHECK, P.FORECAST_READ, P.CUTS_DECIDE,
           P.SHARES_READ, P.SHARES_ISSUE, P.SHARES_AGREE, P.SHARES_ANSWER, P.KITS_READ, P.KITS_DECIDE, P.WORTH_READ}),
    _role("public_accountant", _("Agent comptable"), _("Prend en charge ou rejette avec motifs, paie, rapproche les retours."),
          {P.PAY_READ, P.ARREARS_READ, P.PAY_TAKE_CHARGE, P.PAY_EXECUTE, P.PAY_RECONCILE, P.SAVINGS_KEEP, P.WALLETS_APPROVE, P.ENVELOPES_READ, P.RULES_READ,
           P.PAY_CHECK_SIGNED, P.PAY_BRING_PIECES, P.PAY_EXPORT, P.DISPUTES_ANSWER, P.AGREEMENTS_READ, P.TRANCHES_RECEIVE,
           P.SHARES_READ, P.SHARES_CONFIRM}),
    _role("exchange_officer", _("Chargé de la réciprocité"), _("Suit les échanges de volontaires avec les autres agences, "
          "confirme leurs présences."), {P.MISSIONS_READ, P.PRESENCE_READ, P.PRESENCE_CONFIRM, P.RULES_READ,
           P.WIRE_READ, P.WIRE_PAIR, P.WIRE_SEND, P.TRANSFERS_READ, P.TRANSFERS_RECORD, P.CONSENTS_KEEP, P.EXCHANGES_READ, P.EXCHANGES_OFFER,
           P.EXCHANGES_NOMINATE, P.EXCHANGES_ANSWER, P.RELATIONS_READ, P.RELATIONS_KEEP,
           P.STAYS_READ, P.STAYS_KEEP, P.SEASONS_READ, P.SEASONS_KEEP, P.BALANCES_READ, P.COSTS_ENTER}),
    _role("follow_up", _("Chargé de suivi"), _("Visite, accompagne et clôt les missions."),
          {P.MISSIONS_READ, P.PRESENCE_READ, P.HOSTS_READ, P.PEOPLE_READ, P.MISSIONS_CLOSE, P.RULES_READ, P.FOLLOW_UP_READ,
           P.VISITS_MAKE, P.OFFLINE_USE, P.INCIDENTS_HANDLE, P.EVACUATIONS_READ, P.INSERTION_READ, P.REFERRALS_MAKE, P.PLANS_KEEP}),
    _role("insertion", _("Chargé d’insertion"), _("Accompagne les volontaires vers l’emploi."),
          {P.MISSIONS_READ, P.PEOPLE_READ, P.RULES_READ, P.ROUTES_READ, P.ROUTES_RECORD, P.INTAKE_IMPORT, P.GROUPS_READ, P.GROUPS_KEEP, P.GROUPS_DECIDE, P.INSERTION_READ, P.REFERRALS_MAKE, P.SERVICES_KEEP, P.SURVEYS_CALL, P.RATES_READ, P.RATES_FREEZE, P.KITS_READ, P.KITS_ENTER, P.KITS_KEEP, P.PLANS_KEEP, P.ALUMNI_READ, P.PRIZES_PROPOSE, P.PRIZES_KEEP}),
    _role("partnerships", _("Chargé de partenariats"), _("Suit partenaires, conventions et enveloppes."),
          {P.ENVELOPES_READ, P.HOSTS_READ, P.RULES_READ, P.PARTNERS_READ, P.PARTNERS_WRITE, P.PARTNERS_CONCLUDE, P.AGREEMENTS_READ,
           P.AGREEMENTS_WRITE, P.TRANCHES_CALL, P.EXPENSES_ENTER, P.FORECAST_READ, P.FORECAST_PLAN, P.CHAIN_READ}),
    _role("monitoring", _("Suivi-évaluation"), _("Lit les chiffres de toute l’agence."),
          {P.OPENDATA_READ, P.OPENDATA_PREPARE, P.OPENDATA_EXTRACT, P.DASHBOARD_READ, P.ARREARS_READ, P.RATES_READ, P.RATES_FREEZE, P.RATES_EXPORT, P.DELAYS_FREEZE, P.PAYEES_FOLLOW, P.MISSIONS_READ, P.HOSTS_READ, P.WAVES_READ, P.RULES_READ, P.FOLLOW_UP_READ,
           P.PARTNERS_READ, P.OPERATORS_EVALUATE, P.INSERTION_READ,
           P.INDICATORS_READ, P.INDICATORS_KEY, P.FIGURES_READ, P.FIGURES_FREEZE, P.INDICATORS_VERIFY, P.EVIDENCE_READ, P.EVIDENCE_KEEP, P.EVIDENCE_DECIDE, P.STUDIES_ENTER, P.STUDIES_PUBLISH, P.BOARDS_READ, P.NOTES_MAKE,
           P.FRAMEWORK_READ, P.FRAMEWORK_WRITE, P.INTAKE_IMPORT, P.CHAIN_READ, P.WORTH_READ,
           P.DOMAINS_READ, P.DOMAINS_PREPARE, P.BALANCES_READ}),
    _role("director", _("Direction générale"), _("Décide le placement avec une seconde personne, signe les contrats, "
          "délivre les attestations."),
          _READS | {P.OPENDATA_PUBLISH, P.CUTS_DECIDE, P.FIGURES_PUBLISH, P.RATES_PUBLISH, P.RATES_EXPORT, P.PLACEMENT_DECIDE, P.DELAYS_PUBLISH, P.PLACEMENT_PUBLISH, P.LISTS_PUBLISH, P.APPEALS_ANSWER, P.CONTRACTS_SIGN_AGENCY, P.CERTIFICATES_ISSUE,
                    P.CERTIFICATES_REVOKE, P.ACCOUNTS_APPOINT, P.HOSTS_ACCREDIT, P.RECOURSES_ANSWER, P.INCIDENTS_HANDLE, P.INCIDENTS_COUNT,
                    P.EVACUATIONS_READ, P.EVACUATIONS_ORDER, P.DEROGATIONS_SIGN, P.DISPUTES_ANSWER, P.AGREEMENTS_SIGN,
                    P.PARTNERS_CONCLUDE, P.OPERATORS_EVALUATE, P.SHARES_AGREE, P.SHARES_ANSWER, P.KITS_DECIDE, P.PRIZES_PUBLISH, P.EVIDENCE_DECIDE, P.STUDIES_PUBLISH, P.NOTES_MAKE,
           P.FRAMEWORK_ADOPT, P.DOMAINS_DECIDE, P.WIRE_CONFIRM, P.RELATIONS_DECIDE,
           P.STAYS_SIGN, P.SEASONS_CONFIRM, P.STATEMENTS_DECIDE}),
    _role("partner", _("Partenaire financier"), _("Lit sa propre convention, sans les noms."), {P.AGREEMENTS_OWN, P.OPENINGS_PROPOSE}, is_staff=False),
    _role("auditor", _("Auditeur"), _("Lit tout, y compris le journal ; n’écrit que ses tirages et ses constats."),
          _READS | {P.JOURNAL_READ, P.AUDIT_READ, P.AUDIT_DRAW, P.INDICATORS_VERIFY}),
    _role("data_protection", _("Correspondant données personnelles"), _("Lit le registre des traitements et le journal."),
          {P.JOURNAL_READ, P.RULES_READ, P.TRANSFERS_READ, P.TRANSFERS_CONFIRM, P.EXCHANGES_READ, P.RELATIONS_READ}),
    _role("administrator", _("Administrateur"), _("Gère les comptes et charge les règles du pays ; ne voit aucun dossier."),
          {P.ACCOUNTS_MANAGE, P.ACCOUNTS_APPOINT, P.RULES_READ, P.RULES_LOAD}),
]  # fmt: skip

ROLES: dict[str, Role] = {role.code: role for role in _ALL}
CHOICES = [(role.code, role.name) for role in _ALL]
STAFF = [role.code for role in _ALL if role.is_staff]


def granting(permission: Permission) -> list[str]:
    """The codes of the roles that allow it."""
    return [role.code for role in _ALL if permission in role.permissions]
