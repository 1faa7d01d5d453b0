"""Who may never place a wave: whoever prepared it, is candidate, belongs to one of its hosts, or is kin to somebody in it."""

from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.core.actors import require_other_person
from teriya.foundation.core.models import Transition
from teriya.foundation.core.refusals import NotAllowed
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.hosts.policies import require_outsider
from teriya.mobilisation.placement.models import Round, Tie


def require_untied(by: User, wave: Wave) -> None:
    """Refuse somebody who declared a tie, is candidate, shares a candidate's telephone, or belongs to a host of the wave."""
    if Tie.objects.filter(wave=wave, user=by).exists():
        raise NotAllowed("tied", _("Vous avez déclaré un lien avec cette vague : une autre personne doit le faire."))
    candidates = Application.objects.filter(wave=wave)
    require_other_person(by, *candidates.filter(person__account=by).values_list("person__account_id", flat=True))
    if by.phone and candidates.filter(person__phone=by.phone).exists():
        raise NotAllowed(
            "same_phone",
            _("Un candidat de cette vague a votre numéro de téléphone : une autre personne doit le faire."),
        )
    require_outsider(by, set(wave.needs.values_list("host_id", flat=True)))


def require_second_person(by: User, round: Round) -> None:
    """Nobody decides what one simulated or proposed."""
    proposers = Transition.objects.filter(subject="round", subject_id=round.pk, name="propose")
    require_other_person(by, round.by_id, *proposers.values_list("by_id", flat=True))


def require_not_of_the_placement(by: User, round: Round) -> None:
    """An appeal is never answered by who simulated, proposed, decided or published the placement."""
    hands = Transition.objects.filter(subject="round", subject_id=round.pk).values_list("by_id", flat=True)
    require_other_person(by, round.by_id, *hands)
