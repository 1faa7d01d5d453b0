"""Every sheet of a month to print, in one file: numbered as each alone would be, in the order of the hosts."""

from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.making import MakingState
from teriya.foundation.core.periods import Month
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.actions import together
from teriya.foundation.documents.models import Document
from teriya.foundation.journal import actions as journal
from teriya.foundation.places.models import Place
from teriya.foundation.rules.models import Form
from teriya.service.attendance import queries
from teriya.service.attendance.models import Booklet, MonthSheet
from teriya.service.attendance.papers import print_months
from teriya.service.missions.models import Mission

AT_ONCE = 8  # sheets: a page waits two seconds for them; more is the worker's
TEAMS, SAID_EVERY = 25, 5  # teams numbered in one transaction; sheets between two words of progress


def hosts(user: User, month: Month) -> QuerySet[Mission]:
    """The missions seen whose month is still open: where there is a sheet to fill."""
    closed = MonthSheet.objects.filter(month=month.first).exclude(state="recorded").values("mission")
    return queries.missions_seen_by(user, month).exclude(pk__in=closed)


def choices(user: User, month: Month) -> tuple[list[tuple[int, str]], list[tuple[str, str]]]:
    """The regions and the forms with a sheet to print, as (value, name)."""
    rows = hosts(user, month)
    regions = rows.values_list("host__commune__region", "host__commune__region__name")
    forms = Form.objects.filter(pk__in=rows.values("form")).order_by("code")
    return list(regions.distinct().order_by("host__commune__region__name")), [(form.code, str(form)) for form in forms]


def missions_of(user: User, month: Month, region: int, form: int) -> QuerySet[Mission]:
    """Everybody of the hosts that have volunteers of this form to mark there, by name of host, then of person."""
    found = hosts(user, month).filter(host__commune__region=region, form=form).order_by().values("host")
    rows = queries.missions_seen_by(user, month).filter(host__in=found)
    return rows.select_related("person", "host__commune", "form").order_by(
        "host__name", "host", "person__folded", "pk"
    )


@transaction.atomic
def ask_booklet(*, month: Month, region: Place, form: Form, by: User, on: date) -> Booklet:
    """Ask for the sheets of a month: the one under way when there is one. Refuses `nothing_to_print`."""
    require(by, P.PRESENCE_KEY)
    scope = {"month": month.first, "region": region, "form": form, "by_id": by.pk, "state": MakingState.ASKED}
    for former in Booklet.objects.filter(**scope).defer("content"):
        if former.is_lost:
            former.give_up(_("Le travail s’est arrêté. Demandez les fiches à nouveau."))
    total = missions_of(by, month, region.pk, form.pk).order_by().values("host").distinct().count()
    if not total:
        raise Refusal("nothing_to_print", _("Tous les mois de ces équipes sont attestés : il n’y a rien à imprimer."))
    return Booklet.objects.get_or_create(**scope, defaults={"total": total, "on": on})[0]


def make(booklet: Booklet) -> None:
    """Number what is not numbered yet, draw every sheet, bind them. Whoever asked sees today what is printed."""
    by, month = User.objects.get(pk=booklet.by_id), Month.of(booklet.month)
    require(by, P.PRESENCE_KEY)
    papers = _numbered(list(missions_of(by, month, booklet.region_id, booklet.form_id)), month, by, booklet.on)
    content = together(_told(papers, booklet))
    with transaction.atomic():
        row = Booklet.objects.select_for_update().get(pk=booklet.pk)
        row.state, row.done, row.total, row.content = MakingState.MADE, len(papers), len(papers), content
        row.save(update_fields=["state", "done", "total", "content"])
        former = Booklet.objects.filter(month=row.month, region=row.region_id, form=row.form_id, by_id=row.by_id)
        former.exclude(pk=row.pk).update(content=None)
        journal.write("attendance.bind", "booklet", row.pk, by=by, on=row.on, permission=P.PRESENCE_KEY, rows=[paper.pk for paper in papers])  # fmt: skip


def _numbered(missions: list[Mission], month: Month, by: User, on: date) -> list[Document]:
    """Some teams at a time: numbers are held no longer than it takes."""
    teams: dict[int, list[Mission]] = {}
    for mission in missions:
        teams.setdefault(mission.host_id, []).append(mission)
    rows, papers = list(teams.values()), []
    for start in range(0, len(rows), TEAMS):
        some = [mission for team in rows[start : start + TEAMS] for mission in team]
        papers += print_months(missions=some, month=month, by=by, on=on)
    return papers


def _told(papers: list[Document], booklet: Booklet):
    """The papers, with how far they are told on the way."""
    Booklet.objects.filter(pk=booklet.pk).update(total=len(papers))
    for number, paper in enumerate(papers):
        if number % SAID_EVERY == 0:
            booklet.tell(number)
        yield paper
