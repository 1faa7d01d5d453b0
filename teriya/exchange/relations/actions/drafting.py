"""A version is written here, by one person, before anything is said of it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.exchange.relations.models import Convention, CostLine
from teriya.exchange.relations.states import CONVENTION_LIFE, ConventionState
from teriya.exchange.wire.fields import FIELDS
from teriya.exchange.wire.models import Agency
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal


@dataclass(frozen=True)
class Terms:
    """What a version says. `costs`: (line, payer) → (francs for one volunteer, a stay or a month)."""

    title: str
    starts_on: date
    ends_on: date
    number_out: int
    number_in: int
    tolerance: int
    sectors: Sequence[str]
    months_min: int
    months_max: int
    costs: Mapping[tuple[str, str], tuple[int, str]]
    purposes: str
    fields: Sequence[str]
    keep_days: int
    after: str

    def columns(self) -> dict:
        return {name: value for name, value in asdict(self).items() if name != "costs"} | {
            "fields": sorted(self.fields)
        }

    def lines(self, convention: Convention) -> list[CostLine]:
        return [
            CostLine(convention=convention, line=line, payer=payer, amount=amount, per=per)
            for (line, payer), (amount, per) in self.costs.items()
        ]

    def check(self) -> None:
        """Refuses `bad_dates`, `bad_months`, `empty_exchange` and `field_unknown`."""
        if self.ends_on < self.starts_on:
            raise Refusal("bad_dates", _("La convention finit avant de commencer."), field="ends_on")
        if not 0 < self.months_min <= self.months_max:
            raise Refusal("bad_months", _("La durée la plus longue est plus courte que l’autre."), field="months_max")
        if self.number_out + self.number_in < 1:
            raise Refusal("empty_exchange", _("Une convention porte sur au moins un volontaire."), field="number_out")
        if set(self.fields) - FIELDS.keys():
            raise Refusal("field_unknown", _("Choisissez ce qui peut être transmis."), field="fields")


@transaction.atomic
def draft_convention(
    *, agency: Agency, terms: Terms, amends: Convention | None = None, by: User, on: date
) -> Convention:
    """A first version, or the next of a convention that `amends` names. Refuses `version_under_way`."""
    require(by, P.RELATIONS_KEEP)
    require_date(by, on)
    terms.check()
    row = Convention(agency=agency, is_ours=True, by_id=by.pk, on=on, **terms.columns())
    if amends:
        last = Convention.objects.select_for_update().filter(uid=amends.uid, agency=agency).order_by("-version")[0]
        if last.state in (ConventionState.DRAFTED, ConventionState.PROPOSED):
            raise Refusal("version_under_way", _("Une version de cette convention est déjà en rédaction ou proposée."))
        row.uid, row.version = last.uid, last.version + 1
    row.save()
    CostLine.objects.bulk_create(terms.lines(row))
    journal.write(
        "relations.draft", "convention", row.pk, by=by, on=on, permission=P.RELATIONS_KEEP, version=row.version
    )
    return row


@transaction.atomic
def rewrite_draft(*, convention: Convention, terms: Terms, by: User, on: date) -> Convention:
    """The whole text again, while nobody outside has read it."""
    require(by, P.RELATIONS_KEEP)
    row = hold(convention)
    CONVENTION_LIFE.check("propose", row.state)
    terms.check()
    Convention.objects.filter(pk=row.pk).update(**terms.columns(), by_id=by.pk)
    row.cost_lines.all().delete()
    CostLine.objects.bulk_create(terms.lines(row))
    journal.write("relations.rewrite", "convention", row.pk, by=by, on=on, permission=P.RELATIONS_KEEP)
    row.refresh_from_db()
    return row


@transaction.atomic
def drop_draft(*, convention: Convention, reason: str, by: User, on: date) -> None:
    """Give up a draft: nobody outside has read it."""
    row = hold(convention)
    if row.state != ConventionState.DRAFTED:
        raise Refusal("already_proposed", _("Cette version est déjà proposée : refusez-la ou retirez-la."))
    move(row, CONVENTION_LIFE, "drop", by=by, on=on, reason=reason)
    Convention.objects.filter(pk=row.pk).update(reason=reason)
    journal.write("relations.drop", "convention", row.pk, by=by, on=on, reason=reason, permission=P.RELATIONS_KEEP)


def hold(convention: Convention) -> Convention:
    return Convention.objects.select_for_update(of=("self",)).select_related("agency").get(pk=convention.pk)
