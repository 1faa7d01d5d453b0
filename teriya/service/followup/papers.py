"""What the room prints. Papers are in French, like the law."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format

from teriya.foundation.accounts.models import User
from teriya.foundation.core.periods import Month
from teriya.foundation.documents.actions import Sheet, issue
from teriya.foundation.documents.letterhead import letterhead
from teriya.foundation.documents.models import Document
from teriya.foundation.journal import actions as journal
from teriya.foundation.places.models import Centre
from teriya.foundation.ui.templatetags.ui import phone
from teriya.service.followup.models import Visit

PLAN = "visit_plan"  # subject of the printed plans; its id is the centre's


def short(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def in_words(month: Month) -> str:
    """« mars 2026 »: a paper is in French whatever the language of the page."""
    with translation.override("fr"):
        return date_format(month.first, "F Y")


@transaction.atomic
def print_plan(*, centre: Centre, month: Month, missions: Iterable, by: User, on: date) -> Document:
    """The visits of a month, to take on the road: who, where, which telephone, a box to sign."""
    rows = list(missions)
    planned = {
        v.mission_id: v for v in Visit.objects.filter(mission__in=rows, state="planned").select_related("agent")
    }
    lines = [[m.person.matricule, str(m.person), f"{m.host}, {m.host.commune}", phone(m.person.phone), short(m.last_on),
              _planned(planned.get(m.pk)), None] for m in rows]  # fmt: skip
    data = {
        **letterhead(centre.seat), "title": f"Plan de visites · {in_words(month)}",
        "preamble": f"{centre.name}. Volontaires en service à visiter : {len(lines)}.",
        "columns": [{"title": title, "kind": kind} for title, kind in (
            ("Matricule", "text"), ("Nom et prénoms", "text"), ("Structure", "text"), ("Téléphone", "text"),
            ("Dernière visite", "text"), ("Prévue", "text"), ("Signature", "signature"))],
        "rows": lines, "closing": "Chaque visite se rapporte le jour même, sur la fiche de visite.", "signatures": [],
    }  # fmt: skip
    paper = issue(kind="liste", series="VISITES", subject=PLAN, sheet=Sheet(centre.pk, data), by=by, on=on)
    journal.write("followup.print_plan", "centre", centre.pk, by=by, on=on, rows=[m.pk for m in rows])
    return paper


def _planned(visit: Visit | None) -> str:
    return f"{short(visit.planned_on)} · {visit.agent}" if visit else ""
