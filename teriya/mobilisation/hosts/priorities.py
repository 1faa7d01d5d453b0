"""The domains that come first: decided on a day by an authority, else those of the country's rules. Waves and placement read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import Actor, require, require_date, require_other_person
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.journal import actions as journal
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.hosts.models import PriorityDecision, PriorityDomain


@dataclass(frozen=True)
class Ranked:
    """One domain of a decision, in its order; `share` of the places in per cent, none where only the order counts."""

    domain: str
    share: int | None = None


@dataclass(frozen=True)
class Priorities:
    """What was in force on a day, with its source; `since`: its first day, none when nothing was set."""

    domains: tuple[Ranked, ...]
    source: str
    since: date | None

    @property
    def codes(self) -> list[str]:
        return [one.domain for one in self.domains]


@transaction.atomic
def record(
    *, domains: Sequence[Ranked], authority: str, reference: str, decided_on: date, valid_from: date, grounds: str, prepared_by_id: int,
    by: Actor, on: date,
) -> PriorityDecision:  # fmt: skip
    """Write a decision, in its order; never who prepared it. Refuses `bad_dates`, `no_domain`, `unknown_domain`, `bad_shares`, `decided_already`."""
    require(by, P.DOMAINS_DECIDE)
    require_date(by, on)
    require_other_person(by, prepared_by_id)
    if decided_on > on or valid_from < decided_on:
        raise Refusal(
            "bad_dates", _("La décision est passée, et vaut à partir de son jour ou plus tard."), field="valid_from"
        )
    _require_sound(domains)
    try:
        with transaction.atomic():
            row = PriorityDecision.objects.create(
                authority=authority.strip(), reference=reference.strip(), decided_on=decided_on, valid_from=valid_from, grounds=grounds.strip(),
                prepared_by_id=prepared_by_id, recorded_by_id=by.id, on=on,
            )  # fmt: skip
    except IntegrityError as error:
        if "one_priority_decision_a_day" not in str(error):
            raise
        raise Refusal(
            "decided_already", _("Une décision vaut déjà à partir de ce jour."), field="valid_from"
        ) from error
    PriorityDomain.objects.bulk_create(
        PriorityDomain(decision=row, rank=rank, domain=one.domain, share=one.share)
        for rank, one in enumerate(domains, 1)
    )
    journal.write("hosts.record_priorities", "priority_decision", row.pk, by=by, on=on, permission=P.DOMAINS_DECIDE, reference=row.reference,
                  domains=[[one.domain, one.share] for one in domains])  # fmt: skip
    return row


def _require_sound(domains: Sequence[Ranked]) -> None:
    codes, known = [one.domain for one in domains], {term.code for term in rules.terms("domain")}
    if not codes:
        raise Refusal("no_domain", _("Rangez au moins un domaine."))
    if len(set(codes)) < len(codes) or set(codes) - known:
        raise Refusal("unknown_domain", _("Chaque domaine est du pays, et rangé une fois."))
    shares = [one.share for one in domains if one.share is not None]
    if shares and (min(shares) < 1 or sum(shares) > 100):
        raise Refusal("bad_shares", _("Les parts vont de 1 à 100, et ne dépassent pas 100 ensemble."))


@transaction.atomic
def withdraw(*, decision: PriorityDecision, reason: str, by: Actor, on: date) -> PriorityDecision:
    """One recorded in error: it is no longer in force from today. Refuses `reason_required`, `withdrawn_already`."""
    require(by, P.DOMAINS_DECIDE)
    require_date(by, on)
    row = PriorityDecision.objects.select_for_update().get(pk=decision.pk)
    if not reason.strip():
        raise Refusal("reason_required", _("Écrivez le motif de cette décision."), field="reason")
    if row.withdrawn_on:
        raise Refusal("withdrawn_already", _("Cette décision est déjà retirée."))
    row.withdrawn_on, row.withdrawn_because = on, reason.strip()
    row.save(update_fields=["withdrawn_on", "withdrawn_because"])
    journal.write(
        "hosts.withdraw_priorities",
        "priority_decision",
        row.pk,
        by=by,
        on=on,
        reason=reason,
        permission=P.DOMAINS_DECIDE,
    )
    return row


def decision_on(day: date) -> PriorityDecision | None:
    """The decision in force on a day, as it was known that day: one recorded later changes no wave that was open before."""
    known = PriorityDecision.objects.filter(
        Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=day), valid_from__lte=day, on__lte=day
    )
    return known.order_by("-valid_from", "-pk").prefetch_related("domains").first()


def in_force(day: date) -> Priorities:
    """The decision in force that day; without any, the rule `priority_domains` of the country."""
    if row := decision_on(day):
        ranked = tuple(Ranked(one.domain, one.share) for one in row.domains.all())
        return Priorities(ranked, f"{row.authority}, {row.reference}", row.valid_from)
    codes = rules.amount("priority_domains", on=day, default=())
    if not codes:
        return Priorities((), "", None)
    found = rules.value("priority_domains", on=day)
    return Priorities(tuple(Ranked(code) for code in codes), found.source, found.starts_on)
