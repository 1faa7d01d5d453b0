"""One former volunteer asks another for help."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.insertion.alumni import notices
from teriya.insertion.alumni.models import MentoringRequest, Profile
from teriya.insertion.alumni.queries import person_of
from teriya.insertion.alumni.states import REQUEST_LIFE


@transaction.atomic
def ask(*, to: Profile, words: str, by: User, on: date) -> MentoringRequest:
    """Ask a member who offers mentoring. Refuses `not_in_directory`, `no_offer`, `request_live`."""
    require(by, P.OWN_FILE)
    own = Profile.objects.listed().filter(person=person_of(by)).first()
    if own is None:
        raise Refusal(
            "not_in_directory", _("Entrez d’abord dans l’annuaire : la personne doit pouvoir vous répondre.")
        )
    asked = Profile.objects.listed().exclude(offers="").exclude(pk=own.pk).select_for_update(of=("self",)).filter(pk=to.pk).first()  # fmt: skip
    if asked is None:
        raise Refusal("no_offer", _("Cette personne ne propose pas son aide."))
    request = MentoringRequest(by=own, to=asked, words=words.strip(), on=on)
    try:
        with transaction.atomic():
            request.save()
    except IntegrityError as error:
        raise Refusal("request_live", _("Une demande à cette personne est déjà en cours.")) from error
    _tell("ask", request, by=by, on=on)
    notices.tell_asked(request)
    return request


@transaction.atomic
def answer(*, request: MentoringRequest, step: str, by: User, on: date) -> MentoringRequest:
    """Accept or decline what one was asked; take back what one asked. Nobody answers for another."""
    row = MentoringRequest.objects.select_for_update(of=("self",)).select_related("by__person", "to__person").get(pk=request.pk)  # fmt: skip
    voice = row.by if step == "take_back" else row.to
    person = person_of(by)
    if person is None or voice.person_id != person.pk:
        raise NotAllowed("not_oneself", _("Chacun répond pour soi."))
    move(row, REQUEST_LIFE, step, by=by, on=on)
    _tell(step, row, by=by, on=on)
    return row


def _tell(verb: str, row: MentoringRequest, *, by: User, on: date) -> None:
    journal.write(f"alumni.{verb}_mentoring", "mentoring", row.pk, by=by, on=on, permission=P.OWN_FILE)
