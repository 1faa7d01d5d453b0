from datetime import date

from django.db import models
from django.db.models import Q

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.words import fold
from teriya.mobilisation.hosts.states import STOPPED


class HostQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "HostQuerySet":
        """Hosts of the perimeter, and those the user belongs to."""
        own = Q(officers__user=user, officers__until=None)
        if not user.may(P.HOSTS_READ):
            return self.filter(own).distinct()
        communes = user.communes(P.HOSTS_READ)
        return self if communes is None else self.filter(Q(commune__in=communes) | own).distinct()

    def accredited_on(self, day: date) -> "HostQuerySet":
        return self.filter(state="accredited", accreditations__period__contains=day)

    def silent_before(self, user: User) -> "HostQuerySet":
        """Those of this person's perimeter that have accepted no duties: the centre takes them in ink. None of one's own."""
        if not user.may(P.HOSTS_REGISTER):
            return self.none()
        communes = user.communes(P.HOSTS_REGISTER)
        rows = self if communes is None else self.filter(commune__in=communes)
        own = Q(officers__user=user, officers__until=None)
        return rows.filter(undertakings=None).exclude(state__in=STOPPED).exclude(own)

    def ending_by(self, day: date) -> "HostQuerySet":
        """Accredited, with no right to receive left on that day."""
        return self.filter(state="accredited").exclude(accreditations__period__contains=day)

    def named(self, text: str) -> "HostQuerySet":
        """Every word typed is in the name, or the text is the number, whatever accents and case."""
        return self.filter(_named(text)) if text.strip() else self


class NeedQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "NeedQuerySet":
        own = Q(host__officers__user=user, host__officers__until=None)
        if not user.may(P.HOSTS_READ):
            return self.filter(own).distinct()
        communes = user.communes(P.HOSTS_READ)
        return self if communes is None else self.filter(Q(host__commune__in=communes) | own).distinct()

    def named(self, text: str) -> "NeedQuerySet":
        """The text is a reference, or names the host."""
        return self.filter(Q(reference__iexact=text.strip()) | _named(text, "host__")) if text.strip() else self


class PlannedQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "PlannedQuerySet":
        """Lines of the perimeter, and those of one's own hosts."""
        own = Q(host__officers__user=user, host__officers__until=None)
        if not user.may(P.HOSTS_READ):
            return self.filter(own).distinct()
        communes = user.communes(P.HOSTS_READ)
        return self if communes is None else self.filter(Q(host__commune__in=communes) | own).distinct()

    def to_confirm_by(self, user: User) -> "PlannedQuerySet":
        """Lines waiting, of the hosts that this person writes for: as an officer, or for the centre."""
        own = Q(host__officers__user=user, host__officers__until=None, host__officers__duty="officer")
        waiting = self.filter(state="planned")
        if not user.may(P.HOSTS_REGISTER):
            return waiting.filter(own).distinct()
        communes = user.communes(P.HOSTS_REGISTER)
        return waiting if communes is None else waiting.filter(Q(host__commune__in=communes) | own).distinct()


class WideningQuerySet(models.QuerySet):
    def to_decide_by(self, user: User) -> "WideningQuerySet":
        """Those that wait for this person: of the perimeter, of no host of one's own, asked by somebody else."""
        if not user.may(P.HOSTS_ACCREDIT):
            return self.none()
        own = Q(accreditation__host__officers__user=user, accreditation__host__officers__until=None)
        communes = user.communes(P.HOSTS_ACCREDIT)
        rows = self if communes is None else self.filter(accreditation__host__commune__in=communes)
        return rows.filter(state="asked").exclude(by_id=user.pk).exclude(own)


class RecourseQuerySet(models.QuerySet):
    def to_answer_by(self, user: User) -> "RecourseQuerySet":
        """Those that this person may answer: of the perimeter, of no host of one's own, decided by somebody else."""
        if not user.may(P.RECOURSES_ANSWER):
            return self.none()
        own = Q(host__officers__user=user, host__officers__until=None)
        communes = user.communes(P.RECOURSES_ANSWER)
        rows = self if communes is None else self.filter(host__commune__in=communes)
        return rows.exclude(decision__by_id=user.pk).exclude(own)


def _named(text: str, of: str = "") -> Q:
    name = Q() if fold(text) else Q(pk=None)
    for word in fold(text).split():
        name &= Q(**{f"{of}folded__contains": word})
    return Q(**{f"{of}number__iexact": text.strip()}) | name
