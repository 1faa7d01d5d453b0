"""What django-allauth asks of us: phones, messages through the outbox, the journal, our words."""

import base64
from uuid import uuid4

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context, ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts import actions, sessions
from teriya.foundation.accounts.fields import PhoneField
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.notices import tell
from teriya.foundation.accounts.traces import refused
from teriya.foundation.journal import actions as journal
from teriya.foundation.messages.actions import queue
from teriya.foundation.ui import identity

HOST = settings.SITE.partition("://")[2].partition(":")[0]
ERRORS = {
    "account_inactive": _("Ce compte est fermé."),
    "email_password_mismatch": _("Adresse ou mot de passe incorrect."),
    "enter_current_password": _("Ce n’est pas votre mot de passe actuel."),
    "incorrect_code": _("Ce code n’est pas le bon, ou il a déjà servi."),
    "incorrect_password": _("Ce n’est pas votre mot de passe."),
    "invalid_password_reset": _("Ce lien a déjà servi, ou il a plus d’un jour."),
    "rate_limited": _("Trop de demandes en peu de temps : attendez, puis recommencez."),
    "too_many_login_attempts": _("Trop d’essais en peu de temps : attendez cinq minutes."),
}
DONE = {  # what allauth announces → what we say
    "account/messages/password_changed.txt": _("Votre mot de passe est changé. Vos autres sessions sont fermées."),
    "mfa/messages/totp_activated.txt": _("L’application est enregistrée."),
    "mfa/messages/totp_deactivated.txt": _("L’application est retirée."),
    "mfa/messages/webauthn_added.txt": _("La clé d’accès est enregistrée."),
    "mfa/messages/webauthn_removed.txt": _("La clé d’accès est retirée."),
    "usersessions/messages/sessions_logged_out.txt": _("Vos autres sessions sont fermées."),
}
NOTICES = {  # e-mails of allauth → ours (notices.WHAT)
    "account/email/password_changed": "password_chosen",
    "account/email/password_reset": "password_chosen",
    "mfa/email/totp_activated": "second_factor_added",
    "mfa/email/webauthn_added": "second_factor_added",
    "mfa/email/totp_deactivated": "second_factor_removed",
    "mfa/email/webauthn_removed": "second_factor_removed",
    "mfa/email/recovery_codes_generated": "recovery_codes_made",
}


class AccountAdapter(DefaultAccountAdapter):
    """The two doors: a phone and its code; for the staff, an e-mail and its password."""

    error_messages = DefaultAccountAdapter.error_messages | ERRORS

    def get_login_stages(self) -> list[str]:
        return ["allauth.account.stages.LoginByCodeStage", "allauth.mfa.stages.AuthenticateStage"]

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False  # a phone opens its account by answering its code; the staff's are opened by an administrator

    # phones

    def phone_form_field(self, **kwargs) -> PhoneField:
        return PhoneField(**kwargs)

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        return (user.phone, user.phone_verified) if user.phone else None

    def set_phone_verified(self, user: User, phone: str) -> None:
        if not user.phone_verified:
            actions.confirm_phone(user)

    def get_user_by_phone(self, phone: str) -> User | None:
        return User.objects.filter(phone=phone).first()

    def send_verification_code_sms(self, user: User, phone: str, code: str, **kwargs) -> None:
        self._sms(phone, "sign_in_code", code=code, host=HOST)

    def send_unknown_account_sms(self, phone: str, **kwargs) -> None:
        """The staff's phones and closed accounts get no code: the same page, the same work, another text."""
        self._sms(phone, "no_code")

    def _sms(self, phone: str, template: str, **facts) -> None:
        """RateLimited beyond what one phone, or the whole agency, may cost in an hour."""
        for key, action in ((phone, "sms_to_one"), ("all", "sms_in_all")):
            ratelimit.consume(context.request, action=action, key=key, raise_exception=True)
        facts["agency"] = identity.agency()["short_name"]
        queue(channel="sms", to=phone, template=template, context=facts, key=f"{template}:{uuid4()}", language=get_language() or "fr")  # fmt: skip

    # e-mails and words on the page

    def send_notification_mail(self, template_prefix: str, user: User, context=None, email=None) -> None:
        tell(user, NOTICES[template_prefix])
        journal.write(f"accounts.{NOTICES[template_prefix]}", "account", user.pk, by=user)

    def add_message(self, request, level, message_template=None, message_context=None, extra_tags="", message=None):
        said = message or DONE.get(message_template)
        if said:
            messages.add_message(request, level, said)

    # sessions and the journal

    def set_password(self, user: User, password: str) -> None:
        """A new password opens a door that too many failures had closed."""
        super().set_password(user, password)
        self._delete_login_attempts_cached_email(context.request, email=user.email)

    def authentication_failed(self, request: HttpRequest, **credentials) -> None:
        email = credentials.get("email", "")
        user = User.objects.filter(email=email).first()
        refused(user, identifier=email, by="password")

    def login(self, request: HttpRequest, user: User) -> None:
        methods = [record["method"] for record in get_authentication_records(request, user)]
        super().login(request, user)
        door = sessions.PASSWORD if "password" in methods else sessions.CODE
        sessions.begin(request, door=door, second_factor="mfa" in methods)
        journal.write("accounts.sign_in", "account", user.pk, by=user, door=door, second_factor="mfa" in methods)
        for follow in sessions.AFTER_SIGN_IN:
            follow(user)

    def post_login(self, request: HttpRequest, user: User, **kwargs) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language)
        return response

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """Not in the first minutes after signing in: the password has just been typed."""
        fresh = sessions.was_opened_within(context.request, app_settings.REAUTHENTICATION_TIMEOUT)
        return not fresh and super().is_reauthentication_required(app=app, **kwargs)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return "/compte/"


class FactorAdapter(DefaultMFAAdapter):
    """Second factors: secrets are encrypted at rest, labels say whose site it is."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": ERRORS["incorrect_code"],
        "cannot_delete_authenticator": _(
            "Le personnel garde toujours un second facteur : ajoutez-en un autre d’abord."
        ),
        "cannot_generate_recovery_codes": _("Enregistrez d’abord une application ou une clé d’accès."),
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        return (
            others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists() or not authenticator.user.is_staff_member
        )

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": HOST, "name": settings.MFA_TOTP_ISSUER}


def _cipher() -> MultiFernet:
    """Under a key drawn from SECRET_KEY; those of SECRET_KEY_FALLBACKS still open what they closed."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    drawn = [salted_hmac("teriya.accounts.second_factor", "", secret=key, algorithm="sha256").digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in drawn])
