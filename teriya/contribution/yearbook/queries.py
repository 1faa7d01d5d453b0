from django.db.models import QuerySet

from teriya.contribution.yearbook.models import Edition, Preparation
from teriya.contribution.yearbook.states import EditionState
from teriya.foundation.core.making import MakingState


def published() -> QuerySet[Edition]:
    return Edition.objects.filter(state=EditionState.PUBLISHED).order_by("-year")


def going(year: int) -> Preparation | None:
    """The preparation of a year that the worker has not ended."""
    return Preparation.objects.filter(year=year, state=MakingState.ASKED).order_by("-pk").first()


def last_asked() -> Preparation | None:
    return Preparation.objects.order_by("-pk").first()
