"""What people type at the doors (over allauth's forms), and what administrators type about accounts."""

from allauth.account import forms as doors
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as factors
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as keys
from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts import actions, queries
from teriya.foundation.accounts.fields import CodeField, PhoneField
from teriya.foundation.accounts.models import Appointment
from teriya.foundation.accounts.roles import CHOICES
from teriya.foundation.accounts.traces import refused
from teriya.foundation.core.web import ActionForm
from teriya.foundation.places.models import Centre, Place


class PhoneDoorForm(doors.RequestLoginCodeForm):
    """A phone that has no account yet gets one, empty: known or not, the answer and the work are the same."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["email"]
        self.fields["phone"].required = True

    def clean_phone(self) -> str:
        phone = super().clean_phone()
        user = actions.open_by_phone(phone)
        self._user = user if queries.may_enter_by_phone(user) else None
        return phone


class EmailDoorForm(doors.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.EmailField(
            label=_("Courriel"), widget=forms.EmailInput(attrs={"autocomplete": "username"})
        )
        self.fields["password"] = forms.CharField(
            label=_("Mot de passe"),
            strip=False,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        )
        self.order_fields(["login", "password"])


class CodeForm(doors.ConfirmLoginCodeForm):
    code = CodeField()


class ForgottenForm(doors.ResetPasswordForm):
    def save(self, request: HttpRequest, **kwargs) -> None:
        actions.ask_password_link(self.cleaned_data["email"], language=get_language() or "fr")


class _CodeOnce:
    """A code serves once for as long as it is accepted, which is longer than allauth remembers it."""

    def clean_code(self) -> str:
        try:
            code = super().clean_code()
            if not actions.spend_code(self.user, code):
                raise get_adapter().validation_error("incorrect_code")
        except forms.ValidationError:
            refused(self.user, by="second_factor")
            raise
        return code


class SecondFactorForm(_CodeOnce, factors.AuthenticateForm):
    code = CodeField()


class ConfirmFactorForm(_CodeOnce, factors.ReauthenticateForm):
    code = CodeField()


class SecondFactorKeyForm(keys.AuthenticateWebAuthnForm):
    def clean_credential(self):
        try:
            return super().clean_credential()
        except forms.ValidationError:
            refused(self.user, by="passkey")
            raise


class EnrolTotpForm(ActivateTOTPForm):
    code = CodeField(label=_("Code que l’application affiche"))


class LanguageForm(ActionForm):
    language = forms.ChoiceField(
        label=_("Langue des pages et des messages"), choices=[("fr", "Français"), ("en", "English")]
    )


class AccountForm(ActionForm):
    name = forms.CharField(label=_("Nom et prénoms"), max_length=120)
    email = forms.EmailField(
        label=_("Courriel"),
        required=False,
        help_text=_("Pour le personnel : un lien y part pour choisir le mot de passe."),
    )
    phone = PhoneField(required=False, help_text=_("Pour les autres : ils entrent par un code reçu par SMS."))
    language = forms.ChoiceField(label=_("Langue"), choices=[("fr", "Français"), ("en", "English")])


class ActForm(ActionForm):
    act = forms.CharField(
        label=_("Numéro de l’acte"), max_length=80, help_text=_("Décision, arrêté ou note de service.")
    )
    since = forms.DateField(label=_("À partir du"), initial=timezone.localdate)


class AppointForm(ActForm):
    role = forms.ChoiceField(label=_("Rôle"), choices=[("", _("Choisissez")), *CHOICES])
    until = forms.DateField(label=_("Jusqu’au"), required=False)
    centres = forms.ModelMultipleChoiceField(
        Centre.objects.all(), label=_("Centres régionaux"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Toutes les communes du centre. Rien de choisi : tout le pays."),
    )  # fmt: skip
    communes = forms.ModelMultipleChoiceField(
        Place.objects.filter(level=Place.Level.COMMUNE, valid_to=None), label=_("Ou quelques communes"), required=False
    )
    field_order = ["role", "act", "since", "until", "centres", "communes"]

    def values(self) -> dict:
        values = super().values()
        of_centres = Place.objects.filter(centre__in=values.pop("centres"), level=Place.Level.COMMUNE)
        return values | {"communes": [*{*values["communes"], *of_centres}]}


class StandInForm(ActForm):
    """Intérim and delegation alike: whose title, by which act, until when."""

    title = forms.ModelChoiceField(Appointment.objects.none(), label=_("Titulaire et rôle"))
    until = forms.DateField(label=_("Jusqu’au"))
    field_order = ["title", "act", "since", "until"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].queryset = queries.titles_to_stand_in_for()

    def values(self) -> dict:
        values = super().values()
        title = values.pop("title")
        return values | {"for_user": title.user, "role": title.role}


class ReasonForm(ActionForm):
    reason = forms.CharField(label=_("Motif"), widget=forms.Textarea(attrs={"rows": 2}))


class EndForm(ReasonForm):
    on = forms.DateField(label=_("Dernier jour"), initial=timezone.localdate)
    field_order = ["on", "reason"]
