"""Who acts. Rooms below accounts know an actor by what it may do, not by its table."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.utils.translation import gettext as _

from teriya.foundation.core.refusals import NotAllowed


class Actor(Protocol):
    """A person at work, alone or in the name of another by a dated act (intérim, delegation)."""

    id: int

    def may(self, permission: str, *, commune: int | None = None) -> bool:
        """Whether a role held today grants the permission, there."""

    def capacity(self, permission: str, *, commune: int | None = None) -> str:
        """In what quality, there: the role, and the act when the person stands in for another."""

    def may_date(self, on: date) -> bool:
        """Whether this person may write something dated `on`."""


@dataclass(frozen=True)
class Telephone:
    """The person at the other end of a number that the network vouches for: nobody signed in, and one thing is allowed."""

    permission: str
    id: int = 0

    def may(self, permission: str, *, commune: int | None = None) -> bool:
        return permission == self.permission

    def capacity(self, permission: str, *, commune: int | None = None) -> str:
        return "la personne, par son téléphone"

    def may_date(self, on: date) -> bool:
        return True


@dataclass(frozen=True)
class Calendar:
    """A day that has come: one thing follows from it, whoever is there."""

    permission: str
    id: int = 0

    def may(self, permission: str, *, commune: int | None = None) -> bool:
        return permission == self.permission

    def capacity(self, permission: str, *, commune: int | None = None) -> str:
        return "l’échéance, à son jour"

    def may_date(self, on: date) -> bool:
        return True


@dataclass(frozen=True)
class Counterpart:
    """Another agency: what it said of a thing that binds both was its own to say. `id`: who typed it here, where it was a paper."""

    name: str
    id: int = 0

    def may(self, permission: str, *, commune: int | None = None) -> bool:
        return True

    def capacity(self, permission: str, *, commune: int | None = None) -> str:
        return self.name

    def may_date(self, on: date) -> bool:
        return True


def require(by: Actor, permission: str, *, commune: int | None = None) -> None:
    """Refuse with `not_allowed` unless a role of the person grants the permission at that commune."""
    if not by.may(permission, commune=commune):
        raise NotAllowed("not_allowed", _("Votre rôle ou votre périmètre ne permet pas cette action."))


def require_other_person(by: Actor, *others: int | None) -> None:
    """Four eyes: the same person never does two duties on one thing, whatever the roles or delegations held."""
    if by.id in others:
        raise NotAllowed(
            "same_person", _("Une autre personne doit le faire : vous êtes déjà intervenu sur ce dossier.")
        )


def require_date(by: Actor, on: date) -> None:
    """Refuse a business date in the future, or further back than the person may go."""
    if not by.may_date(on):
        raise NotAllowed(
            "bad_business_date",
            _("La date du %(on)s est future ou trop ancienne.") % {"on": f"{on:%d/%m/%Y}"},
            field="on",
        )
