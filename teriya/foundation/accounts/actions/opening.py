"""Opening accounts. Nobody opens one for the staff but an administrator; a phone that answers its code opens its own."""

from collections.abc import Iterable
from datetime import date
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.tokens import default_token_generator
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.http import int_to_base36
from django.utils.translation import gettext as _

from teriya.foundation.accounts.actions.appointing import grant
from teriya.foundation.accounts.models import Appointment, User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.accounts.phones import e164
from teriya.foundation.accounts.roles import ROLES, granting
from teriya.foundation.accounts.traces import trace
from teriya.foundation.core.actors import Actor, require
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.journal import actions as journal
from teriya.foundation.messages.actions import queue
from teriya.foundation.places.models import Place

SIGN_UP_ACT = "inscription"


@transaction.atomic
def create_account(*, name: str, by: Actor, phone: str = "", email: str = "", language: str = "fr") -> User:
    """Open an account without any role. With an e-mail, its owner gets a link to choose a password, valid for a day."""
    require(by, P.ACCOUNTS_MANAGE)
    if not phone and not email:
        raise Refusal("cannot_be_reached", _("Donnez un téléphone ou une adresse électronique."), field="email")
    user = _open(name=name, phone=phone, email=email, language=language)
    journal.write("accounts.create", "account", user.pk, by=by, permission=P.ACCOUNTS_MANAGE)
    if email:
        _send_password_link(user)
    return user


@transaction.atomic
def admit(
    *, name: str, phone: str, role: str, act: str, since: date, by: Actor, permission: str = "",
    communes: Iterable[Place] = (),
) -> User:  # fmt: skip
    """Open the account of a person whom another room's act names, and give it that role; again changes nothing.

    For roles outside the staff only. The calling action has checked its own `permission`, which the journal keeps.
    """
    if ROLES[role].is_staff:
        raise NotAllowed("staff_are_appointed", _("Le personnel de l’agence est nommé par un acte, pas inscrit."))
    user = User.objects.filter(phone=e164(phone)).first() or _open(name=name, phone=phone)
    if not user.name:
        user.name = name
        user.save(update_fields=["name"])
    if not user.appointment_set.filter(role=role, act=act).exists():
        grant(user=user, role=role, act=act, since=since, communes=communes, by=by, permission=permission)
    return user


@transaction.atomic
def take_up(*, user: User, name: str, role: str, act: str, since: date) -> None:
    """The role that a person’s own sign-up in another room gives (a host registered online); again changes nothing.

    For roles outside the staff only. The calling action has checked who may.
    """
    if ROLES[role].is_staff:
        raise NotAllowed("staff_are_appointed", _("Le personnel de l’agence est nommé par un acte, pas inscrit."))
    if not user.name and name.strip():
        user.name = name.strip()
        user.save(update_fields=["name"])
    _row, is_new = Appointment.objects.get_or_create(user=user, role=role, act=act, defaults={"since": since})
    if is_new:
        journal.write("accounts.sign_up", "account", user.pk, by=user, on=since, role=role, act=act)


@transaction.atomic
def found_agency(*, name: str, email: str, act: str, since: date) -> User:
    """The first administrator of a new installation. Refused with `already_founded` once anybody may appoint."""
    if Appointment.objects.filter(role__in=granting(P.ACCOUNTS_APPOINT)).exists():
        raise NotAllowed("already_founded", _("Cette agence a déjà qui peut nommer."))
    user = _open(name=name, email=email)
    Appointment.objects.create(user=user, role="administrator", act=act, since=since)
    journal.write("accounts.found_agency", "account", user.pk, by=None, on=since, role="administrator", act=act)
    return user


@transaction.atomic
def open_by_phone(phone: str) -> User:
    """The account of a phone at the door, opened empty if there is none: the same statements either way, one commit.

    It holds no role until the phone has answered a code; those that never do are forgotten (`jobs.py`).
    """
    User.objects.bulk_create([User(phone=phone, password=make_password(None))], ignore_conflicts=True)
    user = User.objects.get(phone=phone)
    journal.write("accounts.ask_code", "account", user.pk, by=None)
    return user


@transaction.atomic
def confirm_phone(user: User) -> None:
    """The phone has answered its code. One that nobody's act had named becomes a candidate by its own sign-up."""
    user.phone_verified = True
    user.save(update_fields=["phone_verified"])
    if not user.appointment_set.exists():
        Appointment.objects.create(user=user, role="candidate", act=SIGN_UP_ACT, since=timezone.localdate())
        journal.write("accounts.sign_up", "account", user.pk, by=user, role="candidate", act=SIGN_UP_ACT)


@transaction.atomic
def send_password_link(*, user: User, by: Actor) -> None:
    """A link to choose a password, valid for a day and once: whoever sends it never knows the password."""
    require(by, P.ACCOUNTS_MANAGE)
    if not user.email:
        raise Refusal("no_email", _("Ce compte n’a pas d’adresse électronique."))
    _send_password_link(user)
    journal.write("accounts.send_password_link", "account", user.pk, by=by, permission=P.ACCOUNTS_MANAGE)


def _open(*, name: str, phone: str = "", email: str = "", language: str = "fr") -> User:
    user = User(
        name=name.strip(), phone=e164(phone) if phone else None, email=email.lower() or None, language=language
    )
    user.set_unusable_password()
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        field = "email" if "email" in (error.__cause__.diag.constraint_name or "") else "phone"
        raise Refusal("account_exists", _("Un compte a déjà ce téléphone ou cette adresse."), field=field) from error
    return user


def _send_password_link(user: User) -> None:
    key = f"{int_to_base36(user.pk)}-{default_token_generator.make_token(user)}"
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"}).replace("UID-KEY", key)
    queue(channel="email", to=user.email, template="password_link", language=user.language, key=f"password_link:{uuid4()}",
          context={"name": user.name, "url": settings.SITE + path})  # fmt: skip


@transaction.atomic
def ask_password_link(email: str, *, language: str) -> None:
    """A forgotten password: the address gets one e-mail, whether an account uses it or not."""
    user = User.objects.filter(email=email.lower(), is_active=True).first()
    if user:
        _send_password_link(user)
    else:
        queue(channel="email", to=email, template="no_account", language=language, key=f"no_account:{uuid4()}",
              context={"host": settings.SITE})  # fmt: skip
    journal.write("accounts.ask_password_link", "account", user.pk if user else trace(email), by=None)


@transaction.atomic
def choose_language(*, user: User, language: str) -> dict:
    """The language of one's own pages and messages."""
    user.language = language
    user.save(update_fields=["language"])
    journal.write("accounts.choose_language", "account", user.pk, by=user, language=language)
    return {"language": language}
