"""The convener computes and proposes; each agency answers for its own part."""

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from teriya.exchange.seasons import applying, contents, papers
from teriya.exchange.seasons.actions.convening import ours, silent, told, typed_here
from teriya.exchange.seasons.actions.entering import word
from teriya.exchange.seasons.models import Part, Plan, Season
from teriya.exchange.seasons.states import PART_LIFE, SEASON_LIFE, PartState
from teriya.exchange.wire import actions as wire
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import Actor, require, require_date, require_other_person
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.journal import actions as journal


@transaction.atomic
def propose(*, season: Season, by: Actor, on: date) -> Plan:
    """Compute the plan of all who entered and did not decline, and propose it to each of them.

    Refuses `too_few_entries` for less than two agencies, `same_plan` where nothing changed since the last one.
    """
    row = ours(season, by, on)
    SEASON_LIFE.check("plan", row.state)
    entries = {part.code: part.entry for part in row.parts.all() if part.entry and part.state != PartState.DECLINED}
    if len(entries) < 2:
        raise Refusal("too_few_entries", _("Il faut l’entrée de deux agences au moins."))
    latest = row.plans.last()
    if latest and latest.content["entries"] == entries:
        raise Refusal("same_plan", _("Rien n’a changé depuis la dernière proposition."))
    version = latest.version + 1 if latest else 1
    content = contents.proposal(entries, version=version, tolerance=row.tolerance, seed=str(row.uid))
    for agency in told(row):
        if agency.code in entries:
            wire.say("season.propose", to=agency, about=row.uid, content=content, by=by, on=on)
    plan = row.plans.get(version=version)
    for part in silent(row):
        if part.code in entries:
            Part.objects.filter(pk=part.pk).update(letter=papers.proposal(part, plan, by=by, on=on))
    return plan


@transaction.atomic
def answer(
    *, part: Part, is_confirmed: bool, by: Actor, on: date, reason: str = "", source: str = "", paper: UploadedFile | None = None
) -> Part:  # fmt: skip
    """Confirm our part of the latest plan, by another person than who entered it; or decline the season, with the reason.

    Of an agency without the system, the convener's officer writes down what its letter says. Refuses `agency_speaks`.
    """
    row = typed_here(part)
    require(by, P.SEASONS_CONFIRM if row.is_ours else P.SEASONS_KEEP)
    require_date(by, on)
    if row.is_ours and is_confirmed:
        require_other_person(by, row.entered_by_id)
    PART_LIFE.check("confirm" if is_confirmed else "decline", row.state)
    if not is_confirmed and not reason.strip():
        raise Refusal("reason_required", _("Écrivez le motif de cette décision."), field="reason")
    _say(row, is_confirmed, reason.strip(), source, paper, by, on)
    row.refresh_from_db()
    return row  # fmt: skip


def _say(
    part: Part, is_confirmed: bool, reason: str, source: str, paper: UploadedFile | None, by: Actor, on: date
) -> None:
    season, latest = part.season, part.season.plans.last()
    content = {
        "digest": latest.digest if is_confirmed and latest else "",
        "is_confirmed": is_confirmed,
        "reason": reason,
    }

    def keep() -> None:
        applying.answer(part, is_confirmed, reason, by=by, on=on)
        journal.write(
            "season.confirm",
            "season",
            season.uid,
            by=by,
            on=on,
            permission=P.SEASONS_CONFIRM,
            is_confirmed=is_confirmed,
        )

    word(part, "season.confirm", content, keep, source=source, paper=paper, by=by, on=on)
