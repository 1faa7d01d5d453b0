from django.apps import apps
from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.mobilisation.calls.engine.eligibility import PRECEDENCE
from teriya.mobilisation.calls.states import CHECKED
from teriya.people.models import Person


class WaveQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "WaveQuerySet":
        return self if user.may(P.WAVES_READ) else self.filter(applications__person__account=user).distinct()


class ApplicationQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "ApplicationQuerySet":
        """Applications of people of the perimeter, and one's own."""
        own = Q(person__account=user)
        if not user.may(P.APPLICATIONS_READ):
            return self.filter(own)
        communes = user.communes(P.APPLICATIONS_READ)
        if communes is None:
            return self
        there = Q(person__commune__in=communes)
        # An « or » keeps PostgreSQL from counting by an index: only who has a file of one's own asks for it.
        return self.filter(there | own if hasattr(user, "person") else there)

    def to_check(self, user: User) -> "ApplicationQuerySet":
        """Applications not yet ranked, of the people whose file this user may check."""
        if not user.may(P.APPLICATIONS_CHECK):
            return self.none()
        communes = user.communes(P.APPLICATIONS_CHECK)
        found = self.filter(state__in=CHECKED)
        return found if communes is None else found.filter(person__commune__in=communes)

    def by_state(self) -> dict[str, int]:
        return dict(self.order_by().values_list("state").annotate(Count("pk")))


def code_names() -> dict[str, str]:
    """The codes of a check in words, in the order that decides between them; the eligible first."""
    names = {
        "eligible": _("éligibles"), "impossible_birth": _("date de naissance impossible"),
        "same_paper": _("pièce montrée par plusieurs personnes"), "too_old": _("trop âgés"), "too_young": _("trop jeunes"),
        "false_paper": _("pièce fausse ou d’une autre personne"), "incomplete": _("à compléter"),
        "nationality": _("nationalité que la forme n’admet pas"), "qualification": _("qualification demandée non prouvée"),
        "has_job": _("personne déjà en emploi"), "school_years": _("école quittée depuis trop peu d’années"),
        "other_rule": _("autre condition de l’appel"),
        "no_paper": _("sans pièce acceptée"), "duplicate": _("doublons"),
        "suspected_duplicate": _("doublons présumés, à trancher"), "diploma": _("diplôme insuffisant"),
        "diploma_above": _("diplôme au-dessus de la forme"), "other_commune": _("postes hors de leur commune"),
        "past_service": _("sans service passé"), "legal_cap": _("durée légale dépassée"),
        "unproven_cap": _("durée légale à vérifier, preuve manquante"), "policy_cap": _("durée de l’agence dépassée"),
    }  # fmt: skip
    return {code: names[code] for code in ("eligible", *PRECEDENCE)}


def reachable(wave: models.Model) -> models.QuerySet:
    """People to whom a new call may matter: candidates before, never placed, with a telephone, not yet in this call."""
    before = Person.objects.alive().filter(applications__isnull=False).exclude(phone="")
    taken = before.filter(Q(applications__wave=wave) | Q(applications__state="placed"))
    silent = apps.get_model("calls", "Silence").objects.values("phone")
    before = before.exclude(phone__in=silent)
    return before.exclude(pk__in=taken.values("pk")).distinct().select_related("account").order_by("pk")
