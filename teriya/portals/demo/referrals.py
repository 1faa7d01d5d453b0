"""Volunteers of a finished wave are directed to services; offers are published, proposed, answered."""

from datetime import timedelta

from teriya.foundation.accounts.models import User
from teriya.foundation.rules import queries as rules
from teriya.insertion.referrals import actions
from teriya.insertion.referrals.models import Service
from teriya.mobilisation.hosts.models import HostOfficer
from teriya.portals.demo.life import Life
from teriya.service.missions.models import Mission


def direct(life: Life, host_officer: User) -> None:
    """Two months of referrals, one late; three offers open to everybody near the end, one to publish."""
    officer, today = life.staff.head_office["insertion"], life.today
    actions.take_pack(by=officer, on=today - timedelta(60))
    ended = (
        Mission.objects.filter(state="closed", person__died_on=None)
        .select_related("person")
        .order_by("-ended_on", "pk")[:5]
    )
    services = list(Service.objects.order_by("pk"))
    days = (50, 40, 30, 20, 6)
    sent = [
        actions.refer(person=mission.person, service=services[n % len(services)], asked="Inscription et entretien", by=officer,
                      on=today - timedelta(days[n]))
        for n, mission in enumerate(ended)
    ]  # fmt: skip
    for referral, news in zip(
        sent,
        (
            (("accept", ""), ("begin", ""), ("finish", "Formation suivie")),
            (("refuse", "Dossier incomplet"),),
            (("accept", ""),),
        ),
        strict=False,
    ):
        for n, (step, reason) in enumerate(news, start=1):
            actions.note(
                referral=referral, step=step, reason=reason, by=officer, on=referral.sent_on + timedelta(5 * n)
            )
    _offer(life, officer, host_officer)


def _offer(life: Life, officer: User, host_officer: User) -> None:
    today = life.today
    host = HostOfficer.objects.filter(user=host_officer, duty="officer").select_related("host__commune").first().host
    profiles = tuple(term.code for term in rules.terms("profile") if term.facts["domain"] == "education")
    country = host.commune.region.parent
    rows = (
        ("job", "Enseignant, école privée", "Complexe scolaire La Paix", host.commune.region, profiles, "education", "bac", 24),
        ("job", "Agent de saisie", "Mairie", host.commune, (), "", "bepc", 12),
        ("training", "Entreprendre en agriculture", "Institut national de formation agricole", country, (), "agriculture", "", 40),
    )  # fmt: skip
    for kind, title, employer, place, posts, domain, diploma, days in rows:
        new = actions.NewOpening(
            kind=kind, title=title, employer=employer, place=place, told="Déposer un dossier au centre régional.", domain=domain, profiles=posts,
            diploma=diploma, closes_on=today + timedelta(days),
        )  # fmt: skip
        actions.offer(new=new, by=officer, on=today - timedelta(4))
    new = actions.NewOpening(
        kind="job", title="Assistant de gestion", employer="", host=host, place=host.commune, told="Se présenter avec son attestation.",
        diploma="bac", closes_on=today + timedelta(20),
    )  # fmt: skip
    actions.offer(new=new, by=host_officer, on=today)
