"""A release of open data published last week; the agreement of the Plateaux told, its file waiting for the agency’s identifier."""

from datetime import timedelta

from teriya.contribution.opendata import actions
from teriya.partnerships.agreements.models import Agreement
from teriya.portals.demo.life import Life


def publish(life: Life) -> None:
    staff, on = life.staff.head_office, life.today - timedelta(7)
    release = actions.prepare(kind="data", by=staff["monitoring"], on=on)
    actions.make(release.production)
    actions.decide(release=release, step="publish", by=staff["director"], on=on + timedelta(1))
    agreement = Agreement.objects.get(envelopes__code="UE-PLATEAUX")
    actions.consent(agreement=agreement, is_given=True, proof="Lettre DUE/2026/118", by=staff["director"], on=on)
    actions.make(actions.prepare(kind="iati", by=staff["monitoring"], on=on).production)
