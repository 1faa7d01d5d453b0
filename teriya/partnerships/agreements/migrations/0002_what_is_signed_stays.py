from django.db import migrations

from teriya.foundation.core.sql import append_only, refuse_at_commit, refuse_now

NOT_MORE_THAN_THE_INVOICE = """
IF (SELECT sum(amount) FROM agreements_expensepart WHERE expense_id = NEW.expense_id)
   > (SELECT amount FROM agreements_expense WHERE id = NEW.expense_id) THEN
  RAISE EXCEPTION 'expense_parts_above_invoice: expense %', NEW.expense_id
    USING ERRCODE = 'check_violation', CONSTRAINT = 'expense_parts_above_invoice';
END IF;
"""
SIGNED_VERSION = """
IF OLD.state = 'signed' AND (NEW.state, NEW.amount, NEW.rate, NEW.period, NEW.since, NEW.changes, NEW.reports, NEW.paper_id, NEW.signed_on)
   IS DISTINCT FROM (OLD.state, OLD.amount, OLD.rate, OLD.period, OLD.since, OLD.changes, OLD.reports, OLD.paper_id, OLD.signed_on) THEN
  RAISE EXCEPTION 'signed_version_stays: version %', NEW.id USING ERRCODE = 'check_violation', CONSTRAINT = 'signed_version_stays';
END IF;
"""
TERMS_OF_A_DRAFT = """
IF (SELECT state FROM agreements_version WHERE id = NEW.version_id) <> 'drafted' THEN
  RAISE EXCEPTION 'signed_terms_stay: version %', NEW.version_id USING ERRCODE = 'check_violation', CONSTRAINT = 'signed_terms_stay';
END IF;
"""
EXPENSE = """
IF (NEW.cost, NEW.folded, NEW.invoice, NEW.amount, NEW."on", NEW.sha256, NEW.proof_id)
   IS DISTINCT FROM (OLD.cost, OLD.folded, OLD.invoice, OLD.amount, OLD."on", OLD.sha256, OLD.proof_id) THEN
  RAISE EXCEPTION 'expense_stays: expense %', NEW.id USING ERRCODE = 'check_violation', CONSTRAINT = 'expense_stays';
END IF;
"""


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_agreements_tranches_expenses"), ("core", "0002_rights")]

    operations = [
        append_only(
            "agreements_expensepart", "agreements_tranchereceipt", "agreements_inkind", "agreements_report",
        ),
        refuse_at_commit("agreements_expensepart", "expense_parts_above_invoice", "INSERT", NOT_MORE_THAN_THE_INVOICE),
        refuse_now("agreements_version", "signed_version_stays", "UPDATE", SIGNED_VERSION),
        refuse_now("agreements_terms", "signed_terms_stay", "INSERT OR UPDATE", TERMS_OF_A_DRAFT),
        refuse_now("agreements_expense", "expense_stays", "UPDATE", EXPENSE),
    ]
