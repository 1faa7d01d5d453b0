"""What a telephone without the web may do for the applications of its own number: leave, be called back, be left in peace."""

from datetime import date

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import Telephone, require
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.mobilisation.calls.models import Application, CallBack, Silence
from teriya.mobilisation.calls.states import APPLICATION_LIFE, ApplicationState
from teriya.people.models import Person


def word_for(application: Application, phone: str) -> str:
    """Four digits that go to the telephone itself: whoever only pretends to be it never reads them."""
    digest = salted_hmac("calls.withdraw", f"{application.pk}:{phone}", algorithm="sha256").digest()
    return f"{int.from_bytes(digest[:4]) % 10_000:04}"


@transaction.atomic
def withdraw_by_phone(*, application: Application, phone: str, on: date) -> Application:
    """The caller has shown that the telephone is in hand: a USSD session, or the word sent to it."""
    locked = Application.objects.select_for_update(of=("self",)).get(pk=application.pk, person__phone=phone)
    if locked.state == ApplicationState.PLACED:
        raise Refusal("answer_the_offer", _("Un poste vous est proposé : répondez à la proposition."))
    move(locked, APPLICATION_LIFE, "withdraw", by=Telephone(P.OFFERS_ANSWER), on=on, reason="par téléphone")
    journal.write("calls.withdraw", "application", locked.pk, by=None, on=on, reason="par téléphone")
    return locked


@transaction.atomic
def ask_call_back(*, person: Person, phone: str) -> None:
    """Once until somebody has called."""
    CallBack.objects.bulk_create([CallBack(person=person, phone=phone)], ignore_conflicts=True)
    journal.write("calls.ask_call_back", "person", person.pk, by=None)


@transaction.atomic
def note_called(*, call: CallBack, by: User, on: date) -> None:
    """An officer of the person's centre has called."""
    row = CallBack.objects.select_for_update(of=("self",)).select_related("person").get(pk=call.pk)
    require(by, P.APPLICATIONS_REGISTER, commune=row.person.commune_id)
    if row.done_on is None:
        row.done_on, row.done_by = on, by.pk
        row.save(update_fields=["done_on", "done_by"])
        journal.write("calls.called", "person", row.person_id, by=by, on=on, permission=P.APPLICATIONS_REGISTER)


@transaction.atomic
def silence(phone: str) -> None:
    """No more announcements to this telephone."""
    Silence.objects.bulk_create([Silence(phone=phone)], ignore_conflicts=True)
