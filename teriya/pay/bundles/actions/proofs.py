"""The references of a run in the official accounts, and the pieces that another office made."""

from collections.abc import Mapping
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.documents import actions as documents
from teriya.foundation.journal import actions as journal
from teriya.pay.allowances.models import PayFile, PayRun
from teriya.pay.bundles import references
from teriya.pay.bundles.models import BroughtPiece, ExportedEntry, RunReference

BROUGHT = ("decision", "transfer")  # pieces of the pack that no room of the house makes
UPLOADED = "pay_piece"


@transaction.atomic
def give_references(
    *, run: PayRun, values: Mapping[str, str], reason: str = "", by: User, on: date
) -> list[RunReference]:
    """Write the references that this person's step gives (code → value); an empty value changes nothing.

    Refuses `not_your_reference`, `reference_not_yet` before its step, `bad_year`, `reason_required` to change one and `already_exported` once the accounts know it.
    """
    require_date(by, on)
    locked = PayRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    known = {asked.code: asked for asked in references.of(locked)}
    written = []
    for code, value in values.items():
        asked, value = known[code], value.strip()
        if not value or value == asked.value:
            continue
        _check(asked, locked, value, reason, by, on)
        row, _is_new = RunReference.objects.update_or_create(
            run=locked, code=code, defaults={"value": value, "by_id": by.pk, "on": on}
        )
        written.append(row)
        journal.write("bundles.give_reference", "pay_run", locked.pk, by=by, on=on, reason=reason, permission=asked.permission,
                      code=code, value=value, before=asked.value)  # fmt: skip
    return written


def _check(asked: references.Asked, run: PayRun, value: str, reason: str, by: User, on: date) -> None:
    if not by.may(asked.permission):
        raise NotAllowed("not_your_reference", _("Une autre personne donne cette référence."), field=asked.code)
    if not asked.is_open:
        sentence = _("Cette référence se donne une fois l’étape « %(step)s » faite.")
        raise Refusal("reference_not_yet", sentence % {"step": asked.step}, field=asked.code)
    if asked.kind == "year" and value not in {str(year) for year in range(run.month.year, on.year + 1)}:
        sentence = _("L’exercice est une année entre %(first)s et %(last)s.")
        raise Refusal("bad_year", sentence % {"first": run.month.year, "last": on.year}, field=asked.code)
    if asked.value and ExportedEntry.objects.filter(run=run).exists():
        sentence = _("Des écritures de cet état sont déjà aux comptes officiels sous cette référence.")
        raise Refusal("already_exported", sentence, field=asked.code)
    if asked.value and not reason.strip():
        raise Refusal("reason_required", _("Écrivez pourquoi la référence change."), field="reason")


@transaction.atomic
def bring_piece(
    *, run: PayRun, code: str, number: str, dated_on: date, file: UploadedFile, by: User, on: date, of: PayFile | None = None
) -> BroughtPiece:  # fmt: skip
    """Put into the bundle a paper of another office, with its scan. `of`: the payment file whose transfer it proves.

    Refuses `piece_known` for a number already there, `file_required` for a proof that names no payment file, `bad_business_date`.
    """
    require(by, P.PAY_BRING_PIECES)
    require_date(by, on)
    locked = PayRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if dated_on > on:
        raise Refusal("bad_business_date", _("La pièce ne peut pas dater d’après aujourd’hui."), field="dated_on")
    if (code == "transfer") != (of is not None):
        raise Refusal(
            "file_required", _("Dites de quel fichier de paiement cette pièce prouve le virement."), field="of"
        )
    if locked.brought_pieces.filter(code=code, number=number).exists():
        raise Refusal("piece_known", _("Une pièce de ce numéro est déjà dans la liasse."), field="number")
    upload = documents.keep(file=file, kind=code, subject=UPLOADED, subject_id=locked.pk, by=by, on=on)
    row = BroughtPiece.objects.create(
        run=locked, code=code, file=of, number=number, dated_on=dated_on, upload=upload, by_id=by.pk, on=on
    )
    journal.write("bundles.bring_piece", "pay_run", locked.pk, by=by, on=on, permission=P.PAY_BRING_PIECES, code=code,
                  number=number, file=upload.sha256)  # fmt: skip
    return row
