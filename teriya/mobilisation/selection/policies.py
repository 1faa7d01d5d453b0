"""Who may score whom: one's own chair, never oneself, never what another gave."""

from collections.abc import Iterable

from teriya.foundation.accounts.models import User
from teriya.foundation.core.actors import require_other_person
from teriya.foundation.core.refusals import NotAllowed
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.selection.models import Jury, JuryMember


def chair_of(user: User, wave: Wave) -> JuryMember:
    """The chair that this person holds in the wave. Refuses `not_in_jury`."""
    chair = JuryMember.objects.filter(jury__wave=wave, user=user).select_related("jury").first()
    if chair is None:
        raise NotAllowed("not_in_jury", "Vous ne siégez dans aucun jury de cette vague.")
    return chair


def require_not_candidate(user: User, applications: Iterable[Application]) -> None:
    """Nobody scores oneself."""
    require_other_person(user, *(application.person.account_id for application in applications))


def is_sealed_for(user: User, wave: Wave) -> bool:
    """Until the ranking, whoever sits in a jury of the wave sees one's own scores only."""
    return wave.state in {"open", "closed"} and Jury.objects.filter(wave=wave).of(user).exists()
