"""The directory of insertion referrals: begun with the country's pack, kept by the insertion officer."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.journal import actions as journal
from teriya.foundation.places.models import Place
from teriya.insertion.referrals import queries
from teriya.insertion.referrals.models import Service

_MARGIN = 200  # letters of a reason


@transaction.atomic
def take_pack(*, by: User, on: date) -> list[Service]:
    """Write the services of the country's pack that the directory does not know; again, it writes nothing."""
    require(by, P.SERVICES_KEEP)
    require_date(by, on)
    terms = queries.missing_of_pack()
    places = Place.objects.in_bulk([term.facts["place"] for term in terms], field_name="code")
    rows = Service.objects.bulk_create(
        [
            Service(code=term.code, name=term.fr, kind=term.facts["kind"], place=places[term.facts["place"]], gives=term.facts["gives"]["fr"],
                    phone=term.facts["phone"], address=term.facts["address"], source=term.facts["source"],
                    is_to_confirm=term.facts["status"] == "to_confirm", entered_on=on, by_id=by.pk)
            for term in terms
        ]
    )  # fmt: skip
    if rows:
        journal.write(
            "referrals.take_pack",
            "service",
            rows[0].pk,
            by=by,
            on=on,
            permission=P.SERVICES_KEEP,
            rows=[row.pk for row in rows],
        )
    return rows


@transaction.atomic
def enter_service(
    *,
    name: str,
    kind: str,
    place: Place,
    gives: str,
    phone: str = "",
    address: str = "",
    source: str = "",
    by: User,
    on: date,
) -> Service:
    """Refuses `service_known`: the same name for the same place."""
    require(by, P.SERVICES_KEEP)
    require_date(by, on)
    row = Service(entered_on=on, by_id=by.pk)
    _write(row, name=name, kind=kind, place=place, gives=gives, phone=phone, address=address, source=source)
    journal.write("referrals.enter", "service", row.pk, by=by, on=on, permission=P.SERVICES_KEEP)
    return row


@transaction.atomic
def change_service(*, service: Service, by: User, on: date, is_to_confirm: bool = False, **values) -> Service:
    """Correct what the directory says of it; the journal keeps what it said. Refuses `service_closed`, `service_known`."""
    require(by, P.SERVICES_KEEP)
    require_date(by, on)
    row = _open(service)
    was = {name: str(getattr(row, name)) for name in values if str(getattr(row, name)) != str(values[name])}
    _write(row, is_to_confirm=is_to_confirm, **values)
    journal.write("referrals.change", "service", row.pk, by=by, on=on, permission=P.SERVICES_KEEP, was=was)
    return row


@transaction.atomic
def close_service(*, service: Service, reason: str, by: User, on: date) -> Service:
    """It receives nobody any more; referrals made stay. Refuses `reason_required`, `service_closed`."""
    require(by, P.SERVICES_KEEP)
    require_date(by, on)
    row = _open(service)
    if not reason.strip():
        raise Refusal("reason_required", _("Écrivez le motif de cette décision."), field="reason")
    row.closed_on, row.closed_because = on, reason.strip()[:_MARGIN]
    row.save(update_fields=["closed_on", "closed_because"])
    journal.write("referrals.close", "service", row.pk, by=by, on=on, permission=P.SERVICES_KEEP)
    return row


def _open(service: Service) -> Service:
    row = Service.objects.select_for_update().get(pk=service.pk)
    if row.closed_on:
        raise Refusal("service_closed", _("Ce service est fermé : il ne reçoit plus personne."))
    return row


def _write(row: Service, **values) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refusal("service_known", _("Ce service est déjà dans l’annuaire pour ce lieu."), field="name") from error
