"""A candidate contests a published list; somebody without a hand in it answers, and the list is made again where it must."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.models import Transition
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.calls.models import Application
from teriya.mobilisation.selection import notices
from teriya.mobilisation.selection.actions import replace_score
from teriya.mobilisation.selection.hearing import reopen
from teriya.mobilisation.selection.models import Contest, JuryMember, Listing
from teriya.mobilisation.selection.policies import scored_wave
from teriya.mobilisation.selection.states import CONTEST_LIFE, ListingState


@transaction.atomic
def contest(*, application: Application, text: str, by: User, on: date) -> Contest:
    """Contest what a published list says of one's application; once, in the days that the country's rules give."""
    if application.person.account_id != by.pk:
        raise NotAllowed("not_yours", _("Seule la personne elle-même conteste sa place sur la liste."))
    require_date(by, on)
    text = text.strip()
    if not 0 < len(text) <= 2000:
        raise Refusal(
            "nothing_said", _("Dites en 2 000 lettres au plus ce que vous contestez, et pourquoi."), field="text"
        )
    listing = Listing.objects.filter(wave=application.wave, state=ListingState.PUBLISHED).first()
    if listing is None or on > listing.appeal_until:
        raise Refusal("appeal_closed", _("Le délai pour contester cette liste est passé, ou elle n’est pas publiée."))
    days = rules.amount("list_appeal_answer_days", form=application.wave.form.code, on=on)
    try:
        with transaction.atomic():
            row = Contest.objects.create(
                listing=listing, application=application, text=text, on=on, answer_by=on + timedelta(days)
            )
    except IntegrityError as error:
        raise Refusal("contest_once", _("Vous avez déjà contesté cette liste."), field="text") from error
    journal.write("selection.contest", "contest", row.pk, by=by, on=on)
    notices.contest_received(row)
    return row


@transaction.atomic
def answer(
    *,
    contest: Contest,
    uphold: bool,
    reason: str,
    by: User,
    on: date,
    chair: int | None = None,
    points: int | None = None,
    again: bool = False,
) -> Contest:
    """Uphold or reject, with the reason that the candidate reads. Upheld, a score that was wrongly written is corrected, or the
    candidate is to be heard `again` and the scores no longer count.

    Never by who sat in a jury of the wave, ranked or published the list, or is a candidate. The ranking is then made again by who
    ranks: its minutes, its list and its publication are new ones, the earlier stay.
    """
    rows = Contest.objects.select_for_update(of=("self",)).select_related(
        "listing", "application__wave", "application__person__account"
    )
    locked = rows.get(pk=contest.pk)
    application, commune = locked.application, locked.application.person.commune_id
    require(by, P.APPEALS_ANSWER, commune=commune)
    if chair is not None or again:
        scored_wave(application.wave)
    _require_outsider(by, locked)
    if not uphold and (chair is not None or again):
        raise Refusal(
            "correction_without_upholding",
            _("On ne corrige une note, et on ne réentend, que si le recours est admis."),
            field="chair",
        )
    locked.answer = reason.strip()
    locked.save(update_fields=["answer"])
    step = "uphold" if uphold else "reject"
    move(locked, CONTEST_LIFE, step, by=by, on=on, reason=reason, commune=commune)
    if chair is not None:
        replace_score(application, chair, points, reason=reason, by=by, on=on, permission=P.APPEALS_ANSWER)
    if again:
        reopen(application, reason=reason, by=by, on=on)
    journal.write(
        f"selection.{step}_contest", "contest", locked.pk, by=by, on=on, reason=reason, permission=P.APPEALS_ANSWER
    )
    notices.contest_answered(locked)
    return locked


def _require_outsider(by: User, contest: Contest) -> None:
    listing = contest.listing
    hands = Transition.objects.filter(subject="listing", subject_id=listing.pk).values_list("by_id", flat=True)
    candidates = Application.objects.filter(wave=listing.wave_id, person__account=by).values_list(
        "person__account", flat=True
    )
    require_other_person(by, listing.by_id, *hands, *candidates)
    if JuryMember.objects.filter(jury__wave=listing.wave_id, user=by).exists():
        raise NotAllowed(
            "was_in_jury", _("Vous avez siégé dans un jury de cette vague : une autre personne doit répondre.")
        )
