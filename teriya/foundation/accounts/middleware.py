"""The guard behind the doors: how long a session lasts, and what it must have shown."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from teriya.foundation.accounts import sessions

ENROLMENT = {  # what a session that lacks a second factor may still open
    "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate", "account_logout", "ui:language",
}  # fmt: skip


class StaffSecondFactor:
    """A session that has not shown a second factor gets nothing but the pages where one is enrolled, or shown."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if sessions.is_over(request):
                logout(request)  # the page then asks to sign in, and leads back here
            else:
                sessions.see(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> HttpResponse | None:
        if not request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        if not sessions.lacks_second_factor(request):
            return None
        if is_mfa_enabled(request.user) or request.session[sessions.ENTRY]["door"] != sessions.PASSWORD:
            logout(request)  # one exists, enrolled since: come back through the door that asks for it
            return redirect("account_login")
        return None if request.resolver_match.view_name in ENROLMENT else redirect("mfa_index")
