"""One box for everything that has a name or a number: each room answers with what the person may see there."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.core.words import fold
from teriya.foundation.documents.models import Document
from teriya.mobilisation.calls.models import Application
from teriya.mobilisation.hosts.models import Host, Need
from teriya.pay.allowances.models import PaymentOrder
from teriya.pay.allowances.queries import lines_visible_to
from teriya.people.lookalikes import folded_number
from teriya.people.models import Paper, Person
from teriya.portals.links import door
from teriya.service.missions.models import Mission

MOST = 20  # of each kind: more asks for a better word


@dataclass(frozen=True, slots=True)
class Hit:
    """What was found, where it is, and a word more."""

    label: str
    url: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The hits of one kind; `is_cut` when there were more."""

    title: str
    hits: list[Hit] = field(default_factory=list)
    is_cut: bool = False


def search(text: str, user: User) -> list[Found]:
    """People by name, matricule, telephone or paper; hosts by name or number; all else by number."""
    text = " ".join(text.split())[:80]
    if len(text) < 2 and not text.isdecimal():
        return []
    found = [
        _found(_("Personnes"), _people(text, user)),
        _found(_("Structures"), _hosts(text, user)),
        _found(_("Besoins"), _needs(text, user)),
        _found(_("Candidatures"), _applications(text, user)),
        _found(_("Missions"), _missions(text, user)),
        _found(_("Paiements"), _payments(text, user)),
    ]
    return [kind for kind in found if kind.hits]


def _found(title: str, hits: Iterable[Hit]) -> Found:
    hits = list(hits)
    return Found(title, hits[:MOST], len(hits) > MOST)


def _people(text: str, user: User) -> Iterable[Hit]:
    seen = Person.objects.visible_to(user).alive()
    shown = Paper.objects.filter(folded=folded_number(text)).values("person")
    rows = seen.filter(Q(pk__in=seen.named(text).values("pk")) | Q(pk__in=shown) | Q(aliases__in=shown)).distinct()
    for row in rows.select_related("commune").order_by("family", "given", "pk")[: MOST + 1]:
        yield Hit(str(row), reverse("portals:dossier", args=[row.matricule]), f"{row.matricule} · {row.commune}")


def _hosts(text: str, user: User) -> Iterable[Hit]:
    words = Q()
    for word in fold(text).split():
        words &= Q(folded__contains=word)
    named = Q(number__iexact=text) | (words if words else Q(pk__in=()))
    for row in (
        Host.objects.visible_to(user).filter(named).select_related("commune").order_by("name", "pk")[: MOST + 1]
    ):
        yield Hit(
            row.name, door("hosts:host", row.number), f"{row.number} · {row.commune} · {row.get_state_display()}"
        )


def _needs(text: str, user: User) -> Iterable[Hit]:
    for row in Need.objects.visible_to(user).filter(reference__iexact=text).select_related("host")[: MOST + 1]:
        yield Hit(row.reference, door("hosts:need", row.pk), f"{row.host} · {row.get_state_display()}")


def _applications(text: str, user: User) -> Iterable[Hit]:
    rows = Application.objects.visible_to(user).filter(number__iexact=text).select_related("wave", "person")
    for row in rows.order_by("-pk")[: MOST + 1]:
        page = door("calls:application", row.pk)
        yield Hit(f"{row.wave} n° {row.number}", page, f"{row.person} · {row.get_state_display()}")


def _missions(text: str, user: User) -> Iterable[Hit]:
    """By the mission's number or that of one of its papers; "123" stands for "MISSION/2026/000123"."""
    number = Q(number__iexact=text)
    if text.isdecimal():
        number |= Q(number__endswith=f"/{int(text):06}")
    papers = Document.objects.filter(number__iexact=text, subject="mission").values("subject_id")
    rows = Mission.objects.visible_to(user).filter(number | Q(pk__in=papers)).select_related("person", "host")
    for row in rows.order_by("-pk")[: MOST + 1]:
        yield Hit(row.number, door("missions:mission", row.pk), f"{row.person} · {row.host}")


def _payments(text: str, user: User) -> Iterable[Hit]:
    rows = PaymentOrder.objects.filter(reference__iexact=text, line__in=lines_visible_to(user)).select_related(
        "line__mission__person"
    )
    for row in rows[: MOST + 1]:
        yield Hit(
            row.reference,
            door("allowances:line", row.line_id),
            f"{row.line.mission.person} · {row.get_state_display()}",
        )
