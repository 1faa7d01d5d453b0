"""Every permission of the house, by room. A role is a list of these (`roles.py`)."""

from enum import StrEnum


class Permission(StrEnum):
    # foundation
    RULES_READ = "rules.read"
    RULES_LOAD = "rules.load"
    ACCOUNTS_MANAGE = "accounts.manage"
    ACCOUNTS_APPOINT = "accounts.appoint"
    HISTORY_TAKE_ON = "core.take_on"  # may write with any past date: taking on the history of an agency
    JOURNAL_READ = "journal.read"
    INTAKE_IMPORT = "intake.import"
    ENVELOPES_READ = "ledger.read"
    ENVELOPES_GRANT = "ledger.grant"
    # people
    PEOPLE_READ = "people.read"
    PEOPLE_REGISTER = "people.register"
    PEOPLE_DECIDE_DUPLICATES = "people.decide_duplicates"
    # mobilisation
    HOSTS_READ = "hosts.read"
    HOSTS_REGISTER = "hosts.register"
    HOSTS_EVALUATE = "hosts.evaluate"
    HOSTS_ACCREDIT = "hosts.accredit"
    HOSTS_SUSPEND = "hosts.suspend"
    NEEDS_WRITE = "needs.write"
    NEEDS_APPROVE = "needs.approve"
    SEATS_FUND = "seats.fund"
    WAVES_READ = "waves.read"
    WAVES_OPEN = "waves.open"
    APPLICATIONS_READ = "applications.read"
    APPLICATIONS_REGISTER = "applications.register"
    APPLICATIONS_CHECK = "applications.check"
    JURY_SCORE = "selection.score"
    JURY_ENTER = "selection.enter_scores"
    JURY_RANK = "selection.rank"
    PLACEMENT_READ = "placement.read"
    PLACEMENT_SIMULATE = "placement.simulate"
    PLACEMENT_DECIDE = "placement.decide"
    PLACEMENT_PUBLISH = "placement.publish"
    OFFERS_ANSWER = "offers.answer"
    # service
    MISSIONS_READ = "missions.read"
    TRAINING_HOLD = "missions.train"
    OATH_RECORD = "missions.swear"
    CONTRACTS_ISSUE = "contracts.issue"
    CONTRACTS_SIGN_AGENCY = "contracts.sign_agency"
    CONTRACTS_SIGN_HOST = "contracts.sign_host"
    CONTRACTS_SIGN_VOLUNTEER = "contracts.sign_volunteer"
    CONTRACTS_RECORD_SIGNATURES = "contracts.record_signatures"
    STARTS_ATTEST = "missions.attest_start"
    STARTS_CONFIRM = "missions.confirm_start"
    MISSIONS_END = "missions.end"
    MISSIONS_CLOSE = "missions.close"
    CERTIFICATES_ISSUE = "certificates.issue"
    CERTIFICATES_REVOKE = "certificates.revoke"
    PRESENCE_RECORD = "attendance.record"
    PRESENCE_ATTEST = "attendance.attest"
    PRESENCE_CONFIRM = "attendance.confirm"
    PRESENCE_READ = "attendance.read"
    # pay
    PAY_READ = "pay.read"
    PAY_PREPARE = "pay.prepare"
    PAY_ENGAGE = "pay.engage"
    PAY_VISA = "pay.visa"
    PAY_LIQUIDATE = "pay.liquidate"
    PAY_ORDER = "pay.order"
    PAY_TAKE_CHARGE = "pay.take_charge"
    PAY_EXECUTE = "pay.execute"
    PAY_RECONCILE = "pay.reconcile"
    WALLETS_ENTER = "wallets.enter"
    WALLETS_APPROVE = "wallets.approve"
    # doors
    DASHBOARD_READ = "dashboard.read"
    AUDIT_READ = "audit.read"


P = Permission
