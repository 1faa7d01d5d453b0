"""Certificates of a wave that is over, delivered then printed on two cores, beside the same papers compiled bare.

The bare render carries neither the square that holds the signed facts, nor the seal: `bench.contracts` says the rest.
"""

import time
from collections.abc import Sequence
from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone

from bench.contracts import printing
from bench.measure import Line, most, shown
from bench.seed import staff
from bench.wave import placed
from teriya.service.missions import actions
from teriya.service.missions.models import Closing, Contract, Mission, Signature, StartOfService
from teriya.service.missions.states import CHECKLIST, Party

MANY = 1_000


def show() -> None:
    call_command("load_pack", "tg", verbosity=0)
    missions, by = placed(MANY)
    closed(missions, by)
    lines = measure(missions)
    shown(lines)


def closed(missions: Sequence[Mission], by) -> None:
    """Contracts issued by the action; signatures, starts and ends written straight into the tables."""
    on, first = timezone.localdate(), timezone.localdate() - timedelta(1)
    actions.record_insurance(missions=missions, reference="CNSS 2026-117", by=by, on=on)
    contracts = actions.issue_contracts(missions=missions, by=by, on=on)
    Signature.objects.bulk_create(
        [Signature(contract=one, party=party, name="A", mode="ink", on=on, by_id=by.pk) for one in contracts for party in Party]
    )  # fmt: skip
    Contract.objects.update(signed_on=on)
    StartOfService.objects.bulk_create(
        [StartOfService(mission=one, on=first, attested_by_id=0, attested_on=first, confirmed_by_id=by.pk, confirmed_on=first)
         for one in missions]
    )  # fmt: skip
    Mission.objects.update(state="closed", started_on=first, ended_on=first, end_reason="term")
    Closing.objects.bulk_create([Closing(mission=one, **dict.fromkeys(CHECKLIST, True)) for one in missions])


def measure(missions: Sequence[Mission]) -> list[Line]:
    director = staff("director", "ama-director@anvt.example")
    start = time.perf_counter()
    ids = [paper.pk for paper in actions.issue_certificates(missions=missions, by=director, on=timezone.localdate())]
    issued = time.perf_counter() - start
    return [most("", f"{len(ids)} attestations délivrées, signées, SMS compris", issued, 60, "s"), printing(ids)]
