"""A signed pay sheet comes back: its scan, who signed and how, another person verifies."""

from collections.abc import Collection, Mapping
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.core.states import move
from teriya.foundation.documents import actions as documents
from teriya.foundation.documents.models import Document, Upload
from teriya.foundation.journal import actions as journal
from teriya.pay.allowances.models import PayRun
from teriya.pay.bundles import sheets
from teriya.pay.bundles.models import Signature, SignedSheet
from teriya.pay.bundles.states import SIGNED_LIFE, How


@transaction.atomic
def key_sheet(
    *, paper: Document, thumbprints: Collection[int] = (), absent: Collection[int] = (),
    proxies: Mapping[int, tuple[str, str]] | None = None, by: User, on: date,
) -> SignedSheet:  # fmt: skip
    """All signed, except the rows named by their number on the sheet; `proxies`: row → (name, number of the paper).

    Keyed again, it replaces what was keyed, until somebody verifies. Refuses `no_such_row`, `row_twice`, `own_sheet`.
    """
    proxies = proxies or {}
    _require_duty(by, P.PAY_KEY_SIGNED, paper)
    require_date(by, on)
    PayRun.objects.select_for_update().get(pk=paper.subject_id)
    rows = sheets.rows_of(paper)
    _require_not_own(by, rows)
    how = _read(rows, thumbprints, absent, proxies)
    sheet = SignedSheet.objects.select_for_update().filter(paper=paper).first()
    if sheet:
        move(sheet, SIGNED_LIFE, "key_again", by=by, on=on, commune=_commune(rows))
        sheet.keyed_by_id, sheet.keyed_on, sheet.verified_by_id, sheet.verified_on = by.pk, on, None, None
        sheet.save(update_fields=["keyed_by_id", "keyed_on", "verified_by_id", "verified_on"])
        sheet.signatures.all().delete()
    else:
        sheet = SignedSheet.objects.create(paper=paper, run_id=paper.subject_id, keyed_by_id=by.pk, keyed_on=on)
    Signature.objects.bulk_create([
        Signature(sheet=sheet, line=row.line, rank=row.rank, how=how.get(row.rank, How.SIGNATURE),
                  proxy_name=proxies.get(row.rank, ("", ""))[0], proxy_paper=proxies.get(row.rank, ("", ""))[1])
        for row in rows
    ])  # fmt: skip
    journal.write("bundles.key_sheet", "signed_sheet", paper.number, by=by, on=on, permission=P.PAY_KEY_SIGNED,
                  rows=[row.line.pk for row in rows], excepted={str(rank): str(said) for rank, said in how.items()})  # fmt: skip
    return sheet


def _read(
    rows: list[sheets.Row],
    thumbprints: Collection[int],
    absent: Collection[int],
    proxies: Mapping[int, tuple[str, str]],
) -> dict[int, How]:
    """Row → what stands there when it is not a signature."""
    said = [*((rank, How.THUMBPRINT) for rank in thumbprints), *((rank, How.ABSENT) for rank in absent), *((rank, How.PROXY) for rank in proxies)]  # fmt: skip
    fields = {How.THUMBPRINT: "thumbprints", How.ABSENT: "absent", How.PROXY: "proxies"}
    known, how = {row.rank for row in rows}, {}
    for rank, kind in said:
        if rank not in known:
            sentence = _("La ligne %(rank)s n’est pas sur cet état : relisez le numéro à gauche du nom.")
            raise Refusal("no_such_row", sentence % {"rank": rank}, field=fields[kind])
        if rank in how:
            sentence = _("La ligne %(rank)s est écrite deux fois : une seule réponse par ligne.")
            raise Refusal("row_twice", sentence % {"rank": rank}, field=fields[kind])
        how[rank] = kind
    return how


@transaction.atomic
def add_scan(*, paper: Document, file: UploadedFile, by: User, on: date) -> Upload:
    """A photo or a PDF of the signed sheet; several pages come one after the other, before the keying or after it."""
    _require_duty(by, P.PAY_KEY_SIGNED, paper)
    return documents.keep(file=file, kind=sheets.SCAN, subject=sheets.SHEET, subject_id=paper.pk, by=by, on=on)


@transaction.atomic
def add_proxy_scan(*, signature: Signature, file: UploadedFile, by: User, on: date) -> Upload:
    """The procuration of one line. Refuses `not_a_proxy`."""
    _require_duty(by, P.PAY_KEY_SIGNED, signature.sheet.paper)
    if signature.how != How.PROXY:
        raise Refusal("not_a_proxy", _("Cette ligne n’est pas signée par procuration."))
    return documents.keep(
        file=file, kind=sheets.PROXY_SCAN, subject=sheets.SIGNATURE, subject_id=signature.line_id, by=by, on=on
    )


@transaction.atomic
def verify_sheet(*, sheet: SignedSheet, by: User, on: date) -> SignedSheet:
    """A second person has compared the keying with the paper. Refuses `same_person`, `no_scan` while there is no scan of it."""
    locked = _to_check(sheet, by)
    if not sheets.scans_of([locked.paper]):
        raise Refusal("no_scan", _("La photo de cet état manque : sans elle, rien ne se vérifie."))
    SIGNED_LIFE.check("verify", locked.state)
    locked.verified_by_id, locked.verified_on = by.pk, on
    locked.save(update_fields=["verified_by_id", "verified_on"])
    move(locked, SIGNED_LIFE, "verify", by=by, on=on, commune=_commune(sheets.rows_of(locked.paper)))
    journal.write(
        "bundles.verify_sheet", "signed_sheet", locked.paper.number, by=by, on=on, permission=P.PAY_CHECK_SIGNED
    )
    return locked


@transaction.atomic
def send_back(*, sheet: SignedSheet, reason: str, by: User, on: date) -> SignedSheet:
    """The keying is not what the paper says: it is keyed again."""
    locked = _to_check(sheet, by)
    move(locked, SIGNED_LIFE, "send_back", by=by, on=on, reason=reason, commune=_commune(sheets.rows_of(locked.paper)))
    locked.verified_by_id, locked.verified_on = None, None
    locked.save(update_fields=["verified_by_id", "verified_on"])
    journal.write("bundles.send_back_sheet", "signed_sheet", locked.paper.number, by=by, on=on, reason=reason,
                  permission=P.PAY_CHECK_SIGNED)  # fmt: skip
    return locked


def _to_check(sheet: SignedSheet, by: User) -> SignedSheet:
    locked = SignedSheet.objects.select_for_update(of=("self",)).select_related("paper").get(pk=sheet.pk)
    _require_duty(by, P.PAY_CHECK_SIGNED, locked.paper)
    require_other_person(by, locked.keyed_by_id)
    _require_not_own(by, sheets.rows_of(locked.paper))
    return locked


def _require_duty(by: User, permission: P, paper: Document) -> None:
    require(by, permission)
    if not sheets.sheets_of_duty(by, permission).filter(pk=paper.pk).exists():
        raise NotAllowed("elsewhere", _("Cet état de paye n’est pas de votre périmètre, ou un autre l’a remplacé."))


def _require_not_own(by: User, rows: list[sheets.Row]) -> None:
    if any(row.line.mission.person.account_id == by.pk for row in rows):
        raise NotAllowed("own_sheet", _("Cet état vous paie : une autre personne doit agir."))


def _commune(rows: list[sheets.Row]) -> int | None:
    """Where the sheet was signed: the capacity in which somebody acts there."""
    return rows[0].line.mission.host.commune_id if rows else None
