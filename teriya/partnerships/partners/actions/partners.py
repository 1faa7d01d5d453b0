"""The register of partners."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.journal import actions as journal
from teriya.foundation.places.models import Place
from teriya.partnerships.partners.models import Partner


@transaction.atomic
def enter_partner(
    *, code: str, name: str, kind: str, by: User, on: date, country: str | None = None, parts: Iterable[str] = (),
    regions: Iterable[Place] = (), domains: Iterable[str] = (), notes: str = "",
) -> Partner:  # fmt: skip
    """Write a partner into the register; the agency’s own country unless another is given, none (`""`) for an international body. Refuses `partner_known`."""
    require(by, P.PARTNERS_WRITE)
    require_date(by, on)
    row = Partner(code=code.strip().upper(), by_id=by.pk, on=on)
    _write(row, name=name, kind=kind, country=country, parts=parts, regions=regions, domains=domains, notes=notes)
    journal.write("partners.enter", "partner", row.pk, by=by, on=on, permission=P.PARTNERS_WRITE, code=row.code)
    return row


@transaction.atomic
def amend_partner(*, partner: Partner, by: User, on: date, **values) -> Partner:
    """Change what the register says of a partner; its code stays, since agreements and papers name it."""
    require(by, P.PARTNERS_WRITE)
    require_date(by, on)
    row = Partner.objects.select_for_update().get(pk=partner.pk)
    _write(row, **values)
    journal.write("partners.amend", "partner", row.pk, by=by, on=on, permission=P.PARTNERS_WRITE)
    return row


@transaction.atomic
def set_active(*, partner: Partner, is_active: bool, reason: str, by: User, on: date) -> Partner:
    """Say that the agency no longer works with a partner, or does again, and why. Nothing of it is erased."""
    require(by, P.PARTNERS_WRITE)
    require_date(by, on)
    if not reason.strip():
        raise Refusal("reason_required", _("Écrivez le motif de cette décision."), field="reason")
    row = Partner.objects.select_for_update().get(pk=partner.pk)
    row.is_active = is_active
    row.save(update_fields=["is_active"])
    journal.write("partners.set_active", "partner", row.pk, by=by, on=on, reason=reason, permission=P.PARTNERS_WRITE,
                  is_active=is_active)  # fmt: skip
    return row


def _write(
    row: Partner, *, name: str, kind: str, country: str | None, parts: Iterable[str], regions: Iterable[Place],
    domains: Iterable[str], notes: str,
) -> None:  # fmt: skip
    row.name, row.kind, row.notes = name.strip(), kind, notes.strip()
    row.country, row.parts, row.domains = (
        (settings.AGENCY if country is None else country).upper(),
        list(parts),
        list(domains),
    )
    if Partner.objects.filter(code=row.code).exclude(pk=row.pk).exists():
        raise Refusal("partner_known", _("Un partenaire porte déjà ce code."), field="code")
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refusal("partner_known", _("Un partenaire porte déjà ce nom."), field="name") from error
    row.regions.set(regions)
