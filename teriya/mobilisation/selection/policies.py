"""Who may score whom: one's own chair, never oneself, never what another gave; and what waits for appeals."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require_other_person
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.calls.states import WaveState
from teriya.mobilisation.selection.models import Conflict, Contest, JuryMember, Listing
from teriya.mobilisation.selection.queries import heard_by

SCORED_IN = {WaveState.OPEN, WaveState.CLOSED, WaveState.RANKED}
SEALED_IN = {WaveState.OPEN, WaveState.CLOSED}


def seats_of(user: User, wave: Wave) -> list[JuryMember]:
    """The chairs that this person holds in the wave, none where one only stands in. Refuses `not_in_jury`."""
    seats = list(JuryMember.objects.seated().filter(jury__wave=wave, user=user).select_related("jury__wave"))
    if not seats and not Conflict.objects.filter(application__wave=wave, substitute=user).exists():
        raise NotAllowed("not_in_jury", _("Vous ne siégez dans aucun jury de cette vague."))
    return seats


def chair_of(user: User, application: Application) -> JuryMember:
    """The chair from which this person scores a candidate: one's own, or that of a member with a conflict of interest.

    Refuses `not_your_candidate`, and `conflict_declared` to the member who declared one.
    """
    conflicts = Conflict.objects.filter(application=application).select_related("member__jury")
    for conflict in conflicts:
        if conflict.member.user_id == user.pk:
            raise NotAllowed(
                "conflict_declared",
                _("Vous avez déclaré un conflit d’intérêts : une autre personne note ce candidat."),
            )
        if conflict.substitute_id == user.pk:
            return conflict.member
    seats = JuryMember.objects.seated().filter(jury__wave=application.wave_id, user=user).select_related("jury__wave")
    for member in seats:
        if heard_by(member.jury).filter(pk=application.pk).exists():
            return member
    raise NotAllowed("not_your_candidate", _("Ce candidat n’est pas entendu par votre jury."))


def scored_wave(wave: Wave) -> Wave:
    """The wave, locked, while juries may sit and scores be given. Refuses `wave_placed`."""
    locked = Wave.objects.select_for_update().get(pk=wave.pk)
    if locked.state not in SCORED_IN:
        raise Refusal("wave_placed", _("La vague est placée : ni jury ni note ne changent plus."))
    return locked


def barred_from(wave: Wave, applications: Collection[int]) -> dict[int, set[int]]:
    """Application → juries where a member is this very person, answers the same telephone, or declared a conflict."""
    found: dict[int, set[int]] = {}
    for application, jury in Conflict.objects.filter(
        application__in=applications, substitute=None, substitute_name=""
    ).values_list("application", "member__jury"):
        found.setdefault(application, set()).add(jury)
    chairs = JuryMember.objects.seated().filter(jury__wave=wave, user__isnull=False)
    juries: dict[object, set[int]] = {}
    for jury, user, phone in chairs.values_list("jury", "user", "user__phone"):
        juries.setdefault(user, set()).add(jury)
        if phone:
            juries.setdefault(phone, set()).add(jury)
    near = Q(person__account__in=[key for key in juries if isinstance(key, int)]) | Q(
        person__phone__in=[key for key in juries if isinstance(key, str)]
    )
    rows = Application.objects.filter(near, pk__in=applications)
    for pk, account, phone in rows.values_list("pk", "person__account", "person__phone"):
        found.setdefault(pk, set()).update(juries.get(account, set()) | juries.get(phone, set()))
    return found


def require_not_candidate(user: User, applications: Iterable[Application]) -> None:
    """Nobody scores oneself."""
    require_other_person(user, *(application.person.account_id for application in applications))


def may_see_scores(user: User, application: Application) -> bool:
    """Scores that count are read from the ranking on; before, by who enters them, unless sitting in a jury of the wave."""
    wave = application.wave
    if wave.state not in SEALED_IN:
        return True
    if not user.may(P.JURY_ENTER, commune=application.person.commune_id) or application.person.account_id == user.pk:
        return False
    return not JuryMember.objects.seated().filter(jury__wave=wave, user=user).exists()


def against_placing(wave: Wave, *, on: date) -> Refusal | None:
    """What holds the decision of a wave's placement: its published list may still be contested, or an appeal waits.

    The country may say otherwise (`placement_waits_list_appeals`). A wave that publishes no list waits for nothing.
    """
    if not rules.amount("placement_waits_list_appeals", form=wave.form.code, on=on, default=True):
        return None
    listing = Listing.objects.filter(wave=wave, state="published").first()
    if listing and on <= listing.appeal_until:
        sentence = _("La liste de cette vague se conteste jusqu’au %(day)s : le placement se décide après ce jour.")
        return Refusal("appeals_open", sentence % {"day": f"{listing.appeal_until:%d/%m/%Y}"})
    waiting = Contest.objects.filter(listing__wave=wave, state="filed").count()
    if waiting:
        sentence = _("Recours sur la liste sans réponse : %(count)s. Répondez-y avant de décider le placement.")
        return Refusal("appeals_waiting", sentence % {"count": waiting})
    return None
