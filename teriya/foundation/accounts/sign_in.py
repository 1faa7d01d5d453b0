"""The doors: allauth's views, with our pages, the two doors on one page, and what the session must remember."""

from allauth.account import views as doors
from allauth.core import ratelimit
from allauth.core.exceptions import RateLimited
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts import sessions
from teriya.foundation.accounts.adapters import ERRORS
from teriya.foundation.accounts.forms import EmailDoorForm, PhoneDoorForm
from teriya.foundation.accounts.traces import refused

TOO_MANY = {"title": _("Trop de demandes"), "explanation": _("Attendez quelques minutes, puis recommencez.")}


class EmailDoor(doors.LoginView):
    """The sign-in page, and its second door: e-mail and password."""

    template_name = "accounts/sign_in.html"

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        return context | {"phone_form": PhoneDoorForm(), "email_form": context["form"]}


class PhoneDoor(doors.RequestLoginCodeView):
    """The first door: a phone is sent a code."""

    template_name = "accounts/sign_in.html"

    def form_valid(self, form: PhoneDoorForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except RateLimited:
            form.add_error("phone", _("Trop de codes demandés pour ce numéro. Réessayez dans une heure."))
            return self.form_invalid(form)

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        return context | {"phone_form": context["form"], "email_form": EmailDoorForm()}


class CodeDoor(doors.ConfirmLoginCodeView):
    """The code that the phone received: five tries each, and a hundred wrong ones in a row for one phone.

    allauth counts tries in the session, where fifty sent at once count as one; here each is counted before it is read.
    """

    template_name = "accounts/code.html"

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        phone, asked_at = self._process.state["phone"], self._process.state["at"]
        self.of_phone = {"action": "wrong_codes", "key": phone}
        of_code = {"action": "tries_of_a_code", "key": f"{phone} {asked_at}"}
        if self._action == "verify" and not all(
            ratelimit.consume(request, **tries) for tries in (of_code, self.of_phone)
        ):
            messages.error(request, ERRORS["too_many_login_attempts"])
            self._process.abort()
            return redirect("account_login")
        return super().post(request, *args, **kwargs)

    def _verify_form_valid(self, form) -> HttpResponse:
        ratelimit.clear(self.request, **self.of_phone)
        return super()._verify_form_valid(form)

    def form_invalid(self, form) -> HttpResponse:
        refused(self._process.user, identifier=self._process.state["phone"], by="code")
        return super().form_invalid(form)


class ChangePassword(doors.PasswordChangeView):
    template_name = "accounts/form.html"
    extra_context = {"title": _("Changer mon mot de passe")}

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.has_usable_password():
            raise Http404  # whoever enters by phone has none
        return super().dispatch(request, *args, **kwargs)


class EnrolTotp(ActivateTOTPView):
    template_name = "accounts/enrol_totp.html"

    def form_valid(self, form) -> HttpResponse:
        response = super().form_valid(form)
        sessions.prove_second_factor(self.request)
        return response


class EnrolKey(AddWebAuthnView):
    template_name = "accounts/enrol_key.html"

    def form_valid(self, form) -> HttpResponse:
        response = super().form_valid(form)
        sessions.prove_second_factor(self.request)
        return response


@login_not_required
def too_many(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/said.html", TOO_MANY, status=429)
