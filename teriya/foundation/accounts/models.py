"""Accounts, and the dated acts that give a person a role: title, intérim or delegation."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cached_property

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, IntegerRangeField, RangeOperators
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from teriya.foundation.accounts.permissions import P
from teriya.foundation.accounts.roles import CHOICES, ROLES
from teriya.foundation.places.models import Place

BACKDATE_DAYS = 62  # two months: attendance and signatures reach an office late; older dates need `core.take_on`


class UserQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "UserQuerySet":
        """Every account for those who manage accounts or appoint; one's own for anybody else."""
        if user.may(P.ACCOUNTS_MANAGE) or user.may(P.ACCOUNTS_APPOINT):
            return self
        return self.filter(pk=user.pk)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(
        self, *, name: str, phone: str | None = None, email: str | None = None, password: str | None = None
    ) -> "User":
        user = self.model(name=name, phone=phone or None, email=self.normalize_email(email) if email else None)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in: staff by e-mail, password and a second factor; everyone else by phone and code."""

    name = models.CharField(max_length=120, blank=True, help_text="empty until a phone that signed itself up tells it")
    phone = models.CharField(max_length=20, unique=True, null=True, blank=True, help_text="E.164")
    phone_verified = models.BooleanField(default=False)
    email = models.EmailField(unique=True, null=True, blank=True)
    language = models.CharField(max_length=2, default="fr")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(phone__isnull=False) | Q(email__isnull=False), name="user_can_be_reached",
                                   violation_error_message=_("Un compte a un téléphone ou une adresse électronique.")),
        ]  # fmt: skip

    def __str__(self):
        return self.name or self.phone or self.email

    @cached_property
    def appointments(self) -> list["Appointment"]:
        """The acts in force today, titles first, with their communes: read once a request. None for a closed account."""
        if not self.is_active:
            return []
        today = timezone.localdate()
        acts = Appointment.objects.raw(HELD, [self.pk, today, today])
        return titles_first(acts)

    @cached_property
    def is_staff_member(self) -> bool:
        return any(ROLES[act.role].is_staff for act in self.appointments)

    def acts_for(self, permission: str) -> list["Appointment"]:
        return [act for act in self.appointments if permission in ROLES[act.role].permissions]

    def may(self, permission: str, *, commune: int | None = None) -> bool:
        return any(act.covers(commune) for act in self.acts_for(permission))

    def capacity(self, permission: str, *, commune: int | None = None) -> str:
        """The title before the acting role or delegation, when both allow it there; in the agency's language."""
        with override(settings.LANGUAGE_CODE):
            return next((act.title for act in self.acts_for(permission) if act.covers(commune)), "")

    def may_date(self, on: date) -> bool:
        """Today, or up to two months back; taking on history goes further. A trial lives on its own dates."""
        today = timezone.localdate()
        return settings.TRIAL or (on <= today and (settings.TAKE_ON or on >= today - timedelta(BACKDATE_DAYS)))

    def communes(self, permission: str) -> set[int] | None:
        """The communes where the permission holds; None is the whole country."""
        acts = self.acts_for(permission)
        if any(not act.commune_ids for act in acts):
            return None
        return set().union(*(act.commune_ids for act in acts))


def titles_first(acts: Iterable["Appointment"]) -> list["Appointment"]:
    return sorted(acts, key=lambda act: (act.kind != Appointment.Kind.TITLE, act.pk))


# Asked of whoever acts: written out, it costs a fifth of what composing it each time does. `visitors.py` does as much.
HELD = """SELECT act.*, ARRAY(SELECT place_id FROM accounts_appointment_communes WHERE appointment_id = act.id) AS places
FROM accounts_appointment act WHERE user_id = %s AND since <= %s AND (until IS NULL OR until >= %s)"""

AUTHORISES, PAYS = "authorising_officer", "public_accountant"  # never one person at a time, whatever the act


class AppointmentQuerySet(models.QuerySet):
    def in_force(self, day: date) -> "AppointmentQuerySet":
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)


class Appointment(models.Model):
    """A dated act by which a person holds a role over a set of communes (none written: the whole country)."""

    class Kind(models.TextChoices):
        TITLE = "title", _("titulaire")
        ACTING = "acting", _("intérim")
        DELEGATION = "delegation", _("délégation de signature")

    user = models.ForeignKey(User, on_delete=models.PROTECT)
    role = models.CharField(max_length=30, choices=CHOICES)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.TITLE)
    for_user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    act = models.CharField(max_length=80, help_text="number of the act")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    communes = models.ManyToManyField(Place, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=models.F("since")), name="appointment_dates"),
            models.CheckConstraint(
                condition=Q(kind="title", for_user__isnull=True) | Q(kind__in=["acting", "delegation"], for_user__isnull=False, until__isnull=False),
                name="appointment_for_somebody_until_a_day",
                violation_error_message=_("Un intérim ou une délégation nomme la personne remplacée et sa date de fin.")),
            models.CheckConstraint(condition=~Q(for_user=F("user")), name="appointment_for_somebody_else",
                                   violation_error_message=_("Personne ne se remplace soi-même.")),
            ExclusionConstraint(
                # Two rows of one person whose days overlap and whose duties differ. Core GiST has no « different » for
                # numbers: each duty is a range of one number, and two different duties are adjacent ranges.
                name="incompatible_duties", condition=Q(role__in=[AUTHORISES, PAYS]),
                expressions=[
                    (Func("user", "user", Value("[]"), function="int8range", output_field=BigIntegerRangeField()),
                     RangeOperators.OVERLAPS),
                    (Func("since", "until", Value("[]"), function="daterange", output_field=DateRangeField()),
                     RangeOperators.OVERLAPS),
                    (Func(Case(When(role=AUTHORISES, then=Value(1)), default=Value(2)),
                          Case(When(role=AUTHORISES, then=Value(1)), default=Value(2)), Value("[]"),
                          function="int4range", output_field=IntegerRangeField()), RangeOperators.ADJACENT_TO),
                ],
                violation_error_message=_("Une même personne n’est jamais ordonnateur et comptable en même temps.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.user}: {self.title}"

    @property
    def title(self) -> str:
        name = str(ROLES[self.role].name)
        if self.kind == self.Kind.TITLE:
            return name
        return str(
            _("%(role)s (%(kind)s, acte %(act)s)") % {"role": name, "kind": self.get_kind_display(), "act": self.act}
        )

    @property
    def runs(self) -> bool:
        """In force, or still to begin: it can be ended."""
        return self.until is None or self.until > timezone.localdate()

    @cached_property
    def commune_ids(self) -> set[int]:
        places = getattr(self, "places", None)
        return set(self.communes.values_list("pk", flat=True) if places is None else places)

    def covers(self, commune: int | None) -> bool:
        return commune is None or not self.commune_ids or commune in self.commune_ids
