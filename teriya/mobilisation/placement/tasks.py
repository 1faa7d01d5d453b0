"""What rooms below show of placement: what is left to do on a wave, and the place of an application."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.ui.parts import Task
from teriya.foundation.ui.templatetags.ui import day
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.calls.parts import Facts
from teriya.mobilisation.calls.states import WaveState
from teriya.mobilisation.placement.models import Offer, Round
from teriya.mobilisation.placement.reasons import post_of
from teriya.mobilisation.placement.states import OfferState, RoundState

_BEFORE = {WaveState.OPEN, WaveState.CLOSED}


def tasks_of(user: User, wave: Wave) -> Iterator[Task]:
    if wave.state in _BEFORE:
        return
    page = reverse("placement:wave", args=[wave.code])
    if wave.state == WaveState.RANKED and user.may(P.PLACEMENT_SIMULATE):
        yield Task(
            _("Simuler le placement"), page, detail=_("simulations : %(count)s") % {"count": wave.rounds.count()}
        )
    elif user.may(P.PLACEMENT_READ):
        yield Task(_("Lire le placement"), page)
    if user.may(P.PLACEMENT_DECIDE) and (proposed := wave.rounds.filter(state=RoundState.PROPOSED).count()):
        yield Task(_("Décider le placement proposé"), page, proposed)
    if user.may(P.PLACEMENT_PUBLISH) and wave.rounds.filter(state=RoundState.DECIDED).exists():
        yield Task(_("Publier le placement"), page)
    if user.may(P.APPLICATIONS_REGISTER):
        waiting = Offer.objects.visible_to(user).filter(application__wave=wave, state=OfferState.PROPOSED).count()
        if waiting:
            yield Task(
                _("Recueillir les réponses"), f"{reverse('placement:offers')}?etat=proposed&vague={wave.code}", waiting
            )


def facts_of(user: User, application: Application) -> Facts | None:
    """The place proposed, if any, and where its reasons are read, once a round is decided."""
    round = Round.objects.light().decided().filter(wave=application.wave).first()
    if round is None:
        return None
    offer = application.offers.select_related("seat__need__host").order_by("-pk").first()
    rows: list[tuple[str, object]] = [(_("Place"), post_of(offer.seat.need) if offer else _("aucune"))]
    if offer:
        rows += [(_("Réponse"), offer.get_state_display()), (_("Dernier jour pour répondre"), day(offer.answer_by))]
    if application.person.account_id == user.pk:
        return Facts(
            _("Placement"),
            rows,
            _("Répondre, et savoir pourquoi"),
            f"{reverse('placement:mine')}?vague={application.wave.code}",
        )
    if user.may(P.PLACEMENT_READ):
        return Facts(
            _("Placement"), rows, _("Savoir pourquoi"), reverse("placement:why", args=[round.pk, application.number])
        )
    return Facts(_("Placement"), rows)
