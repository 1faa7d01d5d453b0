"""Closing accounts and sessions; a lost second factor."""

from datetime import date

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from teriya.foundation.accounts.actions.appointing import close
from teriya.foundation.accounts.models import Appointment, User
from teriya.foundation.accounts.notices import tell
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import Actor, require
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.journal import actions as journal


@transaction.atomic
def deactivate(*, user: User, by: Actor, on: date, reason: str) -> None:
    """Close an account: its acts end with that day, its sessions now. It stays, since history speaks of it."""
    _check(user, by, reason)
    user = User.objects.select_for_update().get(pk=user.pk)
    for appointment in Appointment.objects.select_for_update().filter(user=user).in_force(on):
        close(appointment, by=by, on=on, reason=reason)
    Appointment.objects.filter(user=user, since__gt=on).delete()
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions(user)
    journal.write("accounts.deactivate", "account", user.pk, by=by, on=on, reason=reason, permission=P.ACCOUNTS_MANAGE)


@transaction.atomic
def reset_second_factor(*, user: User, by: Actor, reason: str) -> None:
    """A lost phone: every factor goes, with the sessions; the next sign-in enrols a new one. The owner is told.

    Whoever does it has seen the person and the proof of identity that `reason` names.
    """
    _check(user, by, reason)
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    tell(user, "second_factor_reset")
    journal.write("accounts.reset_second_factor", "account", user.pk, by=by, on=timezone.localdate(), reason=reason,
                  permission=P.ACCOUNTS_MANAGE)  # fmt: skip


def end_sessions(user: User) -> None:
    for session in UserSession.objects.filter(user=user):
        session.end()


def _check(user: User, by: Actor, reason: str) -> None:
    require(by, P.ACCOUNTS_MANAGE)
    if user.pk == by.id:
        raise NotAllowed("own_account", _("Une autre personne doit le faire : c’est votre propre compte."))
    if not reason.strip():
        raise Refusal("reason_required", _("Écrivez le motif de cette décision."), field="reason")
