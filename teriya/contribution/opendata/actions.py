"""Preparing a release, publishing it by another person, saying which agreements may be told."""

import hashlib
from datetime import date

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from teriya.contribution.opendata import making, queries
from teriya.contribution.opendata.extract import archive, extract
from teriya.contribution.opendata.models import Production, PublicationConsent, Release, ReleaseFile
from teriya.contribution.opendata.states import RELEASE_LIFE, ReleaseKind, ReleaseState
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.making import MakingState
from teriya.foundation.core.numbers import next_number
from teriya.foundation.core.receipts import digest_of
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.foundation.rules import queries as rules
from teriya.partnerships.agreements.models import Agreement

_SERIES = {ReleaseKind.DATA: ("DONNEES", ""), ReleaseKind.IATI: ("IATI", "iati-")}


@transaction.atomic
def prepare(*, kind: str, by: User, on: date) -> Release:
    """Ask for a release as things are known today; the worker makes its files (`make`).

    One that stopped is made again under its number. Refuses `release_waiting` while one waits for a decision,
    `no_agreement` where no partner agreed to be told.
    """
    require(by, P.OPENDATA_PREPARE)
    require_date(by, on)
    kind = ReleaseKind(kind)
    total = making.steps(kind)
    if not total:
        raise Refusal("no_agreement", _("Aucun partenaire n’a accepté que sa convention soit publiée."), field="kind")
    row = Release.objects.select_for_update().filter(kind=kind, state=ReleaseState.PREPARED).first()
    if row is not None:
        return _again(row, total, by, on)
    series, start = _SERIES[kind]
    licence, url = rules.value("open_data_licence", on=on).value
    row = Release.objects.create(
        number=f"{start}{on.year}-{next_number(series, on.year)}", kind=kind, on=on, licence=licence, licence_url=url,
        prepared_by_id=by.pk,
    )  # fmt: skip
    Production.objects.create(release=row, total=total, by_id=by.pk, on=on)
    journal.write("opendata.prepare", "release", row.pk, by=by, on=on, permission=P.OPENDATA_PREPARE, number=row.number)  # fmt: skip
    return row


def _again(row: Release, total: int, by: User, on: date) -> Release:
    production = Production.objects.select_for_update().get(release=row)
    if not (production.state == MakingState.FAILED or production.is_lost):
        raise Refusal("release_waiting", _("La publication %(number)s attend déjà une décision.") % {"number": row.number}, field="kind")  # fmt: skip
    Release.objects.filter(pk=row.pk).update(on=on, prepared_by_id=by.pk)
    again = {"total": total, "by_id": by.pk, "on": on, "state": MakingState.ASKED, "done": 0, "failure": ""}
    Production.objects.filter(pk=production.pk).update(**again, at=Now())
    row.refresh_from_db()
    return row


def make(production: Production) -> None:
    """Make every file, then write them together: a release has all of its files, or none."""
    release, by = production.release, User.objects.get(pk=production.by_id)
    require(by, P.OPENDATA_PREPARE)
    made = making.files(release, production.tell)
    with transaction.atomic():
        rows = [ReleaseFile(release=release, dataset=one.dataset, format=one.format, lines=one.lines, hidden=one.hidden,
                            content=one.content, sha256=one.sha256) for one in made.files]  # fmt: skip
        ReleaseFile.objects.bulk_create(rows)
        digest = digest_of([[row.dataset, row.format, row.sha256] for row in rows])
        Release.objects.filter(pk=release.pk).update(digest=digest, obstacle=made.obstacle)
        Production.objects.filter(pk=production.pk).update(state=MakingState.MADE, done=production.total)
        journal.write("opendata.make", "release", release.pk, by=by, on=production.on, permission=P.OPENDATA_PREPARE,
                      digest=digest, files=len(rows))  # fmt: skip


@transaction.atomic
def decide(*, release: Release, step: str, by: User, on: date, reason: str = "") -> Release:
    """Publish it as it was made, or set it aside with the reason; never who prepared it.

    Refuses `release_not_made`, `identifier_to_confirm`, `consent_taken_back` when a partner changed its mind since.
    """
    require(by, P.OPENDATA_PUBLISH)
    row = Release.objects.select_for_update().get(pk=release.pk)
    require_other_person(by, row.prepared_by_id)
    RELEASE_LIFE.check(step, row.state)
    if step == "publish":
        _require_publishable(row)
    decided = {"decided_by_id": by.pk} | ({"published_on": on} if step == "publish" else {})
    Release.objects.filter(pk=row.pk).update(**decided)
    move(row, RELEASE_LIFE, step, by=by, on=on, reason=reason)
    journal.write(f"opendata.{step}", "release", row.pk, by=by, on=on, reason=reason, permission=P.OPENDATA_PUBLISH,
                  number=row.number, digest=row.digest)  # fmt: skip
    row.refresh_from_db()
    return row


def _require_publishable(row: Release) -> None:
    if not row.digest:
        raise Refusal("release_not_made", _("Les fichiers ne sont pas encore faits."))
    if row.obstacle:
        raise Refusal(row.obstacle, queries.OBSTACLES[row.obstacle])
    taken_back = PublicationConsent.objects.filter(is_given=False, at__gt=row.at)
    if row.kind == ReleaseKind.IATI and taken_back.exists():
        raise Refusal("consent_taken_back", _("Un partenaire a changé d’avis depuis : écartez ce fichier et préparez-en un autre."))  # fmt: skip


@transaction.atomic
def consent(*, agreement: Agreement, is_given: bool, proof: str, by: User, on: date) -> PublicationConsent:
    """Write that a partner accepts, or no longer, that its agreement is told. What was published stays. Refuses `proof_required`."""
    require(by, P.OPENDATA_PUBLISH)
    require_date(by, on)
    locked = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if not proof.strip():
        raise Refusal("proof_required", _("Écrivez la référence de la lettre du partenaire."), field="proof")
    row = PublicationConsent.objects.create(
        agreement=locked, is_given=is_given, proof=proof.strip()[:200], by_id=by.pk, on=on
    )
    journal.write("opendata.consent", "agreement", locked.pk, by=by, on=on, permission=P.OPENDATA_PUBLISH,
                  is_given=is_given, proof=row.proof)  # fmt: skip
    return row


@transaction.atomic
def hand_over(*, year: int, reference: str, by: User, on: date) -> bytes:
    """The archive of a year for the institute of statistics, under an agreement. Each taking is journalled with its digest."""
    require(by, P.OPENDATA_EXTRACT)
    found = extract(year, reference, on)
    content = archive(found, reference, on)
    journal.write("opendata.hand_over", "extract", year, by=by, on=on, permission=P.OPENDATA_EXTRACT, reference=reference,
                  lines=len(found.rows), left_out=found.left_out, sha256=hashlib.sha256(content).hexdigest())  # fmt: skip
    return content
