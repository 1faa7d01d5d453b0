"""The volunteer's card: for who serves, with a photo when there is one, void with the mission."""

from collections.abc import Collection, Sequence
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import Actor, require_date
from teriya.foundation.core.receipts import digest_of
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents import actions as documents
from teriya.foundation.documents.actions import Sheet, issue_many, withdraw_many
from teriya.foundation.documents.models import Document, Upload
from teriya.foundation.journal import actions as journal
from teriya.service.missions import papers
from teriya.service.missions.models import Mission
from teriya.service.missions.policies import require_at, require_not_own
from teriya.service.missions.states import PORTRAIT, RUNNING

HEAVIEST = 200 * 1024  # bytes; the page makes the photo small before it leaves


@transaction.atomic
def keep_portrait(*, mission: Mission, file: UploadedFile, by: User, on: date) -> Upload:
    """Keep the photo of a volunteer's face: the next card bears it. The newest counts."""
    [row] = Mission.objects.locked([mission])
    require_at(by, P.CONTRACTS_RECORD_SIGNATURES, [row])
    require_date(by, on)
    if (file.size or 0) > HEAVIEST:
        raise Refusal("portrait_too_heavy", _("Envoyez une photo (JPEG ou PNG) de 200 ko au plus."), field="file")
    documents.look_at_picture(file)
    return documents.keep(file=file, kind=PORTRAIT, subject=PORTRAIT, subject_id=row.person_id, by=by, on=on)


@transaction.atomic
def issue_cards(*, missions: Sequence[Mission], by: User, on: date) -> list[Document]:
    """Make the card of each mission under way. One that already has a card gets another only if it would say something else."""
    rows = Mission.objects.locked(missions)
    require_at(by, P.CONTRACTS_ISSUE, rows)
    require_not_own(by, rows)
    require_date(by, on)
    for row in rows:
        if row.state not in RUNNING:
            raise Refusal("not_in_service", _("La mission %(number)s n’est pas en service.") % {"number": row.number})
    made, sheets = standing([row.pk for row in rows]), sheets_of(rows)
    for row in rows:
        if row.pk in made and says(made[row.pk]) == digest_of(sheets[row.pk].data):
            raise Refusal("card_known", _("La carte de %(number)s est déjà faite.") % {"number": row.number})
    withdraw_many(list(made.values()), reason="remplacée par une nouvelle carte", by=by, on=on)
    cards = issue_many(kind="carte", series="CARTE", subject="mission", sheets=list(sheets.values()), by=by, on=on)
    if rows:
        journal.write("cards.issue", "mission", rows[0].pk, by=by, on=on, permission=P.CONTRACTS_ISSUE, rows=[row.pk for row in rows])  # fmt: skip
    return cards


def sheets_of(missions: Sequence[Mission]) -> dict[int, Sheet]:
    """What the card of each mission would say today."""
    faces = Upload.objects.filter(subject=PORTRAIT, subject_id__in=[row.person_id for row in missions])
    photos = dict(faces.order_by("pk").values_list("subject_id", "pk"))  # the newest of each
    return {row.pk: papers.card(row, photos.get(row.person_id)) for row in missions}


def standing(missions: Collection[int]) -> dict[int, Document]:
    """The card in force of each mission that has one."""
    rows = Document.objects.filter(kind="carte", subject="mission", subject_id__in=missions, revoked_on=None)
    return {row.subject_id: row for row in rows.order_by("pk")}


def says(card: Document) -> str:
    return digest_of({name: value for name, value in card.data.items() if name not in {"number", "verification"}})


def void_cards(missions: Sequence[Mission], *, why: str, by: Actor, on: date) -> None:
    """A mission that ends takes its card with it."""
    withdraw_many(list(standing([row.pk for row in missions]).values()), reason=why, by=by, on=on)
