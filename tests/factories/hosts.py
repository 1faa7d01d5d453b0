"""Hosts of the Plateaux centre: Yao registers and evaluates, Kodjo of operations accredits, Mazalo approves, Awa funds."""

from datetime import timedelta

from django.utils import timezone

from teriya.foundation.ledger import actions as ledger
from teriya.foundation.ledger.models import Envelope
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.models import Form
from teriya.mobilisation.hosts import actions, needs
from teriya.mobilisation.hosts.actions import NewHost, Rubrics
from teriya.mobilisation.hosts.models import Host, HostOfficer, Need, Seat
from teriya.mobilisation.hosts.needs import NewNeed
from tests.cast import Cast
from tests.scenes import scene

TODAY = timezone.localdate()
SOON = TODAY + timedelta(30)


def a_host(cast: Cast, **changes) -> NewHost:
    facts = {"name": "CEG Haho 1", "legal_form": "public_body", "domain": "education", "commune_id": cast.haho_1.pk,
             "head": "DOUTI Tchaa", "phone": "+22870010419", "office_number": "7"}  # fmt: skip
    return NewHost(**facts | changes)


@scene
def registered(cast: Cast, **changes) -> Host:
    return actions.register_many([a_host(cast, **changes)], by=cast["regional_agent"], on=TODAY)[0]


@scene
def evaluated(cast: Cast, rubrics: Rubrics | None = None, **changes) -> Host:
    host = registered(cast, **changes)
    actions.evaluate_many({host.pk: rubrics or Rubrics()}, by=cast["regional_agent"], on=TODAY)
    return fresh(host)


@scene
def accredited(cast: Cast, quota: int = 50, **changes) -> Host:
    """Its duties accepted in ink before Yao."""
    host = signed(cast, evaluated(cast, **changes))
    actions.accredit_many([host], months=24, quota=quota, by=cast["operations"], on=TODAY)
    return fresh(host)


def signed(cast: Cast, host: Host) -> Host:
    duties = [term.code for term in rules.terms("commitment")]
    actions.undertake(host=host, ticked=duties, signed_by=host.head or host.name, by=cast["regional_agent"], on=TODAY)
    return host


def with_officer(cast: Cast, host: Host, user=None, duty: str = "officer") -> HostOfficer:
    return actions.add_officer(host=host, user=user or cast.essi, duty=duty, by=cast["regional_agent"], on=TODAY)


def a_need(host: Host, **changes) -> NewNeed:
    facts = {"reference": "B0001", "host": host, "profile": "primary_teacher", "diploma": "bac", "places": 2, "months": 12,
             "starts_on": SOON, "tutor": "AYITE Yao", "tasks": "Tenir une classe"}  # fmt: skip
    return NewNeed(**facts | changes)


@scene
def submitted(cast: Cast, host: Host | None = None, form: str = "VNC", by=None, **changes) -> Need:
    host = host or accredited(cast)
    if not host.undertakings.exists():
        signed(cast, host)
    row = a_need(host, **changes)
    return needs.submit([row], form=Form.objects.get(code=form), by=by or cast["regional_agent"], on=TODAY)[0]


@scene
def reviewed(cast: Cast, host: Host | None = None, **changes) -> Need:
    """With the region’s favourable opinion: head office approves it."""
    return needs.review([submitted(cast, host, **changes)], by=cast["regional_supervisor"], on=TODAY)[0]


@scene
def approved(cast: Cast, host: Host | None = None, **changes) -> Need:
    need = reviewed(cast, host, **changes)
    needs.approve([need], by=cast["operations"], on=TODAY)
    return Need.objects.get(pk=need.pk)


def envelope(cast: Cast, amount: int = 10_000_000, code: str = "ETAT") -> Envelope:
    return ledger.grant(code=code, title="État", funder="État", amount=amount, by=cast["finance_officer"], on=TODAY)


def seats(need: Need) -> list[Seat]:
    return list(need.seats.order_by("number"))


def fresh(host: Host) -> Host:
    return Host.objects.get(pk=host.pk)
