from django.db import models
from django.db.models import Count, Q, Value

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.words import fold
from teriya.people import spellings


class PersonQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "PersonQuerySet":
        """People whose commune of residence is in the user's perimeter, and oneself."""
        if not user.may(P.PEOPLE_READ):
            return self.filter(account=user)
        communes = user.communes(P.PEOPLE_READ)
        return self if communes is None else self.filter(Q(commune__in=communes) | Q(account=user))

    def alive(self) -> "PersonQuerySet":
        """Records that stand for themselves: aliases of a merged person are left out."""
        return self.filter(merged_into=None)

    def named(self, text: str) -> "PersonQuerySet":
        """People whose name is typed, well or badly, in any order; or whose number or telephone ends so.

        `likeness` says how near each is: `likest_first` sorts by it. A telephone or a number may be typed with its spaces
        and dashes. Formula and measures: docs/algorithms/noms.md.
        """
        digits = "".join(filter(str.isdecimal, text))
        if len(digits) >= _LEAST_DIGITS and not any(map(str.isalpha, text)):
            return self._unlike().filter(Q(phone__endswith=digits[-8:]) | Q(matricule__endswith=digits))
        if not text.strip():
            return self._unlike()
        number, words = Q(matricule=text.strip().upper()), fold(text).split()
        if not words:
            return self._unlike().filter(number)
        people, held = spellings.named(self, words)
        return people.filter(number | held)

    def _unlike(self) -> "PersonQuerySet":
        return self.annotate(likeness=Value(0))

    def likest_first(self) -> "PersonQuerySet":
        """Those whose names are nearest to what was typed, then by name."""
        return self.order_by("-likeness", "family", "given", "id")


_LEAST_DIGITS = 4


class SuspicionQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "SuspicionQuerySet":
        """Pairs of which one record at least is in the user's perimeter."""
        if not user.may(P.PEOPLE_READ):
            return self.none()
        communes = user.communes(P.PEOPLE_READ)
        if communes is None:
            return self
        return self.filter(Q(first__commune__in=communes) | Q(second__commune__in=communes))

    def waiting(self) -> "SuspicionQuerySet":
        """To decide, the likeliest first, then the oldest."""
        return self.filter(state="open").order_by("-score", "found_on", "pk")

    def in_state(self, state: str, *, oldest_first: bool = False) -> "SuspicionQuerySet":
        """Those decided one way, the last decided first; for anything else, those that wait."""
        if state in ("same", "different"):
            return self.filter(state=state).order_by("-decided_at", "-pk")
        return self.filter(state="open").order_by("found_on", "pk") if oldest_first else self.waiting()

    def about(self, person: models.Model) -> "SuspicionQuerySet":
        return self.filter(Q(first=person) | Q(second=person)).order_by("-score", "pk")

    def after(self, pair: models.Model) -> models.Model | None:
        """The next pair to decide: who leaves one undecided meets it again at the end."""
        later = Q(score__lt=pair.score) | Q(score=pair.score, found_on__gt=pair.found_on)
        later |= Q(score=pair.score, found_on=pair.found_on, pk__gt=pair.pk)
        waiting = self.waiting()
        return waiting.filter(later).first() or waiting.exclude(pk=pair.pk).first()


class TakeOnQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "TakeOnQuerySet":
        """Those that somebody brought oneself, or with a line about a person in one's perimeter."""
        if not user.may(P.PEOPLE_READ):
            return self.none()
        communes = user.communes(P.PEOPLE_READ)
        if communes is None:
            return self
        here = self.model.objects.filter(lines__person__commune__in=communes)
        return self.filter(Q(by_id=user.pk) | Q(pk__in=here.values("pk")))

    def counted(self) -> "TakeOnQuerySet":
        """Each with its numbers: lines, lines without proof, people whom it put in the register."""
        return self.annotate(
            total=Count("lines"), missing=Count("lines", filter=Q(lines__proof="")),
            newcomers=Count("lines", filter=Q(lines__is_first_known=True)),
        )  # fmt: skip


class PastServiceQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "PastServiceQuerySet":
        """Lines about people in the user's perimeter."""
        if not user.may(P.PEOPLE_READ):
            return self.none()
        communes = user.communes(P.PEOPLE_READ)
        return self if communes is None else self.filter(person__commune__in=communes)

    def proven(self) -> "PastServiceQuerySet":
        return self.exclude(proof="")

    def unproven(self) -> "PastServiceQuerySet":
        return self.filter(proof="")
