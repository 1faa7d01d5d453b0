"""Who accompanies whom: by the commune where the person lives, or where the person serves or served."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.core.actors import require
from teriya.foundation.core.refusals import NotAllowed
from teriya.people.models import Person
from teriya.service.missions.models import Mission


def people(user: User, permission: str) -> QuerySet[Person]:
    """Those whom a permission reaches: volunteers and former volunteers who live or served in its communes."""
    served = Mission.objects.filter(Q(person=OuterRef("pk")) | Q(person__merged_into=OuterRef("pk")))
    rows = Person.objects.alive().filter(Exists(served))
    if not user.may(permission):
        return rows.none()
    communes = user.communes(permission)
    return (
        rows
        if communes is None
        else rows.filter(Q(commune__in=communes) | Exists(served.filter(host__commune__in=communes)))
    )


def reached(user: User, permission: str, person: str = "person") -> Q:
    """The rows about those people; `person` is the path from a row to its person."""
    if user.may(permission) and user.communes(permission) is None:
        return ~Q(pk__in=())
    return Q(**{f"{person}__in": people(user, permission).values("pk")})


def require_person(by: User, permission: str, person: Person) -> None:
    """The permission, where the person lives or served; never about oneself."""
    require(by, permission)
    if not people(by, permission).filter(pk=person.pk).exists():
        raise NotAllowed("not_allowed", _("Votre rôle ou votre périmètre ne permet pas cette action."))
    if person.account_id == by.pk:
        raise NotAllowed("own_file", _("C’est votre propre dossier : une autre personne doit le faire."))
