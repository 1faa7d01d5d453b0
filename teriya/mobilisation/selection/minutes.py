"""The minutes of a jury: drawn once everybody was heard or is absent, then signed by each member."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.receipts import digest_of
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.journal import actions as journal
from teriya.mobilisation.selection import papers, queries
from teriya.mobilisation.selection.models import Conflict, Hearing, Jury, JuryMember, Minutes, MinutesSignature
from teriya.mobilisation.selection.policies import scored_wave


@transaction.atomic
def draw_minutes(*, jury: Jury, by: User, on: date) -> Minutes:
    """Freeze what a jury heard: scores, spreads, absences, conflicts, replacements, corrections. Drawn again, earlier ones stay.

    Refuses `still_to_hear` while somebody waits, and `conflict_open` while a conflict is not settled.
    """
    require(by, P.INTERVIEWS_PLAN)
    require_date(by, on)
    scored_wave(jury.wave)
    rows = Hearing.objects.filter(jury=jury).still_there()
    waiting = rows.filter(state__in=("called", "present", "contested")).count()
    if waiting:
        raise Refusal(
            "still_to_hear",
            _("Candidats encore à entendre, à pointer absents ou à réentendre : %(count)s.") % {"count": waiting},
        )
    if not queries.has_sat(jury):
        raise Refusal("nobody_heard", _("Ce jury n’a encore entendu personne."))
    if Conflict.objects.filter(member__jury=jury, state="declared").exists():
        raise Refusal("conflict_open", _("Un conflit d’intérêts de ce jury n’est pas réglé."))
    minutes = Minutes.objects.create(jury=jury, document=papers.jury_minutes(jury, by=by, on=on), on=on)
    journal.write(
        "selection.draw_minutes", "jury", jury.pk, by=by, on=on, permission=P.INTERVIEWS_PLAN, number=str(minutes)
    )
    return minutes


def latest(jury: Jury) -> Minutes | None:
    return jury.minutes.select_related("document").prefetch_related("signatures__member").first()


@transaction.atomic
def sign(*, minutes: Minutes, by: User, on: date) -> MinutesSignature:
    """A member signs on one's own account: the SHA-256 of the frozen text is kept."""
    require(by, P.JURY_SCORE)
    require_date(by, on)
    member = JuryMember.objects.seated().filter(jury=minutes.jury_id, user=by).first()
    if member is None:
        raise NotAllowed("not_in_jury", _("Seuls les membres du jury signent son procès-verbal."))
    return _sign(minutes, member, MinutesSignature.Mode.ACCOUNT, P.JURY_SCORE, by=by, on=on)


@transaction.atomic
def record_ink(*, minutes: Minutes, member: JuryMember, by: User, on: date) -> MinutesSignature:
    """Record the signature that a member put in ink on the original, which the centre keeps. Never one's own."""
    require(by, P.INTERVIEWS_PLAN)
    require_date(by, on)
    if member.jury_id != minutes.jury_id or member.user_id == by.pk:
        raise NotAllowed(
            "not_yours_to_record", _("On enregistre la signature à l’encre d’un autre membre de ce jury.")
        )
    return _sign(minutes, member, MinutesSignature.Mode.INK, P.INTERVIEWS_PLAN, by=by, on=on)


def _sign(minutes: Minutes, member: JuryMember, mode: str, permission: P, *, by: User, on: date) -> MinutesSignature:
    if minutes != latest(minutes.jury):
        raise Refusal("old_minutes", _("Un procès-verbal plus récent existe : c’est lui qui se signe."))
    try:
        with transaction.atomic():
            signature = MinutesSignature.objects.create(
                minutes=minutes, member=member, mode=mode, text_digest=digest_of(minutes.document.data), by_id=by.id, on=on
            )  # fmt: skip
    except IntegrityError as error:
        raise Refusal("signed", _("Ce membre a déjà signé.")) from error
    journal.write("selection.sign", "minutes", minutes.pk, by=by, on=on, permission=permission, member=member.pk, mode=mode,
                  digest=signature.text_digest)  # fmt: skip
    return signature
