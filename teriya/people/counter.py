"""Registering at the counter, with the network or without: the same form, the same action, one receipt."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.offline.kinds import Kind
from teriya.people import actions
from teriya.people.forms import RegisterForm


def _pages(user: User) -> list[tuple[str, str]]:
    return [(_("Inscrire une personne au guichet"), reverse("people:register"))]


def _fill(data: Any, files: Any, *, by: User) -> RegisterForm:
    return RegisterForm(data)


def write(form: RegisterForm, *, by: User, on: date) -> dict:
    made = actions.register_at_counter(new=form.new_person(), unlike=form.unlike(), by=by, on=on)
    return {"fait": made.matricule, "receipt": made.matricule}


KIND = Kind(
    "people:register", _("Inscription au registre"), "people.register", P.PEOPLE_REGISTER, _pages, _fill, write
)
