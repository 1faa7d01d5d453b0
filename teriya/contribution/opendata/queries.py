"""Reading releases: what is published, what waits, which agreements may be told."""

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from teriya.contribution.opendata.models import PublicationConsent, Release, ReleaseFile
from teriya.contribution.opendata.states import ReleaseKind, ReleaseState
from teriya.foundation.accounts.models import User
from teriya.partnerships.agreements.models import Agreement
from teriya.partnerships.agreements.states import AgreementState

OBSTACLES = {
    "identifier_to_confirm": _("L’identifiant IATI de l’agence reste à confirmer dans les Réglages. Préparez ensuite un autre fichier."),
}  # fmt: skip


def all_published() -> QuerySet[Release]:
    """What all may read, the latest first."""
    return Release.objects.filter(state=ReleaseState.PUBLISHED).order_by("-published_on", "-pk")


def published(kind: str = ReleaseKind.DATA) -> QuerySet[Release]:
    return all_published().filter(kind=kind)


def with_files(rows: QuerySet[Release]) -> QuerySet[Release]:
    """Each release with its files, without their bytes."""
    return rows.prefetch_related(Prefetch("files", ReleaseFile.objects.defer("content")))


def to_decide(user: User) -> QuerySet[Release]:
    """Made, with nothing against publishing them, and prepared by somebody else."""
    rows = Release.objects.filter(state=ReleaseState.PREPARED, digest__gt="", obstacle="")
    return rows.exclude(prepared_by_id=user.pk)


def public_files() -> QuerySet[ReleaseFile]:
    """Files of published releases, without their bytes."""
    rows = ReleaseFile.objects.filter(release__state=ReleaseState.PUBLISHED)
    return rows.select_related("release").defer("content")


def tellable(agreements: QuerySet[Agreement] | None = None) -> QuerySet[Agreement]:
    """Signed agreements with the last word of their partner: `is_told`, none where it was never asked."""
    rows = Agreement.objects.all() if agreements is None else agreements
    last = PublicationConsent.objects.filter(agreement=OuterRef("pk")).order_by("-pk")
    rows = rows.exclude(state__in=(AgreementState.DRAFTED, AgreementState.CANCELLED))
    return rows.annotate(
        is_told=Subquery(last.values("is_given")[:1]), proof=Subquery(last.values("proof")[:1]), told_on=Subquery(last.values("on")[:1])
    ).select_related("partner").order_by("reference")  # fmt: skip


def told() -> QuerySet[Agreement]:
    """The agreements of the IATI file."""
    return tellable().filter(is_told=True)
