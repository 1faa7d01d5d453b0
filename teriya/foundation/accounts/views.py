from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from teriya.foundation.accounts import actions, queries
from teriya.foundation.accounts.forms import AccountForm, AppointForm, EndForm, LanguageForm, ReasonForm, StandInForm
from teriya.foundation.accounts.models import Appointment, User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.accounts.roles import ROLES
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm
from teriya.foundation.ui.parts import page_of

get_or_post = require_http_methods(["GET", "POST"])


@get_or_post
def mine(request: HttpRequest) -> HttpResponse:
    """My account: my roles by their acts, my language, my last sign-ins."""
    user = request.user
    form = LanguageForm(request.POST or None, initial={"language": user.language})
    if form.is_valid() and form.send(request, "accounts.choose_language", lambda: actions.choose_language(user=user, **form.values())):  # fmt: skip
        response = redirect("accounts:mine")
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, form.cleaned_data["language"])
        return response
    context = {"form": form, "sign_ins": queries.last_sign_ins(user)}
    return render(request, "accounts/mine.html", context, status=form.status)


@require_GET
def roles(request: HttpRequest) -> HttpResponse:
    """Every role in plain words: printed, it is an annex to the agency's procedures."""
    return render(request, "accounts/roles.html", {"roles": ROLES.values()})


@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    _require_manager(request.user)
    found = queries.accounts(named=request.GET.get("nom", ""))
    context = {"page": page_of(request, found), "named": request.GET.get("nom", "")}
    return render(request, "accounts/accounts.html", context | {"may_create": request.user.may(P.ACCOUNTS_MANAGE)})


@get_or_post
def create(request: HttpRequest) -> HttpResponse:
    require(request.user, P.ACCOUNTS_MANAGE)
    form = AccountForm(request.POST or None)
    if form.is_valid():
        answer = form.send(request, "accounts.create", lambda: {"id": actions.create_account(by=request.user, **form.values()).pk})  # fmt: skip
        if answer:
            return redirect("accounts:account", answer["id"])
    return _page(request, form, _("Ouvrir un compte"), reverse("accounts:accounts"))


@require_GET
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: who, its acts past and present, its last sign-ins, and what may be done about it."""
    _require_manager(request.user)
    holder = get_object_or_404(User, pk=pk)
    context = {
        "holder": holder,
        "acts": queries.acts(holder),
        "sign_ins": queries.last_sign_ins(holder),
        "factors": queries.factors(holder),
        "may_manage": request.user.may(P.ACCOUNTS_MANAGE),
        "may_appoint": request.user.may(P.ACCOUNTS_APPOINT),
    }
    return render(request, "accounts/account.html", context)


@get_or_post
def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.ACCOUNTS_APPOINT)
    return _about(request, pk, AppointForm, "accounts.appoint", actions.appoint, _("Nommer %(name)s"))


@get_or_post
def appoint_acting(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.ACCOUNTS_APPOINT)
    return _about(
        request, pk, StandInForm, "accounts.appoint_acting", actions.appoint_acting, _("Confier un intérim à %(name)s")
    )


@get_or_post
def delegate(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.ACCOUNTS_APPOINT)
    return _about(
        request, pk, StandInForm, "accounts.delegate", actions.delegate, _("Déléguer une signature à %(name)s")
    )


@get_or_post
def send_password_link(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.ACCOUNTS_MANAGE)
    title = _("Envoyer à %(name)s un lien pour choisir son mot de passe")
    return _about(request, pk, ActionForm, "accounts.send_password_link", actions.send_password_link, title)


@get_or_post
def reset_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.ACCOUNTS_MANAGE)
    title = _("Effacer les seconds facteurs de %(name)s")
    return _about(request, pk, ReasonForm, "accounts.reset_second_factor", actions.reset_second_factor, title)


@get_or_post
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.ACCOUNTS_MANAGE)
    return _about(request, pk, EndForm, "accounts.deactivate", actions.deactivate, _("Fermer le compte de %(name)s"))


@get_or_post
def end_appointment(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.ACCOUNTS_APPOINT)
    act = get_object_or_404(Appointment.objects.select_related("user"), pk=pk)
    form = EndForm(request.POST or None)
    back = reverse("accounts:account", args=[act.user_id])
    if form.is_valid() and form.send(request, "accounts.end_appointment", lambda: _done(actions.end_appointment(appointment=act, by=request.user, **form.values()))):  # fmt: skip
        return redirect(back)
    title = _("Mettre fin à l’acte %(act)s de %(name)s") % {"act": act.act, "name": act.user}
    return _page(request, form, title, back)


def _about(
    request: HttpRequest, pk: int, form_class: type[ActionForm], name: str, action: Callable, title: str
) -> HttpResponse:
    """A page that does one thing about an account, and comes back to it."""
    holder = get_object_or_404(User, pk=pk)
    form = form_class(request.POST or None)
    back = reverse("accounts:account", args=[pk])
    if form.is_valid() and form.send(
        request, name, lambda: _done(action(user=holder, by=request.user, **form.values()))
    ):
        return redirect(back)
    return _page(request, form, title % {"name": holder}, back)


def _page(request: HttpRequest, form: ActionForm, title: str, back: str) -> HttpResponse:
    context = {"form": form, "title": title, "back": back}
    return render(request, "accounts/form.html", context, status=form.status)


def _done(row) -> dict:
    return {"id": row.pk if row else None}


def _require_manager(user: User) -> None:
    require(user, P.ACCOUNTS_APPOINT if user.may(P.ACCOUNTS_APPOINT) else P.ACCOUNTS_MANAGE)
