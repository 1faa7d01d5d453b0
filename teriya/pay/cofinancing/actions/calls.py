"""Calls of a month: prepared for every host in one go, issued by another person, cancelled by reversal, never rewritten."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from itertools import groupby

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.periods import Month
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move, move_all
from teriya.foundation.documents import actions as documents
from teriya.foundation.documents.models import Document
from teriya.foundation.journal import actions as journal
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.hosts.responsiveness import forget
from teriya.pay.cofinancing import notices, papers, posting, schedule
from teriya.pay.cofinancing.actions.holding import review
from teriya.pay.cofinancing.models import Allocation, Call, CallLine
from teriya.pay.cofinancing.policies import lock_hosts
from teriya.pay.cofinancing.settling import release, settle, tell_facts
from teriya.pay.cofinancing.states import CALL_LIFE, ClaimState, InstalmentState
from teriya.pay.cofinancing.terms import is_rated


@transaction.atomic
def prepare(*, month: Month, by: User, on: date, hosts: Collection[int] | None = None) -> list[Call]:
    """The call of a month for each host that owes one and has none, or whose past months are to be corrected.

    Refuses `month_not_over`, `no_rate` as long as no text fixes one and nobody was called before, `nothing_to_call`.
    """
    require(by, P.SHARES_PREPARE)
    require_date(by, on)
    if month.last >= on:
        raise Refusal("month_not_over", _("Ce mois n’est pas fini : ses appels se préparent ensuite."), field="month")
    if not is_rated(month.first) and not Call.objects.standing().exists():
        raise Refusal("no_rate", _("Aucun texte connu ne fixe le taux de la quote-part ce mois-là : personne n’est appelé. "
                                   "L’administrateur met le taux en vigueur dans les Réglages."), field="month")  # fmt: skip
    lock_hosts([host.pk for host in schedule.hosts_to_call(month, hosts)])
    rows = schedule.hosts_to_call(month, hosts)
    found = schedule.drafts(rows, month)
    if not found:
        raise Refusal("nothing_to_call", _("Aucune structure ne doit de quote-part pour ce mois, ou toutes sont déjà appelées."),
                      field="month")  # fmt: skip
    calls = Call.objects.bulk_create(
        [Call(host=host, month=month.first, total=sum(line.amount for line in found[host.pk]), prepared_by_id=by.pk, prepared_on=on)
         for host in rows if host.pk in found]
    )  # fmt: skip
    CallLine.objects.bulk_create([line.line(call) for call in calls for line in found[call.host_id]])
    _note("prepare", calls, by, on)
    return calls


@transaction.atomic
def drop(*, calls: Sequence[Call], by: User, on: date) -> list[Call]:
    """Give up calls that were prepared and not issued: their month may be prepared again."""
    rows = _locked(calls)
    for row in rows:
        CALL_LIFE.check("drop", row.state)
    move_all(rows, CALL_LIFE, "drop", by=by, on=on)
    _note("drop", rows, by, on)
    return rows


@transaction.atomic
def issue(*, calls: Sequence[Call], by: User, on: date) -> list[Call]:
    """Number, date, print, post and send calls, all or none; what a host has in credit settles them at once.

    Not by who prepared them. Refuses `call_changed` when the missions no longer give what was prepared: it is dropped and
    prepared again. A total below zero is a credit.
    """
    rows = _locked(calls)
    for row in rows:
        require_other_person(by, row.prepared_by_id)
        CALL_LIFE.check("issue", row.state)
    for first, group in groupby(sorted(rows, key=lambda row: (row.month, row.pk)), key=lambda row: row.month):
        part = list(group)  # month after month: a correction is not asked for twice
        _require_same(part, Month.of(first))
        number(part, by=by, on=on)
        move_all(part, CALL_LIFE, "issue", by=by, on=on)
        posting.post_calls(part, on=on)
    hosts = {row.host_id for row in rows}
    tell_facts([row.pk for row in rows])
    settle(hosts, on=on)
    review(hosts, because=_("appel émis"), by=by, on=on)
    notices.called(rows)
    _note("issue", rows, by, on)
    return rows


@transaction.atomic
def cancel(*, call: Call, reason: str, by: User, on: date) -> Call:
    """Cancel an issued call by reversal, with its reason; what had settled it is the host's credit, and settles the others.

    Not by who prepared it. Refuses `call_contested` while a dispute of it waits, `call_in_plan` while instalments cover it.
    """
    [row] = _locked([call])
    require_other_person(by, row.prepared_by_id)
    CALL_LIFE.check("cancel", row.state)
    if row.lines.filter(disputes__state=ClaimState.OPEN).exists():
        raise Refusal("call_contested", _("Une ligne de cet appel est contestée : répondez d’abord."))
    if row.plans.filter(state__in=[InstalmentState.ASKED, InstalmentState.AGREED]).exists():
        raise Refusal("call_in_plan", _("Un échéancier couvre cet appel : il se règle d’abord."))
    move(row, CALL_LIFE, "cancel", by=by, on=on, reason=reason)
    documents.withdraw_many([row.document], reason=reason, by=by, on=on)
    posting.reverse_call(row, on=on)
    touched = release(Allocation.objects.filter(credit=row), on=on)
    release(Allocation.objects.filter(call=row), on=on)
    forget("host_call", [row.pk])
    tell_facts(touched)
    settle([row.host_id], on=on)
    review([row.host_id], because=_("appel annulé"), by=by, on=on)
    _note("cancel", [row], by, on, reason)
    return row


def number(rows: Sequence[Call], *, by: User, on: date) -> None:
    """What issuing writes of each call: its day to pay, its paper, who issued it; in one statement for any number."""
    due_on = on + timedelta(rules.amount("host_share_due_days", on=on, default=0))
    for row in rows:
        row.issued_by_id, row.issued_on, row.due_on = by.pk, on, due_on
    for row, paper in zip(rows, papers.calls(rows, by=by, on=on), strict=True):
        row.document = paper
    paper = Document.objects.filter(subject=papers.SUBJECT, subject_id=OuterRef("pk")).values("pk")
    Call.objects.filter(pk__in=[row.pk for row in rows]).update(
        issued_by_id=by.pk, issued_on=on, due_on=due_on, document=Subquery(paper)
    )


def _require_same(rows: Sequence[Call], month: Month) -> None:
    """What is issued is what the missions give today."""
    now = schedule.drafts([row.host for row in rows], month)
    written: dict[int, list[tuple]] = {}
    for call, *said in CallLine.objects.filter(call__in=rows).values_list(
        "call", "mission", "month", "kind", "amount"
    ):
        written.setdefault(call, []).append(tuple(said))
    for row in rows:
        if sorted(line.said for line in now.get(row.host_id, [])) != sorted(written.get(row.pk, [])):
            sentence = _(
                "Les missions de « %(name)s » ont changé depuis la préparation : abandonnez cet appel et préparez-le à nouveau."
            )
            raise Refusal("call_changed", sentence % {"name": row.host.name})


def _locked(calls: Sequence[Call]) -> list[Call]:
    ids = [call.pk for call in calls]
    lock_hosts(Call.objects.filter(pk__in=ids).values_list("host", flat=True))
    rows = Call.objects.select_for_update(of=("self",)).filter(pk__in=ids)
    return list(rows.select_related("host__commune", "document").order_by("month", "pk"))


def _note(verb: str, rows: Sequence[Call], by: User, on: date, reason: str = "") -> None:
    if rows:
        step = CALL_LIFE.steps.get(verb)
        journal.write(f"shares.{verb}", "share_call", rows[0].pk, by=by, on=on, reason=reason, total=sum(row.total for row in rows),
                      permission=step.permission if step else P.SHARES_PREPARE, rows=[row.pk for row in rows])  # fmt: skip
