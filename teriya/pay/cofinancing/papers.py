"""The papers of the host share: calls, credits, receipts, reminders. All are in French, frozen on their day."""

from collections.abc import Mapping, Sequence
from datetime import date

from teriya.foundation.accounts.models import User
from teriya.foundation.core.actors import Actor
from teriya.foundation.core.money import amount as in_francs
from teriya.foundation.documents.actions import Sheet, issue_many
from teriya.foundation.documents.letterhead import in_french, letterhead
from teriya.foundation.documents.models import Document
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.hosts.models import Host
from teriya.pay.allowances.words import month_name
from teriya.pay.cofinancing.models import Call, CallLine, Payment
from teriya.pay.cofinancing.states import Means, ReminderStep

SUBJECT = "host_share"
DUTY = "Ni les missions en cours ni l’allocation des volontaires ne dépendent de ce paiement : l’agence les verse dans tous les cas."


def pay_at(on: date) -> list[str]:
    """Where and how hosts pay, by the country's rules."""
    return list(rules.amount("host_share_pay_at", on=on, default=()))


def calls(rows: Sequence[Call], *, by: User, on: date) -> list[Document]:
    """The calls and credits, numbered in the order given; each row has its `due_on`. Lines are read once for all."""
    lines: dict[int, list[CallLine]] = {}
    for line in CallLine.objects.filter(call__in=rows).select_related("mission__person").order_by("month", "pk"):
        lines.setdefault(line.call_id, []).append(line)
    sheets = [Sheet(row.pk, _call(row, lines[row.pk], by, on)) for row in rows]
    return issue_many(kind="quote_part", series="QUOTE-PART", subject=SUBJECT, sheets=sheets, by=by, on=on)


def _call(row: Call, lines: Sequence[CallLine], by: User, on: date) -> dict:
    is_credit = row.total < 0
    sources = list(dict.fromkeys(line.source for line in lines))
    facts = [_fact("Mois de service", month_name(row.month)), _fact("Texte", "\n".join(sources))]
    if not is_credit:
        facts.insert(0, _fact("À payer au plus tard le", row.due_on))
    after = ["Cette somme vient en déduction des appels de la structure."] if is_credit else [*_how(on), DUTY]
    title = "Avoir de quote-part" if is_credit else "Appel de quote-part"
    return _paper(
        title, row.host, facts=facts, after=after,
        lines=[_row(f"{line.mission.person}, {month_name(line.month)}", line.formula, line.amount) for line in lines],
        total_label="En faveur de la structure" if is_credit else "À payer", by=by, on=on,
    )  # fmt: skip


def receipt(payment: Payment, *, by: User, on: date) -> Document:
    """What was received, and nothing of what it settles: that may change, the receipt does not."""
    means = in_french(Means(payment.means).label)
    facts = [_fact("Payé le", payment.paid_on), _fact("Par", means), _fact("Référence", payment.reference)]
    lines = [_row("Quote-part reçue", "", payment.amount)]
    data = _paper("Reçu de quote-part", payment.host, facts=facts, lines=lines, total_label="Reçu", by=by, on=on)
    return issue_many(kind="quote_part", series="RECU", subject="share_payment", sheets=[Sheet(payment.pk, data)], by=by, on=on)[0]  # fmt: skip


def reminders(rows: Mapping[Call, tuple[str, int]], *, by: Actor, on: date) -> list[Document]:
    """A letter a call: its step, and the francs that are late."""
    sheets = [Sheet(call.pk, _reminder(call, step, late, on)) for call, (step, late) in rows.items()]
    return issue_many(kind="quote_part", series="RELANCE", subject="share_reminder", sheets=sheets, by=by, on=on)


def _reminder(call: Call, step: str, late: int, on: date) -> dict:
    days = (on - call.due_on).days
    before = [f"L’appel n° {call.number} du {call.issued_on:%d/%m/%Y} était à payer au plus tard le {call.due_on:%d/%m/%Y}. Il a {days} jours de retard."]  # fmt: skip
    if step == ReminderStep.LAST:
        before.append("Cette lettre vaut mise en demeure.")
    blocks = rules.amount("host_share_block_days", on=on, default=0)
    said = (
        [f"Au-delà de {blocks} jours de retard, la structure ne reçoit plus de nouveau volontaire."] if blocks else []
    )
    ways = [
        "Une ligne fausse se conteste depuis la page de la structure ; un échéancier se demande au service de recouvrement."
    ]
    return _paper(
        in_french(ReminderStep(step).label).capitalize(), call.host,
        facts=[_fact("Appel", call.number), _fact("Mois de service", month_name(call.month)), _fact("Échéance", call.due_on)], before=before,
        lines=[_row(f"Appel n° {call.number}", f"appelé {in_francs(call.total)}", late)],
        total_label="En retard", after=[*_how(on), *said, *ways, DUTY], by=None, on=on,
    )  # fmt: skip


def _how(on: date) -> list[str]:
    return [f"{line}." for line in pay_at(on)]


def _paper(
    title: str, host: Host, *, facts: list[dict], lines: list[dict], total_label: str, by: User | None, on: date,
    before: Sequence[str] = (), after: Sequence[str] = (),
) -> dict:  # fmt: skip
    signed = [{"party": "L’agence", "name": by.name, "function": "", "on": on, "means": "électronique"}] if by else []
    return letterhead() | {
        "title": title, "facts": facts, "before": list(before), "lines": lines, "total_label": total_label,
        "after": list(after), "signatures": signed,
        "host": {"name": host.name, "address": f"{host.commune}, structure n° {host.number}"},
    }  # fmt: skip


def _fact(label: str, value: str | date) -> dict:
    return {"label": label, "value": value}


def _row(label: str, formula: str, francs: int) -> dict:
    return {"label": label, "formula": formula, "amount": francs}
