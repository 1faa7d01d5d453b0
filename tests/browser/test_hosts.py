"""The pages of hosts and of their needs, on a telephone 320 points wide, with the longest names."""

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from teriya.foundation.rules.models import Form
from teriya.mobilisation.hosts import actions, conventions, needs
from teriya.mobilisation.hosts.models import Accreditation, Planned, Recourse
from tests.browser.site import look
from tests.cast import Cast
from tests.factories.hosts import (
    SOON,
    TODAY,
    a_host,
    accredited,
    approved,
    evaluated,
    registered,
    reviewed,
    submitted,
    with_officer,
)

pytestmark = pytest.mark.browser
LONG = "Complexe scolaire laïc Sainte-Bernadette-de-Lourdes de Kpélé-Elavagnon, second cycle"


def sent_back(cast: Cast, host):
    need = submitted(cast, host, reference="B0002", by=cast["host_officer"])
    reason = "Dites le village, le nombre d’élèves et le tuteur : la classe de terminale n’a que quatre élèves."
    return needs.request_change(need=need, reason=reason, by=cast["regional_supervisor"], on=TODAY)


def planned(cast: Cast, host) -> None:
    """A convention plans for this host within its quota and beyond, and for a new one that has not accepted its duties."""
    convention = conventions.enter_convention(
        reference="MEN-2026", title="Enseignants volontaires", party="Ministère chargé de l’éducation", signatories="Le ministre",
        domain="education", first_day=TODAY, last_day=TODAY + timedelta(730), by=cast["operations"], on=TODAY,
    )  # fmt: skip
    form, new = Form.objects.get(code="VNC"), a_host(cast, name="CEG Haho 9", phone="")
    lines = ((host, "maths_teacher", 1), (host, "french_teacher", 61), (new, "nurse", 1))
    conventions.plan(
        [conventions.NewPlanned(convention, who, form, profile, places, 12, SOON, 15) for who, profile, places in lines],
        by=cast["operations"], on=TODAY,
    )  # fmt: skip


@pytest.mark.hostile  # slow
def test_what_a_host_does_reads_on_a_telephone(chromium, cast, site):
    host = accredited(cast, name=LONG)
    with_officer(cast, host)
    with_officer(cast, host, cast.abla, duty="tutor")
    new = registered(cast, name="EPP Haho 1", office_number="8")
    with_officer(cast, new)
    first, back = approved(cast, host, by=cast["host_officer"]), sent_back(cast, host)
    planned(cast, host)
    base = f"/structures/{host.number}"
    look(chromium, site, cast["host_officer"], "/structures/", f"{base}/", f"{base}/besoin/", f"{base}/besoin/?profil=nurse",
         f"{base}/besoin/?copie=B0001", f"{base}/membres/", f"{base}/pieces/", f"{base}/engagements/", "/besoins/",
         f"/besoins/{first.pk}/", f"/besoins/{first.pk}/remplacement/", f"/besoins/{back.pk}/", f"/besoins/{back.pk}/modifier/",
         f"/besoins/{back.pk}/retrait/", "/besoins/confirmer/", f"/besoins/prevus/{Planned.objects.first().pk}/refus/",
         f"/structures/{new.number}/", f"/structures/{new.number}/besoin/",
         f"{base}/membres/{host.officers.get(duty='tutor').pk}/fin/")  # fmt: skip


@pytest.mark.hostile  # slow
def test_what_head_office_and_the_centre_do_reads_on_a_telephone(chromium, cast, site):
    host, ending = accredited(cast, name=LONG), accredited(cast, name="EPP Haho 1", office_number="8")
    Accreditation.objects.filter(host=ending).update(period=DateRange(TODAY - timedelta(700), TODAY + timedelta(20)))
    evaluated(cast, name="Dispensaire", office_number="9")
    seen, waiting = reviewed(cast, host), submitted(cast, host, reference="B0002")
    planned(cast, host)
    look(chromium, site, cast["operations"], f"/structures/{host.number}/", f"/structures/{ending.number}/", "/structures/agrement/",
         "/besoins/approuver/", "/besoins/plan/", "/conventions/", f"/structures/{host.number}/suspension/",
         f"/structures/{host.number}/radiation/", f"/besoins/{seen.pk}/")  # fmt: skip
    look(chromium, site, cast["regional_supervisor"], "/besoins/examiner/", f"/besoins/{waiting.pk}/changement/",
         f"/besoins/{waiting.pk}/refus/")  # fmt: skip
    look(
        chromium,
        site,
        cast["regional_agent"],
        "/besoins/confirmer/",
        "/structures/engagements/",
        f"/structures/{ending.number}/evaluer/",
    )


@pytest.mark.hostile  # slow
def test_an_appeal_of_a_host_reads_on_a_telephone(chromium, cast, site):
    host = accredited(cast, name=LONG)
    with_officer(cast, host)
    actions.decide(host=host, step="suspend", reason="Deux volontaires sans tuteur depuis un mois.", by=cast["operations"], on=TODAY)  # fmt: skip
    look(chromium, site, cast["host_officer"], f"/structures/{host.number}/", f"/structures/{host.number}/recours/")
    actions.recourse(host=host, text="Un tuteur est nommé depuis lundi.", by=cast["host_officer"], on=TODAY)
    look(chromium, site, cast["host_officer"], f"/structures/{host.number}/", f"/structures/{host.number}/recours/")
    look(chromium, site, cast["director"], "/structures/recours/", f"/structures/recours/{Recourse.objects.get().pk}/")
