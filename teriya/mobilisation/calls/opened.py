"""When a page was opened: the server signs it into the page, so that a page opened in time can be sent a little late."""

from datetime import datetime

from django.core.signing import BadSignature, Signer
from django.utils import timezone

from teriya.foundation.accounts.models import User
from teriya.mobilisation.calls.actions import Moment
from teriya.mobilisation.calls.models import Wave

_SIGNER = Signer(salt="calls.opened")


def sign(wave: Wave, user: User, at: datetime) -> str:
    return _SIGNER.sign_object({"wave": wave.pk, "user": user.pk, "at": at.isoformat()})


def stamp(wave: Wave, user: User, carried: str) -> str:
    """What a page shown now carries: this moment, or after the closing the one that the page before carried."""
    now = timezone.now()
    return carried if now >= wave.closing and read(wave, user, carried) else sign(wave, user, now)


def read(wave: Wave, user: User, carried: str) -> datetime | None:
    """The moment that this site signed for this person and this call, or None."""
    try:
        found = _SIGNER.unsign_object(carried)
    except (BadSignature, ValueError):
        return None
    return datetime.fromisoformat(found["at"]) if (found["wave"], found["user"]) == (wave.pk, user.pk) else None


def moment(wave: Wave, user: User, carried: str) -> Moment:
    """For an action: a page that carries nothing of ours was opened now."""
    now = timezone.now()
    return Moment(opened_at=read(wave, user, carried) or now, received_at=now)
