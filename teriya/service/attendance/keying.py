"""A month on paper: what the numbered sheet says is keyed by who holds it, and ends in the same state as a month done on the site."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.periods import Month
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents import actions as documents
from teriya.foundation.documents.models import Document, Upload
from teriya.foundation.journal import actions as journal
from teriya.service.attendance import actions, queries
from teriya.service.attendance.models import MonthSheet, PrintedMonth
from teriya.service.attendance.policies import Standing
from teriya.service.attendance.rolls import all_present
from teriya.service.attendance.states import MarkKind
from teriya.service.missions.models import Mission

SCAN = "presence_signed"  # the kind of the photo of a signed paper


def paper_numbered(number: str, user: User) -> PrintedMonth:
    """The paper that bears this number or this code, in the perimeter of who keys. Refuses `unknown_paper`."""
    asked = number.strip().upper()
    code = asked.replace(" ", "").replace("-", "")
    found = PrintedMonth.objects.to_key_by(user).select_related("document", "host__commune")
    row = found.filter(document__number=asked).first() or found.filter(document__code__iexact=code).first()
    if row is None:
        sentence = _("Aucune fiche de vos centres ne porte « %(number)s » : recopiez le numéro en haut de la feuille.")
        raise Refusal("unknown_paper", sentence % {"number": number.strip()[:40]}, field="number")
    return row


def missions_on(paper: PrintedMonth) -> list[Mission]:
    """The volunteers in the order of the paper; who joined the team after it was printed is not on it."""
    listed = {row[0]: place for place, row in enumerate(paper.document.data["grid"]["rows"])}
    served = Mission.objects.filter(host=paper.host_id, person__matricule__in=listed)
    month = Month.of(paper.month)
    rows = served.served_in(month.first, month.last).select_related("person", "host__commune", "form")
    return sorted(rows, key=lambda mission: (listed[mission.person.matricule], mission.pk))


def missions_to_key(paper: PrintedMonth, by: User) -> list[Mission]:
    """Those of the paper whose month is still open and whom this person keys for."""
    closed = MonthSheet.objects.filter(month=paper.month).exclude(state="recorded").values("mission")
    open_ones = [m for m in missions_on(paper) if m.pk not in set(closed.values_list("mission", flat=True))]
    standing = Standing(by, P.PRESENCE_KEY)
    return [m for m in open_ones if standing.is_at_centre(m) and m.person.account_id != by.pk]


@transaction.atomic
def key_paper(
    *, paper: PrintedMonth, absent: Mapping[int, Sequence[date]], excused: Mapping[int, Sequence[date]], signed_by: str, by: User,
    on: date, scan: UploadedFile | None = None,
) -> list[MonthSheet]:  # fmt: skip
    """All present, except the days written (mission id → days); then attested in the name of the paper.

    Refuses `paper_keyed` the second time, `nobody_to_key` when every month on it is closed already, `not_signed` without the
    name of who signed, and what `record_many` and `attest_many` refuse.
    """
    row = PrintedMonth.objects.select_for_update(of=("self",)).select_related("document", "host").get(pk=paper.pk)
    if row.keyed_on:
        raise Refusal("paper_keyed", _("Cette fiche est déjà saisie : une correction passe par la fiche du mois."))
    if not signed_by.strip():
        raise Refusal(
            "not_signed",
            _("Écrivez le nom de la personne qui a signé : une fiche non signée n’atteste rien."),
            field="signed_by",
        )
    missions = missions_to_key(row, by)
    if not missions:
        raise Refusal("nobody_to_key", _("Les mois de cette fiche sont déjà attestés, ou ne sont pas de vos équipes."))
    kept = {mission.pk: dict.fromkeys(excused.get(mission.pk, ()), MarkKind.EXCUSED) for mission in missions}
    if any(kept.values()):
        actions.record_many(
            marks={pk: days for pk, days in kept.items() if days}, by=by, on=on, permission=P.PRESENCE_KEY
        )
    marks = all_present(missions, Month.of(row.month), absent, until=on)
    sheets = actions.record_many(marks=marks, by=by, on=on, permission=P.PRESENCE_KEY)
    done = actions.attest_many(sheets=sheets, by=by, on=on, paper=row.document.number)
    row.signed_by, row.keyed_by_id, row.keyed_on = signed_by.strip(), by.pk, on
    row.save(update_fields=["signed_by", "keyed_by_id", "keyed_on"])
    if scan:
        add_scan(paper=row, file=scan, by=by, on=on)
    journal.write("attendance.key_paper", "presence_paper", row.document.number, by=by, on=on, permission=P.PRESENCE_KEY,
                  reason=signed_by, rows=[sheet.pk for sheet in done])  # fmt: skip
    return done


@transaction.atomic
def add_scan(*, paper: PrintedMonth, file: UploadedFile, by: User, on: date) -> Upload:
    """The photo of the signed paper; it may come after the keying, by who keys in that perimeter."""
    if not PrintedMonth.objects.to_key_by(by).filter(pk=paper.pk).exists():
        raise Refusal("unknown_paper", _("Cette fiche n’est pas d’un de vos centres."))
    return documents.keep(file=file, kind=SCAN, subject="presence_paper", subject_id=paper.pk, by=by, on=on)


def scans_of(paper: PrintedMonth) -> list[Upload]:
    return list(Upload.objects.filter(subject="presence_paper", subject_id=paper.pk).defer("content").order_by("pk"))


def standing(user: User, month: Month) -> list[tuple[PrintedMonth, bool]]:
    """The papers printed of a month in this person's perimeter, those to key first; whether a photo of each is kept."""
    rows = PrintedMonth.objects.to_key_by(user).filter(month=month.first).select_related("document", "host__commune")
    papers = sorted(rows, key=lambda row: (row.keyed_on is not None, row.host.name, row.pk))
    kept = Upload.objects.filter(subject="presence_paper", subject_id__in=[row.pk for row in papers])
    seen = set(kept.values_list("subject_id", flat=True))
    return [(row, row.pk in seen) for row in papers]


def replaced(paper: PrintedMonth) -> Document | None:
    """The later paper of the same month and team, when one was printed since."""
    later = PrintedMonth.objects.filter(host=paper.host_id, month=paper.month, pk__gt=paper.pk).order_by("-pk").first()
    return later.document if later else None


def unprinted(user: User, month: Month) -> list[queries.Team]:
    """Teams of the perimeter whose month is not closed and of which no paper is printed."""
    printed = PrintedMonth.objects.filter(month=month.first).values("host")
    rows = queries.teams(user, month).exclude(host__in=printed)
    return [team for team in (queries.Team(*row) for row in rows) if team.missing + team.recorded]
