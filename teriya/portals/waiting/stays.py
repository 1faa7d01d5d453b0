"""Stays abroad: what an officer follows, what a director signs, what a volunteer or a structure tells."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from teriya.exchange.stays import queries
from teriya.exchange.stays.models import Certificate, Line, Report, Stay
from teriya.exchange.stays.states import About, CertificateState, Voice
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.portals.links import door
from teriya.portals.waiting.counting import Waiting, waits


def followed(user: User, today: date) -> Iterator[Waiting]:
    """Of an officer: who calls for help first, then what is late."""
    if not user.may(P.STAYS_KEEP):
        return
    calls = Report.objects.filter(least=1, seen_on=None).exclude(about=About.EVALUATION)
    yield from waits(_("Séjours : demandes d’aide"), door("stays:stays", etat="sur-place"), calls, "on")
    yield from waits(_("Départs à planifier"), door("stays:stays"), queries.to_plan(), "answered_on")
    late = Line.objects.late(today).ours()
    yield from waits(_("Étapes de départ en retard"), door("stays:stays", etat="depart"), late, "due_on")
    to_count = Stay.objects.to_count()
    yield from waits(_("Services à l’étranger à compter"), door("stays:stays", etat="finis"), to_count, "nomination__ended_on")  # fmt: skip


def signed(user: User, today: date) -> Iterator[Waiting]:
    """Of a director: what an officer prepared, and what the agency that sent signed first."""
    if not user.may(P.STAYS_SIGN):
        return
    ours = Q(state=CertificateState.PREPARED) & ~Q(prepared_by_id=user.pk)
    theirs = Q(state=CertificateState.SIGNED, stay__nomination__is_ours=False)
    rows = Certificate.objects.filter(ours | theirs)
    yield from waits(_("Attestations conjointes à signer"), door("stays:stays", etat="finis"), rows, "prepared_on")


def told(user: User, today: date) -> Iterator[Waiting]:
    """Of a volunteer abroad, or of a structure that receives one: the month that is over."""
    last = today.replace(day=1) - timedelta(1)
    for rows, voice in (
        (Stay.objects.of_person(user), Voice.VOLUNTEER),
        (Stay.objects.at_hosts_of(user), Voice.STRUCTURE),
    ):
        said = Report.objects.filter(about=About.STATUS, voice=voice, of=f"{last:%Y-%m}").values("stay")
        due = rows.there().filter(nomination__arrived_on__lte=last).exclude(pk__in=said)
        yield from waits(_("Séjour : le point du mois"), door("stays:mine"), due, today.replace(day=1))


ROOMS = (followed, signed, told)
