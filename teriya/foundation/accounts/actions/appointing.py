"""Who holds which role: by a dated act, in title, acting for somebody, or by delegation of signature."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import Appointment, User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.accounts.roles import ROLES
from teriya.foundation.core.actors import Actor, require, require_date
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.journal import actions as journal
from teriya.foundation.places.models import Place

Kind = Appointment.Kind


@transaction.atomic
def appoint(
    *, user: User, role: str, act: str, since: date, by: Actor, until: date | None = None, communes: Iterable[Place] = (),
) -> Appointment:  # fmt: skip
    """Give a role in title by an act, from a day on. A local role names its communes; any other holds everywhere.

    Refuses `self_appointment`, `incompatible_duties`, `email_required` (staff), `communes_required`, `act_required`.
    """
    require(by, P.ACCOUNTS_APPOINT)
    communes = list(communes)
    if ROLES[role].is_local and not communes:
        raise Refusal("communes_required", _("Ce rôle s’exerce sur des communes : choisissez-les."), field="communes")
    return grant(user=user, role=role, act=act, since=since, until=until, communes=communes, by=by,
                 permission=P.ACCOUNTS_APPOINT)  # fmt: skip


@transaction.atomic
def appoint_acting(
    *, user: User, for_user: User, role: str, act: str, since: date, until: date, by: Actor
) -> Appointment:
    """Intérim: hold the role of an absent or departed holder, over the same communes, until a day."""
    require(by, P.ACCOUNTS_APPOINT)
    titles = _titles(for_user, role, since)
    return grant(user=user, for_user=for_user, role=role, kind=Kind.ACTING, act=act, since=since, until=until,
                 communes=_communes(titles), by=by, permission=P.ACCOUNTS_APPOINT)  # fmt: skip


@transaction.atomic
def delegate(*, user: User, for_user: User, role: str, act: str, since: date, until: date, by: Actor) -> Appointment:
    """Delegation of signature, by its holder or by who may appoint. It never outlives the holder's own title."""
    if by.id != for_user.pk:
        require(by, P.ACCOUNTS_APPOINT)
    titles = [title for title in _titles(for_user, role, since) if title.until is None or title.until >= until]
    if not titles:
        raise Refusal(
            "title_ends_before", _("Le titulaire n’a plus ce rôle à la fin de la délégation."), field="until"
        )
    return grant(user=user, for_user=for_user, role=role, kind=Kind.DELEGATION, act=act, since=since, until=until,
                 communes=_communes(titles), by=by)  # fmt: skip


@transaction.atomic
def end_appointment(*, appointment: Appointment, by: Actor, on: date, reason: str) -> None:
    """The act ends with that day. A title takes the delegations given from it along."""
    appointment = Appointment.objects.select_for_update(of=["self"]).select_related("user").get(pk=appointment.pk)
    if not (appointment.kind == Kind.DELEGATION and appointment.for_user_id == by.id):
        require(by, P.ACCOUNTS_APPOINT)
    if on < timezone.localdate():
        require_date(by, on)
    if on < appointment.since or (appointment.until and on > appointment.until):
        raise Refusal("bad_business_date", _("Cette date est hors de la durée de l’acte."), field="on")
    close(appointment, by=by, on=on, reason=reason)


def grant(
    *, user: User, role: str, act: str, since: date, by: Actor, permission: str = "", kind: str = Kind.TITLE,
    for_user: User | None = None, until: date | None = None, communes: Iterable[Place] = (),
) -> Appointment:  # fmt: skip
    """Write the act, for an action that has checked who may."""
    user, communes = User.objects.select_for_update().get(pk=user.pk), list(communes)
    if user.pk == by.id:
        raise NotAllowed("self_appointment", _("Personne ne se nomme soi-même."), field="user")
    if for_user and user.pk == for_user.pk:
        raise Refusal("same_person", _("Personne ne se remplace soi-même."), field="for_user")
    _check(user, role, act, since, until, by)
    appointment = Appointment(user=user, role=role, kind=kind, for_user=for_user, act=act.strip(), since=since, until=until)  # fmt: skip
    try:
        with transaction.atomic():
            appointment.save()
    except IntegrityError as error:
        if error.__cause__.diag.constraint_name != "incompatible_duties":
            raise
        sentence = _("Une même personne n’est jamais ordonnateur et comptable, même par intérim ou délégation.")
        raise NotAllowed("incompatible_duties", sentence, field="role") from error
    appointment.communes.set(communes)
    journal.write("accounts.appoint", "account", user.pk, by=by, on=since, permission=permission, role=role, kind=kind,
                  act=appointment.act, for_account=for_user.pk if for_user else None, until=str(until or ""),
                  communes=sorted(place.code for place in communes))  # fmt: skip
    return appointment


def close(appointment: Appointment, *, by: Actor, on: date, reason: str) -> None:
    """End one act, for an action that has locked it and checked who may."""
    appointment.until = on
    appointment.save(update_fields=["until"])
    if appointment.kind == Kind.TITLE:
        given = Appointment.objects.filter(kind=Kind.DELEGATION, for_user=appointment.user_id, role=appointment.role)
        given.filter(since__gt=on).delete()
        given.filter(until__gt=on).update(until=on)
    journal.write("accounts.end_appointment", "account", appointment.user_id, by=by, on=on, reason=reason,
                  permission=P.ACCOUNTS_APPOINT, role=appointment.role, act=appointment.act)  # fmt: skip


def _check(user: User, role: str, act: str, since: date, until: date | None, by: Actor) -> None:
    if not user.is_active:
        raise Refusal("account_closed", _("Ce compte est fermé."), field="user")
    if not act.strip():
        raise Refusal("act_required", _("Donnez le numéro de l’acte."), field="act")
    if ROLES[role].is_staff and not user.email:
        raise Refusal("email_required", _("Le personnel entre par courriel : donnez d’abord une adresse à ce compte."))
    if until and until < since:
        raise Refusal("bad_business_date", _("La fin précède le début."), field="until")
    if since < timezone.localdate():
        require_date(by, since)


def _titles(holder: User, role: str, day: date) -> list[Appointment]:
    """The holder's titles to the role on that day, or the last one that ended before: a vacant post has an intérim."""
    titles = Appointment.objects.filter(user=holder, role=role, kind=Kind.TITLE, since__lte=day).order_by("until")
    found = list(titles.in_force(day)) or list(titles)[-1:]
    if not found:
        raise Refusal("no_title", _("Cette personne n’est pas titulaire de ce rôle."), field="for_user")
    return found


def _communes(titles: list[Appointment]) -> list[Place]:
    """Where they hold together; none is the whole country."""
    held = [set(title.communes.all()) for title in titles]
    return [] if not all(held) else sorted(set().union(*held), key=lambda place: place.code)
