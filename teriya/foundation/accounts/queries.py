from collections.abc import Iterable
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from teriya.foundation.accounts.models import Appointment, User
from teriya.foundation.accounts.roles import STAFF
from teriya.foundation.journal.models import Entry

VACANT_FOR = timedelta(days=365)  # how long after its holder left a post may still have an intérim
SIGN_INS = ("accounts.sign_in", "accounts.sign_in_refused")


def may_enter_by_phone(user: User) -> bool:
    """Open accounts, but not the staff's: they enter by e-mail, password and second factor."""
    staff_acts = user.appointment_set.in_force(timezone.localdate()).filter(role__in=STAFF)
    return not staff_acts.exists() and user.is_active


def titles_to_stand_in_for() -> QuerySet[Appointment]:
    """Titles in force, or whose holder left within the year."""
    today = timezone.localdate()
    titles = Appointment.objects.filter(kind=Appointment.Kind.TITLE, role__in=STAFF, since__lte=today)
    return titles.filter(Q(until=None) | Q(until__gte=today - VACANT_FOR)).select_related("user").order_by("role", "user__name")  # fmt: skip


def last_sign_ins(user: User, count: int = 10) -> Iterable[Entry]:
    """The latest entries and refused tries, newest first, from the journal."""
    return Entry.objects.filter(subject="account", subject_id=str(user.pk), action__in=SIGN_INS).order_by("-id")[
        :count
    ]


def accounts(*, named: str = "") -> QuerySet[User]:
    """Every account with the acts it holds, by name; `named` keeps those whose name holds these letters.

    A phone that asked for a code and has not answered it is no account yet.
    """
    today = Appointment.objects.in_force(timezone.localdate())
    found = User.objects.prefetch_related(Prefetch("appointment_set", today, to_attr="acts_today"))
    found = found.exclude(email=None, phone_verified=False, name="")
    return found.filter(name__icontains=named.strip()).order_by("name", "pk")


def factors(user: User) -> list[str]:
    """The kinds of second factor that the account has."""
    kinds = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return sorted(kinds.values_list("type", flat=True))


def acts(user: User) -> QuerySet[Appointment]:
    """Every act that named this person, the latest first."""
    found = Appointment.objects.filter(user=user).select_related("for_user").prefetch_related("communes")
    return found.order_by("-since", "-pk")
