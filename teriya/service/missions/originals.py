"""The paper originals of contracts signed in ink: sent to be signed, come back, put away with their scan."""

from collections.abc import Collection, Sequence
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move_all
from teriya.foundation.documents import queries as documents
from teriya.foundation.documents.actions import keep
from teriya.foundation.documents.models import Upload
from teriya.foundation.journal import actions as journal
from teriya.service.missions.models import Contract, Original
from teriya.service.missions.policies import require_at, require_not_own
from teriya.service.missions.states import ORIGINAL_LIFE, OriginalState

SCAN = "contract_scan"


@transaction.atomic
def send_originals(*, contracts: Sequence[Contract], to: str, by: User, on: date) -> list[Original]:
    """Printed originals leave to be signed in ink: to whom, on what day. Those already sent are left as they are."""
    rows = _locked(contracts, by, on)
    new = Original.objects.bulk_create([
        Original(contract=row, sent_on=on, sent_to=to.strip()) for row in rows if not hasattr(row, "original")
    ])  # fmt: skip
    if new:
        journal.write(
            "originals.send", "contract", new[0].contract_id, by=by, on=on, rows=[row.contract_id for row in new]
        )
    return new


def note_received(contracts: Sequence[Contract], *, by: User, on: date) -> None:
    """Originals that bear ink are at the centre, whether or not anybody had noted that they left."""
    known = {row.contract_id: row for row in Original.objects.select_for_update().filter(contract__in=contracts)}
    Original.objects.bulk_create([
        Original(contract=contract, state=OriginalState.RECEIVED, sent_on=on, sent_to="signé au centre", received_on=on)
        for contract in contracts if contract.pk not in known
    ])  # fmt: skip
    back = [row for row in known.values() if row.state == OriginalState.SENT]
    for row in back:
        row.received_on = on
    Original.objects.bulk_update(back, ["received_on"])
    if back:
        move_all(back, ORIGINAL_LIFE, "receive", by=by, on=on)


@transaction.atomic
def keep_scan(*, contract: Contract, file: UploadedFile, by: User, on: date) -> Upload:
    """The scan, or the photo, of the signed original: it is read beside the record, the paper stays the proof."""
    [row] = _locked([contract], by, on)
    return keep(file=file, kind=SCAN, subject="contract", subject_id=row.pk, by=by, on=on)


@transaction.atomic
def file_originals(*, contracts: Sequence[Contract], shelf: str, by: User, on: date) -> list[Original]:
    """Originals that came back signed are put away: on which shelf. Refused without the scan (`scan_missing`)."""
    rows = _locked(contracts, by, on)
    known = scanned([row.pk for row in rows])
    for row in rows:
        if row.pk not in known:
            raise Refusal("scan_missing", _("Ajoutez d’abord le scan de %(contract)s.") % {"contract": row})
    kept = list(Original.objects.select_for_update().filter(contract__in=rows).order_by("pk"))
    for row in kept:
        row.filed_on, row.shelf = on, shelf.strip()
    Original.objects.bulk_update(kept, ["filed_on", "shelf"])
    move_all(kept, ORIGINAL_LIFE, "file", by=by, on=on)
    if kept:
        journal.write(
            "originals.file", "contract", kept[0].contract_id, by=by, on=on, rows=[row.contract_id for row in kept]
        )
    return kept


def _locked(contracts: Sequence[Contract], by: User, on: date) -> list[Contract]:
    rows = Contract.objects.select_for_update(of=("self",)).filter(pk__in=[contract.pk for contract in contracts])
    found = list(rows.select_related("document", "mission__host", "mission__person", "original").order_by("pk"))
    missions = [row.mission for row in found]
    require_at(by, P.CONTRACTS_RECORD_SIGNATURES, missions)
    require_not_own(by, missions)
    require_date(by, on)
    return found


def scanned(contracts: Collection[int]) -> set[int]:
    """Those of these contracts whose signed original has a scan."""
    return set(documents.uploads("contract", contracts).filter(kind=SCAN).values_list("subject_id", flat=True))


def scans(contract: Contract) -> list[Upload]:
    return list(documents.uploads("contract", [contract.pk]).filter(kind=SCAN))
