"""Receiving applications, and letting them go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.mobilisation.calls import notices
from teriya.mobilisation.calls.models import Application, Wave, Wish
from teriya.mobilisation.calls.states import APPLICATION_LIFE, ApplicationState, WaveState
from teriya.mobilisation.hosts.models import Need
from teriya.people.models import Person


@dataclass(frozen=True)
class NewApplication:
    """One line of a counter's list: who, under which N°, with which diploma and paper, wishing for which posts in order.

    None stands for a wish that is no post of the wave: the next ones keep their rank.
    """

    person: Person
    number: str
    diploma: str = ""
    speciality: str = ""
    paper_kind: str = ""
    paper_number: str = ""
    wishes: Sequence[Need | None] = ()
    channel: str = "file"


@transaction.atomic
def apply_many(*, wave: Wave, rows: Sequence[NewApplication], by: User, on: date) -> list[Application]:
    """Write applications received on a day of the call; each person gets a receipt by SMS.

    A wish is for a need of the wave. Refuses `already_applied` and `number_taken`: nothing is then written.
    """
    require_date(by, on)
    for commune in {row.person.commune_id for row in rows}:
        require(by, P.APPLICATIONS_REGISTER, commune=commune)
    locked = Wave.objects.select_for_update().get(pk=wave.pk)
    require_call(locked, on)
    return write(locked, rows, by=by, on=on, permission=P.APPLICATIONS_REGISTER)


def write(wave: Wave, rows: Sequence[NewApplication], *, by: User, on: date, permission: str) -> list[Application]:
    """Write applications for an action that has checked who may, and when."""
    _require_posts(wave, rows)
    applications = _insert(wave, rows, by, on)
    Wish.objects.bulk_create([
        Wish(application=application, rank=rank, need=need)
        for application, row in zip(applications, rows, strict=True)
        for need, rank in _ranks(row.wishes).items()
    ])  # fmt: skip
    if applications:
        journal.write("calls.apply", "wave", wave.pk, by=by, on=on, permission=permission, rows=[a.pk for a in applications])  # fmt: skip
        notices.received(applications)
    return applications


def require_call(wave: Wave, on: date) -> None:
    """Refuse an application to a call that is closed, or on a day outside it."""
    if wave.state != WaveState.OPEN:
        raise Refusal("call_closed", _("Les candidatures à cette vague sont closes."))
    if not wave.opens_on <= on <= wave.closes_on:
        raise Refusal(
            "outside_call",
            _("L’appel va du %(opens_on)s au %(closes_on)s.")
            % {"opens_on": f"{wave.opens_on:%d/%m/%Y}", "closes_on": f"{wave.closes_on:%d/%m/%Y}"},
            field="on",
        )


GRACE = timedelta(minutes=30)


def require_time(wave: Wave, *, opened_at: datetime, received_at: datetime) -> None:
    """A page opened before the closing may be sent within 30 minutes after it. Refuses `call_not_open`, `call_closed`.

    `opened_at` is the moment that the server signed into the page; `received_at` its own clock when the answer came.
    """
    if timezone.localdate(received_at) < wave.opens_on:
        opens = f"{wave.opens_on:%d/%m/%Y}"
        raise Refusal("call_not_open", _("Cet appel ouvre le %(opens_on)s.") % {"opens_on": opens})
    in_time = received_at < wave.closing or (opened_at < wave.closing and received_at < wave.closing + GRACE)
    if not in_time or wave.state not in {WaveState.OPEN, WaveState.CLOSED}:
        closed = timezone.localtime(wave.closing)
        sentence = _("Les candidatures à cet appel sont closes depuis le %(day)s à %(hour)s.")
        raise Refusal("call_closed", sentence % {"day": f"{closed:%d/%m/%Y}", "hour": f"{closed:%H:%M}"})


def _ranks(wishes: Sequence[Need | None]) -> dict[Need, int]:
    """The same post wished for twice keeps its better rank."""
    ranks: dict[Need, int] = {}
    for rank, need in enumerate(wishes, start=1):
        if need:
            ranks.setdefault(need, rank)
    return ranks


def _require_posts(wave: Wave, rows: Sequence[NewApplication]) -> None:
    posts = set(wave.needs.values_list("pk", flat=True))
    for row in rows:
        for need in filter(None, row.wishes):
            if need.pk not in posts:
                sentence = _("N° %(number)s : le besoin %(reference)s n’est pas ouvert dans cette vague.") % {
                    "number": row.number,
                    "reference": need.reference,
                }
                raise Refusal("need_not_in_wave", sentence, field="wishes")


def _insert(wave: Wave, rows: Sequence[NewApplication], by: User, on: date) -> list[Application]:
    """A record that was merged applies under the record that it stands for."""
    applications = [
        Application(
            wave=wave, person=row.person.merged_into if row.person.merged_into_id else row.person, number=row.number,
            diploma=row.diploma, speciality=row.speciality, paper_kind=row.paper_kind, paper_number=row.paper_number,
            channel=row.channel, entered_by=by.pk, on=on,
        )
        for row in rows
    ]  # fmt: skip
    try:
        with transaction.atomic():
            return Application.objects.bulk_create(applications)
    except IntegrityError as error:
        if "application_once" in str(error):
            raise Refusal(
                "already_applied", _("Une de ces personnes est déjà candidate à cette vague."), field="person"
            ) from error
        if "application_number_once" in str(error):
            raise Refusal(
                "number_taken", _("Un de ces numéros est déjà pris dans cette vague."), field="number"
            ) from error
        raise


@transaction.atomic
def withdraw(*, application: Application, by: User, on: date, reason: str = "") -> Application:
    """Leave the call: oneself, or an officer who holds the person's word. A proposal received is answered instead."""
    locked = Application.objects.select_for_update(of=("self",)).select_related("person").get(pk=application.pk)
    if locked.state == ApplicationState.PLACED:
        raise Refusal("answer_the_offer", _("Un poste vous est proposé : répondez à la proposition."))
    own = locked.person.account_id == by.id
    step, commune = ("withdraw", None) if own else ("record_withdrawal", locked.person.commune_id)
    move(locked, APPLICATION_LIFE, step, by=by, on=on, reason=reason, commune=commune)
    journal.write("calls.withdraw", "application", locked.pk, by=by, on=on, reason=reason, permission=APPLICATION_LIFE.steps[step].permission)  # fmt: skip
    return locked
