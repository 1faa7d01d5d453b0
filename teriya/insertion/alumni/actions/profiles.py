"""A former volunteer says yes, chooses what is shown, and takes it back at any time."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.journal import actions as journal
from teriya.insertion.alumni.models import MentoringRequest, Profile
from teriya.insertion.alumni.queries import has_served, person_of
from teriya.insertion.alumni.states import RequestState, Shown


@transaction.atomic
def say(*, shows: Collection[str], work: str, offers: str, wants_sms: bool, by: User, on: date) -> Profile:
    """Be in the directory with this, or change it: oneself only. Refuses `not_former`."""
    require(by, P.OWN_FILE)
    person = person_of(by)
    if person is None or not has_served(person):
        raise Refusal("not_former", _("L’annuaire s’ouvre à la fin de votre mission."))
    profile = Profile.objects.select_for_update(of=("self",)).filter(person=person).first() or Profile(person=person, joined_on=on)  # fmt: skip
    if profile.withdrawn_on:
        profile.joined_on, profile.withdrawn_on = on, None
    profile.shows = [code for code in Shown.values if code in shows]
    profile.work, profile.offers, profile.wants_sms = work.strip(), offers.strip(), wants_sms
    profile.save()
    journal.write("alumni.say", "alumni_profile", profile.pk, by=by, on=on, permission=P.OWN_FILE, person=person.pk,
                  shows=profile.shows, sms=wants_sms)  # fmt: skip
    return profile


@transaction.atomic
def withdraw(*, by: User, on: date) -> Profile:
    """Leave the directory: nothing is shown any more, what was written is gone, requests under way end. Refuses `not_in_directory`."""
    require(by, P.OWN_FILE)
    profile = Profile.objects.select_for_update(of=("self",)).filter(person=person_of(by), withdrawn_on=None).first()
    if profile is None:
        raise Refusal("not_in_directory", _("Vous n’êtes pas dans l’annuaire."))
    profile.withdrawn_on, profile.shows, profile.work, profile.offers, profile.wants_sms = on, [], "", "", False
    profile.save()
    own = MentoringRequest.objects.filter(Q(by=profile) | Q(to=profile), state__in=("asked", "accepted"))
    own.update(state=RequestState.TAKEN_BACK)
    journal.write("alumni.withdraw", "alumni_profile", profile.pk, by=by, on=on, permission=P.OWN_FILE, person=profile.person_id)  # fmt: skip
    return profile
