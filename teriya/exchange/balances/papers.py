"""The statement that two agencies approve. Papers are in French."""

from datetime import date

from teriya.exchange.balances.models import Statement
from teriya.exchange.relations.states import Line
from teriya.foundation.accounts.models import User
from teriya.foundation.core.actors import Actor
from teriya.foundation.core.money import amount
from teriya.foundation.documents.actions import Sheet, issue
from teriya.foundation.documents.letterhead import in_french, letterhead
from teriya.foundation.documents.models import Document
from teriya.foundation.rules import queries as rules


def issue_statement(row: Statement, *, by: Actor, on: date) -> Document:
    """Numbered and frozen: every line, what each bears, who owes whom, and who gave its word so far."""
    data = letterhead() | {
        "title": f"Décompte des coûts d’échange {row.name}",
        "addressee": row.agency.name,
        "preamble": f"Coûts des séjours de volontaires payés jusqu’au {row.until:%d/%m/%Y}, déclarés par l’agence qui a payé, partagés selon la "
        "convention que suit chaque séjour.",
        "parts": [_lines(row), _sums(row)],
        "closing": _closing(row),
        "signatures": _signatures(row, on),
    }  # fmt: skip
    return issue(kind="rapport", series="DECOMPTE", subject="exchange_statement", sheet=Sheet(row.pk, data), by=by, on=on)  # fmt: skip


def _us() -> str:
    return rules.agency()["name"]["fr"]


def _lines(row: Statement) -> dict:
    us, them = rules.agency()["short_name"], row.agency.code.upper()
    columns = [("Séjour", "text"), ("Dépense", "text"), ("Payée le", "text"), ("Par", "text"), ("Montant", "amount"), (f"Part {us}", "amount"), (f"Part {them}", "amount")]  # fmt: skip
    lines = row.lines.select_related("cost__nomination").order_by("cost__paid_on", "cost__uid")
    return {
        "title": "Coûts",
        "text": "Un séjour est nommé par sa référence, connue des deux agences. Les pièces sont gardées par l’agence qui a payé.",
        "columns": [{"title": title, "kind": kind} for title, kind in columns],
        "rows": [
            [line.cost.nomination.reference, in_french(Line(line.cost.line).label), f"{line.cost.paid_on:%d/%m/%Y}", us if line.cost.is_ours else them,
             line.cost.amount, line.borne_by_us, line.borne_by_them]
            for line in lines
        ],
    }  # fmt: skip


def _sums(row: Statement) -> dict:
    return {
        "title": "Qui doit à qui",
        "text": "",
        "columns": [{"title": "Ce que", "kind": "text"}, {"title": "Montant", "kind": "amount"}],
        "rows": [[f"{row.agency.name} doit à {_us()}", row.owed_to_us], [f"{_us()} doit à {row.agency.name}", row.owed_by_us]],
    }  # fmt: skip


def _closing(row: Statement) -> str:
    if not row.net:
        return "Rien n’est dû de part ni d’autre."
    debtor, creditor = (row.agency.name, _us()) if row.net > 0 else (_us(), row.agency.name)
    return f"Solde : {debtor} verse {amount(abs(row.net), row.currency)} à {creditor}."


def _signatures(row: Statement, on: date) -> list[dict]:
    decided = User.objects.filter(pk=row.decided_by_id).first()
    means = "encre" if row.is_declared else "électronique"
    ours = {"party": _us(), "name": str(decided or ""), "function": in_french(decided.capacity("statements.decide")) if decided else "",
            "on": on if decided else None, "means": "électronique" if decided else ""}  # fmt: skip
    theirs = {"party": row.agency.name, "name": "", "function": "", "on": None, "means": ""}
    if not row.is_ours:
        theirs |= {"on": row.on, "means": means}
    elif row.answered_on:
        theirs |= {"on": row.answered_on, "means": means}
    return [ours, theirs]
