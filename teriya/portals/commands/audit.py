"""teriya journal verify, teriya audit ledger: what an auditor runs alone."""

from argparse import Namespace

from teriya.foundation.core.money import amount
from teriya.foundation.journal import chain
from teriya.foundation.journal.models import Seal
from teriya.foundation.ledger import queries as ledger
from teriya.foundation.ledger.models import Leg
from teriya.partnerships.agreements import audit as agreements
from teriya.pay.allowances import audit as pay
from teriya.pay.cofinancing import audit as shares
from teriya.pay.savings import audit as savings


def add(doors) -> None:
    journal = doors.add_parser("journal", help="vérifier le journal").add_subparsers(required=True)
    journal.add_parser("verify", help="recalculer toute la chaîne").set_defaults(run=verify_journal)
    audit = doors.add_parser("audit", help="recalculer les comptes").add_subparsers(required=True)
    audit.add_parser("ledger", help="recalculer chaque solde du grand livre").set_defaults(run=audit_ledger)


def verify_journal(given: Namespace) -> int:
    """Exit status 1 and one line a fault, naming the row; 0 when the chain holds."""
    faults = 0
    for fault in chain.verify():
        faults += 1
        print(f"{fault.code} {fault.number} : {fault.sentence}")
    print(f"{Seal.objects.count()} entrées scellées, {faults} anomalie(s).")
    return 1 if faults else 0


def audit_ledger(given: Namespace) -> int:
    """Every balance recomputed from the rows; one line for each that disagrees, naming it; exit status 1 if there is one."""
    faults = [
        f"{one.check} : {one.row}, attendu {amount(one.expected)}, trouvé {amount(one.found)}."
        for one in (*pay.faults(), *savings.faults(), *agreements.faults(), *shares.faults())
    ]
    found, shown = pay.balances(), ledger.balances()
    for account, label in Leg.Account.choices:
        print(f"{label:<28} {amount(found.get(account, 0)):>18}")
        if found.get(account, 0) != shown.get(account, 0):
            faults.append(
                f"solde montré : {label}, attendu {amount(found.get(account, 0))}, trouvé {amount(shown.get(account, 0))}."
            )
    total = sum(found.values())
    print(f"{'total':<28} {amount(total):>18}")
    print("\n".join([*faults, f"{len(faults)} anomalie(s)."]))
    return 1 if faults or total else 0
