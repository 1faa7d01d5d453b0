"""The addresses of the doors, under the names that allauth gives them. What is not listed does not exist:
no sign-up page, no change of e-mail, no codes by e-mail, no password for those who enter by phone."""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from allauth.usersessions.views import ListUserSessionsView
from django.urls import path, re_path
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts import sign_in


def page(view, template: str, title: str = "", explanation: str = "", submit: str = ""):
    words = {"title": title, "explanation": explanation, "submit": submit}
    return view.as_view(template_name=f"accounts/{template}.html", extra_context=words)


closed = page(
    account.AccountInactiveView, "said", _("Compte fermé"), _("Demandez à l’agence pourquoi ce compte est fermé.")
)
forgotten = page(
    account.PasswordResetView,
    "form",
    _("Mot de passe oublié"),
    _("Donnez votre adresse : un lien y part, valable un jour."),
    _("Envoyer le lien"),
)
sent = page(
    account.PasswordResetDoneView, "said", _("Regardez vos courriels"), _("Un message est parti à cette adresse.")
)
choose = page(account.PasswordResetFromKeyView, "form", _("Choisir mon mot de passe"))
chosen = page(account.PasswordResetFromKeyDoneView, "said", _("Mot de passe choisi"), _("Entrez maintenant avec lui."))
confirm = page(account.ReauthenticateView, "form", _("Confirmez que c’est vous"), submit=_("Confirmer"))
confirm_code = page(factors.ReauthenticateView, "form", _("Confirmez que c’est vous"), submit=_("Confirmer"))
remove_totp = page(totp.DeactivateTOTPView, "form", _("Retirer l’application de codes"), submit=_("Retirer"))
remove_key = page(keys.RemoveWebAuthnView, "form", _("Retirer cette clé d’accès"), submit=_("Retirer"))
remake_codes = page(
    codes.GenerateRecoveryCodesView,
    "form",
    _("Refaire les codes de secours"),
    _("Les anciens ne vaudront plus rien."),
    _("Refaire"),
)

urlpatterns = [
    path("connexion/", sign_in.EmailDoor.as_view(), name="account_login"),
    path("connexion/telephone/", sign_in.PhoneDoor.as_view(), name="account_request_login_code"),
    path("connexion/code/", sign_in.CodeDoor.as_view(), name="account_confirm_login_code"),
    path("connexion/second-facteur/", page(factors.AuthenticateView, "second_factor"), name="mfa_authenticate"),
    path("connexion/compte-ferme/", closed, name="account_inactive"),
    path("connexion/oubli/", forgotten, name="account_reset_password"),
    path("connexion/oubli/envoye/", sent, name="account_reset_password_done"),
    path("connexion/oubli/fait/", chosen, name="account_reset_password_from_key_done"),
    re_path(r"^connexion/oubli/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$", choose, name="account_reset_password_from_key"),
    path("deconnexion/", page(account.LogoutView, "sign_out"), name="account_logout"),
    path("compte/mot-de-passe/", sign_in.ChangePassword.as_view(), name="account_change_password"),
    path("compte/confirmer/", confirm, name="account_reauthenticate"),
    path("compte/confirmer/code/", confirm_code, name="mfa_reauthenticate"),
    path("compte/confirmer/cle/", page(keys.ReauthenticateWebAuthnView, "confirm_key"), name="mfa_reauthenticate_webauthn"),
    path("compte/facteurs/", page(factors.IndexView, "factors"), name="mfa_index"),
    path("compte/facteurs/application/", sign_in.EnrolTotp.as_view(), name="mfa_activate_totp"),
    path("compte/facteurs/application/retirer/", remove_totp, name="mfa_deactivate_totp"),
    path("compte/facteurs/cles/", page(keys.ListWebAuthnView, "keys"), name="mfa_list_webauthn"),
    path("compte/facteurs/cles/ajouter/", sign_in.EnrolKey.as_view(), name="mfa_add_webauthn"),
    path("compte/facteurs/cles/<int:pk>/retirer/", remove_key, name="mfa_remove_webauthn"),
    path("compte/facteurs/codes/", page(codes.ViewRecoveryCodesView, "codes"), name="mfa_view_recovery_codes"),
    path("compte/facteurs/codes/refaire/", remake_codes, name="mfa_generate_recovery_codes"),
    path("compte/sessions/", page(ListUserSessionsView, "sessions"), name="usersessions_list"),
]  # fmt: skip
